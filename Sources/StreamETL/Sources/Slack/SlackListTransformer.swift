import ETLFormats
package import ETLModel

/// Reads the lists of an export: `users.json`, `org_users.json`, `channels.json`, `groups.json`,
/// `dms.json` and `mpims.json`.
package struct SlackListTransformer: Transformer {
    package let limits: InputLimits

    package init(limits: InputLimits = InputLimits()) { self.limits = limits }

    package var source: Source { .slack }
    package var identity: String { "slack-list/4" }

    private static let names: Set<String> = [
        "users.json", "org_users.json", "channels.json", "groups.json", "dms.json", "mpims.json",
    ]

    package func claims(_ probe: FileProbe) -> Bool {
        guard Self.names.contains(probe.path.nameText) else { return false }
        let head = JSONHead(probe.head)
        return head.opens == UInt8(ascii: "[") && (head.isEmptyArray || head.names("id"))
    }

    package func transform(_ file: SettledFile, emit: (Contribution) async throws -> Void) async throws {
        var list = SlackList(limits: limits)
        try await JSONArrayReader(file: file, limits: limits, rule: "slack.list").forEachPiece { piece in
            for entry in piece.root.eachElement { list.add(entry) }
        }
        try await emit(list.contribution())
    }
}

/// Collects the people or conversations of a list.
private struct SlackList {
    private static let warningCount = 20

    let limits: InputLimits
    /// By content, not by file name: equal bytes are read once, whatever they are called.
    private var listsUsers: Bool?
    private var entries = ByteWriter(reserving: 4_096)
    private var count = 0
    private var warnings: [TransformWarning] = []

    init(limits: InputLimits) { self.limits = limits }

    mutating func add(_ entry: JSONValue) {
        if listsUsers == nil, entry.isObject { listsUsers = SlackUser.isUser(entry) }
        var writer = ByteWriter()
        if listsUsers ?? false {
            SlackUser(entry)?.encode(into: &writer)
        } else {
            SlackChannel(entry, limits: limits)?.encode(into: &writer)
            if entry.member("members")?.count ?? 0 > limits.participants {
                warn(.limitExceeded(.participants, limit: limits.participants))
            }
        }
        guard !writer.bytes.isEmpty else { return warn(.missing("id")) }
        entries.write(writer.bytes)
        count += 1
    }

    private mutating func warn(_ cause: TransformError.Cause) {
        if warnings.count < Self.warningCount { warnings.append(TransformWarning(cause)) }
    }

    consuming func contribution() -> Contribution {
        var payload = ByteWriter(reserving: entries.bytes.count + 8)
        payload.write(count: count, of: entries)
        return Contribution(
            kind: listsUsers ?? false ? "users" : "channels", heading: [], payload: payload.bytes,
            warnings: warnings)
    }
}
