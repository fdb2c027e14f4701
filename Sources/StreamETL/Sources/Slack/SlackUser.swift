import ETLFormats
import ETLModel

/// A person or bot of `users.json`.
struct SlackUser: Hashable, Sendable {
    var id: String
    var name: String
    var email: String?
    var isBot: Bool
    var team: String?
    /// Whether it is somebody whom the workspace only lets in: a guest, or a person of another workspace.
    var isGuest = false

    init?(_ json: JSONValue) {
        guard let id = json.member("id")?.string, !id.isEmpty else { return nil }
        self.id = id
        let profile = json.member("profile")
        let handle = json.member("name")?.string
        let real = json.member("real_name")?.string.flatMap { $0.isEmpty ? nil : $0 }
        name =
            real ?? SlackMessage.name(in: profile) ?? handle
            ?? (id == Self.slackbotID ? Self.slackbotName : id)
        email = profile?.member("email")?.string.flatMap { $0.isEmpty ? nil : $0 }
        isBot = id == Self.slackbotID || json.member("is_bot")?.bool ?? false
        team = json.member("team_id")?.string.flatMap { $0.isEmpty ? nil : $0 }
        isGuest = ["is_restricted", "is_ultra_restricted", "is_stranger"].contains {
            json.member($0)?.bool ?? false
        }
    }

    /// Slack's own bot, which the lists do not mark as one.
    static let slackbotID = "USLACKBOT"
    /// Where no list has it.
    static let slackbotName = "Slackbot"

    /// Whether an entry of a list is a person or bot, not a conversation.
    static func isUser(_ json: JSONValue) -> Bool {
        if json["profile"] != nil || json["real_name"] != nil || json["is_bot"] != nil { return true }
        guard let first = json.member("id")?.string?.utf8.first else { return false }
        return first == UInt8(ascii: "U") || first == UInt8(ascii: "W")
    }

    func encode(into writer: inout ByteWriter) {
        writer.write(id)
        writer.write(name)
        writer.write(email)
        writer.write(isBot)
        writer.write(team)
        writer.write(isGuest)
    }

    init(from reader: inout ByteReader) throws(ByteReader.Corruption) {
        id = try reader.readString()
        name = try reader.readString()
        email = try reader.readOptionalString()
        isBot = try reader.readBool()
        // Versions before 1.1 end here.
        guard !reader.isAtEnd else { return }
        team = try reader.readOptionalString()
        isGuest = try reader.readBool()
    }
}
