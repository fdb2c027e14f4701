import Testing

@testable import ETLMatching
@testable import ETLModel
@testable import ETLPipeline
@testable import ETLRendering
@testable import ETLSlack
@testable import ETLWatching

@Suite
struct `A Slack export` {
    @Test(
        arguments: [
            ("1714640400.000100", 1_714_640_400_000_100), ("1714640400.1", 1_714_640_400_100_000),
            ("1714640400", 1_714_640_400_000_000), ("", nil), ("1714640400.", nil), ("x.1", nil),
            ("1714640400.0000001", nil), ("-1.0", nil), ("99999999999999.0", nil),
        ] as [(String, Int64?)])
    func `has times that are exact to the microsecond`(text: String, expected: Int64?) {
        #expect(SlackTimestamp.microseconds(text) == expected)
    }

    @Test func `unites overlapping exports, and the one that reaches further wins`() async throws {
        let old = try await assembled(["old/c/2024-05-01.json": day("1.0", "first", "2.0", "old text")])
        #expect(old.messages == ["first", "old text"])
        let both = try await assembled([
            "old/c/2024-05-01.json": day("1.0", "first", "2.0", "old text"),
            "new/c/2024-05-01.json": day("2.0", "new text", "3.0", "third"),
        ])
        #expect(both.messages == ["first", "new text", "third"])
        #expect(both.directories == ["new/c", "old/c"])
    }

    @Test func `gives a channel its id and people their names`() async throws {
        let item = try await assembled([
            "e/channels.json": #"[{"id":"C7","name":"c","topic":{"value":"t"},"is_ext_shared":true}]"#,
            "e/users.json":
                #"[{"id":"U1","name":"ann","real_name":"Ann","profile":{"email":"ann@acme.example"}}]"#,
            "e/c/2024-05-01.json":
                #"[{"ts":"1.0","user":"U1","text":"hi <@U1> <@U2|bob> <#C7|x> <!here>"},{"ts":"2.0","user":"U2","user_profile":{"real_name":"Bob"},"text":"x"}]"#,
        ])
        #expect(item.key == "C7")
        #expect(item.messages == ["hi @Ann @Bob #c @here", "x"])
        #expect(item.authors == ["Ann", "Bob"])
        #expect(item.emails == ["ann@acme.example"])
    }

    @Test(arguments: [
        ("a &lt;b&gt; &amp;amp; c", "a <b> &amp; c"),
        ("<https://a.example?x=1&amp;y|l|m>", "l|m (https://a.example?x=1&y)"),
        ("<https://a.example>", "https://a.example"), ("<mailto:a@b.example|a@b.example>", "a@b.example"),
        ("<!subteam^S1|@ops>", "@ops"), ("<!date^1^{date}|May>", "May"), ("<!channel>", "@channel"),
        ("cut <https://a", "cut <https://a"), ("&lt;@U1&gt;", "<@U1>"), ("<@W9>", "@W9"),
    ])
    func `has text whose tokens are read first and whose escapes once`(markup: String, text: String)
        async throws
    {
        let item = try await assembled(["e/c/2024-05-01.json": day("1.0", markup)])
        #expect(item.messages == [text])
    }

    @Test func `loses an entry without a time, not the day`() async throws {
        let bytes = Array(#"[{"text":"no ts"},{"ts":"x"},7,{"ts":1.5},{"ts":"1.0"}]"#.utf8)
        let file = SettledFile(path: RelativePath("e/c/2024-05-01.json"), bytes: bytes)
        var found: [Contribution] = []
        try await SlackDayTransformer().transform(file) { found.append($0) }
        #expect(
            found.flatMap(\.warnings).map(\.cause) == [
                .missing("ts"), .invalidValue("ts"), .malformed("slack.message"),
            ])
        #expect(found.flatMap(\.warnings).map(\.count) == [1, 2, 1])
        #expect(found.flatMap(\.warnings).map(\.isLoss) == [true, true, true])
        #expect(
            try await assembled(["e/c/2024-05-01.json": String(decoding: bytes, as: UTF8.self)]).messages == [
                ""
            ])
    }

    @Test(arguments: [
        ("canvas_in_the_conversation.json", "[]"), ("2024-05-01.json", "{\"a\":1}"), ("2024-05-1.json", "[]"),
        ("2024-05-01.json", "[{\"foo\":1}]"), ("notes.json", "[{\"ts\":\"1.0\"}]"),
    ])
    func `leaves files alone that are no days`(name: String, text: String) {
        let probe = FileProbe(
            path: RelativePath("e/c/" + name), head: Array(text.utf8), byteCount: text.utf8.count)
        #expect(!SlackDayTransformer().claims(probe))
    }

    @Test func `says of a day that is an object that it is malformed, and of a cut one that it is truncated`()
        async throws
    {
        await #expect(throws: TransformError.self) {
            try await assembled(["e/c/2024-05-01.json": #"{"ts":"1"}"#])
        }
        let whole = day("1.0", "x\\u00e9", "2.0", "y")
        for count in 0..<whole.utf8.count - 1 {
            let file = SettledFile(
                path: RelativePath("2024-05-01.json"), bytes: Array(whole.utf8.prefix(count)))
            let error = await #expect(throws: TransformError.self) {
                try await SlackDayTransformer().transform(file) { _ in }
            }
            #expect(error?.cause == .truncated, "\(count)")
        }
    }

    @Test func `survives any damage`() async throws {
        let whole = Array(
            #"[{"ts":"1.5","user":"U1","subtype":"file_share","text":"a <@U1|b> &amp;","reactions":[{"name":"x","count":2}],"files":[{"id":"F"}],"edited":{"ts":"2.0"},"thread_ts":"1.5","replies":[{}]}]"#
                .utf8)
        var random = Mutations(seed: 7)
        for _ in 0..<2_000 {
            let file = SettledFile(path: RelativePath("2024-05-01.json"), bytes: random.mutated(whole))
            do {
                try await SlackDayTransformer().transform(file) { _ in }
            } catch is TransformError {}
        }
    }

    @Test func `tells service lines, bots and comments from what people wrote`() async throws {
        let item = try await assembled([
            "e/c/2024-05-01.json": """
            [{"ts":"1.0","subtype":"channel_join","user":"U1","text":"joined"},
             {"ts":"2.0","subtype":"bot_message","bot_id":"B1","username":"Bot","text":"up"},
             {"ts":"3.0","subtype":"file_comment","comment":{"user":"U2","comment":"nice"}},
             {"ts":"4.0","subtype":"thread_broadcast","user":"U1","text":"t","thread_ts":"1.0"},
             {"ts":"5.0","text":"nobody"}]
            """
        ])
        #expect(item.messages == ["joined", "up", "nice", "t", "nobody"])
        #expect(item.services == 1)
        #expect(item.authors == ["Bot", "U1", "U2"])
    }

    private func day(_ entries: String...) -> String {
        let messages = stride(from: 0, to: entries.count - entries.count % 2, by: 2).map {
            #"{"ts":"\#(entries[$0])","user":"U1","text":"\#(entries[$0 + 1])"}"#
        }
        return "[" + messages.joined(separator: ",") + "]"
    }

    private func assembled(_ files: [String: String]) async throws -> SlackOutcome {
        try await SlackParts.outcome(of: files)
    }
}
