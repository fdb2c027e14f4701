import Testing

@testable import ETLCalendar
@testable import ETLMatching
@testable import ETLModel
@testable import ETLPipeline

@Suite struct `A damaged calendar` {
    private let bench = CalendarBench()

    private static let ics = CalendarBench.calendar(
        """
        SUMMARY:Grüße\\, 名
         前
        DTSTART;TZID=Custom:20240603T100000
        DTEND;TZID=Custom:20240603T110000
        RRULE:FREQ=WEEKLY;BYDAY=MO,2WE;COUNT=9
        EXDATE;VALUE=DATE:20240610,
        RDATE;VALUE=PERIOD:20240605T080000Z/PT1H
        ATTENDEE;CN="A; B";PARTSTAT=ACCEPTED:mailto:ann@acme.example
        ORGANIZER;CN=C:mailto:cy@acme.example
        SEQUENCE:2
        LAST-MODIFIED:20240101T000000Z
        """,
        "RECURRENCE-ID;RANGE=THISANDFUTURE:20240617T080000Z\nDTSTART:20240617T090000Z\nDURATION:P1DT2H",
        "DTSTART;VALUE=DATE:20240603\nUID:2\nEXRULE:FREQ=YEARLY;BYMONTHDAY=-1",
        head: """
            X-WR-TIMEZONE:Asia/Tokyo
            BEGIN:VTIMEZONE
            TZID:Custom
            BEGIN:STANDARD
            DTSTART:16010101T030000
            TZOFFSETFROM:+0300
            TZOFFSETTO:+0200
            RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
            END:STANDARD
            END:VTIMEZONE
            """)

    private static let page = CalendarBench.page(
        #"{"id":"abc","iCalUID":"abc@google.com","status":"confirmed","sequence":1,"#
            + #""updated":"2024-05-01T08:00:00.000Z","summary":"Grüße \u540d","#
            + #""start":{"dateTime":"2024-06-03T10:00:00+02:00","timeZone":"Europe/Berlin"},"#
            + #""end":{"date":"2024-06-04"},"recurrence":["RRULE:FREQ=DAILY;COUNT=3","EXDATE:20240604"],"#
            + #""attendees":[{"email":"ann@acme.example","responseStatus":"accepted"}]}"#,
        #"{"id":"abc_1","status":"cancelled","recurringEventId":"abc","#
            + #""originalStartTime":{"dateTime":"2024-06-05T08:00:00Z"}}"#,
        members: #""timeZone":"Asia/Tokyo","updated":"2024-05-01T08:00:00.000Z","#)

    private static let files = ["a.ics": Array(ics.utf8), "a.json": Array(page.utf8)]

    @Test func `that cancels takes its events out, whatever their status`() async throws {
        let event = "UID:1\nSEQUENCE:1\nDTSTART:20240603T080000Z"
        let cancelling = CalendarBench.calendar(event.replacing("SEQUENCE:1", with: "SEQUENCE:2"))
            .replacing("BEGIN:VEVENT", with: "METHOD:CANCEL\nBEGIN:VEVENT")
        #expect(cancelling.contains("METHOD:CANCEL"))
        #expect(try await CalendarBench().meetings(["a.ics": CalendarBench.calendar(event)]).count == 1)
        let files = ["a.ics": CalendarBench.calendar(event), "b.ics": cancelling]
        #expect(try await CalendarBench().meetings(files).isEmpty)
    }

    @Test(arguments: ["a.ics", "a.json"])
    func `is read or refused wherever it stops`(path: String) async throws {
        let bytes = try #require(Self.files[path])
        for count in 0..<bytes.count { try await read(Array(bytes[..<count]), at: path) }
    }

    @Test(arguments: ["a.ics", "a.json"], [1, 2, 3, 4] as [UInt64])
    func `is read or refused whatever became of its bytes`(path: String, seed: UInt64) async throws {
        let bytes = try #require(Self.files[path])
        var mutations = Mutations(seed: seed)
        for _ in 0..<250 { try await read(mutations.mutated(bytes), at: path) }
    }

    /// Whole lines in another order, twice or not at all, get further than bytes do.
    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func `is read or refused whatever became of its lines`(seed: UInt64) async throws {
        var random = SplitMix(seed: seed)
        let lines = Self.ics.split(separator: "\n")
        for _ in 0..<100 {
            var damaged = lines
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let line = damaged.randomElement(using: &random) ?? ""
                let place = Int.random(in: 0..<damaged.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: damaged.remove(at: place)
                case 1: damaged.insert(line, at: place)
                default: damaged.swapAt(place, Int.random(in: 0..<damaged.count, using: &random))
                }
            }
            try await read(Array(damaged.joined(separator: "\r\n").utf8), at: "a.ics")
        }
    }

