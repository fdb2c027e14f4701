import ETLFormats
import ETLModel

/// Collects the people or conversations of a list.
struct SlackList {
    /// A list of what a dump says of a conversation, which is little.
    static let dumpKind = "channel"

    let limits: InputLimits
    /// By content, not by file name: equal bytes are read once, whatever they are called.
    private var listsUsers: Bool?
    private var entries = ByteWriter(reserving: 4_096)
    private var count = 0
    private var faults = FaultTally()

    init(limits: InputLimits) { self.limits = limits }

    /// Adds what an answer of the Web API lists.
    ///
    /// - Returns: Whether it lists anything.
    @discardableResult
    mutating func add(answer: JSONValue) -> Bool {
        // Of a conversation the members are ids.
        let lists = [answer.member("members"), answer.member("channels"), answer.member("ims")]
        guard let list = lists.lazy.compactMap(\.self).first(where: { $0.elements.first?.isObject ?? false })
        else { return false }
        for entry in list.eachElement { add(entry) }
        return true
    }

    mutating func add(_ entry: JSONValue) {
        if entry["ok"] != nil, add(answer: entry) { return }
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

    mutating func add(_ channel: SlackChannel) {
        listsUsers = false
        var writer = ByteWriter()
        channel.encode(into: &writer)
        entries.write(writer.bytes)
        count += 1
    }

    private mutating func warn(_ cause: TransformError.Cause) {
        faults.add(TransformWarning(cause))
    }

    var isEmpty: Bool { count == 0 && faults.isEmpty }

    /// - Parameter isOfDump: Whether other lists say more.
    consuming func contribution(isOfDump: Bool = false) -> Contribution {
        var payload = ByteWriter(reserving: entries.bytes.count + 8)
        payload.write(count: count, of: entries)
        return Contribution(
            kind: listsUsers ?? false ? "users" : isOfDump ? Self.dumpKind : "channels", heading: [],
            payload: payload.bytes,
            warnings: faults.warnings)
    }
}
