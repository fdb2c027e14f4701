/// A conversation of several exports as an item of the unified JSON.
struct SlackConversation {
    private let exports: [SlackExport]
    private let channel: SlackChannel?
    private let messages: [SlackMessage]
    private let names: SlackNames

    /// - Parameter exports: Newest first; not empty.
    init(_ exports: [SlackExport]) {
        self.exports = exports
        channel = exports.lazy.compactMap(\.channel).first
        messages = Self.messages(of: exports)
        names = SlackNames(exports.map(\.directory), messages: messages)
    }

    var item: AssembledItem {
        var rendered = SlackRenderedMessages(
            reserving: messages.reduce(0) { $0 + $1.text.utf8.count + SlackRenderedMessages.usualByteCount })
        let text = SlackText(names: names)
        let key = channel?.id ?? exports[0].folder
        var emails: Set<String> = []
        var people: Set<String> = []
        for message in messages {
            let user = message.user.flatMap { names.user($0) }
            let author = names.author(of: message)
            let isBot = message.isBot(by: user)
            rendered.append(message, author: author, isBot: isBot, text: text)
            if isBot { continue }
            if let email = user?.email ?? message.ownEmail { emails.insert(email) }
            if let author { people.insert(author) }
        }
        var members = JSONWriter()
        members.key("conv_id")
        members.value(key)
        members.key("name")
        members.value(name)
        members.key("message_count")
        members.value(rendered.count)
        return AssembledItem(
            key: key, section: SlackAssembler.section.key, sortKey: name, title: name,
            members: members.bytes, data: data(rendered, key: key, people: people.sorted()),
            subject: MatchSubject(
                source: .slack, section: SlackAssembler.section.key, key: key, names: [name],
                emails: emails.sorted(), people: people.sorted()),
            messageCount: rendered.count, firstActivity: rendered.first, lastActivity: rendered.last,
            people: people.sorted())
    }

    /// One per time, the newest export's version, without those that it says are deleted.
    private static func messages(of exports: [SlackExport]) -> [SlackMessage] {
        if exports.count == 1 {
            let messages = exports[0].messages
            // Mostly there is none, and very many messages need not be copied.
            return messages.contains(where: \.isDeletion) ? messages.filter { !$0.isDeletion } : messages
        }
        var messageAtTime: [Int64: SlackMessage] = [:]
        for export in exports.reversed() {
            for message in export.messages { messageAtTime[message.time] = message }
        }
        return messageAtTime.values.filter { !$0.isDeletion }.sorted { $0.time < $1.time }
    }

    /// The channel's name; of a direct conversation, who takes part.
    private var name: String {
        guard let channel else { return exports[0].folder }
        if channel.type == "dm" || channel.type == "mpim", !channel.members.isEmpty {
            return channel.members.map { names.name(ofUser: $0) ?? $0 }.sorted().joined(separator: ", ")
        }
        return channel.name ?? channel.id
    }

    private func data(
        _ rendered: SlackRenderedMessages, key: String, people: [String]
    ) -> [AssembledItem.Segment] {
        var json = JSONWriter(reserving: 1_024)
        json.beginObject()
        json.key("conv_id")
        json.value(key)
        json.key("name")
        json.value(name)
        json.key("type")
        json.value(channel?.type)
        json.key("is_ext_shared")
        json.value(channel?.isShared ?? false)
        json.key("is_archived")
        json.value(channel?.isArchived ?? false)
        json.key("topic")
        json.value(channel?.topic)
        json.key("purpose")
        json.value(channel?.purpose)
        json.key("directories")
        json.value(exports.map { $0.unit.parts[0].path.path.parent.escaped })
        json.key("message_count")
        json.value(rendered.count)
        json.key("regular_message_count")
        json.value(rendered.count - rendered.serviceCount)
        json.key("service_message_count")
        json.value(rendered.serviceCount)
        json.key("participants")
        json.value(rendered.authors.sorted())
        json.key("participant_count")
        json.value(rendered.authors.count)
        json.key("unique_authors")
        json.value(rendered.authors.count)
        json.key("first_message_time")
        json.value(rendered.first.map(UTCTime.text))
        json.key("last_message_time")
        json.value(rendered.last.map(UTCTime.text))
        json.key("messages")
        json.beginArray()
        json.raw(EmptyCollection())
        // As they are: the messages may be many megabytes.
        return [.bytes(json.take()), .bytes(rendered.json), .bytes(Array("]}".utf8))]
    }
}

/// Messages as JSON objects joined by commas, and what is counted of them.
struct SlackRenderedMessages {
    private(set) var count = 0
    private(set) var serviceCount = 0
    private(set) var authors: Set<String> = []
    /// Seconds since 1970.
    private(set) var first: Int64?
    private(set) var last: Int64?
    private var writer: JSONWriter

    /// What a message's JSON takes beside its text.
    static let usualByteCount = 320

    init(reserving byteCount: Int) { writer = JSONWriter(reserving: byteCount) }

    var json: [UInt8] { writer.bytes }

    mutating func append(_ message: SlackMessage, author: String?, isBot: Bool, text: SlackText) {
        count += 1
        let seconds = message.time / 1_000_000
        first = first ?? seconds
        last = seconds
        if message.isService { serviceCount += 1 }
        if !message.isService, let author { authors.insert(author) }
        writer.beginObject()
        writer.key("author")
        writer.value(author)
        writer.key("text")
        writer.value(text.rendered(message.text))
        writer.key("timestamp")
        writer.value(UTCTime.text(seconds))
        writer.key("ts")
        writer.value(message.timestamp)
        writer.key("message_id")
        writer.value(message.timestamp)
        writer.key("message_type")
        writer.value(message.isService ? "service" : "regular")
        writer.key("is_service")
        writer.value(message.isService)
        writeDetails(of: message, isBot: isBot, text: text)
        writer.endObject()
    }

    private mutating func writeDetails(of message: SlackMessage, isBot: Bool, text: SlackText) {
        if let user = message.user {
            writer.key("user_id")
            writer.value(user)
        }
        if let subtype = message.subtype {
            writer.key("subtype")
            writer.value(subtype)
        }
        if isBot {
            writer.key("is_bot")
            writer.value(true)
        }
        if let thread = message.thread {
            writer.key("thread_ts")
            writer.value(thread)
        }
        if message.replyCount > 0 {
            writer.key("reply_count")
            writer.value(message.replyCount)
        }
        if let edited = message.edited.flatMap({ SlackTimestamp.microseconds($0) }) {
            writer.key("edited")
            writer.value(UTCTime.text(edited / 1_000_000))
        }
        if !message.previews.isEmpty {
            writer.key("previews")
            writer.value(message.previews.map(text.rendered))
        }
        if !message.reactions.isEmpty {
            writer.key("reactions")
            writer.beginArray()
            for reaction in message.reactions {
                writer.beginObject()
                writer.key("name")
                writer.value(reaction.name)
                writer.key("count")
                writer.value(reaction.count)
                writer.endObject()
            }
            writer.endArray()
        }
        if !message.files.isEmpty {
            writer.key("files")
            writer.beginArray()
            for file in message.files {
                writer.beginObject()
                writer.key("id")
                writer.value(file.id)
                writer.key("name")
                writer.value(file.name)
                writer.key("mimetype")
                writer.value(file.mimetype)
                writer.key("mode")
                writer.value(file.mode)
                writer.endObject()
            }
            writer.endArray()
        }
    }
}
