package import Foundation
import Synchronization

/// The zone of the CRM account, in which exports state their times without saying so.
package struct HubSpotZone: Sendable {
    private let zone: TimeZone
    private let days = Days()

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
        let day = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
        return days.offset(on: day, in: self) ?? exactOffset(at: seconds)
    }

    private func exactOffset(at seconds: Int64) -> Int64 {
        Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds))))
    }

    /// The offsets of days on which they do not change, which Foundation takes a while to tell.
    private final class Days: Sendable {
        private static let most = 40_000
        private let offsets = Mutex<[Int64: Int64?]>([:])

        /// - Returns: `nil` for a day on which the clock is changed.
        func offset(on day: Int64, in zone: HubSpotZone) -> Int64? {
            if let known = offsets.withLock({ $0[day] }) { return known }
            let start = zone.exactOffset(at: day * 86_400)
            let offset = start == zone.exactOffset(at: day * 86_400 + 86_399) ? start : nil
            offsets.withLock {
                if $0.count >= Self.most { $0 = [:] }
                $0[day] = .some(offset)
            }
            return offset
        }
    }
}
