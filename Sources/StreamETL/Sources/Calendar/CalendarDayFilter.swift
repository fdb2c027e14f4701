import ETLModel

/// Tells whether a day is one of a rule's, by its BYMONTH, BYWEEKNO, BYYEARDAY, BYMONTHDAY and BYDAY, or
/// where none of these says so, by the day on which the event begins.
struct CalendarDayFilter {
    private let rule: CalendarRecurrence
    /// Ascending; empty for all.
    let months: [Int]
    private let monthDays: [Int]
    private let anyWeekdays: Set<Int>
    private let ordinals: [CalendarRecurrence.Weekday]
    private let countsInYear: Bool

    init(rule: CalendarRecurrence, startDay: Int) {
        self.rule = rule
        let start = UTCTime.civil(Int64(startDay) * 86_400)
        var months = rule.months
        var monthDays = rule.monthDays
        var weekdays = rule.weekdays
        let saysDay = !rule.yearDays.isEmpty || !monthDays.isEmpty || !weekdays.isEmpty
        if !saysDay {
            switch rule.frequency {
            case .yearly where !rule.weekNumbers.isEmpty, .weekly:
                weekdays = [.init(ordinal: 0, weekday: Self.weekday(startDay))]
            case .yearly:
                if months.isEmpty { months = [start.month] }
                monthDays = [start.day]
            case .monthly: monthDays = [start.day]
            default: break
            }
        }
        self.months = months
        self.monthDays = monthDays
        // "The second Tuesday" has a meaning in months and years only.
        let allowsOrdinals =
            rule.frequency == .monthly || (rule.frequency == .yearly && rule.weekNumbers.isEmpty)
        anyWeekdays = Set(weekdays.filter { $0.ordinal == 0 || !allowsOrdinals }.map(\.weekday))
        ordinals = allowsOrdinals ? weekdays.filter { $0.ordinal != 0 } : []
        countsInYear = rule.frequency == .yearly && rule.months.isEmpty
    }

    func contains(_ day: Int) -> Bool {
        let date = UTCTime.civil(Int64(day) * 86_400)
        if !months.isEmpty, !months.contains(date.month) { return false }
        if !monthDays.isEmpty {
            let length = CalendarStamp.daysInMonth(year: date.year, month: date.month)
            guard monthDays.contains(date.day) || monthDays.contains(date.day - length - 1) else {
                return false
            }
        }
        if !rule.yearDays.isEmpty {
            let year = Self.days(ofYear: date.year)
            let number = day - year.lowerBound + 1
            guard rule.yearDays.contains(number) || rule.yearDays.contains(number - year.count - 1) else {
                return false
            }
        }
        if !rule.weekNumbers.isEmpty, !isInWeeks(day, year: date.year) { return false }
        guard !anyWeekdays.isEmpty || !ordinals.isEmpty else { return true }
        let weekday = Self.weekday(day)
        return anyWeekdays.contains(weekday)
            || isOrdinal(day, weekday: weekday, year: date.year, month: date.month)
    }

    private func isOrdinal(_ day: Int, weekday: Int, year: Int, month: Int) -> Bool {
        guard ordinals.contains(where: { $0.weekday == weekday }) else { return false }
        let span = countsInYear ? Self.days(ofYear: year) : Self.days(ofMonth: month, year: year)
        let fromStart = (day - span.lowerBound) / 7 + 1
        let fromEnd = -((span.upperBound - 1 - day) / 7 + 1)
        return ordinals.contains {
            $0.weekday == weekday && ($0.ordinal == fromStart || $0.ordinal == fromEnd)
        }
    }

    private func isInWeeks(_ day: Int, year: Int) -> Bool {
        var weekYear = year
        if day < firstWeek(of: year) {
            weekYear -= 1
        } else if day >= firstWeek(of: year + 1) {
            weekYear += 1
        }
        let first = firstWeek(of: weekYear)
        let weekCount = (firstWeek(of: weekYear + 1) - first) / 7
        let number = (day - first) / 7 + 1
        return rule.weekNumbers.contains(number) || rule.weekNumbers.contains(number - weekCount - 1)
    }

    /// The first day of the first week that has four days or more in the year.
    private func firstWeek(of year: Int) -> Int {
        let fourth = CalendarStamp.day(UTCTime.seconds(year: year, month: 1, day: 4))
        return fourth - (Self.weekday(fourth) - rule.weekStart + 7) % 7
    }

    // MARK: The calendar

    /// Monday is 0.
    static func weekday(_ day: Int) -> Int { ((day + 3) % 7 + 7) % 7 }

    static func days(ofYear year: Int) -> Range<Int> {
        let first = CalendarStamp.day(UTCTime.seconds(year: year, month: 1, day: 1))
        return first..<(first + (CalendarStamp.isLeap(year) ? 366 : 365))
    }

    static func days(ofMonth month: Int, year: Int) -> Range<Int> {
        let first = CalendarStamp.day(UTCTime.seconds(year: year, month: month, day: 1))
        return first..<(first + CalendarStamp.daysInMonth(year: year, month: month))
    }
}
