import ETLModel

/// A date or time as iCalendar writes it: `20240314`, `20240314T100000`, `20240314T090000Z`.
struct CalendarStamp: Hashable, Sendable {
    /// Seconds since 1970 of the civil time read as if it were UTC.
    var seconds: Int64
    var isDate: Bool
    var isUTC: Bool

    /// Tolerates what real calendars hold: a missing seconds field, a space for the `T`.
    init?(_ text: some StringProtocol) {
        var digits: [Int] = []
        var separator: Int?
        var isUTC = false
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39:
                guard !isUTC, digits.count < 14 else { return nil }
                digits.append(Int(byte - 0x30))
            case UInt8(ascii: "T"), UInt8(ascii: "t"):
                guard separator == nil, digits.count == 8 else { return nil }
                separator = 8
            case UInt8(ascii: "Z"), UInt8(ascii: "z"):
                guard separator != nil, !isUTC else { return nil }
                isUTC = true
            case 0x20: continue
            default: return nil
            }
        }
        func number(_ range: Range<Int>) -> Int { digits[range].reduce(0) { $0 * 10 + $1 } }
        guard digits.count == 8 || (separator != nil && (digits.count == 12 || digits.count == 14)) else {
            return nil
        }
        let hasTime = digits.count > 8
        guard hasTime || separator == nil,
            let date = Self.seconds(year: number(0..<4), month: number(4..<6), day: number(6..<8))
        else { return nil }
        self.isDate = !hasTime
        self.isUTC = isUTC
        guard hasTime else {
            seconds = date
            return
        }
        let hour = number(8..<10)
        let minute = number(10..<12)
        let second = digits.count == 14 ? number(12..<14) : 0
        // 24:00:00 and leap seconds occur, and mean the next day and the next minute.
        guard hour < 24 || (hour == 24 && minute == 0 && second == 0), minute < 60, second <= 60 else {
            return nil
        }
        seconds = date + Int64(hour * 3_600 + minute * 60 + second)
    }

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
