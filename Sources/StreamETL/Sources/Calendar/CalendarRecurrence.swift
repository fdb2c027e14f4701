package import ETLModel

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
    package init?(_ text: some StringProtocol) {
        var faults: [TransformError.Cause] = []
        self.init(text, faults: &faults)
    }

    /// Reads the value of an RRULE. A part that is known and says nothing sensible makes the whole rule
    /// unusable, since it would mean other days. One that is misspelt is read as what it is meant for; one
    /// that nobody knows is passed over, unless the rule has no end then: it may have been meant as one.
    ///
    /// - Parameter faults: Gets what is read in another way than it is written.
    package init?(_ text: some StringProtocol, faults: inout [TransformError.Cause]) {
        guard let values = CalendarRuleParts.values(of: text, faults: &faults) else { return nil }
        guard let frequency = values["FREQ"].flatMap(Self.frequency) else { return nil }
        self.init(frequency: frequency)
        if let text = values["INTERVAL"] {
            guard let number = Int(text), number >= 0 else { return nil }
            // Some exporters write 0 where they mean the default.
            interval = min(max(number, 1), 1_000_000)
        }
        if let text = values["COUNT"] {
            guard let number = Int(text) else { return nil }
            // Exporters write -1 where there is no count. Of none the first is left, which the event itself states.
            if number >= 0 { count = number }
            if number <= 0 {
                faults.append(.unknownValue("COUNT", found: .init(of: text), used: nil))
            }
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

    /// Whether the rule ends on a day before the one on which the event begins. Where zones may shift one of
    /// the two, a day makes no difference.
    package func ends(before start: CalendarTime) -> Bool {
        guard let until else { return false }
        let startDay: Int
        var slack = 0
        switch start {
        case .date(let day): startDay = day
        case .local(let local, _): startDay = CalendarStamp.day(local)
        case .moment(let moment, _):
            startDay = CalendarStamp.day(moment)
            slack = 1
        }
        switch until {
        case .date(let day): return day + slack < startDay
        case .local(let local): return CalendarStamp.day(local) + slack < startDay
        case .utc(let moment):
            if case .moment(let start, _) = start { return moment + 86_400 <= start }
            return CalendarStamp.day(moment) + 1 < startDay
        }
    }

    /// Without hours, minutes and seconds, which are ignored where an event takes whole days (RFC 5545,
    /// 3.3.10).
    var ofWholeDays: CalendarRecurrence {
        var rule = self
        rule.hours = []
        rule.minutes = []
        rule.seconds = []
        return rule
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
