@testable import NotesExample
import Testing

@testable import ETLMatching
@testable import ETLModel
@testable import ETLPipeline
@testable import ETLStore

@Suite(.timeLimit(.minutes(10)))
struct `The list of what no company has` {
    private let fixture: PipelineFixture

    init() throws {
        fixture = try PipelineFixture()
        for number in 1...200 {
            try fixture.scratch.write("note Elsewhere \(number)\n1 Ann a\nend\n", to: "drop/\(number).note")
        }
    }

    private func change(_ pipeline: Pipeline, _ name: String, _ text: String) async throws -> Set<String> {
        try fixture.scratch.write(text, to: "drop/\(name).note")
        _ = try await pipeline.ingest([DropPath(drop: 0, path: RelativePath("\(name).note"))])
        try await pipeline.refresh()
        return try pipeline.store.dirtyCompanies()
    }

    @Test func `is written again only where its item changed`() async throws {
        let pipeline = try fixture.pipeline("state")
        _ = try await pipeline.backfill()
        let dirty = try await change(pipeline, "17", "note Elsewhere 17\n1 Ann a\n2 Bo b\nend\n")
        #expect(dirty == [UnmatchedBucket(section: "notes", key: "Elsewhere 17").mark])
        _ = try await pipeline.publish(dirty: nil)
        #expect(try await fixture.cleanBackfill() == fixture.snapshot("state"))
        #expect(try pipeline.store.dirtyCompanies() == [])
    }

    @Test(arguments: ["note Elsewhere 17 anew\n1 Ann a\nend\n", "note Acme Chat\n1 Ann a\nend\n"])
    func `has its names written again when one comes or goes`(text: String) async throws {
        let pipeline = try fixture.pipeline("state")
        _ = try await pipeline.backfill()
        let dirty = try await change(pipeline, "17", text)
        #expect(dirty.isSuperset(of: ["", UnmatchedBucket(section: "notes", key: "Elsewhere 17").mark]))
        _ = try await pipeline.publish(dirty: nil)
        #expect(try await fixture.cleanBackfill() == fixture.snapshot("state"))
    }

    @Test func `is right after every of many changes`() async throws {
        let pipeline = try fixture.pipeline("state")
        _ = try await pipeline.backfill()
        var random = SplitMix(seed: 7)
        for _ in 0..<12 {
            let number = Int(random.next() % 200) + 1
            let lines = (0...Int(random.next() % 40)).map { "\($0) Ann \($0)\n" }.joined()
            let title = random.next() % 3 == 0 ? "Borealis Chat" : "Elsewhere \(random.next() % 300)"
            _ = try await change(pipeline, "\(number)", "note \(title)\n\(lines)end\n")
            _ = try await pipeline.publish(dirty: nil)
            #expect(try await fixture.cleanBackfill() == fixture.snapshot("state"))
        }
    }
}

@Suite struct `A sum of decimal numbers` {
    @Test(arguments: [
        (["0.1", "0.2"], "0.3"), (["12500.5", "-12500.5"], "0"), (["1", "2.50"], "3.5"),
        (["-0.25"], "-0.25"), (["0.000000001", "1"], "1.000000001"), ([], "0"),
        (["99999999999999999.99", "0.01"], "100000000000000000"),
    ])
    func `has no error of binary fractions`(numbers: [String], expected: String) {
        var sum = DecimalSum()
        for number in numbers { sum.add(number) }
        #expect(sum.text == expected)
    }

    @Test(arguments: ["1e+20", "0.00000000001", String(repeating: "9", count: 40)])
    func `takes what is too large or too small as nearly as it can`(number: String) {
        var sum = DecimalSum()
        sum.add(number)
        #expect(Double(sum.text) == Double(number))
    }
}

@Suite struct `Weeks of messages` {
    @Test(
        arguments: [
            (1_719_791_999, "2024-06-24"), (1_719_792_000, "2024-07-01"), (0, "1969-12-29"),
            (4 * 86_400, "1970-01-05"),
        ] as [(Int64, String)])
    func `begin on Monday`(time: Int64, monday: String) {
        var weeks = WeekCounts()
        weeks.add(time: time)
        #expect(weeks.weeks.map { UTCTime.text($0.start).prefix(10) } == [monday[...]])
    }

    @Test func `are the same in whatever order messages come`() throws {
        let times: [Int64] = (0..<500).map { ($0 * 7_919_003) % 60_000_000 + 1_700_000_000 }
        var (ascending, mixed) = (WeekCounts(), WeekCounts())
        for time in times.sorted() { ascending.add(time: time) }
        for time in times { mixed.add(time: time) }
        #expect(ascending == mixed)
        var writer = ByteWriter()
        mixed.encode(into: &writer)
        var reader = ByteReader(writer.bytes)
        #expect(try WeekCounts(from: &reader) == mixed)
    }

    @Test func `are bounded, whatever times there are`() {
        var weeks = WeekCounts()
        for time in stride(from: Int64.min / 2, to: Int64.max / 2, by: Int(Int64.max / 20_000)) {
            weeks.add(time: time)
        }
        for week in 0..<10_000 as Range<Int64> { weeks.add(time: week * 604_800) }
        #expect(weeks.weeks.count <= 6_836)
    }
}

@Suite struct `Rows of answers` {
    @Test func `have as many values as columns`() {
        let item = ItemRow(
            section: "telegram_chats", itemKey: "k", title: nil, time: nil, messageCount: 0,
            firstActivity: nil,
            lastActivity: nil, participants: [], companies: [], mentions: [])
        let message = MessageRow(
            company: "Acme", source: "slack", section: "slack_channels", itemKey: "k", messageID: nil,
            timestamp: nil, author: nil, side: .unknown, text: nil)
        let meeting = MeetingRow(
            company: "Acme", itemKey: "k", title: nil, start: 0, end: 0, isAllDay: false, people: [])
        let deal = DealRow(company: "Acme", itemKey: "k", title: nil, facts: DealFacts(), companies: ["Acme"])
        let person = PersonRow(
            company: "Acme", name: nil, addresses: [], ids: [], side: .unknown, reason: .noAddress,
            sources: [], firstContact: nil, lastContact: nil, messages: [], meetings: 0)
        let review = ReviewRow(
            section: "telegram_chats", itemKey: "k", title: "t",
            candidate: CompanyMatch(company: "Acme", rule: .nameTokens, confidence: 0.6, evidence: []))
        let rows: [any AnswerRow] = [
            item, message, meeting, deal, person, review, CompanyRow(name: "Acme"),
            ActivityRow(company: "Acme", week: 0),
        ]
        for row in rows {
            let schema = type(of: row).schema
            #expect(row.values.count == schema.columns.count, "\(schema.table)")
            for (column, value) in zip(schema.columns, row.values) where value == .null {
                #expect(column.isNullable, "\(schema.table).\(column.name)")
            }
        }
        #expect(Set(rows.map { type(of: $0).schema.table }).count == 8)
    }
}
