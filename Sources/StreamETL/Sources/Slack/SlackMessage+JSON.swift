import ETLFormats
import ETLModel

extension SlackMessage {
    /// Reads an entry of a day: a message, or what a log of edits says became of one.
    ///
    /// - Throws: Why the entry is no message.
    init(entry json: JSONValue, limits: InputLimits) throws(TransformError.Cause) {
        switch json.member("subtype")?.string {
        case "message_changed", "message_replied":
            // The entry's own `ts` is the moment of the change; some exports state the message itself.
            if let message = json.member("message"), message.isObject {
                try self.init(message, limits: limits)
            } else {
                try self.init(changed: json, limits: limits)
            }
        case "message_deleted":
            guard let gone = json.member("deleted_ts") ?? json.member("previous_message")?.member("ts") else {
                throw .missing("deleted_ts")
            }
            let (time, timestamp) = try Self.stamp(gone)
            self.init(time: time, timestamp: timestamp, isDeletion: true)
        default: try self.init(json, limits: limits)
        }
    }

    /// An entry of a change that is the message as it was left; what it was before may stand beside it.
    private init(changed json: JSONValue, limits: InputLimits) throws(TransformError.Cause) {
        // Without words of its own it only tells that there was a change.
        guard json.member("text") != nil || json.member("blocks") != nil || json.member("attachments") != nil
        else {
            throw .missing("message")
        }
        try self.init(json, limits: limits)
        subtype = nil
        guard let previous = json.member("previous_message"), previous.isObject else { return }
        if let stated = previous.member("ts") { (time, timestamp) = try Self.stamp(stated) }
        subtype = previous.member("subtype")?.string
        user = user ?? previous.member("user")?.string
        botID = botID ?? previous.member("bot_id")?.string
        thread = thread ?? previous.member("thread_ts")?.string
    }

    private static func stamp(_ value: JSONValue?) throws(TransformError.Cause) -> (Int64, String) {
        guard let value else { throw .missing("ts") }
        guard let stamp = value.string, let microseconds = SlackTimestamp.microseconds(stamp) else {
            throw .invalidValue("ts")
        }
        return (microseconds, stamp)
    }

    private init(_ json: JSONValue, limits: InputLimits) throws(TransformError.Cause) {
        guard json.isObject else { throw .malformed("slack.message") }
        (time, timestamp) = try Self.stamp(json.member("ts"))
        subtype = json.member("subtype")?.string
        let comment = json.member("comment")
        user = json.member("user")?.string ?? comment?.member("user")?.string
        // A person adds or removes a bot; the entry names both.
        let isOfPerson = user != nil && (subtype == "bot_add" || subtype == "bot_remove")
        botID = isOfPerson ? nil : json.member("bot_id")?.string
        let profile = json.member("user_profile")
        ownName = Self.name(in: profile)
        if !isOfPerson {
            ownName =
                ownName ?? json.member("username")?.string
                ?? json.member("bot_profile")?.member("name")?.string
        }
        ownEmail = profile?.member("email")?.string
        // The text of a comment on a file is Slack's sentence about it.
        let said = subtype == "file_comment" ? comment?.member("comment")?.string : nil
        let wording = try SlackWording(
            json, text: said ?? json.member("text")?.string ?? "", limits: limits)
        text = wording.text
        previews = wording.previews
        thread = json.member("thread_ts")?.string
        let replies = Int64(json.member("replies")?.count ?? 0)
        replyCount = max(0, json.member("reply_count")?.integer ?? replies)
        edited = json.member("edited")?.member("ts")?.string
        let listed = json.member("reactions")?.elements ?? []
        guard listed.count <= limits.reactions else {
            throw .limitExceeded(.reactions, limit: limits.reactions)
        }
        for reaction in listed {
            guard let name = reaction.member("name")?.string else { continue }
            let count = reaction.member("count")?.integer ?? Int64(reaction.member("users")?.count ?? 0)
            reactions.append(Reaction(name: name, count: Int(count)))
        }
        var attached = json.member("files")?.elements ?? []
        if let single = json.member("file"), single.isObject { attached.append(single) }
        guard attached.count <= limits.fields else {
            throw .limitExceeded(.fields, limit: limits.fields)
        }
        for file in attached where file.isObject {
            files.append(
                File(
                    id: file.member("id")?.string, name: file.member("name")?.string,
                    mimetype: file.member("mimetype")?.string, mode: file.member("mode")?.string))
        }
    }

    /// What a profile calls its owner.
    static func name(in profile: JSONValue?) -> String? {
        guard let profile else { return nil }
        for text in [profile.member("real_name"), profile.member("display_name"), profile.member("name")] {
            if let text = text?.string, !text.isEmpty { return text }
        }
        return nil
    }
}
