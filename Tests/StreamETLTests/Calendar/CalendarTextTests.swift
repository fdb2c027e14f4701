import Testing

@testable import ETLCalendar
@testable import ETLMatching
@testable import ETLModel
@testable import ETLPipeline
@testable import ETLRendering
@testable import ETLSnapshot

@Suite struct `The text of a calendar` {
    private let bench = CalendarBench()
    private static let start = "DTSTART:20240603T080000Z"

    @Test(arguments: ["\n", "\r\n", "\r"], [" ", "\t"])
    func `is unfolded inside of characters`(newline: String, blank: String) async throws {
        // Every byte on a line of its own, so that each character of more than one is taken apart.
        var bytes: [UInt8] = []
        let fold = Array((newline + blank).utf8)
        let text = CalendarBench.calendar("SUMMARY:Grüße 🤝 名前\n\(Self.start)")
        for line in text.split(separator: "\n") {
            for byte in line.utf8 { bytes += [byte] + fold }
            bytes.removeLast(fold.count)
            bytes += Array(newline.utf8)
        }
        let items = try await bench.assemblies(["a.ics": bytes]).flatMap(\.items)
        #expect(items.map(\.title) == ["Grüße 🤝 名前"])
    }

    @Test func `has its escapes undone, once`() async throws {
        let lines = #"""
            SUMMARY:a\, b\; c\\nd \N e \x
            LOCATION:Room 1\, House\nCity
            DTSTART:20240603T080000Z
            """#
        let meeting = try #require(try await bench.meetings(of: lines).first)
        #expect(meeting.title == "a, b; c\\nd \n e x")
        #expect(meeting.location == "Room 1, House\nCity")
    }

    @Test func `has parameters with quotes, colons and carets`() async throws {
        let lines = #"""
            DTSTART:20240603T080000Z
            ATTENDEE;CN="Example; Ann: ^'A^' ^^";X-A=b;PARTSTAT=NEEDS-ACTION:mailto:Ann@Acme.Example
            ATTENDEE;CN=Bob;PARTSTAT=ACCEPTED;EMAIL=bob@acme.example:urn:uuid:1
            ORGANIZER;CN=Cy:MAILTO:cy@borealis.example
            """#
        let items = try await bench.assemblies(["a.ics": Array(CalendarBench.calendar(lines).utf8)])
            .flatMap(\.items)
        let meeting = try CalendarOutcome(try #require(items.first))
        #expect(meeting.attendees == ["ann@acme.example needs_action", "bob@acme.example accepted"])
        #expect(meeting.organizer == "cy@borealis.example")
        #expect(meeting.emails == ["ann@acme.example", "bob@acme.example", "cy@borealis.example"])
        #expect(items.first?.people == ["Bob", "Cy", #"Example; Ann: "A" ^"#])
    }

    @Test func `is in UTF-8 with a byte order mark, UTF-16 or Windows-1252`() async throws {
        let text = CalendarBench.calendar("SUMMARY:Grüße\n\(Self.start)")
        let encodings: [[UInt8]] = [
            [0xEF, 0xBB, 0xBF] + Array(text.utf8),
            [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] },
            [0xFE, 0xFF] + text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] },
            text.unicodeScalars.map { UInt8($0.value) },
        ]
        for bytes in encodings {
            let probe = FileProbe(path: RelativePath("a.ics"), head: bytes, byteCount: bytes.count)
            #expect(bench.ics.claims(probe))
            #expect(try await bench.assemblies(["a.ics": bytes]).flatMap(\.items).map(\.title) == ["Grüße"])
        }
    }

    @Test func `is claimed by what it begins with`() {
        func claims(_ text: String) -> Bool {
            let bytes = Array(text.utf8)
            return bench.ics.claims(
                FileProbe(path: RelativePath("x"), head: bytes, byteCount: bytes.count))
        }
        #expect(claims("BEGIN:VCALENDAR\r\n"))
        #expect(claims("\n begin:vcalendar\n"))
        #expect(!claims("BEGIN:VCARD\r\n"))
        #expect(!claims("{}"))
        #expect(!claims(""))
    }

    @Test func `may hold no events, or none that is left`() async throws {
        #expect(try await bench.meetings(CalendarBench.calendar()).isEmpty)
        #expect(try await bench.read(Array(CalendarBench.calendar().utf8)).isEmpty)
    }

    @Test func `that stops before its end is truncated`() async {
        let text = CalendarBench.calendar(Self.start)
        for cut in ["END:VCALENDAR", "END:VEVENT", "DTSTART"] {
            let place = text.firstRange(of: cut)?.lowerBound ?? text.startIndex
            await #expect(throws: TransformError.self) {
                try await bench.read(Array(text[..<place].utf8))
            }
        }
        do {
            _ = try await bench.read(Array("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\n".utf8))
            Issue.record("read")
        } catch let error as TransformError {
            #expect(error.cause == .truncated)
            #expect(error.position?.line == 3)
        } catch {
            Issue.record("\(error)")
        }
    }

    @Test func `that no VCALENDAR begins is malformed`() async {
        for text in ["", "BEGIN:VEVENT\nEND:VEVENT\n", "hello: world\n"] {
            await #expect(throws: TransformError.self) { try await bench.read(Array(text.utf8)) }
        }
    }

    @Test func `may be several calendars, each with its zone`() async throws {
        let berlin = CalendarBench.calendar("UID:1\nDTSTART:20240603T100000")
        let chicago = CalendarBench.calendar(
            "UID:2\nDTSTART:20240603T100000", head: "X-WR-TIMEZONE:America/Chicago")
        let found = try await bench.meetings(berlin + chicago)
        #expect(found.map(\.start) == ["2024-06-03T08:00:00Z", "2024-06-03T15:00:00Z"])
        #expect(found.map(\.key) == ["1", "2"])
    }

    @Test func `has alarms and unknown components, which are not the event's`() async throws {
        let lines = """
            \(Self.start)
            BEGIN:VALARM
            SUMMARY:Alarm
            DTSTART:20200101T000000Z
            ATTENDEE:mailto:alarm@acme.example
            END:VALARM
            X-CUSTOM;A=b:c
            """
        let text = CalendarBench.calendar("SUMMARY:Sync\n" + lines)
            .replacing("END:VCALENDAR", with: "BEGIN:VTODO\nUID:t\nEND:VTODO\nEND:VCALENDAR")
        let found = try await bench.meetings(text)
        #expect(found.map(\.title) == ["Sync"])
        #expect(found.map(\.attendees) == [[]])
    }

    @Test func `loses one event to a fault, not the others`() async throws {
        let text = CalendarBench.calendar(
            "UID:1\nDTSTART:someday", "UID:2\n\(Self.start)", "UID:3\nSUMMARY:no start",
            "UID:4\n\(Self.start)\nRECURRENCE-ID:never", "UID:5\n\(Self.start)\nno colon")
        #expect(try await bench.meetings(text).map(\.key) == ["2", "5"])
        #expect(
            try await bench.warnings(text) == [
                .invalidValue("DTSTART"), .missing("DTSTART"), .invalidValue("RECURRENCE-ID"),
                .malformed("ics.line"),
            ])
    }

    @Test func `is quarantined when none of its events can be used`() async {
        let text = CalendarBench.calendar("UID:1\nDTSTART:someday")
        do {
            _ = try await bench.read(Array(text.utf8))
            Issue.record("read")
        } catch let error as TransformError {
            #expect(error.cause == .invalidValue("DTSTART"))
            #expect(error.position?.line == 6)
        } catch {
            Issue.record("\(error)")
        }
    }

    @Test func `goes on after an event that nobody ended`() async throws {
        let text = CalendarBench.calendar("UID:1\n\(Self.start)", "UID:2\n\(Self.start)")
            .replacing("END:VEVENT\nBEGIN", with: "BEGIN", maxReplacements: 1)
        #expect(try await bench.meetings(text).map(\.key) == ["2"])
        #expect(try await bench.warnings(text) == [.malformed("ics.event.end")])
    }

    @Test func `names rooms and calendars that are no people`() async throws {
        let lines = """
            \(Self.start)
            ATTENDEE;CUTYPE=ROOM:mailto:room1@acme.example
            ATTENDEE;CUTYPE=RESOURCE:mailto:beamer@acme.example
            ATTENDEE:mailto:acme.example_1@resource.calendar.google.com
            ATTENDEE;CUTYPE=INDIVIDUAL:mailto:ann@acme.example
            ORGANIZER:mailto:team@group.calendar.google.com
            """
        let meeting = try #require(try await bench.meetings(of: lines).first)
        #expect(meeting.attendees == ["ann@acme.example"])
        #expect(meeting.organizer == nil)
        #expect(meeting.emails == ["ann@acme.example"])
    }

    @Test(arguments: [
        "ATTENDEE:Ann Wexley <Ann@Acme.example>", "ATTENDEE:mailto:Ann Wexley <ann@acme.example>",
        "ATTENDEE:\"Ann Wexley\" <mailto:ann@acme.example>",
        "ATTENDEE;CN=Ann Wexley:mailto:ann@acme.example?a=b",
        "ATTENDEE;CN=Ann Wexley:A. Wexley <ann@acme.example>",
        "ATTENDEE;EMAIL=Ann Wexley <ann@acme.example>:urn:uuid:1",
    ])
    func `names people whose address has a name beside it`(attendee: String) async throws {
        let lines = "\(Self.start)\n\(attendee)"
        let items = try await bench.assemblies(["a.ics": Array(CalendarBench.calendar(lines).utf8)])
            .flatMap(\.items)
        let meeting = try CalendarOutcome(try #require(items.first))
        #expect(meeting.emails == ["ann@acme.example"])
        #expect(items.first?.people == ["Ann Wexley"])
    }

    @Test(arguments: ["ATTENDEE:<>", "ATTENDEE:Ann <>", "ATTENDEE:Ann <ann>", "ATTENDEE:mailto:"])
    func `makes no address of what is none`(attendee: String) async throws {
        let meeting = try #require(try await bench.meetings(of: "\(Self.start)\n\(attendee)").first)
        #expect(meeting.emails == [])
    }
}
