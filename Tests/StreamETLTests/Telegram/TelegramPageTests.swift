import Foundation
import Testing

@testable import ETLModel
@testable import ETLPipeline
@testable import ETLRendering
@testable import ETLTelegram

@Suite struct `A page of Telegram messages` {
    @Test func `gives regular and service messages`() async throws {
        let messages = try await telegramMessages(
            TelegramHTML.page(
                "Acme", TelegramHTML.service(-1, "24 September 2020"),
                TelegramHTML.service(1, "Ann created group &laquo;Acme&raquo;"),
                TelegramHTML.message(2, "Ann", "Hello &amp; <strong>welcome</strong><br>all"),
                TelegramHTML.message(3, nil, "Second")))
        #expect(messages.map { $0.number("message_id") } == [1, 2, 3])
        #expect(messages.map { $0.text("message_type") } == ["service", "regular", "regular"])
        #expect(messages.map { $0["is_service"] as? Bool } == [true, false, false])
        #expect(messages.map { $0.text("author") } == [nil, "Ann", "Ann"])
        #expect(messages[0].text("text") == "Ann created group «Acme»")
        #expect(messages[0].text("date") == "2020-09-24")
        #expect(messages[1].text("text") == "Hello & welcome\nall")
        #expect(messages[1].text("timestamp") == "2020-09-24T13:05:00Z")
    }

