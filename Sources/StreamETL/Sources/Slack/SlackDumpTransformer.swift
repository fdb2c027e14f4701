import ETLFormats
package import ETLModel

/// Reads what slackdump saves of a conversation or of a thread (`slackdump dump`): `C01ACME.json`, an object with
/// the conversation's id, its name and its messages; a thread's replies are listed within its first message.
package struct SlackDumpTransformer: Transformer {
    package let limits: InputLimits

    package init(limits: InputLimits = InputLimits()) { self.limits = limits }

    package var source: Source { .slack }
    package var identity: String { "slack-dump/1" }

    package func claims(_ probe: FileProbe) -> Bool {
        let head = JSONHead(probe.head)
        guard head.opens == UInt8(ascii: "{"), head.names("channel_id"), head.names("messages") else {
            return false
        }
        // Other programs' messages have no `ts`; a conversation without messages is short.
        return head.names("ts") || head.names("name") && probe.byteCount <= 512
    }

    package func transform(_ file: SettledFile, emit: (Contribution) async throws -> Void) async throws {
        var pages: SlackDayPages?
        var channel: SlackChannel?
        let reader = JSONListReader(file: file, limits: limits, rule: "slack.dump", member: "messages")
        try await reader.forEachPart { part in
            guard let id = part.object.member("channel_id")?.string, !id.isEmpty else {
                throw TransformError.Cause.missing("channel_id")
            }
            channel = SlackChannel(id: id, name: part.object.member("name")?.string)
            var filled = pages ?? SlackDayPages(limits: limits, channel: id)
            let messages = part.records ?? part.object.member("messages")?.eachElement
            for message in messages ?? JSONElements(of: part.object) {
                if let page = filled.add(message) { try await emit(page) }
                for reply in message.member("slackdump_thread_replies")?.elements ?? [] {
                    if let page = filled.add(reply) { try await emit(page) }
                }
            }
            pages = filled
        }
        guard var pages, let channel else { throw TransformError.Cause.missing("channel_id") }
        for page in pages.finish() { try await emit(page) }
        var list = SlackList(limits: limits)
        list.add(channel)
        try await emit(list.contribution(isOfDump: true))
    }
}
