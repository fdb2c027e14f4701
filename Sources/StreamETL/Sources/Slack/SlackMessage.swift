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

    var isService: Bool {
        guard let subtype else { return false }
        if Self.serviceSubtypes.contains(subtype) { return true }
        return subtype.hasPrefix("channel_") || subtype.hasPrefix("group_")
    }

    private static let serviceSubtypes: Set<String> = [
        "pinned_item", "unpinned_item", "huddle_thread", "sh_room_created", "tombstone", "bot_add",
        "bot_remove", "reminder_add", "app_conversation_join", "app_conversation_leave",
    ]
}
