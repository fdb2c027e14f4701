/// The line that HTML pages print for a service message, which `result.json` states as an action.
///
/// The sentences are those of export_output_html.cpp of Telegram Desktop 1.3 to 7.0.
struct TelegramResultService {
    let value: TelegramResultValue
    let head: TelegramResultHead
    /// Prints a moment as the exporting machine's clock showed it.
    let date: (Int64) -> String
    /// The other person in a personal chat.
    let partner: String?
    /// Whether the other person in a personal chat did it.
    let isByPartner: Bool

    var isChannel: Bool { head.isChannel }

    /// Who did it; an actor that is not stated at all is the chat's own doing.
    var actor: String {
        if let actor = value["actor"] { return name(actor) }
        return (head.isPersonal ? partner : head.title) ?? Self.deleted
    }

    /// A peer without a name.
    static let deleted = "Deleted"
    /// A person without a name.
    static let deletedAccount = "Deleted Account"

    func text(of action: String?) -> String {
        guard let action else { return TelegramResultText.line(value["information_text"]) ?? "" }
        if let text = groupText(action) ?? talkText(action) ?? listText(action) ?? moneyText(action)
            ?? permissionText(action)
        {
            return text
        }
        let words = String(action.map { $0 == "_" ? " " : $0 })
        return value["actor"] == nil ? words : "\(actor): \(words)"
    }

    // MARK: Groups and people

    private func groupText(_ action: String) -> String? {
        let title = text("title") ?? ""
        switch action {
        case "create_group":
            let members = members
            return "\(actor) created group «\(title)»" + (members.isEmpty ? "" : " with members \(members)")
        case "edit_group_title":
            return isChannel
                ? "Channel title changed to «\(title)»" : "\(actor) changed group title to «\(title)»"
        case "edit_group_photo": return isChannel ? "Channel photo changed" : "\(actor) changed group photo"
        case "delete_group_photo": return isChannel ? "Channel photo removed" : "\(actor) removed group photo"
        case "invite_members": return "\(actor) invited \(members)"
        case "remove_members": return "\(actor) removed \(members)"
        case "join_group_by_link": return "\(actor) joined group by link from \(person("inviter"))"
        case "join_group_by_request": return "\(actor) joined group by request"
        case "create_channel": return "Channel «\(title)» created"
        case "migrate_to_supergroup": return "\(actor) converted this group to a supergroup"
        case "migrate_from_group":
            return "\(actor) converted a basic group to this supergroup «\(title)»"
        case "joined_telegram": return "\(actor) joined Telegram"
        case "topic_created": return "\(actor) created topic «\(title)»"
        case "topic_edit": return "\(actor) changed topic " + topicChanges
        case "new_creator_pending":
            return "\(person("new_creator")) will become the new main admin in 7 days if \(actor) "
                + "does not return"
        case "change_creator": return "\(actor) made \(person("new_creator")) the new main admin of the group"
        case "managed_bot_created": return "\(actor) created a bot \(person("bot"))"
        case "proximity_reached":
            return "\(name(value["from"])) is now within \(distance) from \(name(value["to"]))"
        case "suggest_birthday": return "\(actor) suggests to add a date of birth: \(birthday)"
        default: return nil
        }
    }

    private var topicChanges: String {
        var changes: [String] = []
        if let title = text("new_title") { changes.append("title to «\(title)»") }
        if let icon = number("new_icon_emoji_id") { changes.append("icon to «\(icon)»") }
        return changes.joined(separator: ",")
    }

    private var distance: String {
        let meters = number("distance") ?? 0
        if meters >= 1_000 {
            let (whole, rest) = (meters / 10 * 10).quotientAndRemainder(dividingBy: 1_000)
            var digits = String(1_000 + rest).dropFirst()
            while digits.last == "0" { digits = digits.dropLast() }
            return "\(whole)" + (digits.isEmpty ? "" : "." + digits) + " km"
        }
        return meters == 1 ? "1 meter" : "\(meters) meters"
    }

    private var birthday: String {
        let month = number("month").flatMap {
            (1...12).contains($0) ? TelegramStamp.months[Int($0) - 1] : nil
        }
        return [number("day").map { "\($0)" }, month, number("year").map { "\($0)" }]
            .compactMap { $0 }.joined(separator: " ")
    }

    // MARK: Talk

