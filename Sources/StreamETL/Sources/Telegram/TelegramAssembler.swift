package import ETLModel
import ETLRendering

/// Makes chats of the pages of all Telegram exports.
package struct TelegramAssembler: Assembler {
    package static let section = ItemSection(key: "telegram_chats", totalKey: "total_telegram_chats")

    package let source = Source.telegram
    package let identity = "telegram-chats/5"
    package let sections = [TelegramAssembler.section]

    /// An HTML chat is its folder, a chat of `result.json` the file's folder and the chat's id.
    ///
    /// Personal chats of `result.json` lie in the scope of their start, and so do the titles of chats with
    /// that start.
    package func placement(of contribution: ContributionHead, at path: DropPath) -> Placement {
        let directory = DropPath(drop: path.drop, path: path.path.parent)
        let start =
            contribution.kind == TelegramPageHeading.titleKind || !contribution.unit.isEmpty
            ? (try? TelegramPageHeading(decoding: contribution.heading))?.start : nil
        let scope = start.map(Self.scope) ?? directory
        if contribution.kind == TelegramPageHeading.titleKind { return Placement(scope: scope, unit: nil) }
        // Paths are printed without control characters, so the separator is no part of one. A unit stays
        // in its scope.
        let chat = contribution.unit.isEmpty ? "" : "\u{1F}\(contribution.unit)"
        let place = start.map { "\u{1F}\($0)" } ?? ""
        return Placement(scope: scope, unit: "\(path.drop):\(directory.path.escaped)\(chat)\(place)")
    }

    private static func scope(ofStart start: Int64) -> DropPath {
        DropPath(drop: 0, path: RelativePath("\u{1F}start/\(start)"))
    }

    /// The title; of a personal chat in which the other person never wrote, the title of a page, or the whole
    /// name in another `result.json`, that begins with the first name and whose chat starts at the same time.
    package func group(of unit: AssemblyUnit, reading parts: any PartReader) throws -> String {
        let chat = try TelegramChatUnit(unit)
        let title = chat.title ?? ""
        guard chat.lacksWholeName, unit.scope != chat.directory else { return Self.groupPrefix + title }
        let names = try parts.context(at: unit.scope).compactMap {
            try TelegramPageHeading(decoding: $0.heading).chatName
        }
        return Self.groupPrefix + (names.filter { $0.hasPrefix(title + " ") }.min() ?? title)
    }

    private static let groupPrefix = "title:"

    package init() {
    }

    package func assemble(
        group: String, units: [AssemblyUnit], asOf: Int64, reading parts: any PartReader
    ) throws -> Assembly {
        let title = String(group.dropFirst(Self.groupPrefix.count))
        let exports = try units.map(TelegramChatUnit.init).sorted { $0.rank > $1.rank }
        var items: [AssembledItem] = []
        if exports.count == 1, let only = exports.first, only.isReady {
            items.append(TelegramChatItem(title, exports, TelegramChat(copying: only)).item)
        } else {
            let pages = try exports.map { try TelegramChatPages($0, reading: parts) }
            for chat in try TelegramChatGrouping.chats(of: exports, pages: pages, reading: parts) {
                let members = chat.map { exports[$0] }
                let united =
                    chat.count == 1 && members[0].isReady
                    ? TelegramChat(copying: members[0])
                    : try TelegramChat(uniting: chat.map { pages[$0] }, reading: parts)
                items.append(TelegramChatItem(title, members, united).item)
            }
        }
        return Assembly(items: Self.distinguished(items))
    }

    /// Numbers the keys that are still equal: chats without messages, or with nothing to tell them by.
    private static func distinguished(_ items: [AssembledItem]) -> [AssembledItem] {
        var counts: [String: Int] = [:]
        return items.sorted { $0.key != $1.key ? $0.key < $1.key : $0.title < $1.title }.map { item in
            var item = item
            counts[item.key, default: 0] += 1
            if let count = counts[item.key], count > 1 {
                item.key += "~\(count)"
                item.subject.key = item.key
            }
            return item
        }
    }
}

