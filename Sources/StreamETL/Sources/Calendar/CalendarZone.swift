package import ETLModel
import Foundation

/// A zone as an event states it; what it says of a moment is ``CalendarClock``'s to tell.
package enum CalendarZone: Hashable, Sendable {
    /// A name of the tz database.
    case named(String)
    /// East of Greenwich is positive.
    case offset(seconds: Int)
    /// A VTIMEZONE whose name nobody else knows.
    case rules(name: String, [Observance])

    /// A STANDARD or DAYLIGHT part of a VTIMEZONE.
    package struct Observance: Hashable, Sendable {
        /// Local time of the first onset, with the offset before it.
        package var start: Int64
        var offsetFrom: Int
        var offsetTo: Int
        package var rules: [String] = []
        /// Local times of further onsets.
        var onsets: [Int64] = []
    }

    /// What the unified JSON calls it.
    package var name: String {
        switch self {
        case .named(let name): name
        case .offset(let seconds): seconds == 0 ? "UTC" : UTCTime.offsetText(seconds: seconds)
        case .rules(let name, _): name
        }
    }
}

// MARK: Names

extension CalendarZone {
    /// The zone that a TZID names: a name of the tz database, one with a vendor's prefix
    /// (`/example.org/20050126_1/Europe/Berlin`) or a Windows name, also with the number that exporters
    /// append (`Eastern Standard Time 1`) or as it is shown (`(UTC-05:00) Eastern Time (US & Canada)`).
    package init?(tzid: String) {
        let name = tzid.trimmed
        let plain = CalendarZoneNames.withoutOffset(name)
        if CalendarZoneNames.utc.contains((plain.split(separator: "/").last ?? "").lowercased()) {
            self = .offset(seconds: 0)
            return
        }
        if let zone = CalendarZoneNames.database(ofAlias: plain) {
            self = .named(zone)
            return
        }
        let parts = name.split(separator: "/").suffix(3)
        for count in [3, 2] where parts.count >= count {
            if let zone = Self.database(parts.suffix(count).joined(separator: "/")) {
                self = zone
                return
            }
        }
        if let zone = CalendarZoneNames.database(ofWindows: name)
            ?? CalendarZoneNames.database(ofShown: plain)
        {
            self = .named(zone)
        } else if let space = name.lastIndex(of: " "), Int(name[space...].dropFirst()) != nil,
            let zone = CalendarZoneNames.database(ofWindows: String(name[..<space]))
        {
            self = .named(zone)
        } else {
            return nil
        }
    }

    /// The offset that a name such as `(UTC+01:00) Amsterdam, Berlin` or `GMT-0500` states.
    package init?(offsetIn tzid: String) {
        let bytes = Array(tzid.utf8)
        guard let sign = bytes.firstIndex(where: { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }),
            sign >= 3,
            ["UTC", "GMT"].contains(String(decoding: bytes[(sign - 3)..<sign], as: UTF8.self).uppercased())
        else { return nil }
        let digits = bytes[(sign + 1)...].filter { $0 != UInt8(ascii: ":") }.prefix {
            (0x30...0x39).contains($0)
        }
        guard let seconds = Self.offset(String(decoding: bytes[sign...sign] + digits, as: UTF8.self)) else {
            return nil
        }
        self = .offset(seconds: seconds)
    }

    /// Reads `+0100`, `-0530`, `+013000` and the `+1` that some write.
    package static func offset(_ text: some StringProtocol) -> Int? {
        var digits = text.utf8.filter { $0 != UInt8(ascii: ":") }[...]
        guard let sign = digits.popFirst(), sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"),
            !digits.isEmpty, digits.count <= 6, digits.allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        if digits.count % 2 == 1 { digits.insert(0x30, at: digits.startIndex) }
        let pairs = stride(from: digits.startIndex, to: digits.endIndex, by: 2).map {
            Int(digits[$0] - 0x30) * 10 + Int(digits[$0 + 1] - 0x30)
        }
        let seconds = zip(pairs, [3_600, 60, 1]).reduce(0) { $0 + $1.0 * $1.1 }
        guard seconds <= 18 * 3_600 else { return nil }
        return sign == UInt8(ascii: "-") ? -seconds : seconds
    }

    private static func database(_ name: String) -> CalendarZone? {
        // Foundation also takes abbreviations, whose meaning people disagree about, and paths.
        guard name.utf8.count <= 64, !name.contains(".."), TimeZone(identifier: name) != nil else {
            return nil
        }
        return .named(name)
    }
}

extension String {
    fileprivate var trimmed: String {
        var text = self[...]
        while let first = text.first, first == " " || first == "\t" || first == "\"" { text.removeFirst() }
        while let last = text.last, last == " " || last == "\t" || last == "\"" { text.removeLast() }
        return String(text)
    }
}

// MARK: Coding

extension CalendarZone {
    package func encode(into writer: inout ByteWriter) {
        switch self {
        case .named(let name):
            writer.write(0)
            writer.write(name)
        case .offset(let seconds):
            writer.write(1)
            writer.write(seconds)
        case .rules(let name, let observances):
            writer.write(2)
            writer.write(name)
            writer.write(observances) { writer, observance in
                writer.write(observance.start)
                writer.write(observance.offsetFrom)
                writer.write(observance.offsetTo)
                writer.write(observance.rules)
                writer.write(observance.onsets) { $0.write($1) }
            }
        }
    }

    package init(from reader: inout ByteReader) throws(ByteReader.Corruption) {
        switch try reader.readInt() {
        case 0: self = .named(try reader.readString())
        case 1: self = .offset(seconds: try reader.readInt())
        case 2:
            self = .rules(
                name: try reader.readString(),
                try reader.readArray { reader throws(ByteReader.Corruption) in
                    Observance(
                        start: try reader.readInt64(), offsetFrom: try reader.readInt(),
                        offsetTo: try reader.readInt(), rules: try reader.readStrings(),
                        onsets: try reader.readArray { reader throws(ByteReader.Corruption) in
                            try reader.readInt64()
                        })
                })
        default: throw ByteReader.Corruption()
        }
    }
}
