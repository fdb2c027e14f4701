import ETLModel

extension CalendarRecurrence {
    /// Calls `body` with the occurrences in ascending order, each once, from `start` to `end` inclusive,
    /// until `body` returns false.
    ///
    /// Work is bounded: rules that never fit any day end at `end`, those of seconds and minutes pass over
    /// whole days and hours that they exclude, and no rule takes more than a fixed number of steps.
    ///
    /// - Parameters:
    ///   - until: ``until`` in the event's civil time.
    ///   - startCounts: Whether `start` takes one of `COUNT` although the rule does not hit it.
    /// - Returns: The steps that it took: periods and days that were tried, and moments that were made.
    @discardableResult
    package func forEach(
        from start: Int64, through end: Int64, until: Int64? = nil, startCounts: Bool = false,
        _ body: (Int64) -> Bool
    ) -> Int {
        var expansion = CalendarExpansion(rule: self, start: start, end: min(end, until ?? end))
        var remaining = count ?? Int.max
        var isFirst = true
        while remaining > 0, let period = expansion.next() {
            for moment in period {
                guard moment >= start else { continue }
                guard moment <= expansion.end else { return expansion.stepCount }
                if isFirst, startCounts, moment != start { remaining -= 1 }
                isFirst = false
                guard remaining > 0 else { return expansion.stepCount }
                remaining -= 1
                guard body(moment) else { return expansion.stepCount }
            }
        }
        return expansion.stepCount
    }
}

/// Walks the periods (years, months … seconds) of a rule.
private struct CalendarExpansion {
    private static let emptyPeriods = 400_000
    private static let periodOccurrences = 100_000
    /// Ten thousand whole minutes, looked for second by second, and more.
    private static let steps = 1_000_000
    private static let lastYear = 9999

    let end: Int64
    private let rule: CalendarRecurrence
    private let days: CalendarDayFilter
    private let hours: [Int]
    private let minutes: [Int]
    private let seconds: [Int]
    private let startDay: Int
    private let startYear: Int
    private let startMonth: Int
    /// Periods since the first, in units of the frequency.
    private var step: Int64 = 0
    private let origin: Int64
    private(set) var stepCount = 0

    init(rule: CalendarRecurrence, start: Int64, end: Int64) {
        self.rule = rule
        self.end = end
        let civil = UTCTime.civil(start)
        startDay = CalendarStamp.day(start)
        startYear = civil.year
        startMonth = civil.month
        days = CalendarDayFilter(rule: rule, startDay: startDay)
        hours = rule.hours.isEmpty ? [civil.hour] : rule.hours
        minutes = rule.minutes.isEmpty ? [civil.minute] : rule.minutes
        seconds = rule.seconds.isEmpty ? [civil.second] : rule.seconds
        switch rule.frequency {
        case .hourly: origin = Self.floor(start, 3_600)
        case .minutely: origin = Self.floor(start, 60)
        default: origin = start
        }
    }

    /// The occurrences of the next period that has any, ascending; `nil` at the end.
    mutating func next() -> [Int64]? {
        for _ in 0..<Self.emptyPeriods {
            guard stepCount < Self.steps else { return nil }
            stepCount += 1
            guard let all = rule.frequency < .daily ? nextInDay() : nextOfDays() else { return nil }
            let moments = positioned(all)
            if !moments.isEmpty { return moments }
        }
        return nil
    }

    // MARK: Days and longer

