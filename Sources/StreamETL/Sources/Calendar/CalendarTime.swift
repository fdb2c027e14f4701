package import ETLModel

/// When something is, as an event states it.
package enum CalendarTime: Hashable, Sendable {
    /// A whole day, wherever one is; days since 1970.
    case date(day: Int)
    /// A moment, in seconds since 1970, and the zone in which people speak of it, if one is named.
    case moment(Int64, zone: Int?)
    /// What the clocks of a zone show; seconds since 1970 as if it were UTC.
    case local(Int64, zone: Int)

    /// Index in ``CalendarEvent/zones``.
    package var zone: Int? {
        switch self {
        case .date: nil
        case .moment(_, let zone): zone
        case .local(_, let zone): zone
        }
    }

    package var isDate: Bool {
        if case .date = self { true } else { false }
    }
}

extension CalendarTime {
    package func encode(into writer: inout ByteWriter) {
        switch self {
        case .date(let day):
            writer.write(0)
            writer.write(day)
        case .moment(let seconds, let zone):
            writer.write(1)
            writer.write(seconds)
            writer.write(zone) { $0.write($1) }
        case .local(let seconds, let zone):
            writer.write(2)
            writer.write(seconds)
            writer.write(zone)
        }
    }

    package init(from reader: inout ByteReader) throws(ByteReader.Corruption) {
        switch try reader.readInt() {
        case 0: self = .date(day: try reader.readInt())
        case 1:
            self = .moment(
                try reader.readInt64(),
                zone: try reader.readOptional { reader throws(ByteReader.Corruption) in try reader.readInt() }
            )
        case 2: self = .local(try reader.readInt64(), zone: try reader.readInt())
        default: throw ByteReader.Corruption()
        }
    }
}

/// How long something lasts: `P1DT2H`. A day is a day on the calendar, an hour is 3,600 seconds.
package struct CalendarDuration: Hashable, Sendable {
    package var days = 0
    package var seconds: Int64 = 0

    package init(days: Int = 0, seconds: Int64 = 0) {
        self.days = days
        self.seconds = seconds
    }

    /// Reads what DURATION holds; one that is negative is none.
    package init?(_ text: some StringProtocol) {
        var rest = Array(text.uppercased().utf8).filter { $0 != 0x20 }[...]
        if rest.first == UInt8(ascii: "+") { rest.removeFirst() }
        guard rest.popFirst() == UInt8(ascii: "P") else { return nil }
        var number: Int?
        var isTime = false
        var hasPart = false
        for byte in rest {
            switch byte {
            case 0x30...0x39:
                let value = (number ?? 0) * 10 + Int(byte - 0x30)
                guard value < 100_000_000 else { return nil }
                number = value
                continue
            case UInt8(ascii: "T"):
                guard !isTime, number == nil else { return nil }
                isTime = true
                continue
            default: break
            }
            guard let value = number else { return nil }
            switch (byte, isTime) {
            case (UInt8(ascii: "W"), false): days += value * 7
            case (UInt8(ascii: "D"), false): days += value
            case (UInt8(ascii: "H"), true): seconds += Int64(value) * 3_600
            case (UInt8(ascii: "M"), true): seconds += Int64(value) * 60
            case (UInt8(ascii: "S"), true): seconds += Int64(value)
            default: return nil
            }
            number = nil
            hasPart = true
        }
        guard hasPart, number == nil, days < 100_000, seconds < 10_000_000_000 else { return nil }
    }
}
