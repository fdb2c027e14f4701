import ETLFormats
package import ETLModel

/// Reads the chunks that slackdump records of the Web API's answers: `C01ACME.json.gz`, `users.json.gz` and their
/// like, a line of JSON for each answer, compressed or not.
package struct SlackChunkTransformer: Transformer {
    package let limits: InputLimits

    package init(limits: InputLimits = InputLimits()) { self.limits = limits }

    package var source: Source { .slack }
    package var identity: String { "slack-chunks/1" }

    package func claims(_ probe: FileProbe) -> Bool {
        if ArchiveHead.isGzip(probe.head) { return Self.isChunkName(probe.path.nameText) }
        let head = JSONHead(probe.head)
        guard probe.head.starts(with: Self.start), head.names("ts") else { return false }
        return ["m", "u", "ch", "ci", "cu", "w"].contains(where: head.names)
    }

    private static let start = Array(#"{"t":"#.utf8)

    /// `C01ACME.json.gz`, `C01ACME-1714640400.000100.json.gz`, `users.json.gz`
    private static func isChunkName(_ name: String) -> Bool {
        guard name.hasSuffix(".json.gz") else { return false }
        let stem = name.dropLast(8)
        if ["users", "channels", "workspace"].contains(stem) { return true }
        guard let first = stem.first, "CDG".contains(first) else { return false }
        let id = stem.prefix { $0 != "-" }
        return id.count >= 7 && id.allSatisfy { $0.isASCII && ($0.isUppercase || $0.isNumber) }
    }

    package func transform(_ file: SettledFile, emit: (Contribution) async throws -> Void) async throws {
        var chunks = SlackChunks(limits: limits)
        try await JSONLineReader(file: file, limits: limits, rule: "slack.chunk").forEachLine { line in
            for page in chunks.add(line.root) { try await emit(page) }
        }
        for contribution in chunks.finish() { try await emit(contribution) }
    }
}

/// Collects what chunks say, which are of one conversation each.
private struct SlackChunks {
    /// The kinds of chunks that are read (slackdump's `ChunkType`).
    private enum Kind {
        static let messages: Int64 = 0
        static let threadMessages: Int64 = 1
        static let users: Int64 = 3
        static let channels: Int64 = 4
        static let channelInfo: Int64 = 5
        static let channelUsers: Int64 = 7
    }

    private let limits: InputLimits
    private var channel: String?
    private var pages: SlackDayPages?
    private var users: SlackList
    private var channels: SlackList
    /// Of conversations whose members other chunks list.
    private var infos: [SlackChannel] = []
    private var members: [String: [String]] = [:]

    init(limits: InputLimits) {
        self.limits = limits
        users = SlackList(limits: limits)
        channels = SlackList(limits: limits)
    }

    /// - Returns: Pages that are complete.
    mutating func add(_ chunk: JSONValue) -> [Contribution] {
        let id = chunk.member("id")?.string ?? ""
        switch chunk.member("t")?.integer {
        case Kind.messages, Kind.threadMessages:
            guard !id.isEmpty else { return [] }
            // A thread's first message stands beside its replies.
            return add([chunk.member("p")].compactMap(\.self) + (chunk.member("m")?.elements ?? []), of: id)
        case Kind.users: for user in chunk.member("u")?.elements ?? [] { users.add(user) }
        case Kind.channels: for channel in chunk.member("ch")?.elements ?? [] { channels.add(channel) }
        case Kind.channelInfo:
            if let json = chunk.member("ci"), let info = SlackChannel(json, limits: limits) {
                infos.append(info)
            }
        case Kind.channelUsers:
            let ids = (chunk.member("cu")?.elements ?? []).compactMap(\.string)
            members[id] = Array(((members[id] ?? []) + ids).prefix(limits.participants))
        default: break
        }
        return []
    }

    private mutating func add(_ messages: [JSONValue], of id: String) -> [Contribution] {
        var complete: [Contribution] = []
        if channel != id {
            complete = pages?.finish() ?? []
            pages = SlackDayPages(limits: limits, channel: id)
            channel = id
        }
        for message in messages {
            if let page = pages?.add(message) { complete.append(page) }
        }
        return complete
    }

    mutating func finish() -> [Contribution] {
        var found = pages?.finish() ?? []
        for var info in infos {
            if info.members.isEmpty { info.members = members[info.id] ?? [] }
            channels.add(info)
        }
        for list in [users, channels] where !list.isEmpty { found.append(list.contribution()) }
        return found
    }
}
