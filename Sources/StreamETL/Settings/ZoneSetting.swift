import ETLModel
package import Foundation

/// The zone in which times without one are read: a fixed offset or a name of the tz database.
public enum ZoneSetting: Hashable, Sendable {
    /// East of Greenwich is positive.
    case offset(seconds: Int)
    /// A name the system knows, such as `Europe/Berlin`.
    case named(String)

    public static let utc = ZoneSetting.offset(seconds: 0)

    /// `Z`, `UTC`, `±HH:MM`, `±HHMM`, `±HH` or `AREA/CITY`; `nil` for anything else.
    public init?(_ text: String) {
        if ["Z", "UTC", "GMT"].contains(text.uppercased()) {
            self = .utc
        } else if let sign = text.first, sign == "+" || sign == "-" {
            guard let seconds = Self.offsetSeconds(text.dropFirst()) else { return nil }
            self = .offset(seconds: sign == "-" ? -seconds : seconds)
        } else {
            // Foundation also takes `GMT+3` and abbreviations, whose meaning people disagree about.
            guard text.contains("/"), !text.contains(".."), let zone = TimeZone(identifier: text) else {
                return nil
            }
            self = .named(zone.identifier)
        }
    }

    /// How the configuration writes it.
    public var text: String {
        switch self {
        case .offset(0): "UTC"
        case .offset(let seconds): UTCTime.offsetText(seconds: seconds)
        case .named(let name): name
        }
    }

    /// The zone as Foundation's calendars want it.
    package var timeZone: TimeZone {
        switch self {
        case .offset(let seconds): TimeZone(secondsFromGMT: seconds) ?? .gmt
        case .named(let name): TimeZone(identifier: name) ?? .gmt
        }
    }

    /// Reads `HH:MM`, `HHMM` or `HH`; offsets in use end at 14 hours, 18 is the usual bound.
    static func offsetSeconds(_ text: Substring) -> Int? {
        let digits = text.utf8.filter { $0 != UInt8(ascii: ":") }
        let colons = text.utf8.count - digits.count
        guard digits.count == 2 || digits.count == 4, digits.allSatisfy({ (0x30...0x39).contains($0) }),
            colons == 0 || (colons == 1 && digits.count == 4 && Array(text.utf8)[2] == UInt8(ascii: ":"))
        else { return nil }
        let numbers = digits.map { Int($0 - 0x30) }
        let hours = numbers[0] * 10 + numbers[1]
        let minutes = digits.count == 4 ? numbers[2] * 10 + numbers[3] : 0
        guard hours <= 18, minutes < 60 else { return nil }
        return hours * 3_600 + minutes * 60
    }
}
