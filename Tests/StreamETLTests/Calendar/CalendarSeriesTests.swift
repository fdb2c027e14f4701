import Testing

@testable import ETLCalendar
@testable import ETLFormats
@testable import ETLMatching
@testable import ETLModel

@Suite struct `A recurring event` {
    private let bench = CalendarBench()
    private static let berlin = "DTSTART;TZID=Europe/Berlin:20240603T100000"

    @Test func `keeps its civil time when the clocks change`() async throws {
        let found = try await bench.meetings(
            of: "DTSTART;TZID=Europe/Berlin:20240327T100000\nDTEND;TZID=Europe/Berlin:20240327T110000\n"
                + "RRULE:FREQ=WEEKLY;COUNT=2")
        #expect(found.map(\.start) == ["2024-03-27T09:00:00Z", "2024-04-03T08:00:00Z"])
        #expect(found.map(\.startLocal) == ["2024-03-27T10:00:00+01:00", "2024-04-03T10:00:00+02:00"])
        #expect(found.map(\.recurrenceID) == ["2024-03-27T09:00:00Z", "2024-04-03T08:00:00Z"])
        #expect(
            found.map(\.key) == [
                "e1@calendar.test/2024-03-27T09:00:00Z", "e1@calendar.test/2024-04-03T08:00:00Z",
            ])
    }

    @Test func `is shown up to 90 days ahead`() async throws {
        let found = try await bench.starts(of: "\(Self.berlin)\nRRULE:FREQ=DAILY")
        #expect(found.first == "2024-06-03T08:00:00Z")
        #expect(found.last == "2024-08-29T08:00:00Z")
        #expect(found.count == 88)
        let edge = try await bench.starts(of: "DTSTART:20240830T000000Z\nRRULE:FREQ=DAILY")
        #expect(edge == ["2024-08-30T00:00:00Z"])
    }

    /// A local time, a moment in UTC, a moment on the next day in UTC, a day alone.
    @Test(arguments: ["20240605T100000", "20240605T080000Z", "20240605T235959", "20240605"])
    func `ends with UNTIL, in UTC or not`(until: String) async throws {
        let found = try await bench.starts(of: "\(Self.berlin)\nRRULE:FREQ=DAILY;UNTIL=\(until)")
        #expect(found == ["2024-06-03T08:00:00Z", "2024-06-04T08:00:00Z", "2024-06-05T08:00:00Z"])
    }

    @Test(arguments: ["20240605T075959Z", "20240605T095959", "20240604"])
    func `has ended before UNTIL, in UTC or not`(until: String) async throws {
        let found = try await bench.starts(of: "\(Self.berlin)\nRRULE:FREQ=DAILY;UNTIL=\(until)")
        #expect(found == ["2024-06-03T08:00:00Z", "2024-06-04T08:00:00Z"])
    }

    @Test(arguments: ["20240605", "20240605T000000Z", "20240604T220000Z", "20240605T120000"])
    func `of whole days ends with the day of UNTIL`(until: String) async throws {
        let found = try await bench.starts(
            of: "DTSTART;VALUE=DATE:20240603\nRRULE:FREQ=DAILY;UNTIL=\(until)")
        #expect(found == ["2024-06-03", "2024-06-04", "2024-06-05"])
    }

    @Test(arguments: [
        "EXDATE;TZID=Europe/Berlin:20240604T100000", "EXDATE:20240604T080000Z",
        "EXDATE;TZID=America/New_York:20240604T040000", "EXDATE:20240604T100000",
        "EXDATE;VALUE=DATE:20240604", "EXDATE:20240604", "EXDATE:,20240604,", "EXDATE:20240604T080000Z,",
        "EXDATE:\nEXDATE: \nEXDATE:20240604T080000Z", "EXDATE:20240604T080000Z,20240611T080000Z",
        "EXDATE:20200101T000000Z\nEXDATE:20240604T080000Z",
    ])
    func `leaves out what EXDATE names`(exclusion: String) async throws {
        let found = try await bench.starts(of: "\(Self.berlin)\nRRULE:FREQ=DAILY;COUNT=3\n\(exclusion)")
        #expect(found == ["2024-06-03T08:00:00Z", "2024-06-05T08:00:00Z"])
    }

    @Test func `leaves out what EXRULE names`() async throws {
        let found = try await bench.starts(
            of: "\(Self.berlin)\nRRULE:FREQ=DAILY;COUNT=4\nEXRULE:FREQ=WEEKLY;BYDAY=TU,TH")
        #expect(found == ["2024-06-03T08:00:00Z", "2024-06-05T08:00:00Z"])
    }

    @Test func `leaves out all that begins on a day that EXDATE names alone`() async throws {
        let found = try await bench.starts(
            of: "\(Self.berlin)\nRRULE:FREQ=DAILY;COUNT=5;BYHOUR=10,16\nEXDATE;VALUE=DATE:20240604")
        #expect(found == ["2024-06-03T08:00:00Z", "2024-06-03T14:00:00Z", "2024-06-05T08:00:00Z"])
    }

    @Test func `of whole days leaves out what EXDATE names with a time`() async throws {
        let rule = "DTSTART;VALUE=DATE:20240603\nRRULE:FREQ=DAILY;COUNT=3\n"
        let found = try await bench.starts(of: rule + "EXDATE;TZID=Europe/Berlin:20240604T000000")
        #expect(found == ["2024-06-03", "2024-06-05"])
        #expect(try await bench.starts(of: rule + "EXDATE;VALUE=DATE:20240603").first == "2024-06-04")
    }

    @Test func `has a fault where EXDATE is no date, and the rest of it`() async throws {
        let text = CalendarBench.calendar(
            "\(Self.berlin)\nRRULE:FREQ=DAILY;COUNT=3\nEXDATE:tomorrow,20240604T080000Z,later")
        #expect(try await bench.meetings(text).count == 2)
        #expect(try await bench.warnings(text) == [.invalidValue("EXDATE")])
    }

    @Test func `may have RDATEs only`() async throws {
        let found = try await bench.meetings(
            of: "\(Self.berlin)\nDTEND;TZID=Europe/Berlin:20240603T110000\n"
                + "RDATE;TZID=Europe/Berlin:20240607T120000,20240603T100000\nRDATE:20240605T080000Z,")
        #expect(
            found.map(\.start) == ["2024-06-03T08:00:00Z", "2024-06-05T08:00:00Z", "2024-06-07T10:00:00Z"])
        #expect(found.map(\.end) == ["2024-06-03T09:00:00Z", "2024-06-05T09:00:00Z", "2024-06-07T11:00:00Z"])
        #expect(found.map(\.recurrenceID) == found.map(\.start))
    }

    @Test func `may have periods in RDATE, with an end or a length`() async throws {
        let found = try await bench.meetings(
            of: "\(Self.berlin)\nRDATE;VALUE=PERIOD:20240605T080000Z/20240605T100000Z,20240606T080000Z/PT30M")
        #expect(
            found.map { "\($0.start)/\($0.end)" } == [
                "2024-06-03T08:00:00Z/2024-06-03T08:00:00Z", "2024-06-05T08:00:00Z/2024-06-05T10:00:00Z",
                "2024-06-06T08:00:00Z/2024-06-06T08:30:00Z",
            ])
    }

    @Test func `may have several rules, whose occurrences count once`() async throws {
        let found = try await bench.starts(
            of: "\(Self.berlin)\nRRULE:FREQ=WEEKLY;COUNT=2\nRRULE:FREQ=DAILY;INTERVAL=7;COUNT=3")
        #expect(found == ["2024-06-03T08:00:00Z", "2024-06-10T08:00:00Z", "2024-06-17T08:00:00Z"])
    }

    /// RFC 5545, 3.8.5.3: DTSTART always counts as the first occurrence.
    @Test func `begins with DTSTART although the rule does not name it`() async throws {
        let found = try await bench.starts(of: "\(Self.berlin)\nRRULE:FREQ=WEEKLY;BYDAY=WE;COUNT=3")
        #expect(found == ["2024-06-03T08:00:00Z", "2024-06-05T08:00:00Z", "2024-06-12T08:00:00Z"])
    }

    @Test func `with a rule that says nothing happens once`() async throws {
        let text = CalendarBench.calendar("\(Self.berlin)\nRRULE:FREQ=SOMETIMES")
        #expect(try await bench.meetings(text).map(\.recurrenceID) == [nil])
        #expect(try await bench.warnings(text) == [.invalidValue("RRULE")])
    }

    @Test func `shows its first occurrences up to the limit`() async throws {
        var bench = bench
        bench.limits.recurrences = 5
        let found = try await bench.starts(of: "DTSTART:20240603T080000Z\nRRULE:FREQ=SECONDLY")
        #expect(found.count == 5)
        #expect(found.last == "2024-06-03T08:00:04Z")
        let dates = (1...9).map { "2024060\($0)" }.joined(separator: ",")
        let text = CalendarBench.calendar(
            "DTSTART;VALUE=DATE:20240601\nRRULE:FREQ=DAILY;COUNT=9\nEXDATE:\(dates)\nRDATE:\(dates)")
        #expect(try await bench.warnings(text) == [.limitExceeded(.recurrences, limit: 5)])
    }
}