    /// A fault is one of the file's, and what is left can be assembled.
    private func read(_ bytes: [UInt8], at path: String) async throws {
        do {
            for assembly in try await bench.assemblies([path: bytes]) {
                #expect(Set(assembly.items.map(\.key)).count == assembly.items.count)
                for item in assembly.items { _ = try item.object }
            }
        } catch is TransformError {
        } catch is TransformError.Cause {
        }
    }

    // MARK: Limits

    @Test func `is refused when it nests too deep`() async throws {
        var bench = bench
        bench.limits.nestingDepth = 8
        let deep = (0..<8).map { "BEGIN:X\($0)\n" }.joined()
        let ends = (0..<8).reversed().map { "END:X\($0)\n" }.joined()
        let text = CalendarBench.calendar("DTSTART:20240603T080000Z\n" + deep + ends.dropLast())
        do {
            _ = try await bench.read(Array(text.utf8))
            Issue.record("read")
        } catch let error as TransformError {
            #expect(error.cause == .limitExceeded(.nestingDepth, limit: 8))
        }
        bench.limits.nestingDepth = 10
        #expect(try await bench.meetings(text).count == 1)
    }

    @Test func `is refused when a line or the file is too long`() async throws {
        var bench = bench
        let text = CalendarBench.calendar(
            "DTSTART:20240603T080000Z\nDESCRIPTION:" + String(repeating: "x", count: 200))
        bench.limits.lineBytes = 100
        await #expect(throws: TransformError.self) { try await bench.read(Array(text.utf8)) }
        bench.limits.lineBytes = 300
        #expect(try await bench.meetings(text).count == 1)
        bench.limits.fileBytes = 100
        await #expect(throws: TransformError.Cause.limitExceeded(.fileBytes, limit: 100)) {
            try await bench.read(Array(text.utf8))
        }
    }

    @Test func `keeps the first people up to the limit, and says so once`() async throws {
        var bench = bench
        bench.limits.participants = 2
        let people = (1...5).map { "ATTENDEE:mailto:p\($0)@acme.example\n" }.joined()
        let text = CalendarBench.calendar(people + "DTSTART:20240603T080000Z")
        #expect(
            try await bench.meetings(text).map(\.attendees) == [["p1@acme.example", "p2@acme.example"]])
        #expect(try await bench.warnings(text) == [.limitExceeded(.participants, limit: 2)])
    }

    @Test func `keeps the first rules up to the limit, and says so once`() async throws {
        let rules = (1...99).map { "RRULE:FREQ=DAILY;COUNT=\($0)\n" }.joined()
        let text = CalendarBench.calendar(rules + "DTSTART:20240603T080000Z")
        #expect(try await bench.meetings(text).count == 64)
        #expect(try await bench.warnings(text) == [.limitExceeded(.recurrences, limit: 64)])
    }

    @Test func `says the same fault of an event once, and counts that of many events`() async throws {
        let dates = (10...28).map { "EXDATE;TZID=Moon/Base:202406\($0)T100000\n" }.joined()
        let text = CalendarBench.calendar(dates + "DTSTART:20240603T080000Z")
        #expect(
            try await bench.warnings(text)
                == [.unknownValue("TZID", found: .init(of: "Moon/Base"), used: .init(of: "Europe/Berlin"))])
        let events = (0..<100).map { "UID:\($0)\nDTSTART:20240603T080000Z\nDTEND:later" }
        let found = try await bench.read(Array(CalendarBench.calendar(events).utf8), at: "a.ics")
            .flatMap(\.warnings)
        #expect(FaultTally(found).warnings.map(\.count) == [100])
    }

    /// Rules that walk every second or exclude it are bounded, also where single occurrences ask for
    /// what was left out.
    @Test(
        .timeLimit(.minutes(10)),
        arguments: [
            "RRULE:FREQ=SECONDLY", "RRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
            "RRULE:FREQ=MINUTELY;BYSETPOS=9",
            "RRULE:FREQ=DAILY\nEXRULE:FREQ=SECONDLY",
            "RRULE:FREQ=YEARLY;BYHOUR=1,2,3;BYMINUTE=1,2,3;BYDAY=MO,TU",
            "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31\nEXRULE:FREQ=SECONDLY;BYSECOND=1",
        ])
    func `does not keep anybody busy`(rules: String) async throws {
        var bench = bench
        bench.limits.recurrences = 1_000
        let changes = (1...9).map {
            "RECURRENCE-ID:202\($0)0603T090000Z\nDTSTART:20240603T090000Z\nSUMMARY:\($0)"
        }
        let events = ["DTSTART:19700101T080000Z\n" + rules] + changes
        #expect(try await bench.meetings(CalendarBench.calendar(events)).count > 0)
    }
}
