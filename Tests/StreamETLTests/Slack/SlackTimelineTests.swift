import Synchronization
import Testing

@testable import ETLFiles
@testable import ETLMatching
@testable import ETLModel
@testable import ETLPipeline
@testable import ETLSettings
@testable import ETLSlack
@testable import ETLStore

/// However long it is: its messages stay in the store.
@Suite(.timeLimit(.minutes(10)))
struct `A long Slack conversation` {
    /// An entry of a day, and what it makes of the conversation.
    private struct Entry {
        let time: Int
        /// `nil`: tells that the message is gone.
        let text: String?

        var json: String {
            guard let text else {
                return #"{"subtype":"message_deleted","ts":"1.0","deleted_ts":"\#(time).0"}"#
            }
            return #"{"ts":"\#(time).0","user":"U\#(time % 4)","text":"\#(text)"}"#
        }
    }

    /// Days of several exports that tell of the same hours, in any order, with edits and deletions.
    private static func exports(_ random: inout SplitMix, lengths: ClosedRange<Int>) -> [String: [Entry]] {
        var days: [String: [Entry]] = [:]
        for export in 1...Int.random(in: 1...3, using: &random) {
            for day in 1...Int.random(in: 1...4, using: &random) {
                let reach = [10, 100, 1_000].randomElement(using: &random) ?? 1
                var entries = (0..<Int.random(in: 0...12, using: &random)).map { _ in
                    let length = Int.random(in: lengths, using: &random)
                    let letter = ["a", "b", "<@U1|x>", "&amp;"].randomElement(using: &random) ?? ""
                    return Entry(
                        time: day * 100 + Int.random(in: 0..<reach, using: &random),
                        text: Int.random(in: 0..<6, using: &random) == 0
                            ? nil : "\(export).\(day) " + String(repeating: letter, count: length))
                }
                if Bool.random(using: &random) { entries.sort { $0.time < $1.time } }
                days["e\(export)/c/2024-05-0\(day).json"] = entries
            }
        }
        return days
    }

    /// The texts that are left where the export that reaches further overrules, then later files and lines.
    private static func texts(of days: [String: [Entry]]) -> [String] {
        let exports = Dictionary(grouping: days.keys) { $0.prefix(2) }
        let oldestFirst = exports.sorted { one, other in
            func reach(_ names: [String]) -> Int { names.flatMap { days[$0] ?? [] }.map(\.time).max() ?? 0 }
            return (reach(one.value), one.key) < (reach(other.value), other.key)
        }
        var texts: [Int: String] = [:]
        for name in oldestFirst.flatMap({ $0.value.sorted() }) {
            for entry in days[name] ?? [] { texts[entry.time] = entry.text }
        }
        return texts.sorted { $0.key < $1.key }.map {
            $0.value.replacing("<@U1|x>", with: "@x").replacing("&amp;", with: "&")
        }
    }

    @Test(arguments: 1...80 as ClosedRange<UInt64>)
    func `has of each message what is said last of it`(seed: UInt64) async throws {
        var random = SplitMix(seed: seed)
        // Long texts make it one whose pages are left in the store.
        let days = Self.exports(&random, lengths: seed.isMultiple(of: 4) ? 9_000...20_000 : 1...9)
        let files = days.mapValues { "[" + $0.map(\.json).joined(separator: ",") + "]" }
        #expect(try await SlackParts.outcome(of: files).messages == Self.texts(of: days))
    }

    /// Guarantee: no-input-exhausts-the-process/streams
    @Test func `is assembled without its messages`() async throws {
        var parts = SlackParts()
        let text = String(repeating: "x", count: 100)
        for day in 10..<30 {
            let entries = (0..<1_200).map { Entry(time: day * 10_000 + $0, text: text).json }
            let file = SettledFile(
                path: RelativePath("e/c/2024-05-\(day).json"),
                bytes: Array("[\(entries.joined(separator: ","))]".utf8))
            var found: [Contribution] = []
            try await SlackDayTransformer().transform(file) { found.append($0) }
            parts.add(found, at: DropPath(drop: 0, path: file.path))
        }
        let reads = Mutex(0)
        let item = try parts.item { _ in reads.withLock { $0 += 1 } }
        #expect(item.messageCount == 24_000)
        #expect(reads.withLock { $0 } == 0)
        #expect(StoredSegments.encode(item.data).count < 24_000)
        #expect(try StoredSegments.decode(StoredSegments.encode(item.data)) == item.data)
    }

    @Test(arguments: 1...2 as ClosedRange<UInt64>)
    func `ends as in a clean backfill, whatever becomes of its days and people`(seed: UInt64) async throws {
        let fixture = try PipelineFixture()
        let catalog = SourceCatalog(
            transformers: [SlackDayTransformer(), SlackListTransformer()], assemblers: [SlackAssembler()])
        var random = SplitMix(seed: seed)
        func people(_ name: String) -> String {
            #"[{"id":"U1","real_name":"\#(name)","profile":{"email":"a@acme.example"}}]"#
        }
        func day(_ length: Int) -> String {
            let letter = ["a", "b", "c"].randomElement(using: &random) ?? ""
            let text = String(repeating: letter, count: length)
            return "[" + (0..<8).map { Entry(time: 1_000 + $0, text: text).json }.joined(separator: ",") + "]"
        }
        /// Days of one number tell of other times than those of another.
        func write(_ number: Int, _ length: Int) throws {
            try fixture.scratch.write(
                day(length).replacing("\"100", with: "\"\(number)00"), to: "drop/e/c/2024-05-0\(number).json")
        }
        try fixture.scratch.write(people("Ann"), to: "drop/e/users.json")
        for number in 1..<8 { try write(number, 9_000) }
        try await fixture.withDaemon(change: { $0.catalog = catalog }) { _ in
            for _ in 0..<12 {
                let number = Int.random(in: 1..<9, using: &random)
                switch Int.random(in: 0..<5, using: &random) {
                case 0: try? fixture.scratch.remove("drop/e/c/2024-05-0\(number).json")
                case 1:
                    let name = ["Ann", "Anna", "Bob"].randomElement(using: &random) ?? ""
                    try fixture.scratch.write(people(name), to: "drop/e/users.json")
                default: try write(number, 9_000)
                }
                _ = try await fixture.pipeline("clean") { $0.catalog = catalog }.backfill()
                let expected = try fixture.snapshot("clean")
                #expect(expected.contains(#""user_id":"U1""#))
                try await eventually { try fixture.snapshot("daemon") == expected }
                try fixture.scratch.remove("clean")
            }
        }
    }
}
