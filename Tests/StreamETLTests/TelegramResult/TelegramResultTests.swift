import Foundation
import Testing

@testable import ETLRendering
@testable import ETLMatching
@testable import ETLModel
@testable import ETLSettings
@testable import ETLTelegram

private typealias Fixture = TelegramResultFixture

@Suite struct `A result.json` {
    @Test func `of one chat gives its messages as HTML pages do`() async throws {
        let chats = try await Fixture.chats(Fixture.single(Fixture.message(8)))
        let chat = try #require(chats.first)
        #expect(chats.count == 1)
        #expect(chat.unit == "4711")
        #expect(
            chat.messages == [
                #"{"author":"Ann Smith","text":"hi","timestamp":"2024-07-01T12:00:00Z","#
                    + #""timestamp_printed":"2024-07-01T14:00:00+02:00","message_id":8,"#
                    + #""message_type":"regular","is_service":false}"#
            ])
        let heading = try #require(chat.headings.first)
        #expect(heading.exporter == .json)
        #expect(heading.chatName == "Ann")
        #expect(heading.partnerName == "Ann Smith")
        #expect(heading.chatID == "4711")
        #expect(heading.chatType == "personal_chat")
        #expect(heading.participants == ["Ann Smith"])
    }

    @Test func `of an account gives all chats, left ones too`() async throws {
        let chats = try await Fixture.chats(
            #"""
            {"about": "Here is [it]", "personal_information": {"user_id": 1, "bio": "{\"chats\":"},
            "contacts": {"about": "", "list": [{"id": 5, "messages": [1]}]},
            "chats": {"about": "x", "list": [
            """# + Fixture.single(Fixture.message(1)) + ","
                + Fixture.single("", name: #""Empty""#, type: "private_group", id: "2")
                + #"]}, "left_chats": {"about": "", "list": ["#
                + Fixture.single(Fixture.message(1), type: "private_supergroup", id: "3") + "]}}")
        #expect(chats.map(\.unit) == ["4711", "2", "3"])
        #expect(chats.map(\.messages.count) == [1, 0, 1])
        #expect(chats.map { $0.headings.first?.chatName } == ["Ann", "Empty", "Ann"])
        #expect(chats.map { $0.headings.first?.partnerName } == ["Ann Smith", nil, nil])
    }

    @Test(arguments: [
        (#""name": null, "type": "personal_chat", "#, "Deleted Account"),
        (#""type": "saved_messages", "#, "Saved Messages"),
        (#""type": "replies", "#, "Replies"), (#""name": " Acme  ", "type": "private_group", "#, "Acme"),
        (#""name": "", "type": "private_group", "#, nil),
        (#""name": "\u00e9\ud83d\ude00", "type": "x", "#, "é😀"),
        (#""name": "\ude00é\ud83d", "type": "x", "#, "\u{FFFD}é\u{FFFD}"),
    ])
    func `names chats as their pages do`(fields: String, name: String?) async throws {
        let chats = try await Fixture.chats(#"{\#(fields)"id": 1, "messages": []}"#)
        #expect(chats.map { $0.headings.first?.chatName } == [name])
    }

    @Test func `that is cut into pages keeps their order and counts`() async throws {
        let messages = (1...2_500).map { Fixture.message($0) }.joined(separator: ",\n")
        let chats = try await Fixture.chats(Fixture.single(messages))
        let chat = try #require(chats.first)
        #expect(chat.headings.map(\.messageCount) == [1_000, 1_000, 500])
        #expect(chat.entries.map(\.key) == (1...2_500).map { Int64($0) })
        #expect(chat.headings.allSatisfy { $0.isOrdered && $0.chatName == "Ann" })
    }

    @Test func `joins the pieces of a text`() async throws {
        let text =
            #""text": ["see ", {"type": "link", "text": "https://acme.example"}, "\n", {"type": "bold", "text": "now"}, 7]"#
        let message = try await Fixture.only(Fixture.message(1, text))
        #expect(message.contains(#""text":"see https://acme.example\nnow","#))
    }

    @Test func `shows line separators as line breaks and trims as HTML does`() async throws {
        let message = try await Fixture.only(Fixture.message(1, #""text": " \n a\u2028b\u2029\tc \n""#))
        #expect(message.contains(#""text":"a\nb\n\tc","#))
    }

    @Test func `holds control characters in an escape that is no JSON`() async throws {
        let chats = try await Fixture.chats(
            Fixture.single(Fixture.message(1, #""text": "a\x0Bb\\x0C\x1f""#), name: #""A\x07""#))
        #expect(chats.first?.messages.first?.contains(#""text":"a\u000bb\\x0C","#) == true)
        #expect(chats.first?.headings.first?.chatName == "A")
        #expect(chats.first?.warnings.isEmpty == true)
    }

    @Test func `may hold bytes that are not UTF-8`() async throws {
        var bytes = Array(Fixture.single(Fixture.message(1, #""text": "a#b""#)).utf8)
        if let place = bytes.firstIndex(of: UInt8(ascii: "#")) { bytes[place] = 0xFF }
        let pieces = try await Fixture.contributions(bytes)
        #expect(String(decoding: pieces[0].payload, as: UTF8.self).contains("a\u{FFFD}b"))
    }

    @Test func `keeps reply, forward, bot, signature, edit and reactions`() async throws {
        let message = try await Fixture.only(
            Fixture.message(
                9,
                #"""
                "edited": "2024-07-01T14:05:00", "edited_unixtime": "1719835500", "author": "Board",
                "forwarded_from": null, "reply_to_message_id": 5, "via_bot": "@gif", "text": "x",
                "reactions": [{"type": "emoji", "count": 3, "emoji": "👍"}, {"type": "paid", "count": 1},
                {"type": "custom_emoji", "count": 2, "document_id": "x.webp"}]
                """#))
        #expect(
            message.hasSuffix(
                #""reply_to":5,"forwarded_from":"Deleted Account","via_bot":"gif","signature":"Board","edited":true,"#
                    + #""edited_timestamp":"2024-07-01T12:05:00Z","reactions":[{"emoji":"👍","count":3},"#
                    + #"{"emoji":"⭐","count":1},{"emoji":"custom_emoji","count":2}]}"#))
    }

    @Test func `says nothing of an answer to another chat or an edit in 1970`() async throws {
        let message = try await Fixture.only(
            Fixture.message(
                9,
                #""edited": "1970-01-01T01:00:00", "reply_to_message_id": 5, "reply_to_peer_id": "channel1", "text": """#
            ))
        #expect(message.hasSuffix(#""is_service":false}"#))
    }

    @Test(arguments: [
        (#""photo": "photos/a.jpg", "width": 1"#, #"{"kind":"photo"}"#),
        (#""file": "a.mp4", "media_type": "video_file""#, #"{"kind":"video"}"#),
        (
            #""file": "a.ogg", "media_type": "voice_message""#,
            #"{"kind":"voice_message","title":"Voice message"}"#
        ),
        (#""file": "f/a.pdf", "file_name": "a.pdf""#, #"{"kind":"file","title":"a.pdf"}"#),
        (
            #""media_type": "audio_file", "performer": "Duo", "title": "Song""#,
            #"{"kind":"audio_file","title":"Duo – Song"}"#
        ),
        (
            #""contact_information": {"first_name": "Bo", "last_name": "", "phone_number": "1"}"#,
            #"{"kind":"contact","title":"Bo","status":"1"}"#
        ),
        (#""location_information": null"#, #"{"kind":"location","title":"Location"}"#),
        (
            #""poll": {"question": "Go?", "total_voters": 2, "answers": [{"text": "Yes"}, {"text": "No"}]}"#,
            #"{"kind":"poll","title":"Go?","description":"- Yes\n- No","status":"2 votes"}"#
        ), (#""media_type": "hologram", "file": "x""#, #"{"kind":"file","title":"File"}"#),
    ])
    func `names media in the words of HTML pages`(fields: String, media: String) async throws {
        #expect(try await Fixture.only(Fixture.message(1, fields)).contains(#""media":\#(media)"#))
    }

    @Test(arguments: [
        (#""action": "pin_message", "message_id": 3"#, "Ann Smith pinned this message"),
        (
            #""action": "invite_members", "members": ["Bo", null, "Cy"]"#,
            "Ann Smith invited Bo, Deleted Account and Cy"
        ),
        (#""action": "edit_group_title", "title": "Acme""#, "Ann Smith changed group title to «Acme»"),
        (
            #""action": "join_group_by_link", "inviter": null"#,
            "Ann Smith joined group by link from Deleted Account"
        ),
        (#""action": "dance_on_table""#, "Ann Smith: dance on table"),
    ])
    func `states service messages as lines`(fields: String, text: String) async throws {
        let message = try await Fixture.only(Fixture.service(2, fields), type: "private_group")
        #expect(
            message.hasPrefix(#"{"author":"Ann Smith","text":"\#(text)","timestamp":"2024-07-01T12:00:00Z""#))
        #expect(message.contains(#""message_type":"service","is_service":true,"action":"#))
    }

    @Test func `counts phone calls as HTML does`() async throws {
        let chats = try await Fixture.chats(
            Fixture.single(
                Fixture.service(
                    1, #""action": "phone_call", "duration_seconds": 25, "discard_reason": "hangup""#)
                    + "," + #"{"id": 2, "type": "unsupported"}"#))
        let chat = try #require(chats.first)
        #expect(chat.headings.map(\.regularCount) == [1])
        #expect(chat.headings.map(\.serviceCount) == [1])
        #expect(
            chat.messages.first?.hasSuffix(
                #""media":{"kind":"call","status":"Incoming (25 seconds)"}}"#) == true)
        #expect(chat.messages.last?.contains(#""timestamp":null,"message_id":2,"#) == true)
    }

    @Test func `shows a saved message as its first author's own`() async throws {
        let message = try await Fixture.only(
            Fixture.message(1, #""forwarded_from": "Bo", "saved_from": "Acme", "text": "x""#))
        #expect(message.hasPrefix(#"{"author":"Bo","text":"x""#))
        #expect(!message.contains("forwarded"))
    }

    @Test func `calls missing and deleted senders deleted`() async throws {
        let chats = try await Fixture.chats(
            Fixture.single(
                #"""
                {"id": 1, "type": "message", "date": "2024-01-01T00:00:00", "from": null, "text": ""},
                {"id": -999999999, "type": "message", "date": "2024-01-01T00:00:00", "text": ""}
                """#))
        #expect(chats.first?.headings.first?.participants == ["Deleted Account"])
        #expect(chats.first?.headings.first?.firstKey == -999_999_999)
        #expect(chats.first?.headings.first?.isOrdered == false)
    }

    @Test func `without unix times is read in the configured zone`() async throws {
        let zone = TelegramZone(try #require(TimeZone(identifier: "Europe/Zurich")))
        let text = #"{"id": 1, "type": "message", "date": "2020-07-01T14:00:00", "from": "A", "text": ""}"#
        let chats = try await Fixture.chats(Fixture.single(text), zone: zone)
        #expect(chats.first?.messages.first?.contains(#""timestamp":"2020-07-01T12:00:00Z","#) == true)
    }

    @Test func `loses a message that cannot be used, and says where`() async throws {
        let chats = try await Fixture.chats(
            Fixture.single(
                "\n" + Fixture.message(1) + ",\n " + #"{"type": "message"}, 7,"# + "\n"
                    + #"{"id": 2, "type": "message", "text": "\q"}, {"id": 3, "type": "dream"},"# + "\n"
                    + #"{"id": 4, "type": "message", "date": "soon", "from": "A", "text": "kept"}"#))
        #expect(chats.first?.entries.map(\.key) == [1, 4])
        #expect(
            chats.first?.warnings == [
                TransformWarning(.missing("message id"), at: TextPosition(line: 3, column: 2), isLoss: true),
                TransformWarning(
                    .malformed("telegram.json.message"), at: TextPosition(line: 3, column: 23), isLoss: true,
                    count: 2),
                TransformWarning(.invalidValue("type"), at: TextPosition(line: 4, column: 45), isLoss: true),
                TransformWarning(.invalidValue("date"), at: TextPosition(line: 5, column: 1)),
            ])
    }

    @Test func `may name a chat after its messages`() async throws {
        let late =
            #"{"messages": [\#(Fixture.message(1))], "id": 4711, "type": "personal_chat", "name": "Ann"}"#
        let early = Fixture.single(Fixture.message(1))
        #expect(try await Fixture.contributions(Array(late.utf8)) == Fixture.contributions(Array(early.utf8)))

        let many = (1...3).map { Fixture.single(Fixture.message($0), id: "\($0)") }
        let account = { (chats: [String]) in
            Array(#"{"about": "", "chats": {"list": [\#(chats.joined(separator: ","))]}}"#.utf8)
        }
        let mixed = account([many[0], many[1], late, many[2]])
        let plain = account([many[0], many[1], early, many[2]])
        for size in [64, 1 << 18] {
            #expect(
                try await Fixture.contributions(mixed, chunkByteCount: size) == Fixture.contributions(plain))
        }
    }

    @Test func `that has no id still has a unit`() async throws {
        let chats = try await Fixture.chats(#"{"name": "A", "messages": [\#(Fixture.message(1))]}"#)
        #expect(chats.map(\.unit) == ["#0"])
        #expect(chats.map(\.messages.count) == [1])
    }
}
