import Testing

@testable import ETLCalendar
@testable import ETLMatching
@testable import ETLModel

@Suite struct `A copy of an event in one person's calendar` {
    private let bench = CalendarBench()

    private func meetings(_ files: [String: String]) async throws -> [CalendarOutcome] {
        try await bench.meetings(files)
    }

    private static func page(_ name: String, _ items: String..., updated: String = "2024-06-01T00:00:00Z")
        -> String
    {
        CalendarBench.page(
            items.joined(separator: ","), members: #""summary":"\#(name)","updated":"\#(updated)","#)
    }

    private static func item(_ members: String, updated: String = "2024-05-01T00:00:00Z") -> String {
        #"{"id":"k1","iCalUID":"k1@host.example","updated":"\#(updated)","sequence":0,"#
            + #""start":{"dateTime":"2024-06-03T10:00:00Z"},"# + members + "}"
    }

    private static let full = item(
        #""summary":"Roadmap","attendees":[{"email":"una@acme.example","responseStatus":"accepted"}]"#)
    private static let gone = #"{"id":"k1","status":"cancelled"}"#
    private static let cancelled = item(
        #""summary":"Roadmap","status":"cancelled""#, updated: "2024-05-20T00:00:00Z")

    @Test(arguments: [gone, cancelled])
    func `that is gone says nothing of another's`(gone: String) async throws {
        let odo = Self.page("Odo", gone)
        #expect(try await meetings(["z/p.json": odo, "a/p.json": Self.page("Nell", Self.full)]).count == 1)
        // In its own calendar it is gone, wherever the export lies.
        #expect(try await meetings(["z/p.json": odo, "a/p.json": Self.page("odo", Self.full)]).isEmpty)
        // Gone in each that states it.
        let files = [
            "1.json": Self.page("Nell", Self.full), "2.json": Self.page("Odo", Self.full), "3.json": odo,
            "4.json": Self.page("Nell", gone),
        ]
        #expect(try await meetings(files).isEmpty)
    }

    @Test(arguments: [
        item(#""visibility":"private""#, updated: "2024-05-20T00:00:00Z"),
        item(#""summary":"Busy""#, updated: "2024-05-20T00:00:00Z").replacing(
            #""sequence":0"#, with: #""sequence":3"#),
        item(#""summary":"Roadmap, without guests""#, updated: "2024-05-20T00:00:00Z"),
    ])
    func `that says less never counts before one that says more`(poor: String) async throws {
        for names in [["a.json", "z.json"], ["z.json", "a.json"]] {
            let found = try await meetings([
                names[0]: Self.page("Nell", Self.full), names[1]: Self.page("Odo", poor),
            ])
            #expect(found.map(\.title) == ["Roadmap"])
            #expect(found.first?.attendees == ["una@acme.example accepted"])
        }
        let same = Self.page("Nell", Self.item(#""visibility":"private""#))
        #expect(
            try await meetings(["a.json": Self.page("Nell", Self.full), "z.json": same]).map(\.title) == [
                "Roadmap"
            ])
    }

    // MARK: Occurrences

    private static func ics(_ name: String, _ events: String...) -> String {
        CalendarBench.calendar(events, head: name.isEmpty ? "" : "X-WR-CALNAME:\(name)")
    }

    private static let series = "DTSTART:20240603T080000Z\nRRULE:FREQ=DAILY;COUNT=3\nDTSTAMP:20240101T000000Z"

    @Test(arguments: [
        [series + "\nEXDATE:20240604T080000Z"],
        [series, "RECURRENCE-ID:20240604T080000Z\nDTSTART:20240604T080000Z\nSTATUS:CANCELLED"],
    ])
    func `lacks an occurrence that others still have`(events: [String]) async throws {
        let taken = CalendarBench.calendar(events, head: "X-WR-CALNAME:Ann")
        #expect(try await meetings(["a.ics": taken]).count == 2)
        for names in [["a.ics", "b.ics"], ["b.ics", "a.ics"]] {
            let files = [names[0]: taken, names[1]: Self.ics("Bob", Self.series)]
            #expect(try await meetings(files).count == 3)
        }
        let both = CalendarBench.calendar(events, head: "X-WR-CALNAME:Bob")
        #expect(try await meetings(["a.ics": taken, "b.ics": both]).count == 2)
    }

    @Test func `shows an occurrence where it was moved to, whoever moved it`() async throws {
        let moved = Self.ics("Ann", Self.series, "RECURRENCE-ID:20240604T080000Z\nDTSTART:20240604T150000Z")
        let found = try await meetings(["a.ics": moved, "b.ics": Self.ics("Bob", Self.series)])
        #expect(
            found.map(\.start) == ["2024-06-03T08:00:00Z", "2024-06-04T15:00:00Z", "2024-06-05T08:00:00Z"])
    }

    // MARK: Which calendar it is

    @Test(arguments: [
        ("nell.ics", "old/nell (1).ics", true), ("nell-2024-05-01.ics", "nell_20240601T080000Z.ics", true),
        ("2024-05/nell.ics", "2024-06/Nell.ics", true), ("nell.ics", "odo.ics", false),
        ("nell/calendar.ics", "odo/calendar.ics", false),
        ("nell/2024-05/basic.ics", "nell/2024-06/basic.ics", true),
        ("Copy of nell.ics", "nell - Kopie.ics", false), ("nell copy 2.ics", "nell.ics", true),
        ("team1.ics", "team2.ics", false),
    ])
    func `is known by its file's name without dates and counters`(first: String, second: String, isSame: Bool)
        async throws
    {
        let event = "DTSTART:20240603T080000Z\nSEQUENCE:"
        let files = [
            first: Self.ics("", event + "1"), second: Self.ics("", event + "2\nSTATUS:CANCELLED"),
        ]
        #expect(try await meetings(files).isEmpty == isSame)
        // The name that it states counts before.
        let named = [
            first: Self.ics("Nell", event + "1"), second: Self.ics(" nell ", event + "2\nSTATUS:CANCELLED"),
        ]
        #expect(try await meetings(named).isEmpty)
    }

    @Test func `of an export and of the API is one calendar's by its name`() async throws {
        let ics = Self.ics(
            "nell@oduvel.example", "UID:k1@host.example\nDTSTART:20240603T100000Z\nSUMMARY:Roadmap")
        #expect(
            try await meetings(["a.ics": ics, "b.json": Self.page("nell@oduvel.example", Self.cancelled)])
                .isEmpty)
        #expect(try await meetings(["a.ics": ics, "b.json": Self.page("Odo", Self.cancelled)]).count == 1)
    }
}
