import ETLFormats
import ETLModel

/// A conversation of `channels.json`, `groups.json`, `dms.json` or `mpims.json`.
struct SlackChannel: Hashable, Sendable {
    var id: String
    var name: String?
    /// What the folder of its messages may be called instead, with letters in another width.
    var normalizedName: String?
    /// `channel`, `group`, `dm` or `mpim`.
    var type: String
    var members: [String]
    var topic: String?
    var purpose: String?
    var isShared: Bool
    var isArchived: Bool

    /// As a dump names it.
    init(id: String, name: String?) {
        self.id = id
        self.name = name.flatMap { $0.isEmpty ? nil : $0 }
        type = Self.type(ofID: id, name: name, isMPIM: false, isPrivate: false)
        members = []
        isShared = false
        isArchived = false
    }

    init?(_ json: JSONValue, limits: InputLimits) {
        guard let id = json.member("id")?.string, !id.isEmpty else { return nil }
        self.id = id
        name = json.member("name")?.string.flatMap { $0.isEmpty ? nil : $0 }
        normalizedName = json.member("name_normalized")?.string.flatMap { $0.isEmpty ? nil : $0 }
        type =
            json.member("is_im")?.bool ?? false
            ? "dm"
            : Self.type(
                ofID: id, name: name, isMPIM: json.member("is_mpim")?.bool ?? false,
                isPrivate: json.member("is_private")?.bool ?? false)
        members = (json.member("members")?.elements ?? []).prefix(limits.participants).compactMap(\.string)
        // The Web API names the other one of a direct conversation so.
        if members.isEmpty, let other = json.member("user")?.string, !other.isEmpty { members = [other] }
        topic = Self.text(json.member("topic"))
        purpose = Self.text(json.member("purpose"))
        let teams = json.member("shared_team_ids")?.count ?? 0
        isShared = json.member("is_ext_shared")?.bool ?? (teams > 0)
        isArchived = json.member("is_archived")?.bool ?? false
    }

    private static func type(ofID id: String, name: String?, isMPIM: Bool, isPrivate: Bool) -> String {
        if id.hasPrefix("D") { return "dm" }
        if name?.hasPrefix("mpdm-") ?? false || isMPIM { return "mpim" }
        return id.hasPrefix("G") || isPrivate ? "group" : "channel"
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
        writer.write(normalizedName)
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
        // Lists that an older version read end here.
        normalizedName = reader.isAtEnd ? nil : try reader.readOptionalString()
    }
}
