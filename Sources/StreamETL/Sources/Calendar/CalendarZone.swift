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
    /// The zone that a TZID names: a name of the tz database in any case, one with a vendor's prefix
    /// (`/example.org/20050126_1/Europe/Berlin`) or a Windows name, also with the number that exporters
    /// append (`Eastern Standard Time 1`), as it is shown (`(UTC-05:00) Eastern Time (US & Canada)`) or with
    /// its abbreviation behind it (`Coordinated Universal Time (UTC)`).
    package init?(tzid: String) {
        // Most are written as they should be.
        if let known = CalendarZoneNames.databaseNames[tzid.lowercased()] {
            self = .named(known)
            return
        }
        let name = CalendarZoneNames.plain(tzid)
        for spelling in CalendarZoneNames.spellings(of: name) {
            if let zone = Self.known(spelling) {
                self = zone
                return
            }
        }
        return nil
    }

    private static func known(_ name: String) -> CalendarZone? {
        let parts = name.split(separator: "/")
        if CalendarZoneNames.utc.contains((parts.last ?? "").lowercased()) { return .offset(seconds: 0) }
        if let zone = CalendarZoneNames.database(ofAlias: name) { return .named(zone) }
        for count in [3, 2] where parts.count >= count {
            if let zone = database(parts.suffix(count).joined(separator: "/")) { return zone }
        }
        if let zone = CalendarZoneNames.database(ofWindows: name) ?? CalendarZoneNames.database(ofShown: name)
            ?? CalendarZoneNames.database(ofLocalised: name)
        {
            return .named(zone)
        }
        guard let space = name.lastIndex(of: " "), Int(name[space...].dropFirst()) != nil else { return nil }
        return CalendarZoneNames.database(ofWindows: String(name[..<space])).map { .named($0) }
    }

    /// What a name says that neither the tables nor a VTIMEZONE know: a list of cities as Windows shows it in
    /// any language (`(UTC+01:00) Amsterdam, Berlin, Bern, Rom, Stockholm, Wien`), else the offset in it.
    package init?(guessedFrom tzid: String) {
        let name = CalendarZoneNames.plain(tzid)
        let offset = CalendarZone(offsetIn: name)
        if let zone = CalendarZoneNames.zone(ofCitiesIn: name, offset: offset) {
            self = .named(zone)
        } else if let offset {
            self = offset
        } else {
            return nil
        }
    }

    /// The offset that a name such as `(UTC+01:00) Base camp`, `GMT-0500`, `(GMT +01:00)` or `+01:00` states.
    package init?(offsetIn tzid: String) {
        let text = CalendarZoneNames.plain(tzid).replacing("\u{2212}", with: "-").replacing(
            "\u{2013}", with: "-")
        let bytes = Array(text.utf8).filter { $0 != 0x20 }
        guard let sign = bytes.firstIndex(where: { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") })
        else {
            return nil
        }
        let word = String(decoding: bytes[..<sign].suffix(3), as: UTF8.self).uppercased()
        let marks = [UInt8(ascii: ":"), UInt8(ascii: ".")]
        let digits = bytes[(sign + 1)...].prefix { (0x30...0x39).contains($0) || marks.contains($0) }
        let isAlone = sign == 0 && digits.endIndex == bytes.endIndex
        guard ["UTC", "GMT"].contains(word) || isAlone,
            let seconds = Self.offset(
                String(decoding: bytes[sign...sign] + digits.filter { !marks.contains($0) }, as: UTF8.self))
        else { return nil }
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
        guard name.utf8.count <= 64, !name.contains("..") else { return nil }
        if let known = CalendarZoneNames.database(inAnyCase: name) { return .named(known) }
        return TimeZone(identifier: name) == nil ? nil : .named(name)
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
