import StreamETL

/// Makes one item of all notes that have one title.
struct NoteAssembler: Assembler {
    var source: Source { NoteSource.source }
    /// Another version has all items assembled again, from what is stored of the files.
    var identity: String { "notes/2" }
    var sections: [ItemSection] { [ItemSection(key: "notes", totalKey: "total_notes")] }

    /// Each file is a unit of its own.
    func placement(of contribution: ContributionHead, at path: DropPath) -> Placement {
        Placement(
            scope: DropPath(drop: path.drop, path: path.path.parent),
            unit: "\(path.drop):\(path.path.escaped)")
    }

    /// Only the heading is read here, which is loaded with the unit.
    func group(of unit: AssemblyUnit, reading parts: any PartReader) throws -> String {
        var reader = ByteReader(unit.parts[0].heading)
        return try reader.readString()
    }

    func assemble(
        group: String, units: [AssemblyUnit], asOf: Int64, reading parts: any PartReader
    ) throws -> Assembly {
        let notes = units.flatMap(\.parts)
        // Two notes may state one message.
        var stated: Set<NoteMessage> = []
        for note in notes {
            var reader = ByteReader(try parts.payload(of: note.id))
            let messages = try reader.readArray { reader throws(ByteReader.Corruption) in
                try NoteMessage(from: &reader)
            }
            stated.formUnion(messages)
        }
        let messages = stated.sorted { ($0.time, $0.author, $0.text) < ($1.time, $1.author, $1.text) }

        var members = JSONWriter()
        members.key("name")
        members.value(group)
        members.key("files")
        members.value(notes.map(\.path.path.escaped).sorted())

        let facts = facts(title: group, messages)
        // What is dated later than `asOf` is no activity yet.
        let past = messages.map(\.time).filter { $0 <= asOf }
        let item = AssembledItem(
            key: group, section: "notes", sortKey: group, title: group, members: members.bytes,
            data: [.bytes(data(of: messages))],
            subject: MatchSubject(
                source: source, section: "notes", key: group, names: [group],
                emails: Set(messages.compactMap(\.address)).sorted(), people: facts.labels),
            messageCount: messages.count, firstActivity: past.first, lastActivity: past.last,
            people: facts.labels, facts: facts)
        // At the next of these times the item becomes another one, and is assembled again.
        return Assembly(
            items: [item], validFrom: past.last ?? .min,
            validUntil: messages.map(\.time).first { $0 > asOf } ?? .max)
    }

    /// Nested JSON: the writer places commas and quotes, the caller closes what it opens.
    private func data(of messages: [NoteMessage]) -> [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        json.key("messages")
        json.beginArray()
        for message in messages {
            json.beginObject()
            json.key("time")
            json.value(time: message.time)
            json.key("author")
            json.value(message.author)
            json.key("text")
            json.value(message.text)
            json.endObject()
        }
        json.endArray()
        json.endObject()
        return json.bytes
    }

    /// People and times as values: a company's `people`, `activity` and contacts are made of these.
    private func facts(title: String, _ messages: [NoteMessage]) -> ItemFacts {
        var authors: [String: Participant] = [:]
        var facts = ItemFacts(title: title)
        for message in messages {
            var author =
                authors[message.author]
                ?? Participant(role: .author, name: message.author, address: message.address)
            author.share.add(time: message.time, key: 0)
            authors[message.author] = author
            facts.weeks.add(time: message.time)
        }
        facts.participants = authors.values.sorted { ($0.name ?? "") < ($1.name ?? "") }
        return facts
    }
}
