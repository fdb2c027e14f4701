import Testing

@testable import ETLMatching
@testable import ETLModel
@testable import ETLSettings
@testable import ETLSlack

/// Each case is the members of a message and the text that is made of them.
@Suite
struct `The wording of a Slack message` {
    @Test(
        arguments: LongText.triples([
            (
                "rich text",
                #""text":"","blocks":[{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"a & <b> "},{"type":"user","user_id":"U1"},{"type":"text","text":" ","style":{"bold":true}},{"type":"link","url":"https://x.example/?a=1&b","text":"docs"},{"type":"emoji","name":"wave","skin_tone":2},{"type":"channel","channel_id":"C9"},{"type":"broadcast","range":"here"},{"type":"date","timestamp":1714640400,"fallback":"May 2"}]}]}]"#,
                "a & <b> @Ann docs (https://x.example/?a=1&b):wave::skin-tone-2:#C9@hereMay 2"
            ),
            (
                "lists, quotes and code",
                #""blocks":[{"type":"rich_text","elements":[{"type":"rich_text_list","style":"bullet","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"one"}]},{"type":"rich_text_section","elements":[{"type":"text","text":"two"}]}]},{"type":"rich_text_list","style":"ordered","indent":1,"offset":2,"elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"third"}]}]},{"type":"rich_text_quote","elements":[{"type":"text","text":"said\nso"}]},{"type":"rich_text_preformatted","elements":[{"type":"text","text":"if a < b"}]}]}]"#,
                "• one\n• two\n  3. third\n> said\n> so\nif a < b"
            ),
            (
                "headers, sections, fields, contexts and images",
                #""text":null,"blocks":[{"type":"header","text":{"type":"plain_text","text":"Deploy &amp; go"}},{"type":"divider"},{"type":"section","text":{"type":"mrkdwn","text":"by <@U1>"},"fields":[{"type":"mrkdwn","text":"*Env*: prod"},{"type":"plain_text","text":"<raw>"}]},{"type":"context","elements":[{"type":"image","alt_text":"logo"},{"type":"mrkdwn","text":"CI"}]},{"type":"image","alt_text":"chart"},{"type":"actions","elements":[{"type":"button","text":{"type":"plain_text","text":"Press"}}]}]"#,
                "Deploy & go\nby @Ann\n*Env*: prod\n<raw>\nlogo CI\nchart"
            ),
            (
                "tables and kinds of blocks that are not known",
                #""blocks":[{"type":"table","rows":[[{"type":"raw_text","text":"a"},{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"b"}]}]}]]},{"type":"newest","text":{"type":"mrkdwn","text":"kept"}},{"type":"markdown","text":"**md**"}]"#,
                "a | b\nkept\n**md**"
            ),
            (
                "attachments",
                #""text":"","attachments":[{"fallback":"all in one","pretext":"before","author_name":"Bot","title":"T","title_link":"https://t.example","text":"body","fields":[{"title":"State","value":"open"},{"title":"","value":"alone"}]},{"fallback":"only this"}]"#,
                "before\nBot\nT (https://t.example)\nbody\nState: open\nalone\nonly this"
            ),
            (
                "blocks of attachments",
                #""attachments":[{"fallback":"[no preview available]","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"inside"}}]}]"#,
                "inside"
            ),
        ]))
    func `is that of its blocks and attachments where the text is empty`(
        kind: LongText, members: LongText, text: LongText
    ) async throws {
        #expect(try await outcome(members.text).messages == [text.text], "\(kind.text)")
    }

