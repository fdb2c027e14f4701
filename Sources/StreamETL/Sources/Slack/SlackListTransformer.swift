import ETLFormats
package import ETLModel

/// Reads the lists of an export: `users.json`, `org_users.json`, `channels.json`, `groups.json`,
/// `dms.json` and `mpims.json`; and answers of the Web API that list people (`users.list`) or conversations
/// (`conversations.list`), under any name.
package struct SlackListTransformer: Transformer {
    package let limits: InputLimits

    package init(limits: InputLimits = InputLimits()) { self.limits = limits }

    package var source: Source { .slack }
    package var identity: String { "slack-list/5" }

    private static let names: Set<String> = [
        "users.json", "org_users.json", "channels.json", "groups.json", "dms.json", "mpims.json",
    ]

    package func claims(_ probe: FileProbe) -> Bool {
        let head = JSONHead(probe.head)
        if head.opens == UInt8(ascii: "{") {
            guard head.names("ok") else { return false }
            return head.names("members") && ["profile", "real_name"].contains(where: head.names)
                || head.names("channels")
                    && ["is_channel", "is_im", "is_member", "name_normalized"].contains(where: head.names)
        }
        guard Self.names.contains(probe.path.nameText) else { return false }
        return head.opens == UInt8(ascii: "[") && (head.isEmptyArray || head.names("id"))
    }

    package func transform(_ file: SettledFile, emit: (Contribution) async throws -> Void) async throws {
        var list = SlackList(limits: limits)
        if try await Self.isObject(file) {
            let reader = JSONListReader(file: file, limits: limits, rule: "slack.list", member: "members")
            try await reader.forEachPart { part in
                if let records = part.records {
                    for entry in records { list.add(entry) }
                } else {
                    list.add(answer: part.object)
                }
            }
        } else {
            try await JSONArrayReader(file: file, limits: limits, rule: "slack.list").forEachPiece { piece in
                for entry in piece.root.eachElement { list.add(entry) }
            }
        }
        try await emit(list.contribution())
    }

    private static func isObject(_ file: SettledFile) async throws -> Bool {
        struct Answer: Error { let isObject: Bool }
        do {
            try await file.content.readChunks(ofBytes: FileProbe.headByteCount) { chunk in
                throw Answer(isObject: JSONHead(copy chunk).opens == UInt8(ascii: "{"))
            }
        } catch let answer as Answer {
            return answer.isObject
        }
        return false
    }
}
