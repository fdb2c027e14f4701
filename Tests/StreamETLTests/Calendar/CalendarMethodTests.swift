import Testing

@testable import ETLCalendar
@testable import ETLModel

@Suite struct `A message about a meeting` {
    private let bench = CalendarBench()

    private static let invitation = CalendarBench.calendar(
        """
        SUMMARY:Pilot
        DTSTAMP:20240101T000000Z
        DTSTART:20240603T080000Z
        SEQUENCE:1
        LOCATION:Room 4
        ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:ivo@acme.example
        ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:una@acme.example
        """, head: "METHOD:REQUEST")

    private static func message(_ method: String, _ lines: String, sequence: Int = 1) -> String {
        CalendarBench.calendar(
            "DTSTAMP:20240102T000000Z\nSEQUENCE:\(sequence)\n\(lines)",
            head: method.isEmpty ? "" : "METHOD:\(method)")
    }

    private static let proposal =
        "SUMMARY:New time proposed: Pilot\nDTSTART:20240610T080000Z\nATTENDEE;PARTSTAT=TENTATIVE:mailto:ivo@acme.example"

    @Test(arguments: ["COUNTER", "DECLINECOUNTER", "REFRESH", "counter"])
    func `changes nothing where it proposes or asks`(method: String) async throws {
        let files = ["1.ics": Self.invitation, "2.ics": Self.message(method, Self.proposal, sequence: 2)]
        let found = try await bench.meetings(files)
        #expect(found.map(\.start) == ["2024-06-03T08:00:00Z"])
        #expect(found.first?.attendees == ["ivo@acme.example needs_action", "una@acme.example needs_action"])
        #expect(found.first?.files == ["1.ics"])
        // Without the invitation there is nothing to propose to.
        #expect(try await bench.meetings(["2.ics": Self.message(method, Self.proposal)]).isEmpty)
    }

    @Test(arguments: [
        ("REPLY", ""), ("reply", "REQUEST-STATUS:2.0;Success\n"), ("", "REQUEST-STATUS:2.0;Success\n"),
        ("PUBLISH", "SUMMARY:Declined: Pilot\n"), ("", "SUMMARY:Abgelehnt: Pilot\n"),
    ])
    func `that answers changes the status of that person`(method: String, lines: String) async throws {
        let answer = Self.message(
            method, lines + "DTSTART:20240603T080000Z\nATTENDEE;PARTSTAT=DECLINED:mailto:ivo@acme.example")
        for names in [["1.ics", "2.ics"], ["2.ics", "1.ics"]] {
            let found = try await bench.meetings([names[0]: Self.invitation, names[1]: answer])
            #expect(found.map(\.title) == ["Pilot"])
            #expect(found.first?.location == "Room 4")
            #expect(found.first?.attendees == ["ivo@acme.example declined", "una@acme.example needs_action"])
        }
    }

    @Test func `that answers says nothing of a later version, nor of strangers`() async throws {
        let answer = Self.message(
            "REPLY",
            "DTSTART:20240603T080000Z\nATTENDEE;PARTSTAT=DECLINED:mailto:ivo@acme.example\n"
                + "ATTENDEE;PARTSTAT=ACCEPTED:mailto:zed@acme.example", sequence: 0)
        let found = try await bench.meetings(["1.ics": Self.invitation, "2.ics": answer])
        #expect(found.first?.attendees == ["ivo@acme.example needs_action", "una@acme.example needs_action"])
    }

    @Test func `that adds a date adds one`() async throws {
        let added = Self.message("ADD", "DTSTART:20240617T080000Z\nSUMMARY:Pilot", sequence: 2)
        let found = try await bench.meetings(["1.ics": Self.invitation, "2.ics": added])
        #expect(found.map(\.start) == ["2024-06-03T08:00:00Z", "2024-06-17T08:00:00Z"])
    }

    @Test(arguments: [
        "ORGANIZER;CN=Una;EMAIL=una@acme.example:mailto:2_relay@imip.calhost.example",
        "ORGANIZER;CN=Una;EMAIL=\"Una <UNA@acme.example>\":/principals/1/",
        "ORGANIZER;CN=Una;X-CALENDARSERVER-EMAIL=una@acme.example:urn:uuid:0",
        "ORGANIZER;CN=Una;EMAIL=none:mailto:una@acme.example",
    ])
    func `names people by their own address`(line: String) async throws {
        let meeting = try await bench.meetings(of: "DTSTART:20240603T080000Z\n\(line)").first
        #expect(meeting?.organizer == "una@acme.example")
        #expect(meeting?.emails == ["una@acme.example"])
    }
}
