import Testing

@testable import ETLCalendar
@testable import ETLMatching
@testable import ETLModel
@testable import ETLRendering

@Suite struct `The time up to which meetings are shown` {
    private let bench = CalendarBench()
    private static let day: Int64 = 86_400

    private func assembly(_ text: String, asOf: Int64) async throws -> Assembly {
        try #require(try await bench.assemblies(["a.ics": Array(text.utf8)], asOf: asOf).first)
    }

    /// All of an item that is stored.
    private static func stated(_ assembly: Assembly) -> [String] {
        assembly.items.map {
            "\($0.key) \($0.sortKey) \($0.title) \($0.firstActivity ?? 0) \($0.lastActivity ?? 0) "
                + String(decoding: $0.members, as: UTF8.self)
        }
    }

    @Test func `brings a meeting, and later makes it an activity`() async throws {
        let text = CalendarBench.calendar("DTSTART:20240603T080000Z")
        let start = UTCTime.seconds(year: 2024, month: 6, day: 3, hour: 8)
        let early = start - 90 * Self.day
        for (asOf, count, activity, from, until) in [
            (early - 1, 0, nil, .min, early), (early, 1, nil, early, start),
            (start - 1, 1, nil, early, start), (start, 1, start, start, .max),
            (start + 1_000_000_000, 1, start, start, .max),
        ] as [(Int64, Int, Int64?, Int64, Int64)] {
            let assembly = try await assembly(text, asOf: asOf)
            #expect(assembly.items.count == count)
            #expect(assembly.items.first?.firstActivity == activity)
            #expect(assembly.items.first?.lastActivity == activity)
            #expect(assembly.validFrom == from)
            #expect(assembly.validUntil == until)
        }
    }

    @Test func `is looked at again when the next occurrence comes`() async throws {
        let text = CalendarBench.calendar("DTSTART:20240603T080000Z\nRRULE:FREQ=YEARLY;INTERVAL=2")
        let first = UTCTime.seconds(year: 2024, month: 6, day: 3, hour: 8)
        let second = UTCTime.seconds(year: 2026, month: 6, day: 3, hour: 8)
        let between = try await assembly(text, asOf: first + 5)
        #expect(between.items.count == 1)
        #expect(between.validFrom == first)
        #expect(between.validUntil == second - 90 * Self.day)
        #expect(try await assembly(text, asOf: between.validUntil).items.count == 2)
    }

    /// Daily up to 30 August, of which the next day is taken out or moved away.
    @Test(arguments: [
        ["EXDATE:20240830T080000Z"], ["", "RECURRENCE-ID:20240830T080000Z\nDTSTART:20270830T080000Z"],
        ["", "RECURRENCE-ID:20240830T080000Z\nSTATUS:CANCELLED"],
    ])
    func `is looked at again when the next occurrence is none`(more: [String]) async throws {
        let text = CalendarBench.calendar(
            ["DTSTART:20240801T080000Z\nRRULE:FREQ=DAILY\n" + more[0]] + more.dropFirst())
        let now = try await assembly(text, asOf: CalendarBench.asOf)
        #expect(now.items.count == 29)
        #expect(now.validUntil == CalendarBench.asOf + 8 * 3_600)
        let next = try await assembly(text, asOf: now.validUntil)
        #expect(next.items.count == 29)
        #expect(next.validUntil == now.validUntil + Self.day)
        #expect(try await assembly(text, asOf: next.validUntil).items.count == 30)
    }

    @Test func `is looked at again where a rule has not had a day for years`() async throws {
        let text = CalendarBench.calendar("DTSTART;VALUE=DATE:20240229\nRRULE:FREQ=YEARLY;INTERVAL=12")
        let first = UTCTime.seconds(year: 2024, month: 2, day: 29)
        var asOf = first
        var steps = 0
        while try await assembly(text, asOf: asOf).items.count == 1, steps < 20 {
            asOf = min(try await assembly(text, asOf: asOf).validUntil, asOf + 9_000 * Self.day)
            steps += 1
        }
        #expect(asOf == UTCTime.seconds(year: 2036, month: 2, day: 29) - 90 * Self.day)
    }

