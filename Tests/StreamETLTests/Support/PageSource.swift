import StreamETL

/// A source whose conversation is made of whole pages, as a chat's is: each `*.page` file of a directory is
/// one, in the order of their names, and none is looked into.
enum PageSource {
    static let source = Source(rawValue: "pages")
    static let catalog = SourceCatalog(transformers: [PageTransformer()], assemblers: [PageAssembler()])
}

private struct PageTransformer: Transformer {
    var source: Source { PageSource.source }
    var identity: String { "page/1" }

    func claims(_ probe: FileProbe) -> Bool { probe.head.starts(with: "page ".utf8) }

    func transform(_ file: SettledFile, emit: (Contribution) async throws -> Void) async throws {
        let text = String(decoding: try file.content.readAll(limit: 1 << 20), as: UTF8.self)
        var json = JSONWriter()
        json.value(text)
        try await emit(Contribution(kind: "page", heading: [], payload: json.bytes))
    }
}

private struct PageAssembler: Assembler {
    var source: Source { PageSource.source }
    var identity: String { "pages/1" }
    var sections: [ItemSection] { [ItemSection(key: "pages", totalKey: "total_pages")] }

    func placement(of contribution: ContributionHead, at path: DropPath) -> Placement {
        let directory = path.path.parent
        return Placement(scope: DropPath(drop: path.drop, path: directory), unit: directory.escaped)
    }

    func group(of unit: AssemblyUnit, reading parts: any PartReader) throws -> String { unit.key }

    func assemble(
        group: String, units: [AssemblyUnit], asOf: Int64, reading parts: any PartReader
    ) throws -> Assembly {
        let pages = units.flatMap(\.parts)
        var data: [AssembledItem.Segment] = [.bytes(Array(#"{"count":\#(pages.count),"pages":["#.utf8))]
        for (index, page) in pages.enumerated() {
            if index > 0 { data.append(.bytes([UInt8(ascii: ",")])) }
            data.append(.payload(of: page.id, byteCount: page.payloadByteCount))
        }
        data.append(.bytes(Array("]}".utf8)))
        var members = JSONWriter()
        members.key("name")
        members.value(group)
        return Assembly(items: [
            AssembledItem(
                key: group, section: "pages", sortKey: group, title: group, members: members.bytes,
                data: data,
                subject: MatchSubject(
                    source: source, section: "pages", key: group,
                    names: ["\(group.hasPrefix("b") ? "Borealis" : "Acme") Chat"]),
                messageCount: pages.count)
        ])
    }
}
