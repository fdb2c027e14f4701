import Testing

@testable import ETLCalendar
@testable import ETLMatching
@testable import ETLModel

@Suite struct `A page of the calendar API` {
    private let bench = CalendarBench()

    private static func item(_ id: String, _ members: String) -> String {
        #"{"id":"\#(id)","iCalUID":"\#(id)@google.com","status":"confirmed",\#(members)}"#
    }

    private static let times =
        #""start":{"dateTime":"2024-06-03T10:00:00+02:00","timeZone":"Europe/Berlin"},"#
        + #""end":{"dateTime":"2024-06-03T11:00:00+02:00","timeZone":"Europe/Berlin"}"#

    /// What says that a page is of the same calendar as another export.
    private static let nell = #""summary":"Nell","#

    private static let series = item("abc", times + #","recurrence":["RRULE:FREQ=WEEKLY;COUNT=3"]"#)

    @Test func `states meetings with their people`() async throws {
        let item = Self.item(
            "abc",
            #""updated":"2024-05-01T08:00:00.000Z","sequence":1,"summary":"Sync","location":"Room 1","#
                + #""organizer":{"email":"Cy@Borealis.Example","self":true},"attendees":["#
                + #"{"email":"ann@acme.example","displayName":"Ann","responseStatus":"needsAction"},"#
                + #"{"email":"room@resource.calendar.google.com","resource":true,"responseStatus":"accepted"},"#
                + #"{"email":"beamer@acme.example","resource":true},"#
                + #"{"email":"team@group.calendar.google.com"},"#
                + #"{"email":"bob@acme.example","organizer":true,"responseStatus":"declined"}],"#
                + #""hangoutLink":"https://meet.test/x","eventType":"default","# + Self.times)
        let meeting = try #require(try await bench.meetings(["p.json": CalendarBench.page(item)]).first)
        #expect(meeting.key == "abc@google.com")
        #expect(meeting.title == "Sync")
        #expect(meeting.start == "2024-06-03T08:00:00Z")
        #expect(meeting.startLocal == "2024-06-03T10:00:00+02:00")
        #expect(meeting.zone == "Europe/Berlin")
        #expect(meeting.status == "confirmed")
        #expect(meeting.location == "Room 1")
        #expect(meeting.organizer == "cy@borealis.example")
        #expect(meeting.attendees == ["ann@acme.example needs_action", "bob@acme.example declined"])
        #expect(meeting.emails == ["ann@acme.example", "bob@acme.example", "cy@borealis.example"])
    }

    @Test func `names people whose address has a name beside it`() async throws {
        let item = Self.item(
            "abc",
            #""summary":"Sync","attendees":[{"email":"Ann Wexley <Ann@acme.example>"},"#
                + #"{"email":"Bob <bob@acme.example>","displayName":"Bob Tharsis"}],"# + Self.times)
        let page = Array(CalendarBench.page(item).utf8)
        let items = try await bench.assemblies(["p.json": page]).flatMap(\.items)
        #expect(
            try CalendarOutcome(try #require(items.first)).emails == ["ann@acme.example", "bob@acme.example"])
        #expect(items.first?.people == ["Ann Wexley", "Bob Tharsis"])
    }

    @Test(arguments: ["workingLocation", "outOfOffice", "focusTime", "birthday"])
    func `holds no meetings besides meetings`(type: String) async throws {
        let page = CalendarBench.page(
            Self.item("a", #""eventType":"\#(type)",\#(Self.times)"#),
            Self.item("b", #""eventType":"fromGmail",\#(Self.times)"#))
        #expect(try await bench.meetings(["p.json": page]).map(\.key) == ["b@google.com"])
    }

    @Test func `is one of several, with tokens`() async throws {
        let first = CalendarBench.page(
            Self.item("a", Self.times), members: #""timeZone":"Europe/Berlin","nextPageToken":"x","#)
        let last = CalendarBench.page(Self.item("b", Self.times), members: #""nextSyncToken":"y","#)
        let empty = CalendarBench.page(members: #""nextSyncToken":"z","#)
        let found = try await bench.meetings(["1.json": first, "2.json": last, "3.json": empty])
        #expect(found.map(\.key) == ["a@google.com", "b@google.com"])
        // Or all of them in one array.
        let array = "[\(first),\(last),\(empty)]"
        #expect(try await bench.meetings(["all.json": array]).map(\.key) == ["a@google.com", "b@google.com"])
    }

    @Test func `is in its own zone where times state none`() async throws {
        let item = Self.item("a", #""start":{"dateTime":"2024-06-03T10:00:00"}"#)
        let page = CalendarBench.page(item, members: #""timeZone":"Asia/Tokyo","#)
        #expect(try await bench.meetings(["p.json": page]).map(\.start) == ["2024-06-03T01:00:00Z"])
    }

    @Test func `states whole days`() async throws {
        let item = Self.item("a", #""start":{"date":"2024-06-03"},"end":{"date":"2024-06-05"}"#)
        let found = try await bench.meetings(["p.json": CalendarBench.page(item)])
        #expect(found.map { "\($0.start)/\($0.end) \($0.isAllDay)" } == ["2024-06-03/2024-06-05 true"])
    }

    @Test func `states recurrence in lines of iCalendar`() async throws {
        let item = Self.item(
            "abc",
            Self.times + #","recurrence":["RRULE:FREQ=WEEKLY;COUNT=4","#
                + #""EXDATE;TZID=Europe/Berlin:20240610T100000","RDATE:20240612T080000Z"]"#)
        let found = try await bench.meetings(["p.json": CalendarBench.page(item)])
        #expect(
            found.map(\.start) == [
                "2024-06-03T08:00:00Z", "2024-06-12T08:00:00Z", "2024-06-17T08:00:00Z",
                "2024-06-24T08:00:00Z",
            ])
    }

    @Test func `changes an occurrence by originalStartTime`() async throws {
        let moved = #"""
            {"id":"abc_20240610T080000Z","iCalUID":"abc@google.com","status":"confirmed",
            "recurringEventId":"abc","originalStartTime":{"dateTime":"2024-06-10T10:00:00+02:00"},
            "summary":"Moved","start":{"dateTime":"2024-06-11T08:00:00Z"}}
            """#
        let found = try await bench.meetings(["p.json": CalendarBench.page(Self.series, moved)])
        #expect(
            found.map(\.start) == ["2024-06-03T08:00:00Z", "2024-06-11T08:00:00Z", "2024-06-17T08:00:00Z"])
        #expect(found.map(\.title) == [nil, "Moved", nil])
        // With single occurrences only there is no master.
        #expect(
            try await bench.meetings(["p.json": CalendarBench.page(moved)]).map(\.recurrenceID)
                == ["2024-06-10T08:00:00Z"])
    }

    /// What an exception that was cancelled is sure to have, and what it often has besides.
    @Test(arguments: [
        "", #","iCalUID":"abc@google.com""#, #","updated":"2024-05-01T08:00:00.000Z""#,
        #","iCalUID":"abc@google.com","sequence":7,"updated":"2024-05-01T08:00:00.000Z""#,
    ])
    func `cancels an occurrence of which it has only ids`(more: String) async throws {
        let cancelled =
            #"{"id":"abc_20240610T080000Z","status":"cancelled","recurringEventId":"abc","#
            + #""originalStartTime":{"dateTime":"2024-06-10T08:00:00Z"}\#(more)}"#
        let pages = [
            "1.json": CalendarBench.page(Self.series, members: Self.nell),
            "2.json": CalendarBench.page(cancelled, members: Self.nell),
        ]
        #expect(
            try await bench.meetings(pages).map(\.start) == ["2024-06-03T08:00:00Z", "2024-06-17T08:00:00Z"])
        let ics = CalendarBench.calendar(
            "UID:abc@google.com\nDTSTART:20240603T080000Z\nRRULE:FREQ=WEEKLY;COUNT=3\nSEQUENCE:7",
            "UID:abc@google.com\nRECURRENCE-ID:20240610T080000Z\nDTSTART:20240610T090000Z\nSEQUENCE:7",
            head: "X-WR-CALNAME:Nell")
        #expect(
            try await bench.meetings([
                "a.ics": ics, "2.json": CalendarBench.page(cancelled, members: Self.nell),
            ]).map(\.start)
                == ["2024-06-03T08:00:00Z", "2024-06-17T08:00:00Z"])
        #expect(
            try await bench.meetings(["2.json": CalendarBench.page(cancelled, members: Self.nell)]).isEmpty)
    }

    @Test func `deletes an event of which it has only the id`() async throws {
        let deleted = CalendarBench.page(#"{"id":"abc","status":"cancelled"}"#, members: Self.nell)
        #expect(
            try await bench.meetings([
                "1.json": CalendarBench.page(Self.series, members: Self.nell), "2.json": deleted,
            ]).isEmpty)
        let ics = CalendarBench.calendar(
            "UID:abc@google.com\nDTSTART:20240603T080000Z", head: "X-WR-CALNAME:Nell")
        #expect(try await bench.meetings(["a.ics": ics, "b.json": deleted]).isEmpty)
        let other = CalendarBench.calendar(
            "UID:abcd@google.com\nDTSTART:20240603T080000Z", head: "X-WR-CALNAME:Nell")
        #expect(try await bench.meetings(["a.ics": other, "b.json": deleted]).count == 1)
    }

    @Test func `deletes an event with a UID of somebody else, which another page ties to the id`()
        async throws
    {
        let foreign =
            #"{"id":"abc","iCalUID":"0400@outlook.test","status":"confirmed",\#(Self.times)}"#
        let ics = CalendarBench.calendar(
            "UID:0400@outlook.test\nDTSTART:20240603T080000Z", head: "X-WR-CALNAME:Nell")
        let deleted = CalendarBench.page(#"{"id":"abc","status":"cancelled"}"#, members: Self.nell)
        #expect(try await bench.meetings(["a.ics": ics, "c.json": deleted]).count == 1)
        let page = CalendarBench.page(foreign, members: Self.nell)
        #expect(try await bench.meetings(["a.ics": ics, "b.json": page]).map(\.key) == ["0400@outlook.test"])
        #expect(try await bench.meetings(["a.ics": ics, "b.json": page, "c.json": deleted]).isEmpty)
        #expect(try await bench.meetings(["z.ics": ics, "y.json": page, "c.json": deleted]).isEmpty)
        // So does a page with a single occurrence, whose id begins with the series'.
        let occurrence = #"""
            {"id":"abc_20240610T080000Z","iCalUID":"0400@outlook.test","status":"confirmed",
            "recurringEventId":"abc","originalStartTime":{"dateTime":"2024-06-10T08:00:00Z"},
            "start":{"dateTime":"2024-06-10T08:00:00Z"}}
            """#
        #expect(
            try await bench.meetings([
                "a.ics": ics, "b.json": CalendarBench.page(occurrence, members: Self.nell), "c.json": deleted,
            ]).isEmpty)
    }

    @Test func `deletes no event that came back later`() async throws {
        func page(_ updated: String) -> String {
            CalendarBench.page(
                #"{"id":"abc","status":"cancelled"}"#, members: #""updated":"\#(updated)","#)
        }
        let back = CalendarBench.page(
            Self.item("abc", #""updated":"2024-05-02T08:00:00.000Z",\#(Self.times)"#))
        #expect(
            try await bench.meetings(["1.json": back, "2.json": page("2024-05-01T00:00:00Z")]).count == 1)
        #expect(try await bench.meetings(["1.json": back, "2.json": page("2024-05-03T00:00:00Z")]).isEmpty)
    }

    @Test func `loses one item to a fault, not the others`() async throws {
        let page = CalendarBench.page(
            "7", #"{"status":"confirmed"}"#, #"{"id":"a"}"#, #"{"id":"b","iCalUID":"b@google.com"}"#,
            #"{"id":"c","iCalUID":"c","recurringEventId":"x",\#(Self.times)}"#,
            Self.item("d", Self.times + #","recurrence":["no colon"]"#), Self.item("e", Self.times))
        #expect(try await bench.meetings(["p.json": page]).map(\.key) == ["e@google.com"])
        #expect(
            try await bench.warnings(page, at: "p.json") == [
                .missing("id"), .missing("iCalUID"), .missing("start"),
                .missing("originalStartTime"), .invalidValue("recurrence"),
            ])
    }

    @Test func `may be a single event`() async throws {
        let event = #"{"kind":"calendar#event","# + Self.item("abc", Self.times).dropFirst()
        #expect(try await bench.meetings(["e.json": event]).map(\.key) == ["abc@google.com"])
        #expect(try await bench.meetings(["e.json": "[\(event)]"]).map(\.key) == ["abc@google.com"])
    }

    @Test func `is claimed by its kind, in whatever place`() {
        func claims(_ text: String) -> Bool {
            let bytes = Array(text.utf8)
            return bench.api.claims(
                FileProbe(path: RelativePath("x"), head: bytes, byteCount: bytes.count))
        }
        #expect(claims(CalendarBench.page()))
        #expect(claims(#"[ {"items":[],"kind": "calendar#events"}]"#))
        #expect(claims(#"{"items":[{"kind":"calendar#event"}]}"#))
        #expect(!claims(#"{"kind":"drive#file"}"#))
        #expect(!claims(#"calendar#events"#))
        #expect(!claims(""))
    }

    @Test func `keeps to the limit of people`() async throws {
        var bench = bench
        bench.limits.participants = 2
        let people = (1...3).map { #"{"email":"p\#($0)@acme.example"}"# }.joined(separator: ",")
        let page = CalendarBench.page(
            Self.item("a", #""attendees":[\#(people)],\#(Self.times)"#), Self.item("b", Self.times))
        #expect(try await bench.meetings(["p.json": page]).map(\.attendees.count) == [2, 0])
        #expect(
            try await bench.warnings(page, at: "p.json") == [.limitExceeded(.participants, limit: 2)])
    }
}
