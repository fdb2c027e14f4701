import Testing

@testable import ETLCalendar
@testable import ETLModel
@testable import ETLWatching

@Suite struct `Versions of an event` {
    private let bench = CalendarBench()

    private static func event(
        _ title: String, sequence: Int = 0, modified: String? = nil, stamp: String? = nil
    ) -> String {
        var lines = "SUMMARY:\(title)\nDTSTART:20240603T080000Z\nDTEND:20240603T090000Z\nSEQUENCE:\(sequence)"
        if let modified { lines += "\nLAST-MODIFIED:\(modified)" }
        if let stamp { lines += "\nDTSTAMP:\(stamp)" }
        return lines
    }

    private static func item(
        _ title: String, sequence: Int = 0, updated: String, status: String = "confirmed",
        uid: String = "e1@calendar.test"
    ) -> String {
        #"{"kind":"calendar#event","id":"e1","iCalUID":"\#(uid)","status":"\#(status)","#
            + #""sequence":\#(sequence),"updated":"\#(updated)","summary":"\#(title)","#
            + #""start":{"dateTime":"2024-06-03T10:00:00+02:00","timeZone":"Europe/Berlin"},"#
            + #""end":{"dateTime":"2024-06-03T11:00:00+02:00","timeZone":"Europe/Berlin"}}"#
    }

    private func titles(_ files: [String: String]) async throws -> [String?] {
        try await bench.meetings(files).map(\.title)
    }

    @Test func `from a file and from the API are one meeting of both`() async throws {
        let ics = CalendarBench.calendar(Self.event("ics", modified: "20240101T000000Z"))
        let page = CalendarBench.page(Self.item("api", updated: "2024-01-02T00:00:00.000Z"))
        let found = try await bench.meetings(["b.ics": ics, "a.json": page])
        #expect(found.map(\.title) == ["api"])
        #expect(found.map(\.key) == ["e1@calendar.test"])
        #expect(found.map(\.files) == [["a.json", "b.ics"]])
    }

    @Test func `count by SEQUENCE, then by when they were modified, then by path`() async throws {
        let low = CalendarBench.calendar(Self.event("low", sequence: 1, modified: "20240301T000000Z"))
        let high = CalendarBench.page(
            Self.item("high", sequence: 2, updated: "2024-01-01T00:00:00.000Z"))
        #expect(try await titles(["a.ics": low, "b.json": high]) == ["high"])
        #expect(try await titles(["b.ics": low, "a.json": high]) == ["high"])
        let early = CalendarBench.page(
            Self.item("early", sequence: 1, updated: "2024-02-29T23:59:59.999Z"))
        #expect(try await titles(["a.ics": low, "b.json": early]) == ["low"])
        let same = CalendarBench.page(Self.item("same", sequence: 1, updated: "2024-03-01T00:00:00.000Z"))
        #expect(try await titles(["a.ics": low, "b.json": same]) == ["same"])
        #expect(try await titles(["b.ics": low, "a.json": same]) == ["low"])
    }

    @Test func `are as old as their stamp where LAST-MODIFIED is missing`() async throws {
        let old = CalendarBench.calendar(Self.event("old", stamp: "20240101T000000Z"))
        let new = CalendarBench.calendar(Self.event("new", stamp: "20240102T000000Z"))
        #expect(try await titles(["a.ics": new, "b.ics": old]) == ["new"])
        // The stamp of an export says when it was made, not when the event was changed.
        let export = CalendarBench.calendar(
            Self.event("export", modified: "20230101T000000Z", stamp: "20240601T000000Z"))
        #expect(try await titles(["a.ics": new, "b.ics": export]) == ["new"])
    }

    @Test func `with one UID in one file are told, and the one that counts is shown`() async throws {
        let text = CalendarBench.calendar(
            Self.event("first", sequence: 1), Self.event("second"), "UID:other\n" + Self.event("other"))
        #expect(try await bench.meetings(text).map(\.title) == ["first", "other"])
        #expect(try await bench.warnings(text) == [.malformed("ics.uid.reused")])
        let later = CalendarBench.calendar(
            Self.event("first", modified: "20240101T000000Z"),
            Self.event("second", modified: "20240102T000000Z"))
        #expect(try await bench.meetings(later).map(\.title) == ["second"])
    }

    @Test func `that are cancelled last are no meeting`() async throws {
        let ics = CalendarBench.calendar(
            Self.event("ics", sequence: 1, modified: "20240101T000000Z"), head: "X-WR-CALNAME:Nell")
        for (sequence, updated, expected) in [
            (2, "2023-01-01T00:00:00Z", []), (1, "2024-01-02T00:00:00Z", []),
            (1, "2023-12-31T00:00:00Z", ["ics"]), (0, "2024-01-02T00:00:00Z", ["ics"]),
        ] {
            let page = CalendarBench.page(
                Self.item("", sequence: sequence, updated: updated, status: "cancelled"),
                members: #""summary":"Nell","#)
            #expect(try await titles(["a.ics": ics, "b.json": page]) == expected, "\(sequence) \(updated)")
        }
    }

    @Test func `change with occurrences, each by its own order`() async throws {
        let series = "DTSTART:20240603T080000Z\nRRULE:FREQ=WEEKLY;COUNT=2\nSEQUENCE:5"
        func change(_ title: String, _ sequence: Int) -> String {
            "RECURRENCE-ID:20240610T080000Z\nSUMMARY:\(title)\nDTSTART:20240610T090000Z\nSEQUENCE:\(sequence)"
        }
        let files = [
            "a.ics": CalendarBench.calendar(series, change("new", 2)),
            "b.ics": CalendarBench.calendar(series, change("old", 1)),
        ]
        #expect(try await titles(files) == ["Sync", "new"])
    }

    /// Every file under every path: what is shown differs in the paths alone.
    @Test func `show the same whatever the paths and the order of events`() async throws {
        let series = "DTSTART:20240603T080000Z\nRRULE:FREQ=WEEKLY;COUNT=4\nSEQUENCE:1"
        let texts = [
            CalendarBench.calendar(
                series + "\nSUMMARY:A",
                "RECURRENCE-ID:20240610T080000Z\nDTSTART:20240610T090000Z\nSEQUENCE:1",
                "RECURRENCE-ID:20240617T080000Z\nSTATUS:CANCELLED\nSEQUENCE:1"),
            CalendarBench.calendar(
                "RECURRENCE-ID:20240617T080000Z\nDTSTART:20240617T080000Z\nSEQUENCE:0",
                series.replacing("SEQUENCE:1", with: "SEQUENCE:2") + "\nSUMMARY:B"),
            CalendarBench.calendar(
                "RECURRENCE-ID:20240610T080000Z\nDTSTART:20240610T100000Z\nSEQUENCE:2\nSUMMARY:C"),
        ]
        let paths = ["a.ics", "b/c.ics", "z.ics"]
        for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
            let files = Dictionary(
                uniqueKeysWithValues: zip(
                    paths, order.map { texts[$0].replacing("VERSION:2.0", with: "X-WR-CALNAME:Nell") }))
            let found = try await bench.meetings(files)
            #expect(
                found.map { "\($0.title ?? "") \($0.start)" } == [
                    "B 2024-06-03T08:00:00Z", "C 2024-06-10T10:00:00Z", "B 2024-06-24T08:00:00Z",
                ], "\(order)")
        }
    }
}
