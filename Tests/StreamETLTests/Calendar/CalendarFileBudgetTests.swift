import Testing

@testable import ETLCalendar
@testable import ETLMatching
@testable import ETLModel
@testable import ETLPipeline

@Suite struct `A calendar of many recurrences` {
    private static func calendar(_ rules: String, count: Int, head: String = "") -> String {
        CalendarBench.calendar(
            (1...count).map { "UID:\($0)\nDTSTART:20240101T080000Z\n\(rules)" }, head: head)
    }

    private func error(
        _ text: String, bench: CalendarBench, at path: String = "a.ics"
    ) async -> TransformError? {
        do {
            _ = try await bench.read(Array(text.utf8), at: path)
            return nil
        } catch {
            return error as? TransformError
        }
    }

    /// Guarantee: no-input-exhausts-the-process/recurrences
    @Test func `is refused at the event with which it comes to too much`() async throws {
        var bench = CalendarBench()
        bench.limits.recurrences = 100
        bench.limits.fileRecurrences = 1_010
        let text = Self.calendar("RRULE:FREQ=SECONDLY", count: 20)
        let error = await error(text, bench: bench)
        #expect(error?.cause == .limitExceeded(.fileRecurrences, limit: 1_010))
        // Ten events of a hundred fit; each is six lines long, and two stand before the first.
        #expect(error?.position == TextPosition(line: 3 + 10 * 6, column: 1))
        #expect(
            error?.description.hasSuffix(
                "exceeds the limit file_recurrences of 1010. "
                    + "Split the file, or raise limits.file_recurrences in the configuration.") == true)
        #expect(try await bench.meetings(Self.calendar("RRULE:FREQ=SECONDLY", count: 10)).count == 1_000)
    }

    @Test func `is refused of the API too, at the item`() async throws {
        var bench = CalendarBench()
        bench.limits.fileRecurrences = 25_000
        let items = (1...5).map {
            "\n{\"id\":\"e\($0)\",\"iCalUID\":\"e\($0)@google.com\","
                + #""start":{"dateTime":"2024-06-03T10:00:00Z"},"recurrence":["RRULE:FREQ=SECONDLY"]}"#
        }
        let page = "{\"kind\":\"calendar#events\",\"items\":[\(items.joined(separator: ","))]}"
        let error = await error(page, bench: bench, at: "a.json")
        #expect(error?.cause == .limitExceeded(.fileRecurrences, limit: 25_000))
        #expect(error?.position == TextPosition(line: 4, column: 7))
    }

    /// All that was changed in a series is in memory when it is assembled.
    ///
    /// Guarantee: no-input-exhausts-the-process/recurrences
    /// Promise: Recurrences are bounded by event and by file, and versions of an event by
    ///   `limits.recurrences`.
    /// How: The sum is estimated before events are expanded: 2,000 events that recur every second are refused
    ///   in 0.1 s, and 1,100,000 versions of an event in 0.6 s.
    /// Seen: `errors` in the JSON name the event.
    @Test func `is refused when more occurrences were changed than a series may have`() async throws {
        var bench = CalendarBench()
        bench.limits.recurrences = 20
        let changes = (1...21).map {
            "UID:1\nRECURRENCE-ID:202401\($0 + 9)T080000Z\nDTSTART:202401\($0 + 9)T090000Z"
        }
        let series = ["UID:1\nDTSTART:20240101T080000Z\nRRULE:FREQ=DAILY;COUNT=20"]
        let whole = CalendarBench.calendar(series + changes.dropLast(2))
        #expect(await error(whole, bench: bench) == nil)
        let error = await error(
            CalendarBench.calendar(series + changes.dropLast()), bench: bench)
        #expect(error?.cause == .limitExceeded(.recurrences, limit: 20))
        let again = Array(repeating: series[0], count: 21)
        #expect(await self.error(CalendarBench.calendar(again), bench: bench)?.cause == error?.cause)
        // As many of as many series are no matter.
        let others = changes.map { $0.replacing("UID:1", with: "UID:2") }
        #expect(
            await self.error(
                CalendarBench.calendar(changes.dropLast() + others.dropLast()), bench: bench) == nil)
    }

    /// What is tried and found to be nothing takes as long as what is found.
    ///
    /// Guarantee: no-input-exhausts-the-process/recurrences
    @Test(
        .timeLimit(.minutes(10)),
        arguments: [
            "RRULE:FREQ=SECONDLY;BYSETPOS=2", "RRULE:FREQ=MINUTELY;BYSETPOS=9",
            "RRULE:FREQ=YEARLY;BYMONTHDAY=30;BYYEARDAY=60",
            "RRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
            "RRULE:FREQ=DAILY;COUNT=1\nEXRULE:FREQ=SECONDLY;INTERVAL=7;BYSECOND=59;BYDAY=MO",
            "RRULE:FREQ=WEEKLY;BYHOUR=1,2,3,4,5,6,7,8;BYMINUTE=1,2,3;BYSECOND=1,2,3;BYSETPOS=300",
        ])
    func `is refused also when its rules never come to anything`(rules: String) async throws {
        var bench = CalendarBench()
        bench.limits.fileRecurrences = 100
        let error = await error(Self.calendar(rules, count: 2_000), bench: bench)
        #expect(error?.cause == .limitExceeded(.fileRecurrences, limit: 100))
    }

    @Test func `is refused when its events bring a zone along that takes long to follow`() async throws {
        var bench = CalendarBench()
        bench.limits.fileRecurrences = 300
        let observances = (0..<3).map {
            """
            BEGIN:STANDARD
            DTSTART:16010101T03000\($0 % 10)
            TZOFFSETFROM:+0300
            TZOFFSETTO:+0200
            RRULE:FREQ=YEARLY;BYDAY=-1SU
            END:STANDARD
            """
        }
        let zone = "BEGIN:VTIMEZONE\nTZID:Moon\n\(observances.joined(separator: "\n"))\nEND:VTIMEZONE"
        let events = (1...100).map { "UID:\($0)\nDTSTART;TZID=Moon:20240101T080000" }
        let error = await error(CalendarBench.calendar(events, head: zone), bench: bench)
        #expect(error?.cause == .limitExceeded(.fileRecurrences, limit: 300))
    }

    /// Every occurrence repeats what its event says.
    @Test func `has fewer of them the more an event says`() async throws {
        var bench = CalendarBench()
        bench.limits.recurrences = 100
        let people = (1...700).map { "ATTENDEE:mailto:person\($0)@acme-and-sons.example\n" }.joined()
        let large = Self.calendar("RRULE:FREQ=DAILY\n\(people)", count: 1)
        #expect(try await bench.meetings(large).count <= 50)
        let change =
            "UID:1\nRECURRENCE-ID;RANGE=THISANDFUTURE:20240103T080000Z\nDTSTART:20240103T080000Z\n" + people
        let changed = CalendarBench.calendar("UID:1\nDTSTART:20240101T080000Z\nRRULE:FREQ=DAILY", change)
        #expect(try await bench.meetings(changed).count <= 50)
        bench.limits.fileRecurrences = 600
        #expect(await error(large, bench: bench) == nil)
        let error = await error(Self.calendar("RRULE:FREQ=HOURLY\n\(people)", count: 4), bench: bench)
        #expect(error?.cause == .limitExceeded(.fileRecurrences, limit: 600))
    }

    /// Endless series by the week with many guests are what teams have.
    @Test(arguments: ["FREQ=WEEKLY", "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", "FREQ=MONTHLY;BYDAY=2TU,-1FR"])
    func `shows of each series what is in sight, where meetings come to too much`(rule: String) async throws {
        var bench = CalendarBench()
        bench.limits.fileRecurrences = 5_000
        let people = (1...40).map { "ATTENDEE;CN=Person \($0):mailto:person\($0)@acme.example\n" }.joined()
        let events = (1...60).map { "UID:\($0)\nDTSTART:20240527T080000Z\nRRULE:\(rule)\n\(people)" }
        let text = CalendarBench.calendar(events)
        let found = try await bench.meetings(text)
        let expected = try await CalendarBench().starts(of: "DTSTART:20240527T080000Z\nRRULE:\(rule)")
        let lasts = Dictionary(grouping: found) { String($0.key.prefix { $0 != "/" }) }.mapValues {
            $0.map(\.start)
        }
        #expect(lasts.count == 60)
        for starts in lasts.values {
            #expect(starts.count >= min(16, expected.count))
            #expect(starts == Array(expected.suffix(starts.count)))
        }
        #expect(try await bench.warnings(text) == [.limitExceeded(.fileRecurrences, limit: 5_000)])
    }

    @Test func `may not hide a flood among meetings`() async throws {
        var bench = CalendarBench()
        bench.limits.fileRecurrences = 50_000
        let meetings = (1...60).map { "UID:m\($0)\nDTSTART:20240527T080000Z\nRRULE:FREQ=DAILY" }
        let flood = (1...6).map {
            "UID:f\($0)\nDTSTART:20240527T080000Z\nRRULE:FREQ=DAILY;BYHOUR=1,2,3;BYMINUTE=1,2,3"
        }
        #expect(await error(CalendarBench.calendar(meetings), bench: bench) == nil)
        let error = await error(CalendarBench.calendar(meetings + flood), bench: bench)
        #expect(error?.cause == .limitExceeded(.fileRecurrences, limit: 50_000))
    }

    @Test func `is read when it is only large`() async throws {
        let meetings = (1...100).map {
            "UID:\($0)\nDTSTART;TZID=Europe/Berlin:20180103T080000\nRRULE:FREQ=WEEKLY;BYDAY=WE"
        }
        var bench = CalendarBench()
        bench.limits.fileRecurrences = 100_000
        #expect(await error(CalendarBench.calendar(meetings), bench: bench) == nil)
    }

    @Test func `is not asked for centuries by a change of all later occurrences`() async throws {
        let starts = try await CalendarBench().starts(
            of: "DTSTART:20240101T080000Z\nRRULE:FREQ=DAILY",
            "RECURRENCE-ID;RANGE=THISANDFUTURE:20240103T080000Z\nDTSTART:10240103T080000Z")
        #expect(starts.count < 1_000)
    }
}