    @Test(
        arguments: LongText.pairs([
            (
                #""text":"Hi *all*, <@U1|ann> &amp; see <https://x.example|docs>\n• one\n&gt; two","blocks":[{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"Hi "},{"type":"text","text":"all"},{"type":"text","text":", "},{"type":"user","user_id":"U1"},{"type":"text","text":" & see "},{"type":"link","url":"https://x.example","text":"docs"}]},{"type":"rich_text_list","style":"bullet","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"one"}]}]},{"type":"rich_text_quote","elements":[{"type":"text","text":"two"}]}]}]"#,
                "Hi *all*, @Ann & see docs (https://x.example)\n• one\n> two"
            ),
            (
                #""text":"Deploy done","blocks":[{"type":"header","text":{"type":"plain_text","text":"Deploy done"}},{"type":"section","text":{"type":"mrkdwn","text":"of 2025 files"}}],"attachments":[{"text":"of 2025 files\n5"}]"#,
                "Deploy done\nof 2025 files\n5"
            ),
            (#""text":"?","attachments":[{"text":"?\n!"}]"#, "?\n!"),
            (#""text":"same","attachments":[{"fallback":"same"}]"#, "same"),
            (#""text":"*?!*","attachments":[{"text":"?!"}]"#, "*?!*"),
            (
                #""text":"&gt; ???\n• -\n`-&gt;` ```{}``` ~...~","attachments":[{"text":"???\n-\n-&gt;\n{}\n..."}]"#,
                "> ???\n• -\n`->` ```{}``` ~...~"
            ),
            (#""text":"Really?","attachments":[{"text":"?"}]"#, "Really?\n?"),
        ]))
    func `is the text and the lines that it lacks`(members: LongText, text: LongText) async throws {
        #expect(try await outcome(members.text).messages == [text.text])
    }

    /// The same in the two ways that Slack writes it: as `text`, and as blocks would have it.
    @Test(arguments: [
        ("see <!date^1714640400^{date}|May 2> at noon", "see <!date^1714640400|May 2> at noon"),
        ("a &amp; b &lt;c&gt;", "a & b <c>"), ("AT&amp;T;", "AT&T"),
        ("<@U1|ann> and <!subteam^S1|@ops>", "<@U1> and <!subteam^S1>"),
        ("*_bold_* ~no~ `code`", "bold no code"), ("• one\n◦ two", "one two"), ("“quoted”", "quoted"),
        ("naïve 👍", "naïve 👍"), ("`relayctl`を実行", "relayctlを実行"), ("Die `Pod`s laufen", "Die Pods laufen"),
        ("the _valve_id_ is", "the valveid is"), ("`a_b`changes", "a_bchanges"), ("今日は*晴れ*です", "今日は晴れです"),
        ("ok :+1:", "ok :thumbsup:"), (":wave::skin-tone-3: hi", ":wave: hi"),
        (":flag-us: :us:", ":us: :flag-us:"),
        ("at 10:30:45 :poop:", "at 10:30:45 :hankey:"), ("Q&amp;A", "Q&amp;amp;A"),
        ("see <http://Pump.example|Pump.example>", "see Pump.example"),
        ("`curl <https://pump.example/a?b=1|pump.example/a?b=1>`", "curl pump.example/a?b=1"),
        ("to <mailto:ann@acme.example|ann@acme.example>", "to ann@acme.example"),
        ("<https://x.example/a>", "https://x.example/a"),
    ])
    func `knows words again in other signs`(text: String, block: String) {
        #expect(SlackWords(text).contains(SlackWords(block)))
        #expect(SlackWords(block).contains(SlackWords(text)))
    }

    @Test(arguments: [
        ("2025", "5"), ("naïve", "na"), ("&amp;", "amp"), ("a b", "b a"), ("the `therapist`", "rapist"),
        ("done :x:", "done :white_check_mark:"),
        ("see <https://x.example/1|this>", "<https://x.example/2|this>"),
    ])
    func `does not take a part of a word for a word`(text: String, block: String) {
        #expect(!SlackWords(text).contains(SlackWords(block)))
    }

    private static func rich(_ elements: String) -> String {
        #""blocks":[{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[\#(elements)]}]}]"#
    }

    /// What people write stands in a message twice, as text and as a block; the two are spelt in their own ways.
    @Test(
        arguments: LongText.triples([
            (
                #""text":"デプロイは`main`から*明日*です""#,
                rich(
                    #"{"type":"text","text":"デプロイは"},{"type":"text","text":"main","style":{"code":true}},{"type":"text","text":"から"},{"type":"text","text":"明日","style":{"bold":true}},{"type":"text","text":"です"}"#
                ), "デプロイは`main`から*明日*です"
            ),
            (
                #""text":"set snake_case_name and `x`too""#,
                rich(
                    #"{"type":"text","text":"set snake"},{"type":"text","text":"case","style":{"italic":true}},{"type":"text","text":"name and "},{"type":"text","text":"x","style":{"code":true}},{"type":"text","text":"too"}"#
                ), "set snake_case_name and `x`too"
            ),
            (
                #""text":"Done :raised_hand: :clap::skin-tone-4:""#,
                rich(
                    #"{"type":"text","text":"Done "},{"type":"emoji","name":"hand"},{"type":"text","text":" "},{"type":"emoji","name":"clap","skin_tone":4}"#
                ), "Done :raised_hand: :clap::skin-tone-4:"
            ),
            (
                #""text":"look :eyes:""#, rich(#"{"type":"text","text":"look 👀"}"#), "look :eyes:"
            ),
            (
                #""text":"<https://x.example/a|:eyes:>""#,
                rich(#"{"type":"link","url":"https://x.example/a","text":"👀"}"#),
                ":eyes: (https://x.example/a)"
            ),
            (
                #""text":"```{\"db\":\"<http://db.acme.example|db.acme.example>\"}```""#,
                #""blocks":[{"type":"rich_text","elements":[{"type":"rich_text_preformatted","elements":[{"type":"text","text":"{\"db\":\"db.acme.example\"}"}]}]}]"#,
                #"```{"db":"db.acme.example (http://db.acme.example)"}```"#
            ),
            (
                #""text":"<https://x.example/?a=1&amp;b=2>""#,
                rich(#"{"type":"link","url":"https://x.example/?a=1&amp;b=2"}"#), "https://x.example/?a=1&b=2"
            ),
            (
                #""text":"see the FAQ""#,
                rich(
                    #"{"type":"text","text":"see the "},{"type":"link","url":"https://faq.example","text":"FAQ"}"#
                ),
                "see the FAQ (https://faq.example)"
            ),
        ]))
    func `is shown once, however text and block are spelt`(
        text: LongText, block: LongText, shown: LongText
    ) async throws {
        #expect(try await outcome("\(text.text),\(block.text)").messages == [shown.text])
    }

    @Test func `is shown once if it has more lines than are looked for one by one`() async throws {
        let lines = (0..<400).map { "line *\($0)*" }
        let items = (0..<400).map {
            #"{"type":"rich_text_section","elements":[{"type":"text","text":"line \#($0)"}]}"#
        }
        let block = #""blocks":[{"type":"rich_text","elements":[\#(items.joined(separator: ","))]}]"#
        let text = #""text":"\#(lines.joined(separator: "\\n"))""#
        #expect(try await outcome("\(text),\(block)").messages == [lines.joined(separator: "\n")])
    }

    @Test(arguments: [
        (#""text":"This content can't be displayed.""#, "the words"),
        (#""text":"This message contains interactive elements.""#, "the words"),
        (#""text":"This content can’t be displayed""#, "the words"),
        (
            #""text":"This content can't be displayed here""#,
            "This content can't be displayed here\nthe words"
        ),
    ])
    func `is not what Slack writes in its place`(text: String, shown: String) async throws {
        let section = #""blocks":[{"type":"section","text":{"type":"mrkdwn","text":"the words"}}]"#
        #expect(try await outcome("\(text),\(section)").messages == [shown])
        let attached =
            #""attachments":[{"fallback":"This content can't be displayed."},{"text":"the words"}]"#
        #expect(try await outcome("\(text),\(attached)").messages == [shown])
    }

    @Test func `is what Slack writes in its place where there is nothing else`() async throws {
        let text = #""text":"This content can't be displayed.""#
        #expect(try await outcome(text).messages == ["This content can't be displayed."])
        let attached = #""attachments":[{"fallback":"[no preview available]"}]"#
        #expect(try await outcome(attached).messages == ["[no preview available]"])
    }

    @Test(arguments: [
        #""is_app_unfurl":true"#, #""app_unfurl_url":"https://t.example/1","app_id":"A1""#,
        #""is_msg_unfurl":true,"channel_id":"C2""#, #""from_url":"https://t.example/1","is_app_unfurl":true"#,
    ])
    func `has what an app shows of a link beside it`(members: String) async throws {
        let ticket = #"{\#(members),"title":"Ticket 1","title_link":"https://t.example/1","text":"The pump"}"#
        let outcome = try await outcome(#""text":"see <https://t.example/1>","attachments":[\#(ticket)]"#)
        #expect(outcome.messages == ["see https://t.example/1"])
        #expect(outcome.previews == [["Ticket 1\nThe pump"]])
    }

    @Test(.timeLimit(.minutes(10)), arguments: ["", #""from_url":"x","#])
    func `takes a hundred thousand attachments`(link: String) async throws {
        let one = #"{\#(link)"text":"words"}"#
        let many = Array(repeating: one, count: 100_000).joined(separator: ",")
        let outcome = try await outcome(#""text":"t","attachments":[\#(many)]"#)
        let count =
            outcome.messages[0].utf8.count + outcome.previews.joined().reduce(0) { $0 + $1.utf8.count + 1 }
        #expect(count == 1 + 100_000 * 6)
    }

    @Test func `has what links lead to beside it, and as text where there is nothing else`() async throws {
        let preview =
            #"{"from_url":"https://x.example","title":"Guide","title_link":"https://x.example","text":"for <@U1>"}"#
        let beside = try await outcome(#""text":"see <https://x.example>","attachments":[\#(preview)]"#)
        #expect(beside.messages == ["see https://x.example"])
        #expect(beside.previews == [["Guide\nfor @Ann"]])
        let alone = try await outcome(#""text":"","attachments":[\#(preview)]"#)
        #expect(alone.messages == ["Guide\nfor @Ann"])
        #expect(alone.previews == [])
    }

    @Test func `has the blocks of a message that is shared`() async throws {
        let shared =
            #"{"from_url":"https://w.slack.example/p1","message_blocks":[{"message":{"blocks":[{"type":"section","text":{"type":"mrkdwn","text":"old words"}}]}}]}"#
        #expect(try await outcome(#""text":"look","attachments":[\#(shared)]"#).previews == [["old words"]])
    }

    @Test(arguments: [
        #""text":"12345678901""#, #""blocks":[{"type":"section","text":"123456\n789"}]"#,
        #""text":"12345","attachments":[{"text":"67890"}]"#,
        #""text":"12345","attachments":[{"from_url":"x","text":"678901"}]"#,
    ])
    func `is within the limit of a message, all of it together`(members: String) async throws {
        var limits = InputLimits()
        limits.messageBytes = 10
        let day = #"[{"ts":"1.0",\#(members)},{"ts":"2.0","text":"short"}]"#
        let file = SettledFile(path: RelativePath("c/2024-05-01.json"), bytes: Array(day.utf8))
        var warnings: [TransformWarning] = []
        try await SlackDayTransformer(limits: limits).transform(file) { warnings += $0.warnings }
        #expect(warnings.map(\.cause) == [.limitExceeded(.messageBytes, limit: 10)])
    }

    /// Pieces of blocks in places where they do not belong.
    @Test(arguments: [
        #""blocks":{}"#, #""blocks":[1,null,"x",[]]"#, #""attachments":[null,7,{"fields":[{}],"blocks":7}]"#,
        #""blocks":[{"type":"rich_text","elements":[{"type":"rich_text_list","indent":9223372036854775807,"offset":-9223372036854775808,"elements":[{}]},{"type":"rich_text_section","elements":[{"type":"link"},{"type":"user"}]}]}]"#,
        #""blocks":[{"type":"table","rows":[7,[[]]]},{"type":"context","elements":7}]"#,
    ])
    func `survives blocks that are none`(members: String) async throws {
        #expect(try await outcome(members).messages.count == 1)
    }

    private func outcome(_ members: String) async throws -> SlackOutcome {
        try await SlackParts.outcome(of: [
            "e/users.json": #"[{"id":"U1","real_name":"Ann"}]"#,
            "e/c/2024-05-01.json": #"[{"ts":"1.0","user":"U1",\#(members)}]"#,
        ])
    }
}
