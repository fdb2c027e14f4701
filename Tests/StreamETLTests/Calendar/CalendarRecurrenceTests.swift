import Testing

@testable import ETLModel
@testable import ETLCalendar
@testable import ETLMatching

@Suite struct `A recurrence rule` {
    /// Where libical 3.0.16 finds others, so that it cannot tell whether these are right.
    @Test(arguments: [
        ("FREQ=DAILY;BYMONTHDAY=-1,15", "20240229", "20240229 20240315 20240331 20240415 20240430"),
        ("FREQ=DAILY;BYMONTHDAY=-2;BYMONTH=2,8", "20230825", "20230830 20240228 20240830"),
        ("FREQ=YEARLY;BYMONTHDAY=1", "20241115", "20241201 20250101 20250201"),
        ("FREQ=YEARLY;INTERVAL=2;BYMONTHDAY=1,-1", "20241115", "20241130 20241201 20241231 20260101"),
        ("FREQ=WEEKLY;BYDAY=TU,TH;BYSETPOS=-1", "20240102", "20240104 20240111 20240118"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE,FR;BYSETPOS=2", "20240101", "20240103 20240117 20240131"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU", "20150213", "20150215 20150301 20150315"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU;WKST=SU", "20150213", "20150222 20150308 20150322"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1,28,31;BYSETPOS=-1", "20230212", "20230228 20230331 20230430"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1,31,1;BYSETPOS=2", "20230212", "20230228 20230331 20230430"),
    ])
    func `is what the standard says where libical differs`(text: String, start: String, expected: String)
        throws
    {
        #expect(try dates(of: text, from: start, count: expected.split(separator: " ").count) == expected)
    }

    /// The week in which an event begins counts from its first day, as its month and its year do.
    @Test func `counts positions from the first day of a week that began before the event`() throws {
        let monday = try dates(of: "FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=1", from: "20240103", count: 2)
        #expect(monday == "20240108 20240115")
        let friday = try dates(of: "FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=3", from: "20240103", count: 2)
        #expect(friday == "20240105 20240112")
    }

    @Test(arguments: [
        ("FREQ=YEARLY", "20240229", "20240229 20280229 20320229"),
        ("FREQ=MONTHLY", "20240131", "20240131 20240331 20240531"),
        ("FREQ=MONTHLY;BYDAY=5MO", "20240101", "20240129 20240429 20240729"),
    ])
    func `passes over dates that a month does not have`(text: String, start: String, expected: String)
        throws
    {
        #expect(try dates(of: text, from: start, count: 3) == expected)
    }

    @Test func `takes an interval of zero for one`() throws {
        #expect(try dates(of: "FREQ=DAILY;INTERVAL=0", from: "20240101", count: 2) == "20240101 20240102")
    }

    @Test func `passes over parts that nobody knows, and blanks and lower case`() throws {
        let found = try dates(of: "freq=daily; interval=2 ;X-NAME=1", from: "20240101", count: 2)
        #expect(found == "20240101 20240103")
    }

    @Test(arguments: [
        "", "FREQ=", "FREQ=NEVER", "INTERVAL=2", "FREQ=DAILY;INTERVAL=-1", "FREQ=DAILY;COUNT=x",
        "FREQ=DAILY;UNTIL=tomorrow", "FREQ=MONTHLY;BYDAY=XX", "FREQ=MONTHLY;BYDAY=0MO",
        "FREQ=MONTHLY;BYMONTHDAY=0", "FREQ=MONTHLY;BYMONTHDAY=32", "FREQ=YEARLY;BYMONTH=13",
        "FREQ=YEARLY;BYSETPOS=0", "FREQ=DAILY;BYSECOND=60", "FREQ=DAILY;;=",
    ])
    func `is none where a part that is known says nothing sensible`(text: String) {
        #expect(CalendarRecurrence(text) == nil)
    }

    @Test func `that fits no day ends`() throws {
        #expect(try dates(of: "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", from: "20240101", count: 1) == "")
        #expect(try dates(of: "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30", from: "20240101", count: 1) == "")
        #expect(
            try dates(of: "FREQ=MINUTELY;BYHOUR=3;BYMINUTE=7;BYSETPOS=9", from: "20240101", count: 1) == "")
    }

    private func dates(of text: String, from start: String, count: Int) throws -> String {
        let rule = try #require(CalendarRecurrence(text))
        let first = try #require(CalendarStamp(start)).seconds
        var found: [String] = []
        rule.forEach(from: first, through: first + 60 * 366 * 86_400) { moment in
            found.append(CalendarStamp.dateText(day: CalendarStamp.day(moment)).filter { $0 != "-" })
            return found.count < count
        }
        return found.joined(separator: " ")
    }
}
