import Testing

@testable import ETLModel
@testable import ETLCalendar
@testable import ETLMatching

@Suite struct `A changed occurrence` {
    private let bench = CalendarBench()
    /// Mondays at 10 in Berlin: 3, 10, 17 and 24 June.
    private static let master = """
        DTSTART;TZID=Europe/Berlin:20240603T100000
        DTEND;TZID=Europe/Berlin:20240603T110000
        RRULE:FREQ=WEEKLY;COUNT=4
        """

    private func shown(_ versions: String...) async throws -> [String] {
        try await bench.meetings(CalendarBench.calendar(versions)).map {
            "\($0.recurrenceID ?? "") \($0.title ?? "") \($0.start)"
        }
    }

    @Test(arguments: [
        "RECURRENCE-ID;TZID=Europe/Berlin:20240610T100000", "RECURRENCE-ID:20240610T080000Z",
        "RECURRENCE-ID;TZID=America/New_York:20240610T040000", "RECURRENCE-ID;VALUE=DATE:20240610",
        "RECURRENCE-ID:20240610T100000",
    ])
    func `takes the place of the one it names`(id: String) async throws {
        let change = """
            \(id)
            SUMMARY:Moved
            DTSTART;TZID=Europe/Berlin:20240611T150000
            DTEND;TZID=Europe/Berlin:20240611T160000
            """
        let expected = [
            "2024-06-03T08:00:00Z Sync 2024-06-03T08:00:00Z",
            "2024-06-10T08:00:00Z Moved 2024-06-11T13:00:00Z",
            "2024-06-17T08:00:00Z Sync 2024-06-17T08:00:00Z",
            "2024-06-24T08:00:00Z Sync 2024-06-24T08:00:00Z",
        ]
        #expect(try await shown(Self.master, change) == expected)
        #expect(try await shown(change, Self.master) == expected)
    }

