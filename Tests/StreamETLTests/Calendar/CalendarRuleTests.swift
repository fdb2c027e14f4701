import Testing

@testable import ETLCalendar
@testable import ETLMatching
@testable import ETLModel

@Suite struct `A rule of a calendar` {
    private let bench = CalendarBench()

    private func outcome(_ rule: String) async throws -> (count: Int, told: [String]) {
        let text = CalendarBench.calendar("DTSTART:20240603T080000Z\nRRULE:\(rule)")
        return (try await bench.meetings(text).count, try await bench.warnings(text).map(\.summary))
    }

    @Test(arguments: [
        ("FREQ=DAILY;UNTL=20240605", 3, "UNTL", "UNTIL"), ("FREQ=DAILY;CONUT=4", 4, "CONUT", "COUNT"),
        ("FREQ=DAILY;INTERVALL=2;COUNT=2", 2, "INTERVALL", "INTERVAL"),
        ("FREQ=WEEKLY;BYWEEKDAY=MO,TU;COUNT=4", 4, "BYWEEKDAY", "BYDAY"),
    ])
    func `that is misspelt is read as it is meant, and told`(
        rule: String, count: Int, found: String, meant: String
    )
        async throws
    {
        let outcome = try await outcome(rule)
        #expect(outcome.count == count)
        #expect(outcome.told == [#"has the unknown RRULE part "\#(found)", read as "\#(meant)""#])
    }

    @Test(arguments: ["FREQ=DAILY;ENDING=20240605", "FREQ=WEEKLY;STOP=3", "FREQ=DAILY;RSCALE=HEBREW"])
    func `of which nobody knows a part has no end that nobody stated`(rule: String) async throws {
        let outcome = try await outcome(rule)
        #expect(outcome.count == 1)
        #expect(outcome.told.count == 2)
        #expect(outcome.told.first?.hasSuffix("which was passed over") == true)
    }

    @Test(arguments: [
        ("FREQ=DAILY;COUNT=3;COLOUR=RED", 3, 1), ("FREQ=DAILY;X-COLOUR=RED;UNTIL=20240604", 2, 1),
        ("RSCALE=GREGORIAN;FREQ=DAILY;COUNT=2;SKIP=OMIT", 2, 0), ("FREQ=DAILY;COUNT=2;", 2, 0),
        ("FREQ=DAILY;COUNT=0", 1, 1), ("FREQ=DAILY;UNTIL=20240605;COUNT=-1", 3, 1),
        ("COUNT=-1;FREQ=WEEKLY;UNTIL=20240617T080000Z", 3, 1),
    ])
    func `is read without what says nothing of days`(rule: String, count: Int, toldCount: Int) async throws {
        let outcome = try await outcome(rule)
        #expect(outcome.count == count)
        #expect(outcome.told.count == toldCount)
    }

    @Test func `that is empty is none`() async throws {
        let text = CalendarBench.calendar("DTSTART:20240603T080000Z\nRRULE:\nEXRULE: \nEXDATE:\nRDATE:")
        #expect(try await bench.meetings(text).count == 1)
        #expect(try await bench.warnings(text).isEmpty)
    }

    @Test(arguments: [
        ("DTSTART;VALUE=DATE:20240603", "UNTIL=20240602", 0),
        ("DTSTART:20240603T080000Z", "UNTIL=20240601T000000Z", 0),
        ("DTSTART;TZID=Europe/Berlin:20240603T080000", "UNTIL=20240531", 0),
        // A day that zones may shift is no matter.
        ("DTSTART;TZID=America/New_York:20240603T200000", "UNTIL=20240603T000000Z", 1),
        ("DTSTART;VALUE=DATE:20240603", "UNTIL=20240602T220000Z", 1),
        ("DTSTART:20240603T080000Z", "UNTIL=20240603", 1),
    ])
    func `that ends before its event takes place never, and is told`(start: String, until: String, count: Int)
        async throws
    {
        let text = CalendarBench.calendar("\(start)\nRRULE:FREQ=DAILY;\(until)")
        #expect(try await bench.meetings(text).count == count)
        #expect(try await bench.warnings(text).count == (count == 0 ? 1 : 0))
    }
}
