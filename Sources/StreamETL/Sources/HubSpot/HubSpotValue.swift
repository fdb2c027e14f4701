import ETLModel

/// Reads the values that HubSpot writes, all of them as text whatever their declared type.
enum HubSpotValue {
    /// `2026-03-01`, or a moment as `2026-03-01T13:00:00Z`; empty text stays empty.
    ///
    /// Read are dates, dates with a time (with or without an offset; `zone` applies without) and
    /// seconds or milliseconds since 1970.
    static func date(_ text: String, zone: HubSpotZone) -> String? {
        if text.isEmpty { return "" }
        let bytes = Array(text.utf8)
        if bytes.count >= 9, bytes.count <= 15, bytes.allSatisfy(isDigit), let number = Int64(text) {
            return UTCTime.text(bytes.count >= 12 ? number / 1_000 : number)
        }
        guard let moment = HubSpotMoment(bytes) else { return nil }
        return Self.text(of: moment, zone: zone)
    }

    /// A day as it is, a time in UTC.
    static func text(of moment: HubSpotMoment, zone: HubSpotZone) -> String {
        guard moment.hasTime else { return String(UTCTime.text(moment.local).prefix(10)) }
        return UTCTime.text(moment.offset.map { moment.local - Int64($0) } ?? zone.utc(ofLocal: moment.local))
    }

    /// Milliseconds since 1970.
    static func milliseconds(of moment: HubSpotMoment, zone: HubSpotZone) -> Int64 {
        let seconds = moment.offset.map { moment.local - Int64($0) } ?? zone.utc(ofLocal: moment.local)
        return seconds * 1_000 + Int64(moment.milliseconds)
    }

    /// Seconds since 1970 of a text that ``date(_:zone:)`` gave; of a bare date, its start in UTC.
    static func seconds(_ normalised: String?) -> Int64? {
        normalised.flatMap { HubSpotMoment(Array($0.utf8))?.local }
    }

    /// Milliseconds since 1970 of a time stamp in any of the forms that ``date(_:zone:)`` reads.
    static func milliseconds(_ text: String, zone: HubSpotZone) -> Int64? {
        let bytes = Array(text.utf8)
        if bytes.count >= 9, bytes.count <= 15, bytes.allSatisfy(isDigit), let number = Int64(text) {
            return bytes.count >= 12 ? number : number * 1_000
        }
        guard let moment = HubSpotMoment(bytes) else { return nil }
        return milliseconds(of: moment, zone: zone)
    }

    /// The decimal text of an amount (`123,123.456` is `123123.456`); empty text stays empty.
    ///
    /// As the API writes it: a single point stands before decimals, a single comma before three digits groups
    /// thousands.
    static func amount(_ text: String) -> String? {
        if text.isEmpty { return "" }
        guard let amount = HubSpotAmount(text) else { return nil }
        return amount.text(hasDecimals: amount.proof != .either(.comma))
    }

    /// The ids in a cell, separated by `;` or `,`, each once and in their order.
    static func ids(_ text: String) -> [String] {
        listed(text) { $0 == UInt8(ascii: ";") || $0 == UInt8(ascii: ",") }
    }

    /// The texts of a cell between separators, each once and in their order.
    static func listed(_ text: String, separator: (UInt8) -> Bool) -> [String] {
        guard text.utf8.contains(where: separator) else { return distinct([trimmed(text)]) }
        return distinct(text.utf8.split(whereSeparator: separator).map { trimmed(String(Substring($0))) })
    }

    /// The texts that are not empty, each once and in their order.
    static func distinct(_ texts: [String]) -> [String] {
        guard texts.count > 1 else { return texts.first?.isEmpty ?? true ? [] : texts }
        var seen: Set<String> = []
        return texts.filter { !$0.isEmpty && seen.insert($0).inserted }
    }

    /// Whether a text can be a record's id: digits, as HubSpot gives them, or a short word.
    static func isRecordID(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy {
                isDigit($0) || (0x61...0x7A).contains($0 | 0x20) || $0 == UInt8(ascii: "-")
                    || $0 == UInt8(ascii: "_")
            }
    }

