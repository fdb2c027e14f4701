/// What `result.json` says of a chat beside its messages.
struct TelegramResultHead: Hashable, Sendable {
    private enum Name: Hashable, Sendable {
        case absent
        case null
        case text(String)
    }

    private var name = Name.absent
    /// The chat's id as text.
    private(set) var id: String?
    /// `personal_chat`, `private_supergroup`, …
    private(set) var type: String?

    mutating func set(_ field: TelegramResultField, to value: TelegramResultValue) {
        switch field {
        case .name: name = value.string.map { .text($0) } ?? .null
        case .type: type = value.string
        case .id: id = value.integer.map { String($0) }
        }
    }

    /// Whether all is known that the pages of messages need. Only saved messages and the like have no
    /// name, so that an absent one tells nothing before the type is known.
    var isComplete: Bool {
        id != nil && (name != .absent || type.map { Self.title(ofType: $0) != nil } == true)
    }

    /// The title as HTML pages print it.
    var title: String? {
        switch name {
        case .text(let text):
            let trimmed = text.utf8.drop { $0 <= 0x20 }
            let bytes = trimmed.reversed().drop { $0 <= 0x20 }.reversed()
            return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
        case .null: return "Deleted Account"
        case .absent: return type.flatMap { Self.title(ofType: $0) } ?? "Saved Messages"
        }
    }

    /// Types of chats that Telegram Desktop writes.
    static let types: Set<String> = [
        "saved_messages", "replies", "verification_codes", "personal_chat", "bot_chat", "private_group",
        "private_supergroup", "public_supergroup", "private_channel", "public_channel",
    ]

    /// Whether the other side is one person or bot, or oneself.
    var isWithOne: Bool {
        type.map { $0 == "bot_chat" || $0 == TelegramChatUnit.personalType || Self.title(ofType: $0) != nil }
            ?? false
    }

    var isPersonal: Bool { type == TelegramChatUnit.personalType }
    var isChannel: Bool { type?.hasSuffix("channel") == true }

    /// Titles of the chats that are exported without a name.
    private static func title(ofType type: String) -> String? {
        switch type {
        case "saved_messages": "Saved Messages"
        case "replies": "Replies"
        case "verification_codes": "Verification Codes"
        default: nil
        }
    }
}
