import Foundation
import Testing

@testable import ETLModel
@testable import ETLCalendar
@testable import ETLSettings

@Suite struct `A time in a calendar` {
    private let bench = CalendarBench()

    private func start(_ property: String, head: String = "") async throws -> String? {
        try await bench.meetings(CalendarBench.calendar(property, head: head)).first?.start
    }

    @Test(arguments: [
        ("DTSTART:20240603T080000Z", "2024-06-03T08:00:00Z"),
        // No zone at all: the configured one, Berlin.
        ("DTSTART:20240603T100000", "2024-06-03T08:00:00Z"),
        ("DTSTART;TZID=America/New_York:20240603T100000", "2024-06-03T14:00:00Z"),
        ("DTSTART;TZID=\"America/New_York\":20240603T100000", "2024-06-03T14:00:00Z"),
        ("DTSTART;TZID=America/Argentina/Buenos_Aires:20240603T100000", "2024-06-03T13:00:00Z"),
        ("DTSTART;TZID=/example.org/20050126_1/Asia/Tokyo:20240603T100000", "2024-06-03T01:00:00Z"),
        ("DTSTART;TZID=UTC:20240603T100000", "2024-06-03T10:00:00Z"),
        ("DTSTART;TZID=Eastern Standard Time:20240603T100000", "2024-06-03T14:00:00Z"),
        ("DTSTART;TZID=Eastern Standard Time 1:20240603T100000", "2024-06-03T14:00:00Z"),
        ("DTSTART;TZID=W. Europe Standard Time:20240603T100000", "2024-06-03T08:00:00Z"),
        ("DTSTART;TZID=w. europe standard time 12:20240603T100000", "2024-06-03T08:00:00Z"),
        ("DTSTART;TZID=\"(UTC+05:30) Chennai, Kolkata\":20240603T100000", "2024-06-03T04:30:00Z"),
        ("DTSTART;TZID=GMT-0500:20240603T100000", "2024-06-03T15:00:00Z"),
        ("DTSTART;TZID=\"tzone://Microsoft/Utc\":20240603T100000", "2024-06-03T10:00:00Z"),
        ("DTSTART;TZID=tzone://Microsoft/Utc:20240603T100000", "2024-06-03T10:00:00Z"),
        ("DTSTART;TZID=(UTC) Coordinated Universal Time:20240603T100000", "2024-06-03T10:00:00Z"),
        ("DTSTART;TZID=Etc/Zulu:20240603T100000", "2024-06-03T10:00:00Z"),
        ("DTSTART;TZID=EST5EDT:20240603T100000", "2024-06-03T14:00:00Z"),
        ("DTSTART;TZID=CET:20240603T100000", "2024-06-03T08:00:00Z"),
        ("DTSTART;TZID=Japan:20240603T100000", "2024-06-03T01:00:00Z"),
        ("DTSTART;TZID=(UTC-05:00) Eastern Time (US & Canada):20240603T100000", "2024-06-03T14:00:00Z"),
        (
            "DTSTART;TZID=\"(GMT+01.00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna\":20240603T100000",
            "2024-06-03T08:00:00Z"
        ),
        // What nobody knows has its offset all year.
        ("DTSTART;TZID=(UTC-05:00) Base camp;VALUE=DATE-TIME:20240603T100000", "2024-06-03T15:00:00Z"),
        // Its number is a part of the name.
        ("DTSTART;TZID=Russia Time Zone 11:20240603T100000", "2024-06-02T22:00:00Z"),
        ("DTSTART;TZID=Europe/Berlin:20240603T1000", "2024-06-03T08:00:00Z"),
        ("DTSTART;VALUE=DATE:20240603", "2024-06-03"),
        ("DTSTART:20240603", "2024-06-03"),
        ("DTSTART;TZID=Europe/Berlin;VALUE=DATE-TIME:20240603T240000", "2024-06-03T22:00:00Z"),
    ])
    func `is what its zone says, without a VTIMEZONE too`(property: String, expected: String) async throws {
        #expect(try await start(property) == expected)
    }

    @Test func `with a name for a zone that Windows shows is in one that there is`() {
        for name in CalendarZoneNames.shownNames {
            let zone = CalendarZoneNames.database(ofShown: name)
            #expect(zone.flatMap { TimeZone(identifier: $0) } != nil, "\(name)")
        }
        for name in CalendarZoneNames.aliasNames {
            #expect(CalendarZoneNames.database(ofAlias: name).flatMap { TimeZone(identifier: $0) } != nil)
        }
    }