    /// Without white space and byte order marks at either end.
    static func trimmed(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard let first = scalars.first, let last = scalars.last else { return text }
        guard isBlank(first) || isBlank(last) else { return text }
        let start = scalars.firstIndex { !isBlank($0) } ?? scalars.endIndex
        guard let end = scalars.lastIndex(where: { !isBlank($0) }) else { return "" }
        return String(String.UnicodeScalarView(scalars[start...end]))
    }

    static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.value < 0x80 { return scalar.value == 0x20 || (0x09...0x0D).contains(scalar.value) }
        return scalar.properties.isWhitespace || scalar == "\u{FEFF}" || scalar == "\u{200B}"
    }
}

/// A civil date or date and time as text.
package struct HubSpotMoment: Hashable {
    /// Seconds since 1970, read as if in UTC.
    package let local: Int64
    package let milliseconds: Int
    package let hasTime: Bool
    /// Seconds east of UTC, where the text says it.
    package let offset: Int?

    package init(local: Int64, milliseconds: Int, hasTime: Bool, offset: Int?) {
        (self.local, self.milliseconds, self.hasTime, self.offset) = (local, milliseconds, hasTime, offset)
    }

    /// `2026-03-01`, `2026-03-01 13:00`, `2026-03-01T13:00:00.123Z`, `2026-03-01T13:00:00+01:00`.
    package init?(_ bytes: [UInt8]) {
        func number(_ range: Range<Int>) -> Int? {
            guard range.upperBound <= bytes.count else { return nil }
            var value = 0
            for byte in bytes[range] {
                guard HubSpotValue.isDigit(byte) else { return nil }
                value = value * 10 + Int(byte - 0x30)
            }
            return value
        }
        func has(_ byte: UInt8, at index: Int) -> Bool { index < bytes.count && bytes[index] == byte }
        guard bytes.count <= 40, let year = number(0..<4), has(0x2D, at: 4), let month = number(5..<7),
            has(0x2D, at: 7), let day = number(8..<10), (1...12).contains(month), day >= 1
        else { return nil }
        let start = UTCTime.seconds(year: year, month: month, day: day)
        guard UTCTime.civil(start).day == day else { return nil }
        guard bytes.count > 10 else {
            (local, milliseconds, hasTime, offset) = (start, 0, false, nil)
            return
        }
        guard has(0x20, at: 10) || has(UInt8(ascii: "T"), at: 10), let hour = number(11..<13),
            has(0x3A, at: 13), let minute = number(14..<16), hour < 24, minute < 60
        else { return nil }
        var index = 16
        var second = 0
        if has(0x3A, at: index) {
            guard let value = number(17..<19), value <= 60 else { return nil }
            second = value
            index = 19
        }
        var fraction = 0
        if has(0x2E, at: index) {
            let digits = bytes[(index + 1)...].prefix(while: HubSpotValue.isDigit)
            guard !digits.isEmpty else { return nil }
            for place in 0..<3 {
                fraction = fraction * 10 + (place < digits.count ? Int(digits[index + 1 + place] - 0x30) : 0)
            }
            index = digits.endIndex
        }
        var offset: Int?
        if has(UInt8(ascii: "Z"), at: index), bytes.count == index + 1 {
            offset = 0
        } else if has(UInt8(ascii: "+"), at: index) || has(UInt8(ascii: "-"), at: index) {
            let colon = has(0x3A, at: index + 3) ? 1 : 0
            guard let hours = number((index + 1)..<(index + 3)), hours < 24,
                let minutes = number((index + 3 + colon)..<(index + 5 + colon)), minutes < 60,
                bytes.count == index + 5 + colon
            else { return nil }
            offset = (bytes[index] == UInt8(ascii: "-") ? -1 : 1) * (hours * 3_600 + minutes * 60)
        } else if bytes.count != index {
            return nil
        }
        local = start + Int64(hour * 3_600 + minute * 60 + second)
        (milliseconds, hasTime) = (fraction, true)
        self.offset = offset
    }
}
