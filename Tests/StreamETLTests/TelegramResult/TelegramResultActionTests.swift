import Testing

@testable import ETLMatching
@testable import ETLModel
@testable import ETLTelegram

private typealias Fixture = TelegramResultFixture

/// The sentences are those of export_output_html.cpp.
@Suite struct `A service message of result.json` {
    @Test(arguments: [
        (#""action": "topic_edit", "new_title": "Billing""#, "Ann Smith changed topic title to «Billing»"),
        (
            #""action": "topic_edit", "new_title": "A", "new_icon_emoji_id": 7"#,
            "Ann Smith changed topic title to «A»,icon to «7»"
        ),
        (
            #""action": "new_creator_pending", "new_creator": "Bo""#,
            "Bo will become the new main admin in 7 days if Ann Smith does not return"
        ),
        (
            #""action": "change_creator", "new_creator": null"#,
            "Ann Smith made Deleted Account the new main admin of the group"
        ),
        (#""action": "managed_bot_created", "bot": "Helper""#, "Ann Smith created a bot Helper"),
        (
            #""action": "proximity_reached", "from": "Bo", "to": null, "distance": 1500"#,
            "Bo is now within 1.5 km from Deleted"
        ),
        (
            #""action": "proximity_reached", "from": "Bo", "to": "Cy", "distance": 1"#,
            "Bo is now within 1 meter from Cy"
        ),
        (
            #""action": "suggest_birthday", "day": 3, "month": 5, "year": 1990"#,
            "Ann Smith suggests to add a date of birth: 3 May 1990"
        ),
        (#""action": "boost_apply", "boosts": 2"#, "Ann Smith boosted the group 2 times"),
        (#""action": "no_forwards_toggle", "new_value": true"#, "Ann Smith disabled sharing in this chat"),
        (#""action": "no_forwards_request""#, "Ann Smith requested to enable sharing in this chat"),
        (#""action": "remove_members", "members": [null]"#, "Ann Smith removed Deleted Account"),
        (#""action": "requested_peer", "peers": "[1]""#, "requested:"),
        (
            #""action": "poll_append_answer", "option": "Dublin""#,
            #"Ann Smith added \"Dublin\" to the poll."#
        ),
        (
            #""action": "poll_delete_answer", "option": "Rome""#,
            #"Ann Smith removed \"Rome\" from the poll."#
        ),
        (
            #""action": "todo_completions", "completed": [1, 2], "incompleted": []"#,
            "Ann Smith marked 1 and 2 as done in this todo list."
        ),
        (
            #""action": "todo_completions", "completed": [], "incompleted": [3]"#,
            "Ann Smith marked 3 as not done yet in this todo list."
        ),
        (
            #""action": "todo_completions", "completed": [1], "incompleted": [3]"#,
            "Ann Smith marked 1 as done and 3 as not done yet in this todo list."
        ),
        (
            #""action": "todo_append_tasks", "items": [{"text": "One"}, {"text": ["T", {"type": "bold", "text": "wo"}]}]"#,
            #"Ann Smith added tasks: \"One\", \"Two\""#
        ),
        (
            #""action": "send_passport_values", "values": ["passport", "phone_number", "email"]"#,
            "You have sent the following documents: Passport, Phone number and Email"
        ),
        (
            #""action": "allow_sending_messages", "reason_domain": "acme.example""#,
            "You allowed this bot to message you when you logged in on acme.example"
        ),
        (
            #""action": "attach_menu_bot_allowed""#,
            "You allowed this bot to message you when you added it in the attachment menu."
        ),
        (#""action": "web_app_bot_allowed""#, "You allowed this bot to message you in his web-app."),
        (#""action": "some_day_new""#, "Ann Smith: some day new"),
    ])
    func `is the sentence of HTML pages`(fields: String, text: String) async throws {
        let message = try await Fixture.only(Fixture.service(2, fields), type: "private_group")
        #expect(message.contains(#""text":"\#(text)","timestamp""#))
    }

    @Test(arguments: [
        (
            #""action": "send_payment", "amount": 1999, "currency": "USD", "recurring": "used""#,
            "You were charged $19.99 via recurring payment"
        ),
        (
            #""action": "send_payment", "amount": 5, "currency": "JPY""#,
            "You have successfully transferred ¥5 for this invoice"
        ),
        (
            #""action": "refunded_payment", "amount": 5000, "currency": "XTR", "peer_name": "Shop""#,
            "Shop refunded back ⭐5,000"
        ),
        (#""action": "send_premium_gift", "months": 3"#, "Ann Smith sent you a gift."),
        (
            #""action": "send_premium_gift", "cost": "€ 9", "days": 90"#,
            "Ann Smith sent you a gift for € 9: Telegram Premium for 90 days."
        ),
        (
            #""action": "send_ton_gift", "cost": "$2", "amount_whole": 1, "amount_nano": 500000000"#,
            "Ann Smith sent you a gift for $2: 1.5 TON."
        ),
        (
            #""action": "send_star_gift", "stars": 15, "gift_text": ["For ", {"type": "bold", "text": "you"}]"#,
            #"Ann Smith sent you a gift of 15 Telegram Stars.\nFor you"#
        ),
        (
            #""action": "stars_prize", "stars": 500, "boost_peer_name": "Acme""#,
            "You won a prize in a giveaway organized by Acme. Your prize is 500 Telegram Stars."
        ),
        (
            #""action": "gift_code_prize", "months": 6, "unclaimed": false, "via_giveaway": true"#,
            "You won a Telegram Premium for 6 months prize in a giveaway organized by a channel."
        ),
        (
            #""action": "giveaway_results", "winners": 3, "unclaimed": 0, "stars": 0"#,
            "3 of the giveaway was randomly selected by Telegram and received private messages with giftcodes."
        ),
        (
            #""action": "paid_messages_price_change", "price_stars": 10"#,
            "Price per message changed to 10 Telegram Stars."
        ),
        (
            #""action": "process_suggested_post", "price_amount_whole": "5", "price_amount_nano": "0", "#
                + #""price_currency": "TON", "scheduled_date": 1719842400"#,
            "Ann Smith approved your suggested post, for 5 TON, 1 July 2024 at 16:00."
        ),
        (
            #""action": "suggested_post_success", "price_amount_whole": "7", "price_currency": "Stars""#,
            "The paid post was shown for 24 hours and 7 stars were transferred to the channel."
        ),
        (
            #""action": "suggested_post_refund", "user_initiated": true"#,
            "The user refunded the payment, post was deleted."
        ),
    ])
    func `states amounts, prices and gifts`(fields: String, text: String) async throws {
        let message = try await Fixture.only(Fixture.service(2, fields), type: "private_group")
        #expect(message.contains(#""text":"\#(text)","timestamp""#))
    }

    /// The export's clock is two hours ahead of UTC, as the message's own times say.
    @Test func `prints a moment as the exporting machine's clock showed it`() async throws {
        let fields = #""action": "group_call_scheduled", "schedule_date": 1719842400"#
        let group = try await Fixture.only(Fixture.service(2, fields), type: "private_group")
        #expect(group.contains(#""text":"Ann Smith scheduled a voice chat for 01.07.2024 16:00:00","#))
        let channel = try await Fixture.only(Fixture.service(2, fields), type: "public_channel")
        #expect(channel.contains(#""text":"Voice chat scheduled for 01.07.2024 16:00:00","#))
    }

    @Test(arguments: [
        (#""action": "conference_call", "duration_seconds": 60"#, "Incoming (60 seconds)"),
        (#""action": "conference_call", "is_missed": true"#, "Missed"),
        (#""action": "conference_call", "is_active": true"#, "Ongoing"),
        (#""action": "phone_call", "discard_reason": "busy""#, "Declined"),
    ])
    func `that is a call is a regular message`(fields: String, status: String) async throws {
        let message = try await Fixture.only(Fixture.service(2, fields))
        #expect(message.contains(#""is_service":false"#))
        #expect(message.hasSuffix(#""media":{"kind":"call","status":"\#(status)"}}"#))
    }
}
