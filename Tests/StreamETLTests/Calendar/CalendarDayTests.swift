import Testing

@testable import ETLCalendar
@testable import ETLMatching
@testable import ETLModel

/// Berlin is the configured zone.
@Suite struct `An event of whole days` {
    private let bench = CalendarBench()

    private func days(_ lines: String, head: String = "") async throws -> [String] {
        try await bench.meetings(CalendarBench.calendar(lines, head: head)).map(\.start)
    }

    @Test(arguments: [
        // Local midnight of the 5th, in Berlin, Tokyo, New York and the one zone that the file defines.
        ("UNTIL=20240604T220000Z", "", 3), ("UNTIL=20240604T150000Z", "X-WR-TIMEZONE:Asia/Tokyo", 3),
        ("UNTIL=20240605T040000Z", "X-WR-TIMEZONE:America/New_York", 3),
        ("UNTIL=20240604T150000Z", "BEGIN:VTIMEZONE\nTZID:Asia/Tokyo\n\(zone)\nEND:VTIMEZONE", 3),
        // The end of the 5th, on that zone's clock or in UTC.
        ("UNTIL=20240605T215959Z", "", 3), ("UNTIL=20240605T235959Z", "", 3),
        ("UNTIL=20240606T035959Z", "X-WR-TIMEZONE:America/New_York", 3),
        ("UNTIL=20240605T000000Z", "X-WR-TIMEZONE:America/New_York", 3), ("UNTIL=20240605T120000Z", "", 3),
        // As the format asks for it.
        ("UNTIL=20240605", "", 3), ("UNTIL=20240605T000000", "", 3),
    ])
    func `ends on the day that a moment means`(until: String, head: String, count: Int) async throws {
        let days = try await days("DTSTART;VALUE=DATE:20240603\nRRULE:FREQ=DAILY;\(until)", head: head)
        #expect(days == Array(["2024-06-03", "2024-06-04", "2024-06-05"].prefix(count)))
    }

    private static let zone =
        "BEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0900\nTZOFFSETTO:+0900\nEND:STANDARD"

    @Test(arguments: ["20240603T220000Z", "20240604T000000Z", "20240604", "20240604T000000", "2024-06-04"])
    func `has taken out the day that a moment means`(date: String) async throws {
        let lines = "DTSTART;VALUE=DATE:20240603\nRRULE:FREQ=DAILY;COUNT=3\n"
        #expect(try await days(lines + "EXDATE:\(date)") == ["2024-06-03", "2024-06-05"])
        let moved = CalendarBench.calendar(
            lines, "RECURRENCE-ID:\(date)\nDTSTART;VALUE=DATE:20240610\nSUMMARY:Moved")
        #expect(
            try await bench.meetings(moved).map(\.start) == ["2024-06-03", "2024-06-05", "2024-06-10"])
        let added = "DTSTART;VALUE=DATE:20240601\nRDATE:\(date)"
        #expect(try await days(added) == ["2024-06-01", "2024-06-04"])
    }

    @Test(arguments: [
        "FREQ=DAILY;BYHOUR=9,17;COUNT=3", "FREQ=DAILY;BYMINUTE=0,15,30,45;COUNT=3",
        "FREQ=DAILY;BYSECOND=1,2;COUNT=3",
    ])
    func `recurs by days, whatever hours its rule names`(rule: String) async throws {
        #expect(
            try await days("DTSTART;VALUE=DATE:20240603\nRRULE:\(rule)")
                == ["2024-06-03", "2024-06-04", "2024-06-05"])
    }

    @Test(arguments: [
        ("20240621T000000", "20240622T000000"), ("20240621T000000Z", "20240622T000000Z"),
        ("20240620T220000Z", "20240621T220000Z"), ("20240621T000000+0200", "20240622T000000+0200"),
    ])
    func `is declared by VALUE though a time stands there`(start: String, end: String) async throws {
        let text = CalendarBench.calendar("DTSTART;VALUE=DATE:\(start)\nDTEND;VALUE=DATE:\(end)")
        let meeting = try await bench.meetings(text).first
        #expect(meeting?.isAllDay == true)
        #expect(meeting?.start == "2024-06-21")
        #expect(meeting?.end == "2024-06-22")
        #expect(try await bench.warnings(text).isEmpty)
    }

    @Test(arguments: ["20240621T150000", "20240621T130000Z", "20240621T150000+0200"])
    func `is none where another time than midnight stands there`(start: String) async throws {
        let meeting = try await bench.meetings(of: "DTSTART;VALUE=DATE:\(start)").first
        #expect(meeting?.isAllDay == false)
        #expect(meeting?.start == "2024-06-21T13:00:00Z")
    }
}

@Suite struct `A time without a zone` {
    private let bench = CalendarBench()

    /// Ten o'clock in New York is two in the afternoon in UTC.
    private static let series =
        "DTSTART;TZID=America/New_York:20240603T100000\nRRULE:FREQ=DAILY;COUNT=3\nSUMMARY:Sync"

    @Test(arguments: ["", "X-WR-TIMEZONE:Asia/Tokyo"])
    func `names an occurrence on the clock of its event`(head: String) async throws {
        let excluded = CalendarBench.calendar([Self.series + "\nEXDATE:20240604T100000"], head: head)
        #expect(
            try await bench.meetings(excluded).map(\.start) == [
                "2024-06-03T14:00:00Z", "2024-06-05T14:00:00Z",
            ])
        let moved = CalendarBench.calendar(
            [Self.series, "RECURRENCE-ID:20240604T100000\nDTSTART:20240604T200000Z"], head: head)
        #expect(
            try await bench.meetings(moved).map(\.start)
                == ["2024-06-03T14:00:00Z", "2024-06-04T20:00:00Z", "2024-06-05T14:00:00Z"])
        let added = CalendarBench.calendar([Self.series + "\nRDATE:20240608T120000"], head: head)
        #expect(try await bench.meetings(added).last?.start == "2024-06-08T16:00:00Z")
    }

    /// Google writes starts in UTC where the calendar's zone is Berlin.
    @Test func `is one of the calendar's zone where only that is a time of the series`() async throws {
        let starts = try await bench.starts(
            of: "DTSTART:20240603T080000Z\nRRULE:FREQ=DAILY;COUNT=3\nEXDATE:20240604T100000")
        #expect(starts == ["2024-06-03T08:00:00Z", "2024-06-05T08:00:00Z"])
    }
}
