import ETLFormats
import ETLModel

/// A conversation of `channels.json`, `groups.json`, `dms.json` or `mpims.json`.
struct SlackChannel: Hashable, Sendable {
    var id: String
    var name: String?
    /// `channel`, `group`, `dm` or `mpim`.
    var type: String
    var members: [String]
    var topic: String?
    var purpose: String?
    var isShared: Bool
    var isArchived: Bool

    init?(_ json: JSONValue, limits: InputLimits) {
        guard let id = json.member("id")?.string, !id.isEmpty else { return nil }
        self.id = id
        name = json.member("name")?.string.flatMap { $0.isEmpty ? nil : $0 }
        type =
            if id.hasPrefix("D") {
                "dm"
            } else if name?.hasPrefix("mpdm-") ?? false || json.member("is_mpim")?.bool ?? false {
                "mpim"
            } else if id.hasPrefix("G") || json.member("is_private")?.bool ?? false {
                "group"
            } else {
                "channel"
            }
        members = (json.member("members")?.elements ?? []).prefix(limits.participants).compactMap(\.string)
        topic = Self.text(json.member("topic"))
        purpose = Self.text(json.member("purpose"))
        let teams = json.member("shared_team_ids")?.count ?? 0
        isShared = json.member("is_ext_shared")?.bool ?? (teams > 0)
        isArchived = json.member("is_archived")?.bool ?? false
    }

    private static func text(_ member: JSONValue?) -> String? {
        guard let markup = member?.member("value")?.string, !markup.isEmpty else { return nil }
        return SlackText.plain(markup)
    }

    func encode(into writer: inout ByteWriter) {
        writer.write(id)
        writer.write(name)
        writer.write(type)
        writer.write(members)
        writer.write(topic)
        writer.write(purpose)
        writer.write(isShared)
        writer.write(isArchived)
    }

    init(from reader: inout ByteReader) throws(ByteReader.Corruption) {
        id = try reader.readString()
        name = try reader.readOptionalString()
        type = try reader.readString()
        members = try reader.readStrings()
        topic = try reader.readOptionalString()
        purpose = try reader.readOptionalString()
        isShared = try reader.readBool()
        isArchived = try reader.readBool()
    }
}
