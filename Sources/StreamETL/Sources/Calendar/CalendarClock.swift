import ETLModel
import Foundation

/// What the clocks of a zone show.
package struct CalendarClock {
    package static let utc = CalendarClock(source: .offset(0))

    private enum Source {
        case offset(Int64)
        case zone(TimeZone)
        /// Ascending moments in UTC, each with the offset from then on, and the offset before the first.
        case transitions([(moment: Int64, offset: Int64)], before: Int64)
    }

    private let source: Source
    /// Steps that it took to follow the rules of a VTIMEZONE.
    let stepCount: Int

    private init(source: Source) {
        self.source = source
        stepCount = 0
    }

    package init(_ zone: CalendarZone) {
        var steps = 0
        switch zone {
        case .offset(let seconds): source = .offset(Int64(seconds))
        case .named(let name): source = TimeZone(identifier: name).map { .zone($0) } ?? .offset(0)
        case .rules(_, let observances): source = Self.transitions(of: observances, steps: &steps)
        }
        stepCount = steps
    }

    /// Seconds that local time is ahead of UTC at a moment.
    package func offset(at moment: Int64) -> Int64 {
        switch source {
        case .offset(let seconds): return seconds
        case .zone(let zone):
            return Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(moment))))
        case .transitions(let list, let before):
            var low = 0
            var high = list.count
            while low < high {
                let middle = (low + high) / 2
                if list[middle].moment <= moment { low = middle + 1 } else { high = middle }
            }
            return low == 0 ? before : list[low - 1].offset
        }
    }

    /// The moment at which the clocks show `local`.
    ///
    /// RFC 5545: a time that occurs twice is the first of the two, and one that is skipped is read with
    /// the offset before the change.
    package func utc(ofLocal local: Int64) -> Int64 {
        if case .offset(let seconds) = source { return local - seconds }
        let before = offset(at: local - 86_400)
        if offset(at: local - before) == before { return local - before }
        let after = offset(at: local + 86_400)
        return offset(at: local - after) == after ? local - after : local - before
    }

    package func local(ofUTC moment: Int64) -> Int64 { moment + offset(at: moment) }

    /// 1969 and 2100, between which the rules of a VTIMEZONE are followed. They are the same for every
    /// `asOf`, since an occurrence must not move with it.
    private static let firstYear = 1969
    private static let end: Int64 = 4_102_444_800

    private static func transitions(
        of observances: [CalendarZone.Observance], steps: inout Int
    ) -> Source {
        var list: [(moment: Int64, offset: Int64)] = []
        for observance in observances {
            var onsets = [observance.start] + observance.onsets
            for text in observance.rules {
                guard let rule = CalendarRecurrence(text) else { continue }
                let until: Int64? =
                    switch rule.until {
                    case nil: nil
                    case .date(let day)?: Int64(day) * 86_400 + 86_399
                    case .local(let moment)?: moment
                    case .utc(let moment)?: moment + Int64(observance.offsetFrom)
                    }
                var left = 2_000
                steps += rule.forEach(
                    from: start(of: rule, in: observance), through: end, until: until
                ) {
                    onsets.append($0)
                    left -= 1
                    return left > 0
                }
            }
            steps += onsets.count
            list += onsets.map { ($0 - Int64(observance.offsetFrom), Int64(observance.offsetTo)) }
        }
        list.sort { $0.moment == $1.moment ? $0.offset < $1.offset : $0.moment < $1.moment }
        let first = observances.min { ($0.start, $0.offsetFrom) < ($1.start, $1.offsetFrom) }
        return .transitions(list, before: Int64(first?.offsetFrom ?? 0))
    }

    /// Passes over the years in which nobody met: Windows lets its zones begin in 1601.
    private static func start(
        of rule: CalendarRecurrence, in observance: CalendarZone.Observance
    ) -> Int64 {
        let civil = UTCTime.civil(observance.start)
        guard rule.frequency == .yearly, rule.interval == 1, rule.count == nil, rule.until == nil,
            civil.year < firstYear, civil.day <= 28
        else { return observance.start }
        return UTCTime.seconds(
            year: firstYear, month: civil.month, day: civil.day, hour: civil.hour, minute: civil.minute,
            second: civil.second)
    }
}

/// Clocks that were made already: those of a VTIMEZONE take a walk through its rules.
package struct CalendarClocks {
    private var clocks: [CalendarZone: CalendarClock] = [:]

    package subscript(zone: CalendarZone) -> CalendarClock {
        mutating get {
            if let known = clocks[zone] { return known }
            let clock = CalendarClock(zone)
            clocks[zone] = clock
            return clock
        }
    }
}
