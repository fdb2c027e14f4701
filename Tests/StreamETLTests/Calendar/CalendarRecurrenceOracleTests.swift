import CLibical
import Testing

@testable import ETLCalendar
@testable import ETLModel

/// Compares the expansion of rules with that of libical, which iterates them too.
///
/// Rules that libical 3.0.16 expands otherwise than RFC 5545 says are left out, each kind with its reason
/// in ``isLibicalsOwn(_:)``; `CalendarRecurrenceTests` holds what they mean here.
@Suite struct `A recurrence rule and libical` {
    @Test(arguments: [
        "FREQ=DAILY", "FREQ=DAILY;INTERVAL=10;COUNT=5", "FREQ=DAILY;BYMONTH=1,3;BYDAY=MO,TU",
        "FREQ=DAILY;BYHOUR=9,10;BYMINUTE=0,20,40", "FREQ=DAILY;BYMONTHDAY=1,15",
        "FREQ=WEEKLY;INTERVAL=2;WKST=SU", "FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH",
        "FREQ=WEEKLY;INTERVAL=2;WKST=MO;BYDAY=TU,SU", "FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=TU,SU",
        "FREQ=WEEKLY;BYDAY=MO,WE,FR;BYMONTH=6", "FREQ=MONTHLY;BYDAY=1FR", "FREQ=MONTHLY;BYDAY=1SU,-1SU",
        "FREQ=MONTHLY;BYMONTHDAY=-3", "FREQ=MONTHLY;BYMONTHDAY=31", "FREQ=MONTHLY;BYMONTHDAY=2,15,-1",
        "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "FREQ=MONTHLY;BYDAY=TU,WE,TH;BYSETPOS=3",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2", "FREQ=MONTHLY;INTERVAL=18;BYMONTHDAY=10,11",
        "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13", "FREQ=YEARLY", "FREQ=YEARLY;BYMONTH=6,7",
        "FREQ=YEARLY;INTERVAL=3;BYYEARDAY=1,100,200", "FREQ=YEARLY;BYYEARDAY=-1,366",
        "FREQ=YEARLY;BYDAY=20MO", "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10", "FREQ=YEARLY;BYMONTH=3;BYDAY=TH",
        "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", "FREQ=YEARLY;BYWEEKNO=1,53;BYDAY=SU",
        "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "FREQ=YEARLY;BYMONTH=5,1;BYMONTHDAY=1",
        "FREQ=HOURLY;INTERVAL=5;COUNT=40",
        "FREQ=MINUTELY;INTERVAL=15;COUNT=60", "FREQ=MINUTELY;INTERVAL=90;COUNT=30",
        "FREQ=SECONDLY;INTERVAL=45;COUNT=30", "FREQ=HOURLY;BYDAY=MO;BYHOUR=9,17",
        "FREQ=DAILY;UNTIL=20240901T100000Z", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
    ])
    func `agree on the rules that the standard explains and calendars write`(text: String) throws {
        for start in ["20240229T100000", "20231231T093000", "20250101T000000"] {
            try compare(text, start: start)
        }
    }

    @Test(arguments: [1, 2, 3, 4])
    func `agree on random rules`(seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        for _ in 0..<150 {
            let text = random.recurrenceRule()
            guard !Self.isLibicalsOwn(try #require(CalendarRecurrence(text))) else { continue }
            let start =
                "20\(Int.random(in: 10...30, using: &random))0\(Int.random(in: 1...9, using: &random))"
                + "\(Int.random(in: 10...28, using: &random))T\(Int.random(in: 10...23, using: &random))1500"
            try compare(text, start: start)
        }
    }

    private static func isLibicalsOwn(_ rule: CalendarRecurrence) -> Bool {
        switch rule.frequency {
        case .daily:
            // It compares BYMONTHDAY with the number of the day alone, and so never finds -1.
            return rule.monthDays.contains { $0 < 0 }
        case .weekly:
            // It passes over BYSETPOS in weeks. It also leaves the week out in which the event begins, if
            // Sunday is the only day and the last of the week.
            let sunday = CalendarRecurrence.Weekday(ordinal: 0, weekday: 6)
            return !rule.positions.isEmpty
                || (rule.interval > 1 && rule.weekdays == [sunday] && rule.weekStart != 6)
        case .yearly where !rule.monthDays.isEmpty && rule.months.isEmpty:
            // BYMONTHDAY expands a year (3.3.10): without BYMONTH in all its months. It keeps to one.
            return true
        default:
            // A set holds a day once, also where BYMONTHDAY names it from both ends. It counts it twice.
            return !rule.positions.isEmpty && rule.monthDays.contains { $0 < 0 }
                && rule.monthDays.contains { $0 > 0 }
        }
    }

    private func compare(_ text: String, start: String) throws {
        let rule = try #require(CalendarRecurrence(text))
        let stamp = try #require(CalendarStamp(start))
        let end = stamp.seconds + 40 * 366 * 86_400
        let limit = 60
        var ours: [Int64] = []
        rule.forEach(from: stamp.seconds, through: end, until: Self.until(of: rule)) {
            ours.append($0)
            return ours.count < limit
        }
        let theirs = Self.oracle(text, start: start, through: end, limit: limit)
        let place = (0..<max(ours.count, theirs.count)).first {
            $0 >= ours.count || $0 >= theirs.count || ours[$0] != theirs[$0]
        }
        guard let place else { return }
        func shown(_ moments: [Int64]) -> String {
            place < moments.count ? UTCTime.text(moments[place]) : "no more"
        }
        Issue.record("\(text) from \(start), number \(place): \(shown(ours)), libical: \(shown(theirs))")
    }

    private static func until(of rule: CalendarRecurrence) -> Int64? {
        switch rule.until {
        case .utc(let seconds), .local(let seconds): seconds
        case .date(let day): Int64(day) * 86_400 + 86_399
        case nil: nil
        }
    }

    private static func oracle(_ text: String, start: String, through end: Int64, limit: Int) -> [Int64] {
        let rule = icalrecurrencetype_from_string(text)
        let iterator = icalrecur_iterator_new(rule, icaltime_from_string(start))
        defer { icalrecur_iterator_free(iterator) }
        var found: [Int64] = []
        while found.count < limit {
            let time = icalrecur_iterator_next(iterator)
            guard icaltime_is_null_time(time) == 0 else { break }
            let seconds = UTCTime.seconds(
                year: Int(time.year), month: Int(time.month), day: Int(time.day), hour: Int(time.hour),
                minute: Int(time.minute), second: Int(time.second))
            guard seconds <= end else { break }
            found.append(seconds)
        }
        return found
    }
}
