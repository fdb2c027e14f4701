/// A message as a day file states it; names are not resolved and the text is Slack's own markup.
struct SlackMessage: Hashable, Sendable {
    struct File: Hashable, Sendable {
        var id: String?
        var name: String?
        var mimetype: String?
        var mode: String?
    }

    struct Reaction: Hashable, Sendable {
        var name: String
        var count: Int
    }

    /// Microseconds since 1970.
    var time: Int64
    /// As the export prints it.
    var timestamp: String
    var subtype: String?
    var user: String?
    var botID: String?
    /// What the message itself calls its author: `user_profile`, or a bot's `username`.
    var ownName: String?
    var ownEmail: String?
    var text = ""
    /// What links and shared messages show of what they lead to, in Slack's markup.
    var previews: [String] = []
    var thread: String?
    var replyCount: Int64 = 0
    var edited: String?
    var reactions: [Reaction] = []
    var files: [File] = []
    /// Tells that the message of this time is gone; an export with a log of edits has such entries.
    var isDeletion = false

    /// Whether it is a notice of what was done, and no words of a person or an app.
    var isService: Bool {
        guard let subtype else { return false }
        return Self.serviceSubtypes.contains(subtype)
            || Self.servicePrefixes.contains(where: subtype.hasPrefix)
    }

    private static let serviceSubtypes: Set<String> = [
        "pinned_item", "unpinned_item", "tombstone", "bot_add", "bot_remove", "bot_enable", "bot_disable",
        "app_conversation_join", "app_conversation_leave", "ekm_access_denied", "document_mention",
        "file_mention",
    ]

    private static let servicePrefixes = [
        "channel_", "group_", "mpim_", "huddle_", "sh_room_", "reminder_", "joiner_",
    ]
}
