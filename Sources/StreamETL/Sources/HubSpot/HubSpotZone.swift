package import Foundation

/// The zone of the CRM account, in which exports state their times without saying so.
package struct HubSpotZone: Sendable {
    private let zone: TimeZone

    package init(_ zone: TimeZone) { self.zone = zone }

    /// Tells zones apart; part of a transformer's identity.
    package var identity: String { zone.identifier }

    /// Seconds since 1970 of a local time that is given as if it were in UTC.
    ///
    /// A time that a change of the clock skips or repeats is read with the offset before the change.
    package func utc(ofLocal local: Int64) -> Int64 {
        let before = offset(at: local - 86_400)
        let guess = local - before
        return offset(at: guess) == before ? guess : local - offset(at: local - offset(at: guess))
    }

    private func offset(at seconds: Int64) -> Int64 {
        Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds))))
    }
}
