import ETLModel
import ETLRendering

/// A conversation of several exports as an item of the unified JSON.
struct SlackConversation {
    private let exports: [SlackExport]
    private let channel: SlackChannel?
    private let timeline: SlackTimeline
    private let names: SlackNames
    /// Names of the authors of regular messages.
    private let authors: Set<String>

    /// - Parameter exports: Newest first; not empty.
    init(_ exports: [SlackExport], reading parts: any PartReader) throws {
        self.exports = exports
        channel = exports.lazy.compactMap(\.channel).first
        timeline = try SlackTimeline(exports.reversed().flatMap(\.pages), reading: parts)
        let names = SlackNames(exports.map(\.directory), profileNames: timeline.profileNames)
        self.names = names
        authors = Set(
            timeline.speakers.lazy.filter { $0.value.count > 0 }.compactMap { names.name(of: $0.key) })
    }

    func item(reading parts: any PartReader) throws -> AssembledItem {
        let key = channel?.id ?? exports[0].folder
        var emails: Set<String> = []
        var people: Set<String> = []
        for speaker in timeline.speakers.keys {
            let user = speaker.user.flatMap { names.user($0) }
            if speaker.isBot(user) { continue }
            if let email = user?.email ?? speaker.ownEmail { emails.insert(email) }
            if let name = names.name(of: speaker) { people.insert(name) }
        }
        var members = JSONWriter()
        members.key("conv_id")
        members.value(key)
        members.key("name")
        members.value(name)
        members.key("message_count")
        members.value(timeline.messageCount)
        return AssembledItem(
            key: key, section: SlackAssembler.section.key, sortKey: name, title: name,
            members: members.bytes, data: try data(key: key, reading: parts),
            subject: MatchSubject(
                source: .slack, section: SlackAssembler.section.key, key: key, names: [name],
                emails: emails.sorted(), people: people.sorted()),
            messageCount: timeline.messageCount, firstActivity: firstTime, lastActivity: lastTime,
            people: people.sorted(), facts: facts)
    }

    private var facts: ItemFacts {
        var facts = ItemFacts(title: name)
        facts.weeks = timeline.weeks
        facts.participants = SlackParticipants.of(timeline.speakers, names: names)
        return facts
    }

    private var firstTime: Int64? { timeline.first.map { $0 / 1_000_000 } }
    private var lastTime: Int64? { timeline.last.map { $0 / 1_000_000 } }

    /// The channel's name; of a direct conversation, who takes part.
    private var name: String {
        guard let channel else { return exports[0].folder }
        if channel.type == "dm" || channel.type == "mpim", !channel.members.isEmpty {
            return channel.members.map { names.name(ofUser: $0) ?? $0 }.sorted().joined(separator: ", ")
        }
        return channel.name ?? channel.id
    }

    private func data(key: String, reading parts: any PartReader) throws -> [AssembledItem.Segment] {
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
        json.value(timeline.messageCount)
        json.key("regular_message_count")
        json.value(timeline.messageCount - timeline.serviceCount)
        json.key("service_message_count")
        json.value(timeline.serviceCount)
        json.key("participants")
        json.value(authors.sorted())
        json.key("participant_count")
        json.value(authors.count)
        json.key("unique_authors")
        json.value(authors.count)
        json.key("first_message_time")
        json.value(firstTime.map(UTCTime.text))
        json.key("last_message_time")
        json.value(lastTime.map(UTCTime.text))
        json.key("messages")
        json.beginArray()
        return try SlackTexts(timeline: timeline, names: names).segments(
            between: json.take(), and: Array("]}".utf8), reading: parts)
    }
}
