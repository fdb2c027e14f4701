import Foundation
import Testing

@testable import ETLCalendar
@testable import ETLModel
@testable import ETLWatching

@Suite struct `A zone's name` {
    private let bench = CalendarBench()

    private func start(_ property: String, head: String = "") async throws -> String? {
        try await bench.meetings(CalendarBench.calendar(property, head: head)).first?.start
    }

    /// Ten o'clock in summer.
    @Test(arguments: [
        // Backslashes, as TEXT has them, with and without quotes.
        ("(UTC-05:00) Bogota\\, Lima\\, Quito", "15:00"),
        ("\"(UTC+09:00) Osaka\\, Sapporo\\, Tokyo\"", "01:00"),
        // Any case.
        ("america/new_york", "14:00"), ("AMERICA/ARGENTINA/BUENOS_AIRES", "13:00"), ("us/central", "15:00"),
        ("/vendor.example/2020/asia/TOKYO", "01:00"),
        // Blanks where there are none.
        ("America/New York", "14:00"), ("GMT +05:30", "04:30"), ("(UTC + 2)", "08:00"), ("+03:00", "07:00"),
        ("-0330", "13:30"), ("UTC\u{2212}05:00", "15:00"), ("(gmt +01:00)", "09:00"),
        // An abbreviation, or the zone itself, behind it.
        ("Greenwich Mean Time (GMT)", "10:00"), ("Eastern Standard Time (EST)", "14:00"),
        ("Pacific Daylight Time", "17:00"), ("Somewhere (Asia/Tokyo)", "01:00"),
        // Other languages, without a VTIMEZONE.
        ("Mitteleuropäische Zeit", "08:00"), ("Heure normale d'Europe centrale", "08:00"),
        ("\"(UTC+01:00) Brüssel, Kopenhagen, Madrid, Paris\"", "08:00"),
        ("\"(UTC+02:00) Helsinki, Kiew, Riga, Sofia, Tallinn, Wilna\"", "07:00"),
        ("\"(GMT-03:00) Brasilia\"", "13:00"), ("\"(UTC+01:00) Zurich\"", "08:00"),
        // A city whose zone has another offset is another place of that name.
        ("\"(UTC+07:00) Paris\"", "03:00"),
    ])
    func `is found however it is spelt`(name: String, expected: String) async throws {
        let expected = "2024-06-0\(expected > "18" ? 2 : 3)T\(expected):00Z"
        #expect(try await start("DTSTART;TZID=\(name):20240603T100000") == expected)
    }

    @Test(arguments: ["Nordhaven\\, \"Osthaven\"", "nordhaven, osthaven", "\"Nordhaven, Osthaven\""])
    func `is that of a VTIMEZONE in any case, with and without backslashes`(name: String) async throws {
        let zone = """
            BEGIN:VTIMEZONE
            TZID:Nordhaven\\, Osthaven
            BEGIN:STANDARD
            DTSTART:19700101T000000
            TZOFFSETFROM:+0330
            TZOFFSETTO:+0330
            END:STANDARD
            END:VTIMEZONE
            """
        #expect(try await start("DTSTART;TZID=\(name):20240603T100000", head: zone) == "2024-06-03T06:30:00Z")
        let assumed = "X-WR-TIMEZONE:Nordhaven\\, Osthaven\n" + zone
        #expect(try await start("DTSTART:20240603T100000", head: assumed) == "2024-06-03T06:30:00Z")
    }

    @Test func `that nobody knows is told with the zone that was used`() async throws {
        let text = CalendarBench.calendar("DTSTART;TZID=Moon/Base:20240603T100000")
        #expect(
            try await bench.warnings(text).map(\.summary)
                == [#"has the unknown TZID "Moon/Base", read as "Europe/Berlin""#])
        let head = CalendarBench.calendar("DTSTART:20240603T100000", head: "X-WR-TIMEZONE:Ceres")
        #expect(
            try await bench.warnings(head).map(\.summary)
                == [#"has the unknown X-WR-TIMEZONE "Ceres", read as "Europe/Berlin""#])
        // No more of a file than a word reaches a message.
        let long = TransformError.Excerpt(of: "una@quandrel.example\n" + String(repeating: "x", count: 90))
        #expect(long.rawValue.hasPrefix("una?quandrel.example?xxx"))
        #expect(long.rawValue.count == 61)
    }

    @Test(arguments: [
        ("RRULE;TZID=America/New_York:FREQ=DAILY;COUNT=2", 2), ("RRULE;TZID=\"A: B\":FREQ=DAILY;COUNT=3", 3),
        ("RRULE;X-ZONE=Eastern;TZID=Eastern:FREQ=WEEKLY;COUNT=2;BYDAY=MO", 2),
    ])
    func `may stand at a rule`(rule: String, count: Int) async throws {
        #expect(try await bench.meetings(of: "DTSTART:20240603T080000Z\n\(rule)").count == count)
    }

    @Test(arguments: [
        ("20240621T100000+0200", "2024-06-21T08:00:00Z", "+02:00"),
        ("2024-06-21T10:00:00-05:00", "2024-06-21T15:00:00Z", "-05:00"),
        ("2024-06-21T10:00:00.500Z", "2024-06-21T10:00:00Z", nil),
        ("2024-06-21 10:00", "2024-06-21T08:00:00Z", nil),
        ("2024-06-21T100000", "2024-06-21T08:00:00Z", nil), ("2024-06-21", "2024-06-21", nil),
        ("20240621T1000+05", "2024-06-21T05:00:00Z", "+05:00"),
    ])
    func `is not needed where the time has an offset or hyphens`(
        time: String, expected: String, zone: String?
    )
        async throws
    {
        let meeting = try await bench.meetings(of: "DTSTART:\(time)").first
        #expect(meeting?.start == expected)
        #expect(meeting?.zone == zone)
    }

    @Test func `says how a time with an offset is shown`() async throws {
        let meeting = try await bench.meetings(of: "DTSTART;TZID=Europe/Berlin:2024-06-21T04:00:00-04:00")
            .first
        #expect(meeting?.startLocal == "2024-06-21T10:00:00+02:00")
        let series = try await bench.starts(
            of: "DTSTART:20240621T100000+0200\nRRULE:FREQ=DAILY;UNTIL=20240623T100000+0200")
        #expect(series.count == 3)
    }

    @Test func `in another language is that of a zone that there is`() {
        for name in CalendarZoneNames.localisedNames {
            let zone = CalendarZoneNames.database(ofLocalised: name)
            #expect(zone.flatMap { TimeZone(identifier: $0) } != nil, "\(name)")
            #expect(name == name.lowercased())
        }
    }
}
