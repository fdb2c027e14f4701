import Foundation
import Testing

@testable import ETLMatching
@testable import ETLModel
@testable import ETLTelegram

@Suite struct `The words of a page` {
    @Test func `tell an emoji of somebody's own making from the hand that stands for it`() async throws {
        let wave = TelegramHTML.reactions.replacing("👍", with: "👋")
        let messages = try await telegramMessages(
            TelegramHTML.page(
                "Acme", TelegramHTML.message(1, "Ann", "x", more: TelegramHTML.ownReactions + wave)))
        let reactions = try #require(messages[0]["reactions"] as? [[String: Any]])
        #expect(reactions.map { $0["emoji"] as? String } == ["custom_emoji", "custom_emoji", "👋"])
        #expect(reactions.map { $0["count"] as? Int } == [2, 3, 12])
    }

    @Test func `keep where links lead`() async throws {
        let text = """
            <a href="https://a.example/?b=1&amp;c=2">the <strong>page</strong></a>, <a href="b.example">b.example</a>,
            <a href="mailto:a@b.example">a@b.example</a> <a href="" onclick="return ShowHashtag(&quot;x&quot;)">#x</a>
            <a href = "stickers/a.webp">🙂</a> <a href="https://t.me/ann">@ann</a>
            """
        let messages = try await telegramMessages(
            TelegramHTML.page(
                "Acme", TelegramHTML.message(1, "Ann", text, more: TelegramHTML.poll + TelegramHTML.file),
                TelegramHTML.message(2, "Ann", "plain", more: TelegramHTML.reply)))
        let links = try #require(messages[0]["links"] as? [[String: String]])
        #expect(
            links.map { $0["text"] } == ["the page", "b.example", "a@b.example", "@ann", "one"])
        #expect(
            links.map { $0["address"] } == [
                "https://a.example/?b=1&c=2", "b.example", "mailto:a@b.example", "https://t.me/ann",
                "https://x.example",
            ])
        #expect(messages[1]["links"] == nil)
    }

    @Test func `stand on lines as the blocks of a rich message do`() async throws {
        let messages = try await telegramMessages(
            TelegramHTML.page(
                "Acme", TelegramHTML.service(-1, "24 September 2020"),
                bare(1, TelegramHTML.rich), TelegramHTML.message(2, nil, "after")))
        #expect(
            messages[0].text("text")
                == "Plan\nRead this page\nnow\n☑ One\nTwo\nlet a\n  let b\nNode\tup\nBy Ann")
        #expect(messages[0].object("media")?.text("kind") == "photo")
        #expect((messages[0]["links"] as? [[String: String]])?.count == 1)
        #expect(messages[1].text("text") == "after")
    }

    @Test(arguments: [
        ("right in the message", "<div class=\"message service\" id=\"message5\">Ann invited Bo</div>"),
        (
            "right in it, with lines around",
            "<div class=\"message service\" id=\"message5\">\n\nAnn invited Bo\n</div>"
        ),
        (
            "in the body, beside a new photo's initials",
            """
            <div class="message service" id="message5"><div class="body details">
            Ann invited Bo
            </div><div class="userpic_wrap"><div class="userpic userpic1"><div class="initials">AB</div></div></div></div>
            """
        ),
        ("in a message that nobody closed", "<div class=\"message service\" id=\"message5\">Ann invited Bo"),
    ])
    func `of a service line may stand`(place: String, line: String) async throws {
        let day = "<div class=\"message service\" id=\"message-1\">12 May 2024</div>"
        let messages = try await telegramMessages(
            TelegramHTML.page("Acme", day, line, TelegramHTML.message(6, "Ann", "Hello")))
        #expect(messages.map { $0.text("text") } == ["Ann invited Bo", "Hello"])
        #expect(messages[0].text("date") == "2024-05-12")
        #expect(messages[0]["is_service"] as? Bool == true)
    }

    @Test func `call a list of tasks what it is`() async throws {
        let list = TelegramHTML.poll.replacing("Anonymous poll", with: "To-do List")
        let messages = try await telegramMessages(
            TelegramHTML.page(
                "Acme", TelegramHTML.message(1, "Ann", "", more: list),
                TelegramHTML.message(2, "Ann", "", more: TelegramHTML.poll)))
        #expect(messages.map { $0.object("media")?.text("kind") } == ["checklist", "poll"])
    }

    private func bare(_ id: Int, _ body: String) -> String {
        TelegramHTML.message(id, "Ann", "@@").replacing(
            "       <div class=\"text\">\n@@\n       </div>\n", with: body)
    }
}

@Suite struct `A message that both formats of an export hold` {
    /// - Parameter text: The message's text or whatever stands in its place.
    private func result(_ fields: String) -> [UInt8] {
        Array(
            TelegramResultFixture.single(
                TelegramResultFixture.message(2, fields).replacing(
                    "2024-07-01T14:00:00", with: "2020-09-24T13:05:00"
                )
                .replacing("1719835200", with: "1600952700"), name: #""Acme""#, type: "private_group"
            ).utf8)
    }

    @Test(arguments: [
        (#""text": """#, "Rollout on Friday"), (#""text": "Rollout""#, "Rollout on Friday"),
        (#""text": "Rollout on Friday, friends""#, "Rollout on Friday, friends"),
        (
            #""rich_message": {"blocks": [{"type": "paragraph", "text": {"type": "plain", "text": "Rollout on Friday"}}]}"#,
            "Rollout on Friday"
        ),
    ])
    func `says what the one that says more does`(fields: String, text: String) async throws {
        var drop = TelegramDrop()
        let folder = "ChatExport_2024-01-01/"
        try await drop.add(
            folder + "messages.html",
            TelegramHTML.page("Acme", TelegramHTML.message(2, "Ann Smith", "Rollout on <b>Friday</b>")))
        try await drop.add(folder + "result.json", result(fields), by: TelegramResultJSONTransformer())
        let chats = try drop.chats()
        #expect(chats.count == 1)
        #expect(chats[0].texts == [text])
    }

    @Test(arguments: [
        (#""text": "short""#, "short"), (#""text": """#, "long and wordy"),
        (#""photo": "photos/a.jpg", "text": """#, ""),
    ])
    func `is the newer one if it says anything at all`(fields: String, text: String) async throws {
        var drop = TelegramDrop()
        try await drop.add(
            "ChatExport_2024-01-01/messages.html",
            TelegramHTML.page("Acme", TelegramHTML.message(2, "Ann Smith", "long and wordy")))
        try await drop.add(
            "ChatExport_2024-02-01/result.json", result(fields), by: TelegramResultJSONTransformer())
        #expect(try drop.chats().map(\.texts) == [[text]])
    }
}
