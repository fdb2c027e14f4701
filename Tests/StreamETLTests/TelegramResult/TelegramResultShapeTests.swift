import Foundation
import Testing

@testable import ETLMatching
@testable import ETLModel
@testable import ETLPipeline
@testable import ETLTelegram

private typealias Fixture = TelegramResultFixture

@Suite struct `A message of result.json whose shape varies` {
    @Test(
        arguments: LongText.pairs([
            (
                #""poll": {"question": ["Go ", {"type": "custom_emoji", "text": "🚀"}, "?"], "total_voters": 3, "#
                    + #""answers": [{"text": ["Y", {"type": "bold", "text": "es"}], "voters": 2, "chosen": true}, "#
                    + #"{"text": "No", "voters": 1}]}"#,
                #"{"kind":"poll","title":"Go 🚀?","description":"- Yes 2 votes, chosen vote\n- No 1 vote","status":"3 votes"}"#
            ),
            (
                #""todo_list": {"title": "Plan", "answers": [{"text": "One", "id": 1}, {"text": ["T", "wo"], "id": 2}]}"#,
                #"{"kind":"checklist","title":"Plan","description":"- One\n- Two"}"#
            ),
            (
                #""invoice_information": "{\"title\": \"Seat\", \"description\": \"Q3\", \"amount\": 125000, \"currency\": \"EUR\"}""#,
                #"{"kind":"invoice","title":"Seat","description":"Q3","status":"1 250,00 €"}"#
            ),
            (
                #""invoice_information": {"title": "Seat", "amount": 5, "currency": "USD"}"#,
                #"{"kind":"invoice","title":"Seat","status":"$0.05"}"#
            ),
            (#""paid_stars_amount": 1500"#, #"{"kind":"invoice","status":"⭐1,500"}"#),
            (
                #""location_information": {"latitude": 52.52, "longitude": -13.4}, "live_location_period_seconds": 60"#,
                #"{"kind":"live_location","title":"Live location","status":"52.52, -13.4"}"#
            ),
            (
                #""place_name": "Cafe", "address": "Main St", "location_information": {"latitude": 1.5, "longitude": 2}"#,
                #"{"kind":"venue","title":"Cafe","description":"Main St","status":"1.5, 2"}"#
            ),
            (
                #""media_type": "audio_file", "file_name": "call.mp3", "duration_seconds": 61"#,
                #"{"kind":"audio_file","title":"call.mp3","status":"01:01"}"#
            ),
            (#""file": "files/a (1).pdf""#, #"{"kind":"file","title":"a (1).pdf"}"#),
            (
                #""photo": "(File not included. Change data exporting settings to download.)", "width": 9, "height": 8, "#
                    + #""photo_file_size": 2048"#,
                #"{"kind":"photo","title":"Photo","description":"Not included, change data exporting settings to download.","#
                    + #""status":"9×8, 2.0 KB"}"#
            ),
            (
                #""game_title": "Chess", "game_description": "d", "game_link": "https://t.me/b?game=c""#,
                #"{"kind":"game","title":"Chess","description":"d","status":"https://t.me/b?game=c"}"#
            ),
            (
                #""giveaway_information": {"quantity": 2, "months": 3, "until_date": "2024-07-01T10:00:00", "#
                    + #""channels": [1], "countries": ["DE"], "additional_prize": "kits"}"#,
                #"{"kind":"giveaway","title":"Giveaway Prizes\nwith\nParticipants\nWinners Selection Date","description":"#
                    + #""2 kits\n2 Telegram Premium Subscriptions for 3 months.\nAll subscribers of the channel:\n"#
                    + #"from 🇩🇪\#u{A0}Germany\n01.07.2024 10:00:00"}"#
            ),
            (
                #""giveaway_information": "{\"quantity\": 1, \"months\": 1, \"channels\": []}""#,
                #"{"kind":"giveaway","title":"Giveaway Prize\nParticipants","description":"#
                    + #""1 Telegram Premium Subscription for 1 month.\nAll subscribers of the channel:"}"#
            ),
            (
                #""giveaway_results": {"winners_count": 2, "stars": 100, "winners": [1, 2]}"#,
                #"{"kind":"giveaway","title":"Winners Selected!\nWinners","description":"#
                    + #""2 winners of the Giveaway was randomly selected by Telegram.\nAll winners received 100 Stars in total."}"#
            ),
        ]))
    func `gives the words that HTML pages print`(fields: LongText, media: LongText) async throws {
        let message = try await Fixture.only(Fixture.message(1, fields.text))
        #expect(message.contains(#""media":\#(media.text)"#))
    }

    @Test func `keeps where links lead`() async throws {
        let message = try await Fixture.only(
            Fixture.message(
                1,
                #"""
                "text": ["See ", {"type": "text_link", "text": " the page ", "href": "https://a.example/?b=1"},
                {"type": "link", "text": "b.example"}, {"type": "mention", "text": "@ann"},
                {"type": "email", "text": "a@b.example"}, {"type": "hashtag", "text": "#x"},
                {"type": "custom_emoji", "text": "🙂", "document_id": "e.webp"}]
                """#))
        #expect(
            message.hasSuffix(
                #""links":[{"text":"the page","address":"https://a.example/?b=1"},"#
                    + #"{"text":"b.example","address":"b.example"},{"text":"@ann","address":"https://t.me/ann"},"#
                    + #"{"text":"a@b.example","address":"mailto:a@b.example"}]}"#))
    }

    @Test(arguments: [
        "stickers/sticker (2).webp", "video_files/a, b.webm", "(File not included. Change settings.)",
        "files/true.webp", "nan.webp",
    ])
    func `may name the file of an emoji without quotes`(path: String) async throws {
        let text = #""text": ["a ", {"# + "\n" + #""type": "custom_emoji", "text": "😮","# + "\n"
        let chats = try await Fixture.chats(
            Fixture.single(
                Fixture.message(1, text + #""document_id": \#(path)"# + "\n" + #"}, " b"]"#)
                    + "," + Fixture.message(2)))
        #expect(chats.first?.warnings == [])
        #expect(chats.first?.messages.map { $0.contains(#""text":"a 😮 b""#) } == [true, false])
    }

    @Test(arguments: ["a\tb", "a\u{1}b", "a\nb"])
    func `may hold control characters as they are`(text: String) async throws {
        let chats = try await Fixture.chats(
            Fixture.single(Fixture.message(1, #""text": "\#(text)""#) + "," + Fixture.message(2)))
        #expect(chats.first?.warnings == [])
        #expect(chats.first?.messages.count == 2)
    }

    @Test(arguments: [
        ("public_channel", "Acme"), ("private_supergroup", "Acme"), ("personal_chat", "Deleted Account"),
        ("saved_messages", "Deleted Account"),
    ])
    func `belongs to a channel or group that writes under its own name`(type: String, author: String)
        async throws
    {
        let post = #"{"id": 1, "type": "message", "date": "2020-06-03T07:34:20", "text": "x"}"#
        let chats = try await Fixture.chats(Fixture.single(post, name: #""Acme""#, type: type))
        #expect(chats.first?.headings.first?.participants == [author])
    }

    @Test func `may be rich, and is text all the same`() async throws {
        let plain = { (text: String) in #"{"type": "plain", "text": "\#(text)"}"# }
        let message = try await Fixture.only(
            Fixture.message(
                1,
                #"""
                "rich_message": {"blocks": [
                {"type": "heading", "level": 1, "text": \#(plain("Plan"))},
                {"type": "paragraph", "text": {"type": "concat", "text": [\#(plain("Read ")),
                {"type": "text_link", "href": "https://a.example", "text": \#(plain("this"))}]}},
                {"type": "list", "kind": "ordered", "items": [
                {"task_state": "checked", "content": "text", "text": \#(plain("One"))},
                {"task_state": "none", "num": "7.", "content": "blocks", "blocks": [
                {"type": "paragraph", "text": \#(plain("Two"))}]}]},
                {"type": "quote", "content": "text", "text": \#(plain("Q")), "caption": \#(plain("By Bo"))},
                {"type": "photo", "photo_id": "1", "caption": {"text": \#(plain("Seen")), "credit": {"type": "empty"}}},
                {"type": "table", "title": {"type": "empty"}, "rows": [{"cells": [{"text": \#(plain("A"))}, {}]},
                {"cells": [{"text": \#(plain("B"))}, {"text": \#(plain("C"))}]}]},
                {"type": "divider"}, {"type": "math", "formula": "x=1"},
                {"type": "hologram", "text": \#(plain("New"))}]}
                """#))
        #expect(
            message.contains(
                #""text":"Plan\nRead this\n☑ One\n7. Two\nQ\nBy Bo\nSeen\nA\nB\tC\nx=1\nNew","timestamp""#))
        #expect(message.contains(#""links":[{"text":"this","address":"https://a.example"}]"#))
        #expect(message.contains(#""media":{"kind":"photo"}"#))
    }

    @Test func `is not followed into the deep`() async throws {
        let deep =
            String(repeating: #"{"type": "quote", "blocks": ["#, count: 200) + "1"
            + String(repeating: "]}", count: 200)
        let chats = try await Fixture.chats(
            Fixture.single(Fixture.message(1, #""rich_message": {"blocks": [\#(deep)]}"#)))
        #expect(chats.first?.warnings.map(\.cause) == [.limitExceeded(.nestingDepth, limit: 64)])
        #expect(chats.first?.messages.count == 1)
    }
}

@Suite struct `JSON that other programs write` {
    @Test(arguments: [
        (#"{"id": "abc", "type": "conversation", "messages": [{"role": "user", "content": "hi"}]}"#, false),
        (#"{"id": 7, "messages": [{"id": 1, "type": "message", "date": 1717400060, "text": "x"}]}"#, false),
        (#"{"id": 7, "type": "channel", "name": "x", "messages": []}"#, false),
        (#"{"name": "x", "type": "public_channel", "id": 7, "messages": []}"#, true),
        (
            #"{"id": 7, "messages": [{"id": 1, "type": "message", "date": "2024-06-03T07:34:20", "text": "x"}]}"#,
            true
        ),
        (#"{"messages": [{"id": 1, "type": "service", "date_unixtime": "1", "action": "x"}]}"#, true),
        (#"{"about": "x", "chats": {"list": []}}"#, true),
    ])
    func `is not taken for Telegram's`(json: String, isTelegram: Bool) {
        let probe = FileProbe(
            path: RelativePath("a/result.json"), head: Array(json.utf8), byteCount: json.utf8.count)
        #expect(TelegramResultJSONTransformer().claims(probe) == isTelegram)
    }
}