@Suite struct `A meeting's length` {
    private let bench = CalendarBench()

    private func ends(_ lines: String) async throws -> [String] {
        try await bench.meetings(of: lines).map(\.end)
    }

    /// The clocks of Berlin go forward on 31 March 2024 at 02:00 and back on 27 October 2024 at 03:00.
    @Test(arguments: [
        // DTEND states a moment, and the length between the moments holds for all (3.8.5.3).
        ("20240330T220000\nDTEND;TZID=Europe/Berlin:20240331T100000", "2024-03-31T08:00:00Z"),
        // A day is one on the calendar; hours are 3,600 seconds.
        ("20240330T100000\nDURATION:P1D", "2024-03-31T08:00:00Z"),
        ("20240330T100000\nDURATION:PT24H", "2024-03-31T09:00:00Z"),
        ("20240330T100000\nDURATION:P1DT2H", "2024-03-31T10:00:00Z"),
        ("20240330T100000\nDURATION:P1W", "2024-04-06T08:00:00Z"),
        ("20240331T013000\nDURATION:PT1H", "2024-03-31T01:30:00Z"),
        ("20240330T100000\nDURATION:+PT1H30M", "2024-03-30T10:30:00Z"),
        // Neither: it takes no time.
        ("20240330T100000", "2024-03-30T09:00:00Z"),
        // An end before the start, a length below zero: none.
        ("20240330T100000\nDTEND;TZID=Europe/Berlin:20240330T090000", "2024-03-30T09:00:00Z"),
        ("20240330T100000\nDURATION:-PT1H", "2024-03-30T09:00:00Z"),
        // DTEND and DURATION, which must not both be there: DTEND.
        ("20240330T100000\nDURATION:PT3H\nDTEND:20240330T100000Z", "2024-03-30T10:00:00Z"),
        ("20240330T100000\nDTEND;TZID=America/New_York:20240330T060000", "2024-03-30T10:00:00Z"),
        ("20240330T100000\nDTEND;VALUE=DATE:20240331", "2024-03-30T23:00:00Z"),
    ])
    func `is DTEND's or DURATION's, across changes of the clocks`(rest: String, expected: String)
        async throws
    {
        #expect(try await ends("DTSTART;TZID=Europe/Berlin:" + rest) == [expected])
    }

