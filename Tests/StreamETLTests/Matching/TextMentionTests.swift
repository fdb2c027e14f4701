import Foundation
import Testing

@testable import ETLMatching
@testable import ETLModel
@testable import ETLPipeline
@testable import ETLRendering
@testable import ETLSlack
@testable import ETLStore

@Suite struct `A company named in messages` {
    private static func matcher(_ rows: [String]? = nil) throws -> Matcher {
        let header = "base_company,variant_name,slack_group,telegram_group,calendar_domain"
        let rows =
            rows ?? [
                "Tharsis,,,,", "Quenby Robotics,,,,", "Zero Hash,,,,", "Arc,,,,", "Zürich Ledger,,,,",
                "株式会社みずほ,,,,", "Борей Лаб,,,,", "Wexleigh,,,,",
                "O'Quenby Trading,,,,", "L'Ariel,,,,", "J.P. Wexford,,,,", "A.P. Mollberg,,,,",
            ]
        return Matcher(
            mapping: try CompanyMapping(
                bytes: Array(([header] + rows).joined(separator: "\n").utf8), fileName: "m.csv"))
    }

    private static func json(_ texts: [String]) -> [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        json.key("messages")
        json.beginArray()
        for text in texts {
            json.beginObject()
            json.key("author")
            json.value("Ann Example")
            json.key("text")
            json.value(text)
            json.endObject()
        }
        json.endArray()
        json.endObject()
        return json.bytes
    }

    private static func subject(_ name: String = "General", people: [String] = []) -> MatchSubject {
        MatchSubject(source: .telegram, section: "telegram_chats", key: name, names: [name], people: people)
    }

    private static func hints(
        _ texts: String..., people: [String] = [], name: String = "General"
    ) throws -> [CompanyMatch] {
        let decided = try matcher().decideSigned(subject(name, people: people)) { json(texts) }
        #expect(decided.decision.matches.isEmpty)
        return decided.decision.candidates
    }

    @Test(arguments: [
        ("We talked to Tharsis today", "Tharsis"), ("Tharsis's deck", "Tharsis"),
        ("about quenby robotics again", "Quenby Robotics"), ("\"Quenby-Robotics\"\nnext", "Quenby Robotics"),
        ("they use Zero Hash", "Zero Hash"), ("Zürich Ledger fragt", "Zürich Ledger"),
        ("ZU\u{308}RICH LEDGER", "Zürich Ledger"), ("Письмо от Борей Лаб пришло", "Борей Лаб"),
        ("\u{1F389} Tharsis \u{1F389}", "Tharsis"), ("Tharsis’s deck", "Tharsis"),
        ("ask O'Quenby Trading", "O'Quenby Trading"), ("ask o’quenby trading", "O'Quenby Trading"),
        ("with L'Ariel today", "L'Ariel"), ("with L’Ariel today", "L'Ariel"),
        ("J.P. Wexford called", "J.P. Wexford"), ("J. P. Wexford called", "J.P. Wexford"),
        ("JP Wexford's call", "J.P. Wexford"), ("A.P. Mollberg", "A.P. Mollberg"),
    ])
    func `is a hint`(text: String, company: String) throws {
        let found = try Self.hints(text, text)
        #expect(found.map(\.company) == [company])
        #expect(found.first?.rule == .textMention && found.first?.confidence == 0.4)
        #expect(found.first?.evidence.first?.kind == "message_text")
        #expect(found.first?.evidence.first?.found.hasSuffix("(2 messages)") == true)
    }

    @Test(arguments: [
        (1, 1, false), (1, 60, false), (2, 20, true), (2, 60, false), (3, 60, true), (3, 400, false),
        (12, 5000, true),
    ])
    func `is listed where several messages name it`(count: Int, of all: Int, isListed: Bool) throws {
        let texts = (0..<all).map { $0 < count ? "with Tharsis" : "fine" }
        let decided = try Self.matcher().decideSigned(Self.subject()) { Self.json(texts) }
        #expect(decided.decision.candidates.map(\.company) == (isListed ? ["Tharsis"] : []))
        let steps = try Self.matcher().explain(Self.subject(), texts: Self.json(texts)).steps
        let outcome = try #require(steps.last { $0.rule == .textMention }?.outcome)
        #expect(outcome == "Tharsis in \(count)" + (isListed ? "" : ", too few for review"))
    }