    @Test func `of whole days takes the place of its day`() async throws {
        let found = try await shown(
            "DTSTART;VALUE=DATE:20240603\nRRULE:FREQ=DAILY;COUNT=3",
            "RECURRENCE-ID;VALUE=DATE:20240604\nDTSTART;TZID=Europe/Berlin:20240604T090000\nSUMMARY:Timed",
            "RECURRENCE-ID;TZID=Europe/Berlin:20240605T000000\nDTSTART;VALUE=DATE:20240607\nSUMMARY:Moved")
        #expect(
            found == [
                "2024-06-03 Sync 2024-06-03", "2024-06-04 Timed 2024-06-04T07:00:00Z",
                "2024-06-05 Moved 2024-06-07",
            ])
    }

    @Test func `that is cancelled leaves a gap, also without a time of its own`() async throws {
        let cancelled = "STATUS:CANCELLED\nRECURRENCE-ID;TZID=Europe/Berlin:20240610T100000"
        let expected = [
            "2024-06-03T08:00:00Z Sync 2024-06-03T08:00:00Z",
            "2024-06-17T08:00:00Z Sync 2024-06-17T08:00:00Z",
            "2024-06-24T08:00:00Z Sync 2024-06-24T08:00:00Z",
        ]
        #expect(try await shown(Self.master, cancelled) == expected)
        #expect(try await shown(Self.master, cancelled + "\nDTSTART:20240610T080000Z") == expected)
    }

    @Test func `of a cancelled event is cancelled`() async throws {
        let change = "RECURRENCE-ID:20240610T080000Z\nDTSTART:20240610T090000Z"
        #expect(try await shown(Self.master + "\nSTATUS:CANCELLED", change) == [])
    }

    @Test func `is shown without its event where only it is known`() async throws {
        let found = try await bench.meetings(
            CalendarBench.calendar(
                "RECURRENCE-ID:20240610T080000Z\nDTSTART:20240610T090000Z\nDTEND:20240610T100000Z",
                "RECURRENCE-ID;VALUE=DATE:20240617\nDTSTART:20240617T090000Z",
                "RECURRENCE-ID:20240624T080000Z\nSTATUS:CANCELLED"))
        #expect(found.map(\.start) == ["2024-06-10T09:00:00Z", "2024-06-17T09:00:00Z"])
        #expect(found.map(\.recurrenceID) == ["2024-06-10T08:00:00Z", "2024-06-17"])
    }

    @Test func `that EXDATE names too is left out`() async throws {
        let change = "RECURRENCE-ID:20240610T080000Z\nDTSTART:20240611T090000Z"
        #expect(try await shown(Self.master + "\nEXDATE:20240610T080000Z", change).count == 3)
        #expect(try await shown(Self.master + "\nEXDATE;VALUE=DATE:20240610", change).count == 3)
    }

    @Test func `is shown where it was moved to, across the horizon`() async throws {
        let series = "DTSTART:20240603T080000Z\nRRULE:FREQ=MONTHLY;COUNT=12"
        let pulled = try await shown(series, "RECURRENCE-ID:20241203T080000Z\nDTSTART:20240604T080000Z")
        #expect(pulled.contains("2024-12-03T08:00:00Z Sync 2024-06-04T08:00:00Z"))
        #expect(pulled.count == 4)
        let pushed = try await shown(series, "RECURRENCE-ID:20240703T080000Z\nDTSTART:20241204T080000Z")
        #expect(pushed.map { $0.suffix(20) } == ["2024-06-03T08:00:00Z", "2024-08-03T08:00:00Z"])
    }

    @Test func `with RANGE=THISANDFUTURE moves and renames all later ones too`() async throws {
        let change = """
            RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Berlin:20240610T100000
            SUMMARY:New
            DTSTART;TZID=Europe/Berlin:20240611T140000
            DTEND;TZID=Europe/Berlin:20240611T143000
            """
        let later = "RECURRENCE-ID:20240617T080000Z\nSUMMARY:Once\nDTSTART:20240617T080000Z"
        #expect(
            try await shown(Self.master, change, later) == [
                "2024-06-03T08:00:00Z Sync 2024-06-03T08:00:00Z",
                "2024-06-10T08:00:00Z New 2024-06-11T12:00:00Z",
                "2024-06-17T08:00:00Z Once 2024-06-17T08:00:00Z",
                "2024-06-24T08:00:00Z New 2024-06-25T12:00:00Z",
            ])
        let found = try await bench.meetings(CalendarBench.calendar(Self.master, change))
        #expect(found.last?.end == "2024-06-25T12:30:00Z")
        let again = change.replacing("20240610T", with: "20240624T").replacing("New", with: "Last")
            .replacing("20240611T", with: "20240624T")
        #expect(
            try await shown(Self.master, again, change).map { $0.dropFirst(21) } == [
                "Sync 2024-06-03T08:00:00Z", "New 2024-06-11T12:00:00Z", "New 2024-06-18T12:00:00Z",
                "Last 2024-06-24T12:00:00Z",
            ])
    }

    @Test func `with RANGE=THISANDFUTURE ends the event when it is cancelled`() async throws {
        let change = "RECURRENCE-ID;RANGE=THISANDFUTURE:20240617T080000Z\nSTATUS:CANCELLED"
        #expect(try await shown(Self.master, change).count == 2)
    }

    @Test func `with RANGE=THISANDFUTURE brings later ones from behind the horizon`() async throws {
        // Ten days earlier: what the rule has up to 9 September begins by 30 August.
        let found = try await bench.meetings(
            CalendarBench.calendar(
                "DTSTART:20240720T080000Z\nRRULE:FREQ=DAILY",
                "RECURRENCE-ID;RANGE=THISANDFUTURE:20240721T080000Z\nDTSTART:20240711T080000Z"))
        #expect(found.first?.start == "2024-07-11T08:00:00Z")
        #expect(found.last?.start == "2024-08-29T08:00:00Z")
        #expect(found.last?.recurrenceID == "2024-09-08T08:00:00Z")
        #expect(found.count == 51)
    }

    @Test func `that a newer statement of the event does not have any more is gone`() async throws {
        let old = CalendarBench.calendar(
            "DTSTART:20240603T080000Z\nRRULE:FREQ=WEEKLY;COUNT=4\nLAST-MODIFIED:20240101T000000Z",
            "RECURRENCE-ID:20240610T080000Z\nDTSTART:20240611T080000Z\nLAST-MODIFIED:20240102T000000Z")
        let new = CalendarBench.calendar(
            "DTSTART:20240604T080000Z\nRRULE:FREQ=WEEKLY;COUNT=2\nLAST-MODIFIED:20240201T000000Z\nSEQUENCE:1")
        let found = try await bench.meetings(["old.ics": old, "new.ics": new])
        #expect(found.map(\.start) == ["2024-06-04T08:00:00Z", "2024-06-11T08:00:00Z"])
        // The same file states both: the occurrence is meant.
        let both = old.replacing("END:VCALENDAR\n", with: "") + "END:VCALENDAR\n"
        #expect(try await bench.meetings(both.replacing("COUNT=4", with: "COUNT=1")).count == 2)
    }
}