    @Test func `is the same in seconds for every occurrence with DTEND, and in days with DURATION`()
        async throws
    {
        let start = "DTSTART;TZID=Europe/Berlin:20240329T120000\nRRULE:FREQ=DAILY;COUNT=2\n"
        #expect(
            try await ends(start + "DTEND;TZID=Europe/Berlin:20240330T120000")
                == ["2024-03-30T11:00:00Z", "2024-03-31T11:00:00Z"])
        #expect(try await ends(start + "DURATION:P1D") == ["2024-03-30T11:00:00Z", "2024-03-31T10:00:00Z"])
    }

    @Test(arguments: [
        ("20240330\nDTEND;VALUE=DATE:20240401", "2024-04-01"),
        ("20240330\nDTEND;VALUE=DATE:20240331", "2024-03-31"),
        ("20240330", "2024-03-31"), ("20240330\nDTEND;VALUE=DATE:20240330", "2024-03-31"),
        ("20240330\nDTEND;VALUE=DATE:20240301", "2024-03-31"), ("20240330\nDURATION:P3D", "2024-04-02"),
        ("20240330\nDURATION:PT48H", "2024-04-01"), ("20240330\nDURATION:PT1H", "2024-03-31"),
    ])
    func `of whole days ends before DTEND, and is one day at least`(rest: String, expected: String)
        async throws
    {
        let found = try await bench.meetings(of: "DTSTART;VALUE=DATE:" + rest)
        #expect(found.map(\.end) == [expected])
        #expect(found.map(\.isAllDay) == [true])
        #expect(found.map(\.start) == ["2024-03-30"])
    }

    @Test(arguments: ["P", "PT", "1H", "P1H", "PT1D", "PT1", "PXD", "", "-P1D", "P99999999999D"])
    func `is none that DURATION does not say`(text: String) {
        #expect(CalendarDuration(text) == nil)
    }
}
