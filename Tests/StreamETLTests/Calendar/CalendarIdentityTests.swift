import Testing

@testable import ETLCalendar
@testable import ETLMatching
@testable import ETLModel

@Suite struct `An event without a UID` {
    private let bench = CalendarBench()

    private func calendar(_ events: String...) -> String {
        "BEGIN:VCALENDAR\n" + events.map { "BEGIN:VEVENT\n\($0)\nEND:VEVENT\n" }.joined() + "END:VCALENDAR\n"
    }

    @Test func `is one meeting in all exports of it`() async throws {
        let first = calendar(
            "DTSTAMP:20240101T000000Z\nDTSTART:20240603T080000Z\nSUMMARY:First\nATTENDEE;PARTSTAT=NEEDS-ACTION:a@acme.example",
            "DTSTART;VALUE=DATE:20240604\nSUMMARY:Second")
        let second = calendar(
            "SUMMARY:Second\nDTSTART;VALUE=DATE:20240604",
            "SUMMARY:First \nDTSTART:20240603T080000Z\nATTENDEE;PARTSTAT=ACCEPTED:a@acme.example\nDTSTAMP:20240301T000000Z",
            "DTSTART:20240605T080000Z\nSUMMARY:First")
        let found = try await bench.meetings(["old/a.ics": first, "new/b.ics": second])
        #expect(found.map(\.start) == ["2024-06-03T08:00:00Z", "2024-06-04", "2024-06-05T08:00:00Z"])
        #expect(found.first?.attendees == ["a@acme.example accepted"])
        #expect(Set(found.map(\.key)).count == 3)
        #expect(try await bench.meetings(["a.ics": first]).map(\.key) == found.prefix(2).map(\.key))
        #expect(try await bench.warnings(first).isEmpty)
    }

    @Test func `recurs, and is known though nothing but its time is stated`() async throws {
        let text = calendar("DTSTART:20240603T080000Z\nRRULE:FREQ=DAILY;COUNT=3", "DTSTART:20240610T080000Z")
        #expect(try await bench.meetings(text).count == 4)
    }

    @Test func `of the API is known by its id`() async throws {
        let page = CalendarBench.page(
            #"{"id":"k1","summary":"Sync","start":{"dateTime":"2024-06-03T10:00:00Z"}}"#)
        #expect(try await bench.meetings(["a.json": page]).map(\.key) == ["k1@google.com"])
    }
}

@Suite struct `A UID that plainly different events share` {
    private let bench = CalendarBench()

    private func titles(_ files: [String: String]) async throws -> [String?] {
        try await bench.meetings(files).map(\.title)
    }

    private static func event(_ day: Int, _ title: String, _ more: String = "") -> String {
        "DTSTART:202406\(day)T080000Z\nSUMMARY:\(title)" + (more.isEmpty ? "" : "\n" + more)
    }

    @Test(arguments: ["", "SEQUENCE:0", "DTSTAMP:20240101T000000Z"])
    func `shows each of them`(more: String) async throws {
        let text = CalendarBench.calendar(
            Self.event(10, "A", more), Self.event(11, "B", more), Self.event(12, "A", more),
            Self.event(12, "C", more))
        #expect(try await titles(["a.ics": text]).compactMap(\.self).sorted() == ["A", "A", "B", "C"])
        #expect(try await bench.warnings(text) == Array(repeating: .malformed("ics.uid.reused"), count: 3))
        // One more in a later export; the others are the same.
        let later = CalendarBench.calendar(
            Self.event(10, "A", more), Self.event(11, "B", more), Self.event(12, "A", more),
            Self.event(12, "C", more),
            Self.event(13, "D", more))
        let both = try await bench.meetings(["a.ics": text, "b.ics": later])
        #expect(both.compactMap(\.title).sorted() == ["A", "A", "B", "C", "D"])
        #expect(both.first?.files == ["a.ics", "b.ics"])
    }

    @Test func `is that of a generator also where titles or times alone differ`() async throws {
        #expect(
            try await titles(["a.ics": CalendarBench.calendar(Self.event(10, "A"), Self.event(11, "A"))]) == [
                "A", "A",
            ])
        let parallel = CalendarBench.calendar(Self.event(10, "A"), Self.event(10, "B"))
        #expect(try await titles(["a.ics": parallel]).count == 2)
    }

    @Test(arguments: [
        ("SEQUENCE:0", "SEQUENCE:1"), ("LAST-MODIFIED:20240101T000000Z", "LAST-MODIFIED:20240102T000000Z"),
    ])
    func `is one event's where one is a later version`(first: String, second: String) async throws {
        let moved = CalendarBench.calendar(Self.event(10, "A", first), Self.event(11, "A", second))
        let found = try await bench.meetings(moved)
        #expect(found.map(\.start) == ["2024-06-11T08:00:00Z"])
        #expect(found.map(\.key) == ["e1@calendar.test"])
        let renamed = CalendarBench.calendar(Self.event(10, "A", first), Self.event(10, "B", second))
        #expect(try await titles(["a.ics": renamed]) == ["B"])
    }

    @Test func `keeps a series beside single events`() async throws {
        let text = CalendarBench.calendar(
            Self.event(10, "A", "RRULE:FREQ=DAILY;COUNT=2"), Self.event(20, "B"),
            "RECURRENCE-ID:20240611T080000Z\nDTSTART:20240611T100000Z\nSUMMARY:A")
        #expect(
            try await bench.meetings(text).map(\.start)
                == ["2024-06-10T08:00:00Z", "2024-06-11T10:00:00Z", "2024-06-20T08:00:00Z"])
    }
}
