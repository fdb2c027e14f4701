import Testing

@testable import ETLCalendar
@testable import ETLModel

@Suite struct `A component that nobody closed` {
    private let bench = CalendarBench()

    private static func file(_ lines: String) -> String { "BEGIN:VCALENDAR\n\(lines)\nEND:VCALENDAR\n" }

    private static let after = "BEGIN:VEVENT\nUID:2\nDTSTART:20240604T080000Z\nSUMMARY:After\nEND:VEVENT"

    @Test(arguments: [
        "BEGIN:VTODO\nUID:t\nSUMMARY:Task\nEND:VTOOD", "BEGIN:VJOURNAL\nUID:t", "BEGIN:VFREEBUSY\nUID:f",
        "BEGIN:VTIMEZONE\nTZID:X\nBEGIN:STANDARD\nDTSTART:19700101T000000", "BEGIN:X-BLOCK\nX-A:1",
        "BEGIN:VTODO\nBEGIN:VALARM\nTRIGGER:-PT5M\nEND:VTODO", "BEGIN:VCALENDAR\nVERSION:2.0",
    ])
    func `costs itself, and is told`(unclosed: String) async throws {
        let text = Self.file(
            "BEGIN:VEVENT\nUID:1\nDTSTART:20240603T080000Z\nSUMMARY:Before\nEND:VEVENT\n\(unclosed)\n\(Self.after)"
        )
        #expect(try await bench.meetings(text).map(\.title) == ["Before", "After"])
        #expect(try await bench.warnings(text).first == .malformed("ics.component.end"))
    }

    @Test func `is told where it stands, at the end of the file too`() async throws {
        let text = Self.file("\(Self.after)\nBEGIN:VTODO\nUID:t")
        let warnings = try await bench.read(Array(text.utf8)).flatMap(\.warnings)
        #expect(
            warnings == [
                TransformWarning(.malformed("ics.component.end"), at: TextPosition(line: 7, column: 1))
            ])
    }

    @Test(arguments: ["BEGIN:VALARM\nACTION:DISPLAY\nTRIGGER:-PT15M", "BEGIN:VLOCATION\nNAME:Hall"])
    func `within an event leaves the event what is its own`(unclosed: String) async throws {
        let text = Self.file(
            """
            BEGIN:VEVENT
            UID:1
            DTSTART:20240603T080000Z
            \(unclosed)
            SUMMARY:Budget
            DTEND:20240603T100000Z
            ATTENDEE:mailto:una@acme.example
            END:VEVENT
            \(Self.after)
            """)
        let found = try await bench.meetings(text)
        #expect(found.map(\.title) == ["Budget", "After"])
        #expect(found.first?.end == "2024-06-03T10:00:00Z")
        #expect(found.first?.attendees == ["una@acme.example"])
        #expect(try await bench.warnings(text) == [.malformed("ics.component.end")])
    }

    @Test func `that is an event is left out`() async throws {
        let text = Self.file("BEGIN:VEVENT\nUID:1\nDTSTART:20240603T080000Z\n\(Self.after)")
        #expect(try await bench.meetings(text).map(\.title) == ["After"])
        #expect(try await bench.warnings(text) == [.malformed("ics.event.end")])
    }

    @Test func `is none where an alarm has an end, and its lines stay its own`() async throws {
        let alarm = "BEGIN:VALARM\nACTION:EMAIL\nSUMMARY:Soon\nATTENDEE:mailto:bot@acme.example\nEND:VALARM"
        let text = Self.file(
            "BEGIN:VEVENT\nUID:1\nDTSTART:20240603T080000Z\n\(alarm)\nSUMMARY:Sync\nEND:VEVENT")
        let found = try await bench.meetings(text)
        #expect(found.map(\.title) == ["Sync"])
        #expect(found.first?.attendees == [])
        #expect(try await bench.warnings(text).isEmpty)
    }
}

@Suite struct `A line that a phone or a transfer changed` {
    private let bench = CalendarBench()

    @Test(arguments: [
        ("SUMMARY;ENCODING=QUOTED-PRINTABLE:Caf=C3=A9 =\nAcme", "Café Acme"),
        ("SUMMARY;QUOTED-PRINTABLE;CHARSET=UTF-8:=\nCaf=c3=a9", "Café"),
        ("SUMMARY;CHARSET=ISO-8859-1;ENCODING=quoted-printable:Caf=E9", "Café"),
        ("SUMMARY;ENCODING=QUOTED-PRINTABLE:Caf=C3=A9 =\n Acme", "Café Acme"),
        ("SUMMARY;ENCODING=QUOTED-PRINTABLE:Acme=", "Acme"), ("SUMMARY:a =C3=A9=", "a =C3=A9="),
        ("SUMMARY;ENCODING=QUOTED-PRINTABLE:100=25=0D=0AAcme", "100%\r\nAcme"),
    ])
    func `is quoted-printable`(line: String, expected: String) async throws {
        let text = CalendarBench.calendar("DTSTART:20240603T080000Z\n\(line)\nLOCATION:Hall")
        let meeting = try await bench.meetings(text).first
        #expect(meeting?.title == expected)
        #expect(meeting?.location == "Hall")
    }

    @Test(arguments: ["\r\r\n", "\r\n\r\n", "\n\n", "\r\r", "\r\n"])
    func `ends in doubled line breaks`(lineBreak: String) async throws {
        let text = CalendarBench.calendar(
            "DTSTART:20240603T080000Z\nSUMMARY:A long ti\n tle\nLOCATION:Ha\n\tll"
        )
        .replacing("\n", with: lineBreak)
        let meeting = try await bench.meetings(text).first
        #expect(meeting?.title == "A long title")
        #expect(meeting?.location == "Hall")
    }

    @Test func `goes on behind an empty line where a property cannot begin`() async throws {
        let text = CalendarBench.calendar("DTSTART\n\n ;VALUE=DATE\n :20240603\nSUMMARY\n\n :Hall")
        let meeting = try await bench.meetings(text).first
        #expect(meeting?.start == "2024-06-03")
        #expect(meeting?.title == "Hall")
    }

    @Test func `is found by its number in the file`() throws {
        let bytes = Array("A:1\r\r\nB:2\r\r\n x\r\r\nC:3\r\n".utf8)
        let lines = Array(
            try CalendarLines(bytes, file: RelativePath("a.ics"), limits: InputLimits()))
        #expect(lines.map { String(decoding: $0.text, as: UTF8.self) } == ["A:1", "B:2x", "C:3"])
        #expect(lines.map(\.number) == [1, 2, 4])
    }
}