    private func talkText(_ action: String) -> String? {
        switch action {
        case "pin_message": return "\(actor) pinned this message"
        case "clear_history": return "History cleared"
        case "score_in_game": return "\(actor) scored \(number("score") ?? 0) in this game"
        case "take_screenshot": return "\(actor) took a screenshot"
        case "set_messages_ttl": return timeToLive
        case "edit_chat_theme": return theme
        case "group_call", "invite_to_group_call", "group_call_scheduled": return voiceChat(action)
        case "suggest_profile_photo": return "\(actor) suggests to use this photo"
        case "set_chat_wallpaper": return "\(actor) set a new background for this chat"
        case "set_same_chat_wallpaper": return "\(actor) set the same background for this chat"
        case "boost_apply":
            let boosts = number("boosts") ?? 0
            return "\(actor) boosted the group \(boosts) \(boosts > 1 ? "times" : "time")"
        default: return nil
        }
    }

    private var timeToLive: String {
        let period = number("period") ?? 0
        let text =
            switch period {
            case 604_800: "7 days"
            case 86_400: "24 hours"
            default: "\(period) seconds"
            }
        if isChannel {
            return period == 0
                ? "New messages will not auto-delete" : "New messages will auto-delete in \(text)"
        }
        return period == 0
            ? "\(actor) has set messages not to auto-delete"
            : "\(actor) has set messages to auto-delete in \(text)"
    }

    private var theme: String {
        guard let emoji = text("emoticon") else {
            return isChannel ? "Channel theme was disabled" : "\(actor) disabled chat theme"
        }
        return isChannel ? "Channel theme was changed to \(emoji)" : "\(actor) changed chat theme to \(emoji)"
    }

    private func voiceChat(_ action: String) -> String {
        switch action {
        case "invite_to_group_call": return "\(actor) invited \(members) to the voice chat"
        case "group_call_scheduled":
            let moment = number("schedule_date").map { " for " + date($0) } ?? ""
            return (isChannel ? "Voice chat scheduled" : "\(actor) scheduled a voice chat") + moment
        default:
            let duration = number("duration").map { " (\($0) seconds)" } ?? ""
            return (isChannel ? "Voice chat" : "\(actor) started voice chat") + duration
        }
    }

    // MARK: Polls and checklists

    private func listText(_ action: String) -> String? {
        switch action {
        case "todo_completions": return completions
        case "todo_append_tasks":
            var tasks: [String] = []
            value["items"]?.forEach { task in
                if let text = TelegramResultText.line(task["text"]) { tasks.append("\"\(text)\"") }
                return tasks.count < 1_000
            }
            return "\(actor) added tasks: " + tasks.joined(separator: ", ")
        case "poll_append_answer": return "\(actor) added \"\(text("option") ?? "")\" to the poll."
        case "poll_delete_answer": return "\(actor) removed \"\(text("option") ?? "")\" from the poll."
        default: return nil
        }
    }

    private var completions: String {
        let done = Self.joined(numbers("completed"))
        let open = Self.joined(numbers("incompleted"))
        switch (done, open) {
        case (let done?, let open?):
            return "\(actor) marked \(done) as done and \(open) as not done yet in this todo list."
        case (nil, let open?): return "\(actor) marked \(open) as not done yet in this todo list."
        case (let done, nil): return "\(actor) marked \(done ?? "") as done in this todo list."
        }
    }

    private func numbers(_ key: StaticString) -> [String] {
        var numbers: [String] = []
        value[key]?.forEach { number in
            if let number = number.integer { numbers.append(String(number)) }
            return numbers.count < 1_000
        }
        return numbers
    }

    // MARK: Parts

    /// Links in what people wrote: tasks, and the note of a gift.
    var links: [TelegramLink] {
        var text = TelegramResultText()
        if let note = value["gift_text"] { text.append(note) }
        value["items"]?.forEach { task in
            if let words = task["text"] { text.append(words) }
            return true
        }
        return text.links
    }

    func number(_ key: StaticString) -> Int64? { value[key]?.integer }

    func text(_ key: StaticString) -> String? { TelegramResultText.line(value[key]) }

    /// A peer's name as service lines print it.
    func name(_ value: TelegramResultValue?) -> String { TelegramResultMessage.name(value) ?? Self.deleted }

    /// A person's name as service lines print it.
    func person(_ key: StaticString) -> String {
        TelegramResultMessage.name(value[key]) ?? Self.deletedAccount
    }

    /// `Ann, Ben and Cy`
    private var members: String {
        var names: [String] = []
        value["members"]?.forEach { member in
            names.append(TelegramResultMessage.name(member) ?? Self.deletedAccount)
            return names.count < 10_000
        }
        return Self.joined(names) ?? ""
    }

    static func joined(_ names: [String]) -> String? {
        guard let last = names.last else { return nil }
        return names.count == 1 ? last : names.dropLast().joined(separator: ", ") + " and " + last
    }
}