    @Test func `counts a message once, however many of its texts name it`() throws {
        let message = #"{"author":"Ann","text":"Tharsis","links":[{"text":"Tharsis","href":"x"}]}"#
        let json = Array(#"{"messages":[\#(message),\#(message)]}"#.utf8)
        let found = try Self.matcher().decideSigned(Self.subject()) { json }.decision.candidates
        #expect(found.first?.evidence.first?.found == "tharsis (2 messages)")
    }

    @Test(arguments: [
        "Search party", "the Arc of it", "Tharsisville", "tharsis in small letters", "zero hash rate",
        "Quenby. Robotics", "Quenby, Robotics", "Quenby and Robotics", "Wexleighs", "Борей", "",
        "J. Wexford", "a p mollberg", "Quenby Trading", "o. Quenby Trading",
    ])
    func `is none in a part of a word, as an everyday word or apart`(text: String) throws {
        #expect(try Self.hints(text, text, text).isEmpty)
    }

    @Test func `is counted once per message`() throws {
        let found = try Self.hints("Tharsis and Tharsis", "Tharsis", "Ask Tharsis", "nobody")
        #expect(found.map(\.confidence) == [0.45])
        #expect(found.first?.evidence.first?.found == "tharsis (3 messages)")
    }

    @Test func `is nobody's name who takes part`() throws {
        #expect(try Self.hints("Hi Wexleigh", "Wexleigh", "Wexleigh", people: ["Bo Wexleigh"]).isEmpty)
    }

    @Test func `is none where many are named, unless it stands out`() throws {
        let four = "Tharsis, Quenby Robotics, Zero Hash, Wexleigh"
        #expect(try Self.hints(four, four, four).isEmpty)
        let found = try Self.hints(four, "Wexleigh", "Wexleigh", "Wexleigh", "Wexleigh")
        #expect(found.map(\.company) == ["Wexleigh"])
    }

    @Test func `makes a candidate no surer`() throws {
        let plain = try Self.hints(name: "Arc weekly")
        let named = try Self.hints("Tharsis", name: "Tharsis pricing and more")
        #expect(plain.map(\.company) == ["Arc"])
        let alone = try Self.matcher().decide(Self.subject("Tharsis pricing and more")).candidates
        #expect(named.map(\.confidence) == alone.map(\.confidence))
        #expect(named.first?.evidence.last?.kind == "message_text")
    }

    @Test func `is not looked for in what a company has`() throws {
        let matched = try Self.matcher().decideSigned(Self.subject("Quenby Robotics"))
        #expect(!matched.decision.matches.isEmpty && !matched.wantsTexts)
    }

    /// Whoever is not told to be affected by a change must be decided as before.
    @Test(arguments: 1...10) func `follows a change of the mapping`(seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        let words = [
            "Tharsis", "Quenby", "Robotics", "Zero", "Hash", "Борей", "Лаб", "fine", "Zürich", "S.A.",
        ]
        func phrase(_ count: Int) -> String {
            (0..<count).map { _ in words[Int.random(in: words.indices, using: &random)] }
                .joined(separator: " ")
        }
        let items = (0..<60).map { (Self.subject("\($0)"), Self.json([phrase($0 % 7 + 1), phrase(2)])) }
        func rows() -> [String] {
            (0..<4).map { _ in "\(phrase(Int.random(in: 1...2, using: &random))),,,," }
        }
        var matcher = try Self.matcher(rows())
        var left = 0
        for _ in 0..<10 {
            let next = try Self.matcher(rows())
            let change = MatchChange(from: matcher, to: next)
            for (subject, texts) in items {
                let before = matcher.decideSigned(subject) { texts }
                let after = next.decideSigned(subject) { texts }
                if change.affects(section: subject.section, signature: before.signature) { continue }
                left += 1
                #expect(after.decision == before.decision)
            }
            matcher = next
        }
        #expect(left > 10)
    }

    @Test func `ends a pipeline's history in the same review as a backfill`() async throws {
        let fixture = try PipelineFixture()
        func slack(_ options: inout PipelineOptions) {
            options.catalog = SourceCatalog(
                transformers: [SlackDayTransformer(), SlackListTransformer()], assemblers: [SlackAssembler()])
        }
        func say(_ text: String, in channel: String) throws {
            let messages = (1...2).map {
                #"{"type":"message","user":"U1","ts":"171498600\#($0).000100","text":"\#(text)"}"#
            }
            try fixture.scratch.write(
                "[\(messages.joined(separator: ","))]", to: "drop/export/\(channel)/2024-05-06.json")
        }
        try fixture.scratch.write(
            #"[{"id":"C1","name":"lunch"},{"id":"C2","name":"tea"}]"#, to: "drop/export/channels.json")
        try say("Ask Borealis", in: "lunch")
        let rows = try fixture.scratch.read("company_mapping.csv")
        try await fixture.withDaemon(change: slack) { _ in
            #expect(try fixture.snapshot("daemon").contains("borealis (2 messages)"))
            try say("Ask Cobaltine", in: "tea")
            for (round, change) in [rows + "Cobaltine,cobaltine,,,,,\n", rows].enumerated() {
                try fixture.scratch.write(change, to: "company_mapping.csv")
                _ = try await fixture.pipeline("clean\(round)", change: slack).backfill()
                let clean = try fixture.snapshot("clean\(round)")
                #expect(clean.contains("cobaltine (2 messages)") == (round == 0))
                try await eventually { try fixture.snapshot("daemon") == clean }
            }
        }
    }
}
