import StreamETL

/// Makes one item of all notes that have one title.
struct NoteAssembler: Assembler {
    var source: Source { NoteSource.source }
    var identity: String { "notes/1" }
    var sections: [ItemSection] { [ItemSection(key: "notes", totalKey: "total_notes")] }

    func placement(of contribution: ContributionHead, at path: DropPath) -> Placement {
        Placement(
            scope: DropPath(drop: path.drop, path: path.path.parent),
            unit: "\(path.drop):\(path.path.escaped)")
    }

    func group(of unit: AssemblyUnit, reading parts: any PartReader) throws -> String {
        try title(of: unit.parts[0])
    }

    func assemble(
        group: String, units: [AssemblyUnit], asOf: Int64, reading parts: any PartReader
    ) throws -> Assembly {
        var lines: Set<String> = []
        for part in units.flatMap(\.parts) {
            let text = String(decoding: try parts.payload(of: part.id), as: UTF8.self)
            lines.formUnion(text.split(separator: "\n").map(String.init))
        }
        var members = JSONWriter()
        members.key("name")
        members.value(group)
        members.key("files")
        members.value(units.flatMap(\.parts).map(\.path.path.escaped).sorted())
        var data = JSONWriter()
        data.value(lines.sorted())
        return Assembly(items: [
            AssembledItem(
                key: group, section: "notes", sortKey: group, title: group, members: members.bytes,
                data: [.bytes(data.bytes)],
                subject: MatchSubject(source: source, section: "notes", key: group, names: [group]),
                messageCount: lines.count)
        ])
    }

    private func title(of part: Part) throws -> String {
        var reader = ByteReader(part.heading)
        return try reader.readString()
    }
}

/// The source's name and what reads it.
enum NoteSource {
    static let source = Source(rawValue: "notes")
    static let catalog = SourceCatalog(transformers: [NoteTransformer()], assemblers: [NoteAssembler()])
}
