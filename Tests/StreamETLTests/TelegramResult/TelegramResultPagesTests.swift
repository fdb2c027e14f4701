import Testing

@testable import ETLModel
@testable import ETLRendering
@testable import ETLTelegram

private typealias Fixture = TelegramResultFixture

@Suite struct `One chat in HTML and in JSON` {
    @Test func `has the same messages`() async throws {
        let json = try await Fixture.chats(
            Fixture.single(
                Self.regular(
                    1,
                    #""text": ["a <b> & ", {"type": "bold", "text": "c"}, "\nd"], "reply_to_message_id": 9"#)
                    + ","
                    + Self.regular(
                        2, #""forwarded_from": "Bo", "text": "x", "via_bot": "@gif", "author": "Board""#)
                    + ","
                    + Self.regular(
                        3,
                        #""file": "v.ogg", "media_type": "voice_message", "reactions": [{"type": "emoji", "count": 2, "emoji": "👍"}], "text": """#
                    ), name: #""Acme ""#, type: "private_group"))
        let html = try await messages(
            """
            <!DOCTYPE html><html><head><title>Exported Data</title></head><body><div class="page_wrap">
            <div class="page_header"><div class="content"><div class="text bold">Acme </div></div></div>
            <div class="page_body chat_page"><div class="history">
            <div class="message service" id="message-1"><div class="body details">1 January 2024</div></div>
            \(Self.block(1, "Ann", """
                <div class="reply_to details">In reply to <a href="#go_to_message9">this message</a></div>
                <div class="text">a &lt;b&gt; &amp; <strong>c</strong><br>d</div>
                """))
            \(Self.block(2, "Ann", """
                <div class="forwarded body"><div class="from_name">Bo via @gif</div>
                <div class="text">x</div><div class="signature details">Board</div></div>
                """))
            \(Self.block(3, "Ann", """
                <div class="media_wrap clearfix"><div class="media clearfix pull_left media_voice_message">
                <div class="body"><div class="title bold">Voice message</div></div></div></div>
                <span class="reactions"><span class="reaction"><span class="emoji">👍</span>
                <span class="count">2</span></span></span>
                """))
            </div></div></div></body></html>
            """)
        #expect(json.first?.messages == html)
    }

    private static func regular(_ id: Int, _ more: String) -> String {
        #"{"id": \#(id), "type": "message", "date": "2024-01-01T13:00:00", "date_unixtime": "1704110400", "#
            + #""from": "Ann", "from_id": "user1", \#(more)}"#
    }

    private static func block(_ id: Int, _ author: String, _ content: String) -> String {
        """
        <div class="message default clearfix" id="message\(id)"><div class="body">
        <div class="pull_right date details" title="01.01.2024 13:00:00 UTC+01:00">13:00</div>
        <div class="from_name">\(author)</div>\(content)</div></div>
        """
    }

    private func messages(_ page: String) async throws -> [String] {
        var messages: [String] = []
        let file = SettledFile(path: RelativePath("messages.html"), bytes: Array(page.utf8))
        try await TelegramHTMLTransformer().transform(file) { piece in
            guard piece.kind == TelegramPageHeading.kind else { return }
            let heading = try TelegramPageHeading(decoding: piece.heading)
            var reader = ByteReader(Array(piece.payload.dropFirst(heading.messagesByteCount)))
            for entry in try MessagePage.decode(from: &reader).entries {
                messages.append(
                    String(
                        decoding: piece.payload[entry.offset..<(entry.offset + entry.byteCount)],
                        as: UTF8.self))
            }
        }
        return messages
    }
}
