/// The line that HTML pages print for a service message, which `result.json` states as an action.
enum TelegramResultService {
    static func text(of value: TelegramResultValue, action: String?, isChannel: Bool) -> String {
        let actor = name(value["actor"])
        let title = name(value["title"], or: "")
        switch action {
        case "create_group":
            let members = members(of: value)
            return "\(actor) created group «\(title)»" + (members.isEmpty ? "" : " with members \(members)")
        case "edit_group_title":
            return isChannel
                ? "Channel title changed to «\(title)»" : "\(actor) changed group title to «\(title)»"
        case "edit_group_photo": return isChannel ? "Channel photo changed" : "\(actor) changed group photo"
        case "delete_group_photo": return isChannel ? "Channel photo removed" : "\(actor) removed group photo"
        case "invite_members": return "\(actor) invited \(members(of: value))"
        case "remove_members": return "\(actor) removed \(members(of: value))"
        case "join_group_by_link": return "\(actor) joined group by link from \(name(value["inviter"]))"
        case "join_group_by_request": return "\(actor) joined group by request"
        case "create_channel": return "Channel «\(title)» created"
        case "migrate_to_supergroup": return "\(actor) converted this group to a supergroup"
        case "migrate_from_group":
            return "\(actor) converted a basic group to this supergroup «\(title)»"
        case "pin_message": return "\(actor) pinned this message"
        case "clear_history": return "History cleared"
        case "score_in_game": return "\(actor) scored \(value["score"]?.integer ?? 0) in this game"
        case "take_screenshot": return "\(actor) took a screenshot"
        case "joined_telegram": return "\(actor) joined Telegram"
        case "requested_phone_number": return "\(actor) requested your phone number"
        case "set_messages_ttl": return timeToLive(value, actor, isChannel)
        case "edit_chat_theme": return theme(value, actor, isChannel)
        case "group_call", "invite_to_group_call", "group_call_scheduled":
            return voiceChat(value, action ?? "", actor, isChannel)
        case "send_premium_gift": return "\(actor) sent you a gift."
        case "topic_created": return "\(actor) created topic «\(title)»"
        case "suggest_profile_photo": return "\(actor) suggests to use this photo"
        case "set_chat_wallpaper": return "\(actor) set a new background for this chat"
        case "set_same_chat_wallpaper": return "\(actor) set the same background for this chat"
        case let action?:
            let words = String(action.map { $0 == "_" ? " " : $0 })
            return value["actor"] == nil ? words : "\(actor): \(words)"
        case nil: return name(value["information_text"], or: "")
        }
    }

    private static func timeToLive(_ value: TelegramResultValue, _ actor: String, _ isChannel: Bool) -> String
    {
        let period = value["period"]?.integer ?? 0
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

    private static func theme(_ value: TelegramResultValue, _ actor: String, _ isChannel: Bool) -> String {
        guard let emoji = TelegramResultMessage.name(value["emoticon"]) else {
            return isChannel ? "Channel theme was disabled" : "\(actor) disabled chat theme"
        }
        return isChannel ? "Channel theme was changed to \(emoji)" : "\(actor) changed chat theme to \(emoji)"
    }

    private static func voiceChat(
        _ value: TelegramResultValue, _ action: String, _ actor: String, _ isChannel: Bool
    ) -> String {
        switch action {
        case "invite_to_group_call": return "\(actor) invited \(members(of: value)) to the voice chat"
        case "group_call_scheduled":
            return isChannel ? "Voice chat scheduled" : "\(actor) scheduled a voice chat"
        default:
            let duration = value["duration"]?.integer.map { " (\($0) seconds)" } ?? ""
            return (isChannel ? "Voice chat" : "\(actor) started voice chat") + duration
        }
    }

    /// Service lines call a deleted account just that.
    private static func name(_ value: TelegramResultValue?, or other: String = "Deleted") -> String {
        TelegramResultMessage.name(value) ?? other
    }

    /// `Ann, Ben and Cy`
    private static func members(of value: TelegramResultValue) -> String {
        var names: [String] = []
        value["members"]?.forEach { member in
            names.append(name(member))
            return names.count < 10_000
        }
        guard let last = names.popLast() else { return "" }
        return names.isEmpty ? last : names.joined(separator: ", ") + " and " + last
    }
}
