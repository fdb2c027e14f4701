import ETLModel

/// Whom and what an export's lists name: those of a directory and of its parents, the nearest first.
struct SlackDirectory: Sendable {
    private(set) var users: [String: SlackUser] = [:]
    private(set) var channels: [String: SlackChannel] = [:]
    private var channelOfFolder: [String: String] = [:]
    private var channelOfNormalizedName: [String: String] = [:]
    /// The workspace whose export it is: most of the people are of it.
    private var homeTeam: String?

    /// The directory of a scope, which its conversations share: decoding one of thousands of people takes
    /// longer than assembling a conversation.
    static func of(_ scope: DropPath, reading parts: any PartReader) throws -> SlackDirectory {
        try parts.remembered(at: scope) { try SlackDirectory(at: scope, reading: parts) }
    }

    private init(at scope: DropPath, reading parts: any PartReader) throws {
        var place = scope
        while true {
            // What a dump says of its conversations is less than what lists say.
            let found = try parts.context(at: place)
            for part in found.filter({ $0.kind != SlackList.dumpKind })
                + found.filter({ $0.kind == SlackList.dumpKind })
            {
                var reader = ByteReader(try parts.payload(of: part.id))
                let entries = try reader.readArray { reader throws(ByteReader.Corruption) in
                    try reader.readBytes()
                }
                // Nothing else tells of a private channel that it is one.
                let listsGroups = part.path.path.nameText == "groups.json"
                for entry in entries {
                    try add(entry, isUser: part.kind == "users", listsGroups: listsGroups)
                }
            }
            if place.path.isRoot { break }
            place = DropPath(drop: place.drop, path: place.path.parent)
        }
        homeTeam = Self.mostFrequentTeam(of: users.values)
    }

    /// What the lists tell of somebody's place in the workspace.
    func membership(of user: SlackUser) -> Participant.Membership {
        // Where people of several workspaces are as many as each other, nothing tells which is one's own.
        if let team = user.team, team != homeTeam { return homeTeam == nil ? .untold : .foreign }
        return user.isGuest ? .guest : .member
    }

    private static func mostFrequentTeam(of users: some Sequence<SlackUser>) -> String? {
        var counts: [String: Int] = [:]
        for user in users { if let team = user.team { counts[team, default: 0] += 1 } }
        guard let most = counts.values.max() else { return nil }
        let teams = counts.filter { $0.value == most }
        return teams.count == 1 ? teams.first?.key : nil
    }

    /// The conversation whose day files lie in a folder of this name.
    func channel(ofFolder folder: String) -> SlackChannel? {
        (channelOfFolder[folder] ?? channelOfNormalizedName[folder]).flatMap { channels[$0] }
    }

    func name(ofUser id: String) -> String? { users[id]?.name }

    private mutating func add(_ entry: [UInt8], isUser: Bool, listsGroups: Bool) throws {
        var reader = ByteReader(entry)
        if isUser {
            let user = try SlackUser(from: &reader)
            if users[user.id] == nil { users[user.id] = user }
            return
        }
        var channel = try SlackChannel(from: &reader)
        if listsGroups, channel.type == "channel" { channel.type = "group" }
        if channels[channel.id] == nil { channels[channel.id] = channel }
        for folder in [channel.name, channel.id].compactMap(\.self) where channelOfFolder[folder] == nil {
            channelOfFolder[folder] = channel.id
        }
        if let folder = channel.normalizedName, channelOfNormalizedName[folder] == nil {
            channelOfNormalizedName[folder] = channel.id
        }
    }
}
