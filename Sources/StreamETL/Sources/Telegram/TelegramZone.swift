package import Foundation

/// The time zone that exports were made in, for stamps that print none or only the standard offset.
///
/// Telegram Desktop prints no zone before version 3.7.6, and after it the zone's *standard* offset all
/// year round. So:
///
/// - No offset printed: the stamp is civil time in this zone (UTC unless configured).
/// - The printed offset is this zone's standard offset at that time: the stamp is civil time in this
///   zone, daylight saving included.
/// - Any other printed offset: the export was made elsewhere and is taken at its word.
///
/// Of an hour that occurs twice, the first is meant; an hour that was left out is read as if the clock
/// had not been set forward yet.
package struct TelegramZone: Sendable {
    package static let utc = TelegramZone(.gmt)

    /// Part of the transformers' identity, since the zone changes what they state.
    package let identifier: String
    fileprivate let zone: TimeZone

    package init(_ zone: TimeZone) {
        self.zone = zone
        identifier = zone.identifier
    }
}

/// Brings printed stamps into UTC, one file at a time: it remembers the offset of the last day, since
/// asking Foundation for every message would be slow.
struct TelegramClock {
    private let zone: TimeZone
    private var day: Int64?
    private var standardOffset = 0
    /// The day's offset, unless it changes within a day of it.
    private var uniformOffset: Int?

    init(_ zone: TelegramZone) { self.zone = zone.zone }

    /// - Parameters:
    ///   - wall: The printed civil time, read as if it were UTC.
    ///   - printedOffset: Seconds east of UTC as printed, where an offset is.
    mutating func time(wall: Int64, printedOffset: Int?) -> TelegramTime {
        let today = wall >= 0 ? wall / 86_400 : (wall - 86_399) / 86_400
        if today != day { enter(today) }
        var offset = printedOffset ?? standardOffset
        if offset == standardOffset {
            offset = uniformOffset ?? changingOffset(wall)
        }
        return TelegramTime(utc: wall - Int64(offset), wall: wall, printedOffset: printedOffset)
    }

    /// What the zone's clock showed at a moment, read as if it were UTC.
    func wall(utc: Int64) -> Int64 { utc + Int64(offset(at: utc)) }

    private mutating func enter(_ today: Int64) {
        day = today
        let noon = Date(timeIntervalSince1970: Double(today * 86_400 + 43_200))
        standardOffset = zone.secondsFromGMT(for: noon) - Int(zone.daylightSavingTimeOffset(for: noon))
        let before = offset(at: (today - 1) * 86_400)
        uniformOffset = before == offset(at: (today + 2) * 86_400) ? before : nil
    }

    private func changingOffset(_ wall: Int64) -> Int {
        let before = offset(at: wall - 86_400)
        let after = offset(at: wall + 86_400)
        if offset(at: wall - Int64(before)) == before { return before }
        return offset(at: wall - Int64(after)) == after ? after : before
    }

    private func offset(at seconds: Int64) -> Int {
        zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds)))
    }
}