    @Test func `is in the calendar's zone where it names none`() async throws {
        #expect(
            try await start("DTSTART:20240603T100000", head: "X-WR-TIMEZONE:Asia/Tokyo")
                == "2024-06-03T01:00:00Z")
        // A zone that nobody knows leaves the configured one.
        #expect(
            try await start("DTSTART:20240603T100000", head: "X-WR-TIMEZONE:Moon/Base")
                == "2024-06-03T08:00:00Z")
    }

    @Test func `in an unknown zone is told and read in the assumed one`() async throws {
        let text = CalendarBench.calendar("DTSTART;TZID=Moon/Base:20240603T100000")
        #expect(try await bench.meetings(text).map(\.start) == ["2024-06-03T08:00:00Z"])
        #expect(
            try await bench.warnings(text)
                == [.unknownValue("TZID", found: .init(of: "Moon/Base"), used: .init(of: "Europe/Berlin"))])
    }

    /// As Exchange writes it, with its years from 1601, behind the event, under a name of its own.
    private static let exchange = """
        BEGIN:VTIMEZONE
        TZID:Customized Time Zone
        BEGIN:STANDARD
        DTSTART:16010101T020000
        TZOFFSETFROM:-0400
        TZOFFSETTO:-0500
        RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=1SU;BYMONTH=11
        END:STANDARD
        BEGIN:DAYLIGHT
        DTSTART:16010101T020000
        TZOFFSETFROM:-0500
        TZOFFSETTO:-0400
        RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=2SU;BYMONTH=3
        END:DAYLIGHT
        END:VTIMEZONE
        """

    @Test(arguments: [
        ("20240310T013000", "2024-03-10T06:30:00Z"), ("20240310T033000", "2024-03-10T07:30:00Z"),
        // Skipped by the clocks: read with the offset before (RFC 5545, 3.3.5).
        ("20240310T023000", "2024-03-10T07:30:00Z"),
        ("20231105T003000", "2023-11-05T04:30:00Z"), ("20231105T023000", "2023-11-05T07:30:00Z"),
        // Shown twice by the clocks: the first.
        ("20231105T013000", "2023-11-05T05:30:00Z"),
        ("20230704T120000", "2023-07-04T16:00:00Z"), ("19700704T120000", "1970-07-04T16:00:00Z"),
    ])
    func `follows a VTIMEZONE from 1601 as it does the tz database`(local: String, expected: String)
        async throws
    {
        for name in ["Customized Time Zone", "America/New_York"] where name.hasPrefix("C") || local > "2007" {
            let text = CalendarBench.calendar("DTSTART;TZID=\(name):\(local)")
                .replacing("END:VCALENDAR", with: Self.exchange + "\nEND:VCALENDAR")
            #expect(try await bench.meetings(text).map(\.start) == [expected], "\(name)")
        }
    }

    @Test func `follows a VTIMEZONE whose rules have ended, and its RDATEs`() async throws {
        let zone = """
            BEGIN:VTIMEZONE
            TZID:House time
            BEGIN:STANDARD
            DTSTART:20200101T000000
            TZOFFSETFROM:+0300
            TZOFFSETTO:+0200
            RDATE:20220101T000000,20240101T000000
            END:STANDARD
            BEGIN:DAYLIGHT
            DTSTART:20210601T000000
            TZOFFSETFROM:+0200
            TZOFFSETTO:+0300
            RRULE:FREQ=YEARLY;UNTIL=20230601T220000Z
            END:DAYLIGHT
            END:VTIMEZONE
            """
        for (local, expected) in [
            ("20190101T120000", "2019-01-01T09:00:00Z"), ("20200601T120000", "2020-06-01T10:00:00Z"),
            ("20210701T120000", "2021-07-01T09:00:00Z"), ("20220201T120000", "2022-02-01T10:00:00Z"),
            ("20230701T120000", "2023-07-01T09:00:00Z"), ("20240701T120000", "2024-07-01T10:00:00Z"),
        ] {
            #expect(
                try await start("DTSTART;TZID=House time:\(local)", head: zone) == expected, "\(local)")
        }
    }

    @Test func `is shown in its zone beside UTC, unless the zone was assumed`() async throws {
        let named = try #require(
            try await bench.meetings(
                of:
                    "DTSTART;TZID=America/New_York:20240603T100000\nDTEND;TZID=America/New_York:20240603T113000"
            ).first)
        #expect(named.startLocal == "2024-06-03T10:00:00-04:00")
        #expect(named.endLocal == "2024-06-03T11:30:00-04:00")
        #expect(named.zone == "America/New_York")
        let floating = try #require(try await bench.meetings(of: "DTSTART:20240603T100000").first)
        #expect(floating.zone == nil)
        #expect(floating.startLocal == nil)
        let utc = try #require(try await bench.meetings(of: "DTSTART:20240603T100000Z").first)
        #expect(utc.zone == nil)
    }

    /// A calendar's own zone is kept apart from the same one by name, whose name is shown.
    @Test func `has its zone once in the event`() async throws {
        let text = CalendarBench.calendar(
            "RDATE:20240604T100000\nDTSTART;TZID=Europe/Berlin:20240603T100000\n"
                + "EXDATE;TZID=Europe/Berlin:20240605T100000,20240606T100000\nRDATE:20240607T100000")
        let contribution = try #require(try await bench.read(Array(text.utf8)).first)
        let event = try CalendarEvent(encoded: contribution.payload)
        #expect(event.zones == [.named("Europe/Berlin"), .named("Europe/Berlin")])
        #expect(event.assumedZone == 0)
    }

    @Test(arguments: [
        "20240230", "20241301", "20240603T250000Z", "20240603T1000000", "2024-0603-", "2024-06-03T10:00+",
        "now", "",
    ])
    func `is none that the calendar does not have`(text: String) {
        #expect(CalendarStamp(text) == nil)
    }

    @Test(arguments: [
        ("2024-05-28T15:30:00+02:00", 1_716_903_000), ("2024-05-28T13:30:00Z", 1_716_903_000),
        ("2024-05-28T13:30:00.123Z", 1_716_903_000), ("2024-05-28t19:00:00+0530", 1_716_903_000),
    ])
    func `of an API page is read with its offset`(text: String, expected: Int) throws {
        let time = try #require(CalendarInternetTime(text))
        #expect(time.local - Int64(time.offset ?? 0) == Int64(expected))
    }

    @Test func `has names of Windows for zones that the tz database knows`() {
        #expect(CalendarZoneNames.database(ofWindows: "EASTERN standard time") == "America/New_York")
        #expect(CalendarZoneNames.database(ofWindows: "Mars Standard Time") == nil)
        #expect(CalendarZoneNames.windows.values.filter { TimeZone(identifier: $0) == nil } == [])
    }
}