    @Test func `keeps a migrated group's negative ids and a title that reads like a date`() async throws {
        let messages = try await telegramMessages(
            TelegramHTML.page(
                "Acme", TelegramHTML.service(-1, "24 September 2020"),
                TelegramHTML.service(-999_999_998, "Ann invited Bob"),
                TelegramHTML.message(-999_999_997, "Ann", "old"),
                TelegramHTML.service(-999_999_996, "25 September 2020"),
                TelegramHTML.service(-2, "25 September 2020"),
                TelegramHTML.service(-9, "26 September 2020"),
                TelegramHTML.service(5, "27 September 2020")))
        #expect(
            messages.map { $0.number("message_id") } == [
                -999_999_998, -999_999_997, -999_999_996, -9, 5,
            ])
    }

    @Test func `reads a forward's author as the one who forwarded it`() async throws {
        let forwarded = """
            <div class="pull_left forwarded userpic_wrap"><div class="userpic userpic3">
            <div class="initials">C</div></div></div>
            <div class="forwarded body">
             <div class="from_name">
            Carol  via @gif <span class="date details" title="01.02.2020 10:00:00 UTC+02:00"> 01.02.2020 10:00:00</span>
             </div>
             <div class="text">
            passed on
             </div>
            </div>
            """
        let messages = try await telegramMessages(
            TelegramHTML.page(
                "Acme", bare(8, "Ann", forwarded),
                joined(9, "<div class=\"forwarded body\"><div class=\"text\">more</div></div>")))
        #expect(messages[0].text("author") == "Ann")
        #expect(messages[0].text("forwarded_from") == "Carol")
        #expect(messages[0].text("forwarded_timestamp") == "2020-02-01T08:00:00Z")
        #expect(messages[0].text("via_bot") == "gif")
        #expect(messages[0].text("text") == "passed on")
        #expect(messages[0].text("timestamp") == "2020-09-24T13:05:00Z")
        #expect(messages[1].text("forwarded_from") == "Carol")
        #expect(messages[1].text("author") == "Ann")
    }

    @Test(arguments: [
        ("#go_to_message5", 5), ("messages12.html#go_to_message12631", 12_631),
        ("#go_to_message-999999990", -999_999_990),
    ])
    func `finds what a message replies to, also on other pages`(href: String, id: Int) async throws {
        let reply = """
            <div class="reply_to details">
            In reply to <a href="\(href)" onclick="return GoToMessage(5)">this message</a>
            </div>
            <div class="text">
            yes
            </div>
            """
        let messages = try await telegramMessages(TelegramHTML.page("Acme", bare(8, "Ann", reply)))
        #expect(messages[0].number("reply_to") == id)
        #expect(messages[0].text("text") == "yes")
    }

    @Test func `separates the bot from the author`() async throws {
        let messages = try await telegramMessages(
            TelegramHTML.page(
                "Acme", TelegramHTML.message(1, "Ann Lee via @gif", "x"), TelegramHTML.message(2, nil, "y")))
        #expect(messages[0].text("author") == "Ann Lee")
        #expect(messages.map { $0.text("via_bot") } == ["gif", "gif"])
    }

    @Test(arguments: ["span", "div"])
    func `does not take reactions for text`(tag: String) async throws {
        let reactions = """
            <\(tag) class="reactions">
             <\(tag) class="reaction active">
              <\(tag) class="emoji">
            👍
              </\(tag)>
              <\(tag) class="userpics">
               <div class="userpic userpic1"><div class="initials" title="Ann">A</div></div>
               <div class="userpic userpic2"><div class="initials" title="Bob">B</div></div>
              </\(tag)>
             </\(tag)>
             <\(tag) class="reaction">
              <\(tag) class="emoji">
            🔥
              </\(tag)>
              <\(tag) class="count">
            12
              </\(tag)>
             </\(tag)>
            </\(tag)>
            """
        let messages = try await telegramMessages(
            TelegramHTML.page("Acme", TelegramHTML.message(1, "Ann", "Good", more: reactions)))
        #expect(messages[0].text("text") == "Good")
        let found = try #require(messages[0]["reactions"] as? [[String: Any]])
        #expect(found.map { $0.text("emoji") } == ["👍", "🔥"])
        #expect(found.map { $0.number("count") } == [2, 12])
    }

    @Test(arguments: ["photo", "voice_message", "file", "contact", "location", "venue", "invoice", "call"])
    func `tells the kind of media`(kind: String) async throws {
        let media = """
            <div class="media_wrap clearfix">
             <a class="media clearfix pull_left block_link media_\(kind)" href="files/x">
              <div class="fill pull_left">
              </div>
              <div class="body">
               <div class="title bold">
            Title
               </div>
               <div class="description">
            Described
               </div>
               <div class="status details">
            12.5 KB
               </div>
              </div>
             </a>
            </div>
            <div class="text">
            caption
            </div>
            <div class="signature details">
            Ann
            </div>
            """
        let messages = try await telegramMessages(TelegramHTML.page("Acme", bare(1, "Acme", media)))
        #expect(messages[0].object("media")?.text("kind") == kind)
        #expect(messages[0].object("media")?.text("title") == "Title")
        #expect(messages[0].object("media")?.text("description") == "Described")
        #expect(messages[0].object("media")?.text("status") == "12.5 KB")
        #expect(messages[0].text("text") == "caption")
        #expect(messages[0].text("signature") == "Ann")
    }

    @Test(arguments: [
        ("photo_wrap", "photo"), ("video_file_wrap", "video"), ("animated_wrap", "animation"),
        ("sticker_wrap", "sticker"),
    ])
    func `knows previews`(wrap: String, kind: String) async throws {
        let media = """
            <div class="media_wrap clearfix"><a class="\(wrap) clearfix pull_left" href="x.jpg">
            <div class="video_play_bg"><div class="gif_play">GIF</div></div><img class="photo" src="x"/></a></div>
            """
        let messages = try await telegramMessages(TelegramHTML.page("Acme", bare(1, "Ann", media)))
        #expect(messages[0].object("media")?.text("kind") == kind)
        #expect(messages[0].text("text") == "")
    }

    @Test func `reads a poll`() async throws {
        let poll = """
            <div class="media_wrap clearfix"><div class="media_poll"><div class="question bold">Which?</div>
            <div class="details">Anonymous poll</div><div class="answer">- One <span class="details">2 votes</span></div>
            <div class="answer">- Two</div><div class="total details\t">2 votes</div></div></div>
            """
        let media = try await telegramMessages(TelegramHTML.page("Acme", bare(1, "Ann", poll)))[0].object(
            "media")
        #expect(media?.text("kind") == "poll")
        #expect(media?.text("title") == "Which?")
        #expect(media?.text("description") == "- One 2 votes\n- Two")
        #expect(media?.text("status") == "2 votes")
    }

    @Test func `keeps the plain text of entities, links and broken markup`() async throws {
        let text = """
            a &lt;b&gt; &quot;c&quot; &apos;d&apos; &#x09;e <a ="" href="https://example.com/?a=1&b=2">link</a> \
            <span class="spoiler hidden"><span aria-hidden="true">secret</span></span> R&D 1 < 2 <a href = "emoji/1">🙂</a>
            """
        let messages = try await telegramMessages(
            TelegramHTML.page(
                "Acme", TelegramHTML.message(1, "Ann", text), TelegramHTML.message(2, "Bob", "next")))
        #expect(messages[0].text("text") == "a <b> \"c\" 'd' \te link secret R&D 1 < 2 🙂")
        #expect(messages[1].text("text") == "next")
    }

    @Test func `loses no message where each nests in the one before`() async throws {
        // Versions 4.15.1 to 5.8 leave an element open per table of inline buttons.
        let buttons = """
            <table class="bot_buttons_table"><tbody><tr><td class="bot_button_row"><div class="bot_button"><div>
            Yes & <b <a ="" href="x">No</a></div></td></tr></tbody></div>
            """
        let count = 1_000
        let pages = (1...count).map { TelegramHTML.message($0, "Bot", "m\($0)", more: buttons) }
        let messages = try await telegramMessages(TelegramHTML.page("Acme", pages))
        #expect(messages.count == count)
        #expect(messages.map { $0.text("text") } == (1...count).map { "m\($0)" })
    }

    @Test func `loses no message in plain nesting a thousand deep`() async throws {
        let count = 1_000
        let open = (1...count).map { TelegramHTML.message($0, "Ann", "m\($0)", more: "<div>") }
        let messages = try await telegramMessages(TelegramHTML.page("Acme", open))
        #expect(messages.map { $0.text("text") } == (1...count).map { "m\($0)" })
        #expect(messages.allSatisfy { $0.text("author") == "Ann" })
    }

    @Test func `keeps apart what an earlier message left open`() async throws {
        let left = """
            <div class="message default clearfix" id="message1"><div class="body"><div class="from_name">Ann
            </div><div class="text">one
            """
        let messages = try await telegramMessages(
            TelegramHTML.page(
                "Acme", left, TelegramHTML.message(2, nil, "two"),
                "<a class=\"pagination block_link\" href=\"messages2.html\">Next messages</a>"))
        #expect(messages.map { $0.text("text") } == ["one", "two"])
        #expect(messages.map { $0.text("author") } == ["Ann", "Ann"])
    }

    @Test func `refuses nesting beyond the limit instead of guessing`() async throws {
        var limits = InputLimits()
        limits.nestingDepth = 50
        let html = TelegramHTML.page("Acme", String(repeating: "<div>", count: 60))
        await #expect(throws: TransformError.Cause.limitExceeded(.nestingDepth, limit: 50)) {
            try await telegramContributions(
                "c/messages.html", Array(html.utf8), by: TelegramHTMLTransformer(limits: limits))
        }
    }

    @Test func `is refused when it ends early`() async throws {
        let html = Array(TelegramHTML.page("Acme", TelegramHTML.message(1, "Ann", "x")).utf8)
        for end in stride(from: 0, to: html.count - 1, by: 7) {
            await #expect(throws: TransformError.Cause.truncated) {
                try await telegramContributions(
                    "c/messages.html", Array(html[..<end]), by: TelegramHTMLTransformer())
            }
        }
    }

    @Test func `without messages gives a chat without messages`() async throws {
        var drop = TelegramDrop()
        try await drop.add(
            "ChatExport_2024-01-01/messages.html",
            TelegramHTML.page("Acme", "<div class=\"page_about details\">No exported messages</div>"))
        let chat = try #require(try drop.chats().first)
        #expect(chat.text("chat_name") == "Acme")
        #expect(chat.number("message_count") == 0)
        #expect(chat.messages.isEmpty)
    }

    @Test func `cuts a message that is too long and says so`() async throws {
        var limits = InputLimits()
        limits.messageBytes = 100
        let html = TelegramHTML.page(
            "Acme", TelegramHTML.message(1, "Ann", "a<br>" + String(repeating: "x", count: 200)),
            TelegramHTML.message(2, "Ann", "short"))
        let pages = try await telegramContributions(
            "c/messages.html", Array(html.utf8), by: TelegramHTMLTransformer(limits: limits))
        #expect(pages[0].warnings == [TransformWarning(.limitExceeded(.messageBytes, limit: 100))])
        #expect(try TelegramPageHeading(decoding: pages[0].heading).messageCount == 2)
    }

    @Test func `is split into pieces of bounded size`() async throws {
        let text = String(repeating: "words ", count: 4_000)
        let html = TelegramHTML.page(
            "Acme", (1...100).map { TelegramHTML.message($0, $0 == 1 ? "Ann" : nil, text) })
        let pages = try await telegramContributions(
            "c/messages.html", Array(html.utf8), by: TelegramHTMLTransformer())
        #expect(pages.count > 1)
        #expect(pages.allSatisfy { $0.payload.count < 1_200_000 })
        var drop = TelegramDrop()
        for page in pages { drop.add("c/messages.html", page) }
        let chat = try #require(try drop.chats().first)
        #expect(chat.messages.map { $0.number("message_id") } == Array(1...100))
        #expect(chat.authors.allSatisfy { $0 == "Ann" })
        #expect(drop.readCount == 0)
    }

    private func bare(_ id: Int, _ author: String, _ body: String) -> String {
        """
        <div class="message default clearfix" id="message\(id)"><div class="pull_left userpic_wrap">
        <div class="userpic userpic1"><div class="initials">A</div></div></div><div class="body">
        <div class="pull_right date details" title="24.09.2020 13:05:00 UTC+00:00">13:05</div>
        <div class="from_name">\(author)</div>\(body)</div></div>
        """
    }

    private func joined(_ id: Int, _ body: String) -> String {
        """
        <div class="message default clearfix joined" id="message\(id)"><div class="body">
        <div class="pull_right date details" title="24.09.2020 13:05:00 UTC+00:00">13:05</div>\(body)</div></div>
        """
    }
}