/// Writes a chat as an item of the unified JSON.
private struct TelegramChatItem {
    private let name: String
    /// Newest first; not empty.
    let exports: [TelegramChatUnit]
    let chat: TelegramChat

    init(_ name: String, _ exports: [TelegramChatUnit], _ chat: TelegramChat) {
        self.name = name
        self.exports = exports
        self.chat = chat
    }

    var item: AssembledItem {
        let participants = chat.shares.keys.sorted()
        let people = participants.filter { $0 != "Deleted Account" }
        return AssembledItem(
            key: key, section: TelegramAssembler.section.key, sortKey: name,
            title: name.isEmpty ? directories[0] : name, members: members, data: data(participants),
            subject: MatchSubject(
                source: .telegram, section: TelegramAssembler.section.key, key: key,
                names: name.isEmpty ? [] : [name],
                people: people),
            messageCount: chat.messageCount, firstActivity: chat.firstTime, lastActivity: chat.lastTime,
            people: people, facts: facts(participants))
    }

    private func facts(_ participants: [String]) -> ItemFacts {
        var facts = ItemFacts(title: name)
        facts.weeks = chat.weeks
        facts.participants = participants.map { name in
            var author = Participant(role: .author, name: name)
            author.isPerson = name != "Deleted Account"
            author.share = chat.shares[name] ?? MessageShare()
            author.lastMessageID = author.share.last == nil ? nil : String(author.share.lastKey)
            return author
        }
        return facts
    }

    /// Title and chat id, or title and the chat's first message where no export tells the id.
    private var key: String {
        if let id = exports.compactMap(\.chatID).min() { return "\(name)#\(id)" }
        let folder = exports.map { Self.folder(of: $0) }.min() ?? ""
        if !name.isEmpty, let first = chat.firstKey {
            let day = chat.firstTime.map { "@" + UTCTime.text($0).prefix(10) } ?? ""
            return "\(name)#m\(first)\(day)"
        }
        return "\(name)#\(folder)"
    }

    /// Where the chat lies, whatever the number of its drop directory is: people's decisions refer to it. The 0 is
    /// what keys have always had where there is one drop directory.
    private static func folder(of export: TelegramChatUnit) -> String {
        "0:\(export.key.drop { $0 != ":" }.dropFirst())"
    }

    /// Folders relative to their drops, the newest export's first; of one rank that of the chat's own
    /// pages rather than that of `result.json`, which is the whole export's.
    private var directories: [String] {
        let newest = exports[0].rank
        let own = exports.filter { $0.exporter == .html && $0.rank.isAsNew(as: newest) }
        var seen: Set<String> = []
        return (own + exports).map { $0.directory.path.isRoot ? "." : $0.directory.path.escaped }
            .filter { seen.insert($0).inserted }
    }

    private var members: [UInt8] {
        var json = JSONWriter()
        json.key("chat_name")
        json.value(name)
        json.key("directory")
        json.value(directories[0])
        json.key("message_count")
        json.value(chat.messageCount)
        return json.bytes
    }

    private func data(_ participants: [String]) -> [AssembledItem.Segment] {
        var json = JSONWriter(reserving: 1_024)
        json.beginObject()
        json.key("chat_name")
        json.value(name)
        json.key("chat_id")
        json.value(exports.compactMap(\.chatID).min())
        json.key("chat_type")
        json.value(exports.lazy.compactMap(\.chatType).first)
        json.key("directory")
        json.value(directories[0])
        json.key("directories")
        json.value(directories)
        json.key("message_count")
        json.value(chat.messageCount)
        json.key("regular_message_count")
        json.value(chat.regularCount)
        json.key("service_message_count")
        json.value(chat.serviceCount)
        json.key("participants")
        json.value(participants)
        json.key("participant_count")
        json.value(participants.count)
        json.key("unique_authors")
        json.value(participants.count)
        json.key("first_message_time")
        json.value(chat.firstTime.map(UTCTime.text))
        json.key("last_message_time")
        json.value(chat.lastTime.map(UTCTime.text))
        json.key("messages")
        json.beginArray()
        return [.bytes(json.bytes)] + chat.messages + [.bytes(Array("]}".utf8))]
    }
}
