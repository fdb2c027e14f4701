import ETLModel

/// A date or time as iCalendar writes it (`20240314`, `20240314T100000`, `20240314T090000Z`), or as ISO 8601
/// does: with hyphens and colons, and with an offset (`2024-03-14T10:00:00+01:00`, `20240314T100000+0100`).
struct CalendarStamp: Hashable, Sendable {
    /// Seconds since 1970: of the moment if ``isUTC``, else of the civil time read as if it were UTC.
    var seconds: Int64
    var isDate: Bool
    var isUTC: Bool
    /// What an offset says that local time is ahead of UTC, in seconds; `nil` for `Z` and for none.
    var offset: Int?

    /// Tolerates what real calendars hold: no seconds, fractions of them, a space for the `T`.
    init?(_ text: some StringProtocol) {
        var digits = CalendarStampDigits()
        guard digits.read(text.utf8) else { return nil }
        guard digits.count == 8 || (digits.hasTime && (digits.count == 12 || digits.count == 14)),
            digits.count > 8 || !digits.hasTime,
            let date = Self.seconds(year: digits[0..<4], month: digits[4..<6], day: digits[6..<8])
        else { return nil }
        isDate = !digits.hasTime
        isUTC = digits.isUTC || digits.offset != nil
        offset = digits.offset
        guard digits.hasTime else {
            seconds = date
            return
        }
        let hour = digits[8..<10]
        let minute = digits[10..<12]
        let second = digits.count == 14 ? digits[12..<14] : 0
        // 24:00:00 and leap seconds occur, and mean the next day and the next minute.
        guard hour < 24 || (hour == 24 && minute == 0 && second == 0), minute < 60, second <= 60 else {
            return nil
        }
        seconds = date + Int64(hour * 3_600 + minute * 60 + second - (offset ?? 0))
    }

    /// The civil time that is written, read as if it were UTC.
    var civil: Int64 { seconds + Int64(offset ?? 0) }

    /// `nil` for what is no date.
    static func seconds(year: Int, month: Int, day: Int) -> Int64? {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= daysInMonth(year: year, month: month)
        else { return nil }
        return UTCTime.seconds(year: year, month: month, day: day)
    }

    static func daysInMonth(year: Int, month: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    static func isLeap(_ year: Int) -> Bool {
        year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
    }

    /// Days since 1970, counted down before it.
    static func day(_ seconds: Int64) -> Int {
        Int(seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400)
    }

    /// `2024-03-14`.
    static func dateText(day: Int) -> String { String(UTCTime.text(Int64(day) * 86_400).prefix(10)) }
}

/// The digits of a date or time, and what stands between and behind them.
private struct CalendarStampDigits {
    private var digits: [Int] = []
    private(set) var hasTime = false
    private(set) var isUTC = false
    private(set) var offset: Int?
    /// Behind a decimal point nothing matters.
    private var isFraction = false
    private var hasHyphens = false
    /// A blank stands for the `T` only where the date is written with hyphens.
    private var isSpaced = false

    var count: Int { digits.count }

    subscript(range: Range<Int>) -> Int { digits[range].reduce(0) { $0 * 10 + $1 } }

    /// Whether all of the text is part of a date or time.
    mutating func read(_ text: some Collection<UInt8>) -> Bool {
        var index = text.startIndex
        while index < text.endIndex {
            let byte = text[index]
            if hasTime, byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") {
                let rest = String(decoding: text[index...], as: UTF8.self).filter { $0 != " " }
                offset = CalendarZone.offset(rest)
                return !isUTC && offset != nil
            }
            guard take(byte) else { return false }
            index = text.index(after: index)
        }
        return true
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39:
            if isFraction { return true }
            if digits.count == 8, hasHyphens, isSpaced { hasTime = true }
            guard !isUTC, digits.count < 14, digits.count != 8 || hasTime else { return false }
            digits.append(Int(byte - 0x30))
        case UInt8(ascii: "T"), UInt8(ascii: "t"):
            guard !hasTime, digits.count == 8 else { return false }
            hasTime = true
        case UInt8(ascii: "Z"), UInt8(ascii: "z"):
            guard hasTime, !isUTC else { return false }
            isUTC = true
        case UInt8(ascii: "-"):
            guard digits.count == 4 || (digits.count == 6 && hasHyphens) else { return false }
            hasHyphens = true
        case UInt8(ascii: ":"): return hasTime && (digits.count == 10 || digits.count == 12)
        case UInt8(ascii: "."), UInt8(ascii: ","):
            guard hasTime, digits.count == 14 else { return false }
            isFraction = true
        case 0x20: isSpaced = digits.count == 8
        default: return false
        }
        return true
    }
}