    /// A daemon assembles again only when `asOf` leaves the bounds, and has to show what a clean start does.
    @Test(arguments: 1...24)
    func `changes nothing within the bounds of an assembly`(seed: UInt64) async throws {
        var random = SplitMix(seed: seed)
        for _ in 0..<8 {
            let text = random.calendar()
            let asOf = UTCTime.seconds(
                year: .random(in: 2019...2027, using: &random), month: .random(in: 1...12, using: &random),
                day: .random(in: 1...28, using: &random), hour: .random(in: 0...23, using: &random))
            let assembly = try await assembly(text, asOf: asOf)
            #expect(assembly.validFrom <= asOf && asOf < assembly.validUntil)
            let earliest = max(assembly.validFrom, asOf - 3_000 * Self.day)
            let latest = min(assembly.validUntil, asOf + 3_000 * Self.day) - 1
            let others =
                [earliest, latest] + (0..<3).map { _ in .random(in: earliest...latest, using: &random) }
            for other in others {
                let again = try await self.assembly(text, asOf: other)
                guard Self.stated(again) != Self.stated(assembly) else { continue }
                Issue.record(
                    """
                    \(UTCTime.text(asOf)) shows \(assembly.items.count), \(UTCTime.text(other)) \
                    \(again.items.count) of\n\(text)
                    """)
                return
            }
        }
    }
}

extension SplitMix {
    fileprivate mutating func calendar() -> String {
        let isAllDay = Int.random(in: 0..<4, using: &self) == 0
        let zone =
            ["Europe/Berlin", "America/New_York", "Custom", "UTC"].randomElement(using: &self) ?? "UTC"
        var events = [stamp("DTSTART", zone, isAllDay)]
        if Bool.random(using: &self) { events[0] += "\nRRULE:" + recurrenceRule() }
        if Int.random(in: 0..<4, using: &self) == 0 { events[0] += "\nRRULE:" + recurrenceRule() }
        if Int.random(in: 0..<4, using: &self) == 0 { events[0] += "\nEXRULE:" + recurrenceRule() }
        for _ in 0..<Int.random(in: 0..<3, using: &self) {
            events[0] += "\n" + stamp("RDATE", zone, isAllDay)
            events[0] += "\n" + stamp("EXDATE", zone, isAllDay || Bool.random(using: &self))
        }
        events[0] += ["\nDURATION:P1D", "\nDURATION:PT90M", ""].randomElement(using: &self) ?? ""
        for _ in 0..<Int.random(in: 0..<4, using: &self) {
            var change = stamp("RECURRENCE-ID", zone, isAllDay) + "\n" + stamp("DTSTART", zone, isAllDay)
            if Int.random(in: 0..<3, using: &self) == 0 {
                change.replace("RECURRENCE-ID", with: "RECURRENCE-ID;RANGE=THISANDFUTURE")
            }
            if Int.random(in: 0..<4, using: &self) == 0 { change += "\nSTATUS:CANCELLED" }
            events.append(change)
        }
        if Int.random(in: 0..<5, using: &self) == 0 { events.removeFirst() }
        if events.isEmpty { events = ["DTSTART:20240603T080000Z"] }
        return CalendarBench.calendar(events, head: Self.zone)
    }

    private mutating func stamp(_ name: String, _ zone: String, _ isDate: Bool) -> String {
        let year = Int.random(in: 2019...2026, using: &self)
        let date =
            "\(year)0\(Int.random(in: 1...9, using: &self))\(Int.random(in: 10...28, using: &self))"
        return isDate
            ? "\(name);VALUE=DATE:\(date)"
            : "\(name);TZID=\(zone):\(date)T\(Int.random(in: 10...20, using: &self))0000"
    }

    private static let zone = """
        BEGIN:VTIMEZONE
        TZID:Custom
        BEGIN:STANDARD
        DTSTART:16010101T030000
        TZOFFSETFROM:+0300
        TZOFFSETTO:+0200
        RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
        END:STANDARD
        BEGIN:DAYLIGHT
        DTSTART:16010101T020000
        TZOFFSETFROM:+0200
        TZOFFSETTO:+0300
        RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
        END:DAYLIGHT
        END:VTIMEZONE
        """
}
