/// Service messages about payments, gifts, giveaways and what a bot may do.
extension TelegramResultService {
    func moneyText(_ action: String) -> String? {
        switch action {
        case "send_payment": return payment
        case "refunded_payment": return "\(name(value["peer_name"])) refunded back \(amount)"
        case "send_premium_gift": return premiumGift
        case "send_stars_gift", "send_ton_gift":
            guard let cost = text("cost"), let sum = sum("amount") else { return "\(actor) sent you a gift." }
            return "\(actor) sent you a gift for \(cost): \(sum) "
                + (action == "send_ton_gift" ? "TON." : "Telegram Stars.")
        case "send_star_gift":
            let note = text("gift_text").map { "\n" + $0 } ?? ""
            return "\(actor) sent you a gift of \(number("stars") ?? 0) Telegram Stars." + note
        case "stars_prize":
            return "You won a prize in a giveaway organized by \(name(value["boost_peer_name"])). "
                + "Your prize is \(number("stars") ?? 0) Telegram Stars."
        case "gift_code_prize": return giftCode
        case "giveaway_launch":
            return "\(actor) just started a giveaway of Telegram Premium subscriptions to its followers."
        case "giveaway_results": return giveawayResults
        case "paid_messages_refund":
            let (stars, count) = (number("stars_count") ?? 0, number("messages_count") ?? 0)
            let other = partner ?? head.title ?? Self.deleted
            return isByPartner
                ? "\(other) refunded \(stars) Stars for \(count) messages to you"
                : "You refunded \(stars) Stars for \(count) messages to \(other)"
        case "paid_messages_price_change": return messagePrice
        case "send_paid_message":
            return "\(actor) paid for the message \(number("stars") ?? 0) Telegram Stars."
        default: return postText(action)
        }
    }

    private var payment: String {
        switch text("recurring") {
        case "used": return "You were charged \(amount) via recurring payment"
        case "init":
            return "You have successfully transferred \(amount) for this invoice "
                + "and allowed future recurring payments"
        default: return "You have successfully transferred \(amount) for this invoice"
        }
    }

    private var amount: String { TelegramMoney.text(number("amount") ?? 0, text("currency") ?? "") }

    /// Months up to version 6, then days.
    private var premiumGift: String {
        guard let cost = text("cost"), let period = premiumPeriod else { return "\(actor) sent you a gift." }
        return "\(actor) sent you a gift for \(cost): Telegram Premium for \(period)."
    }

    private var premiumPeriod: String? {
        if let days = number("days") { return "\(days) \(days == 1 ? "day" : "days")" }
        return number("months").map { "\($0) \($0 == 1 ? "month" : "months")" }
    }

    private var giftCode: String {
        let premium = "Telegram Premium" + (premiumPeriod.map { " for " + $0 } ?? "")
        if value["unclaimed"]?.isTrue == true {
            return "This is an unclaimed \(premium) prize in a giveaway organized by a channel."
        }
        return value["via_giveaway"]?.isTrue == true
            ? "You won a \(premium) prize in a giveaway organized by a channel."
            : "You've received a \(premium) gift from a channel."
    }

    private var giveawayResults: String {
        let winners = number("winners") ?? 0
        let isOfStars = (number("stars") ?? 0) > 0
        if winners == 0 { return "No winners of the giveaway could be selected." }
        let who =
            (number("unclaimed") ?? 0) > 0
            ? "Some winners of the giveaway were" : "\(winners) of the giveaway was"
        return who + " randomly selected by Telegram and received "
            + (isOfStars ? "their prize." : "private messages with giftcodes.")
    }

    private var messagePrice: String {
        let stars = number("price_stars") ?? 0
        guard isChannel else { return "Price per message changed to \(stars) Telegram Stars." }
        return value["is_broadcast_messages_allowed"]?.isTrue == true
            ? "Price per direct message changed to \(stars) Telegram Stars."
            : "Direct messages were disabled."
    }

    // MARK: Suggested posts

    private func postText(_ action: String) -> String? {
        switch action {
        case "process_suggested_post": return postDecision
        case "suggested_post_success":
            return "The paid post was shown for 24 hours and \(price ?? "0 stars") "
                + "were transferred to the channel."
        case "suggested_post_refund":
            return value["user_initiated"]?.isTrue == true
                ? "The user refunded the payment, post was deleted."
                : "The admin deleted the post early, the payment was refunded."
        default: return nil
        }
    }

    private var postDecision: String {
        let isRejected = value["rejected"]?.isTrue == true
        var text = "\(actor) \(isRejected ? "rejected" : "approved") your suggested post"
        if let price { text += ", for \(price)" }
        if let moment = number("scheduled_date"), moment > 0 { text += ", " + Self.spoken(date(moment)) }
        return text + (self.text("comment").map { ", with comment: \"\($0)\"" } ?? ".")
    }

    private var price: String? {
        sum("price_amount").map { $0 + (text("price_currency") == "TON" ? " TON" : " stars") }
    }

    /// An amount of stars or Toncoin in two parts; `nil` for none.
    private func sum(_ name: String) -> String? {
        let isPrice = name == "price_amount"
        let whole = number(isPrice ? "price_amount_whole" : "amount_whole") ?? 0
        let nano = number(isPrice ? "price_amount_nano" : "amount_nano") ?? 0
        return whole == 0 && nano == 0 ? nil : TelegramMoney.text(whole: whole, nano: nano)
    }

    /// `04.06.2024 11:20:00` as `4 June 2024 at 11:20`.
    private static func spoken(_ date: String) -> String {
        let parts = date.split(separator: " ")
        let day = (parts.first ?? "").split(separator: ".").compactMap { Int($0) }
        guard parts.count == 2, day.count == 3, (1...12).contains(day[1]) else { return date }
        return "\(day[0]) \(TelegramStamp.months[day[1] - 1]) \(day[2]) at \(parts[1].prefix(5))"
    }

    // MARK: Permissions

    func permissionText(_ action: String) -> String? {
        switch action {
        case "requested_phone_number": return "\(actor) requested your phone number"
        case "allow_sending_messages":
            if let app = text("reason_app_name") {
                return "You allowed this bot to message you when you opened \(app)"
            }
            return "You allowed this bot to message you when you logged in on \(text("reason_domain") ?? "")"
        case "attach_menu_bot_allowed":
            return "You allowed this bot to message you when you added it in the attachment menu."
        case "web_app_bot_allowed": return "You allowed this bot to message you in his web-app."
        case "send_passport_values":
            return "You have sent the following documents: " + (Self.joined(documents) ?? "")
        case "send_webview_data":
            return "You have just successfully transferred data from the «\(text("text") ?? "")» button "
                + "to the bot"
        case "requested_peer": return "requested:"
        case "no_forwards_toggle":
            return value["new_value"]?.isTrue == true
                ? "\(actor) disabled sharing in this chat" : "\(actor) enabled sharing in this chat"
        case "no_forwards_request": return "\(actor) requested to enable sharing in this chat"
        default: return nil
        }
    }

    /// `passport_registration` as `Passport registration`.
    private var documents: [String] {
        var names: [String] = []
        value["values"]?.forEach { document in
            if let name = document.string {
                let words = String(name.map { $0 == "_" ? " " : $0 })
                names.append(words.prefix(1).uppercased() + words.dropFirst())
            }
            return names.count < 100
        }
        return names
    }
}
