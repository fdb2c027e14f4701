/// A recurrence rule of RFC 5545 (`FREQ=WEEKLY;BYDAY=MO,WE`).
///
/// Rules are about civil time: they say "ten o'clock every Monday", whatever the clocks do in between.
/// Moments go in and come out as seconds since 1970 of a civil time that is read as if it were UTC.
package struct CalendarRecurrence: Hashable, Sendable {
    enum Frequency: Int, Comparable, Sendable {
        case secondly, minutely, hourly, daily, weekly, monthly, yearly

        static func < (lhs: Frequency, rhs: Frequency) -> Bool { lhs.rawValue < rhs.rawValue }
    }

    /// Where a rule ends; how it is compared depends on the zone of the event.
    package enum Until: Hashable, Sendable {
        case date(day: Int)
        case local(Int64)
        case utc(Int64)
    }

    /// `MO`, `2TU`, `-1FR`.
    struct Weekday: Hashable, Sendable {
        /// 0 for every one.
        var ordinal: Int
        /// Monday is 0.
        var weekday: Int
    }

    var frequency: Frequency
    package var interval = 1
    package var count: Int?
    package var until: Until?
    package var seconds: [Int] = []
    package var minutes: [Int] = []
    package var hours: [Int] = []
    var weekdays: [Weekday] = []
    var monthDays: [Int] = []
    var yearDays: [Int] = []
    var weekNumbers: [Int] = []
    package var months: [Int] = []
    package var positions: [Int] = []
    /// The first day of the week; Monday is 0.
    var weekStart = 0
}

// MARK: Parsing

extension CalendarRecurrence {
    /// Reads the value of an RRULE. Parts that nobody knows are passed over; a part that is known and
    /// says nothing sensible makes the whole rule unusable, since it would mean other days.
    package init?(_ text: some StringProtocol) {
        var values: [String: String] = [:]
        for part in text.split(separator: ";") {
            let pair = part.split(separator: "=", maxSplits: 1)
            guard pair.count == 2 else { return nil }
            values[Self.trimmed(pair[0])] = Self.trimmed(pair[1])
        }
        guard let frequency = values["FREQ"].flatMap(Self.frequency) else { return nil }
        self.init(frequency: frequency)
        if let text = values["INTERVAL"] {
            guard let number = Int(text), number >= 0 else { return nil }
            // Some exporters write 0 where they mean the default.
            interval = min(max(number, 1), 1_000_000)
        }
        if let text = values["COUNT"] {
            guard let number = Int(text), number >= 0 else { return nil }
            count = number
        }
        if let text = values["UNTIL"] {
            guard let until = Self.until(text) else { return nil }
            self.until = until
        }
        if let text = values["WKST"] {
            guard let day = Self.weekday(Substring(text)), day.ordinal == 0 else { return nil }
            weekStart = day.weekday
        }
        guard let seconds = Self.numbers(values["BYSECOND"], in: 0...60),
            let minutes = Self.numbers(values["BYMINUTE"], in: 0...59),
            let hours = Self.numbers(values["BYHOUR"], in: 0...23),
            let monthDays = Self.numbers(values["BYMONTHDAY"], in: -31...31, withoutZero: true),
            let yearDays = Self.numbers(values["BYYEARDAY"], in: -366...366, withoutZero: true),
            let weekNumbers = Self.numbers(values["BYWEEKNO"], in: -53...53, withoutZero: true),
            let months = Self.numbers(values["BYMONTH"], in: 1...12),
            let positions = Self.numbers(values["BYSETPOS"], in: -366...366, withoutZero: true)
        else { return nil }
        // A leap second has no place in the count of seconds that everything here is in.
        self.seconds = seconds.filter { $0 < 60 }
        if !seconds.isEmpty, self.seconds.isEmpty { return nil }
        self.minutes = minutes
        self.hours = hours
        self.monthDays = monthDays
        self.yearDays = yearDays
        self.weekNumbers = weekNumbers
        self.months = months
        self.positions = positions
        for item in (values["BYDAY"] ?? "").split(separator: ",") {
            guard let day = Self.weekday(item) else { return nil }
            if !weekdays.contains(day) { weekdays.append(day) }
            guard weekdays.count <= 800 else { return nil }
        }
    }

    private static func trimmed(_ text: some StringProtocol) -> String {
        String(text.uppercased().filter { $0 != " " && $0 != "\t" })
    }

    private static func frequency(_ text: String) -> Frequency? {
        switch text {
        case "SECONDLY": .secondly
        case "MINUTELY": .minutely
        case "HOURLY": .hourly
        case "DAILY": .daily
        case "WEEKLY": .weekly
        case "MONTHLY": .monthly
        case "YEARLY": .yearly
        default: nil
        }
    }

    private static func until(_ text: String) -> Until? {
        guard let time = CalendarStamp(text) else { return nil }
        if time.isDate { return .date(day: CalendarStamp.day(time.seconds)) }
        return time.isUTC ? .utc(time.seconds) : .local(time.seconds)
    }

    /// Sorted and distinct; empty for no text.
    private static func numbers(
        _ text: String?, in range: ClosedRange<Int>, withoutZero: Bool = false
    ) -> [Int]? {
        guard let text else { return [] }
        var numbers: Set<Int> = []
        for item in text.split(separator: ",") {
            guard let number = Int(item), range.contains(number), !withoutZero || number != 0 else {
                return nil
            }
            numbers.insert(number)
        }
        return numbers.sorted()
    }

    private static func weekday(_ text: Substring) -> Weekday? {
        let names = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
        guard let weekday = names.firstIndex(of: String(text.suffix(2))) else { return nil }
        let digits = text.dropLast(2)
        if digits.isEmpty { return Weekday(ordinal: 0, weekday: weekday) }
        guard let ordinal = Int(digits), ordinal != 0, abs(ordinal) <= 53 else { return nil }
        return Weekday(ordinal: ordinal, weekday: weekday)
    }
}