    private mutating func nextOfDays() -> [Int64]? {
        defer { step += Int64(rule.interval) }
        let range: Range<Int>
        switch rule.frequency {
        case .yearly:
            let year = Int64(startYear) + step
            guard year <= Self.lastYear else { return nil }
            range = CalendarDayFilter.days(ofYear: Int(year))
            if !days.months.isEmpty, rule.weekNumbers.isEmpty {
                // Years of which only some months matter are the common ones: birthdays, zone changes.
                let months = days.months.map { CalendarDayFilter.days(ofMonth: $0, year: Int(year)) }
                return moments(in: months, firstDay: range.lowerBound)
            }
        case .monthly:
            let index = Int64(startYear * 12 + startMonth - 1) + step
            guard index / 12 <= Self.lastYear else { return nil }
            range = CalendarDayFilter.days(ofMonth: Int(index % 12) + 1, year: Int(index / 12))
        case .weekly:
            let weekday = CalendarDayFilter.weekday(startDay)
            let first = startDay - (weekday - rule.weekStart + 7) % 7 + Int(step) * 7
            range = first..<(first + 7)
        default:
            let day = startDay + Int(step)
            range = day..<(day + 1)
        }
        return moments(in: [range], firstDay: range.lowerBound)
    }

    /// `nil` where the period, which begins on `firstDay`, lies behind the end.
    private mutating func moments(in ranges: [Range<Int>], firstDay: Int) -> [Int64]? {
        guard Int64(firstDay) * 86_400 <= end else { return nil }
        var moments: [Int64] = []
        for range in ranges {
            // What lies before the start counts only for positions; without them it need not be made.
            let first = rule.positions.isEmpty ? max(startDay, range.lowerBound) : range.lowerBound
            stepCount += max(0, range.upperBound - first)
            for day in first..<max(first, range.upperBound) where days.contains(day) {
                guard moments.count < Self.periodOccurrences else { return moments }
                for hour in hours {
                    for minute in minutes {
                        for second in seconds {
                            moments.append(
                                Int64(day) * 86_400 + Int64(hour * 3_600 + minute * 60 + second))
                        }
                    }
                }
            }
        }
        stepCount += moments.count
        return moments
    }

    // MARK: Within a day

    private mutating func nextInDay() -> [Int64]? {
        let unit: Int64 = rule.frequency == .hourly ? 3_600 : rule.frequency == .minutely ? 60 : 1
        let now = origin + step * unit
        guard now <= end else { return nil }
        let day = CalendarStamp.day(now)
        let inDay = Int(now - Int64(day) * 86_400)
        guard days.contains(day) else {
            skip(to: Int64(day + 1) * 86_400, unit: unit)
            return []
        }
        guard rule.hours.isEmpty || rule.hours.contains(inDay / 3_600) else {
            skip(to: Self.floor(now, 3_600) + 3_600, unit: unit)
            return []
        }
        if rule.frequency == .hourly {
            step += Int64(rule.interval)
            return minutes.flatMap { minute in seconds.map { now + Int64(minute * 60 + $0) } }
        }
        guard rule.minutes.isEmpty || rule.minutes.contains(inDay % 3_600 / 60) else {
            skip(to: Self.floor(now, 60) + 60, unit: unit)
            return []
        }
        step += Int64(rule.interval)
        if rule.frequency == .minutely { return seconds.map { now + Int64($0) } }
        return rule.seconds.isEmpty || rule.seconds.contains(inDay % 60) ? [now] : []
    }

    /// Moves to the first period that begins at `moment` or later.
    private mutating func skip(to moment: Int64, unit: Int64) {
        let stride = Int64(rule.interval) * unit
        let missing = moment - (origin + step * unit)
        step += max(1, (missing + stride - 1) / stride) * Int64(rule.interval)
    }

    private func positioned(_ moments: [Int64]) -> [Int64] {
        guard !rule.positions.isEmpty else { return moments }
        var chosen: Set<Int> = []
        for position in rule.positions {
            let index = position > 0 ? position - 1 : moments.count + position
            if moments.indices.contains(index) { chosen.insert(index) }
        }
        return chosen.sorted().map { moments[$0] }
    }

    private static func floor(_ value: Int64, _ unit: Int64) -> Int64 {
        let rest = value % unit
        return value - (rest < 0 ? rest + unit : rest)
    }
}
