package import ETLModel

/// Recognises the source of an archive by the names of its members.
///
/// The source whose known name lies least deep wins, since attachments of messages lie deeper than an export's own
/// files; of several such sources, the first. Any archive may hold tables, so they count only if no other name is
/// known. If no name is known, the first members are read.
package struct ArchiveRecognition: Sendable {
    package typealias Names = @Sendable (RelativePath) -> Bool

    private let sources: [(source: Source, knows: Names)]
    private let tables: (source: Source, knows: Names)?
    private let readers: [any Transformer]

    /// Members that are looked into, and bytes of a compressed tar that are expanded for it.
    private static let mostMembers = 16
    private static let mostExpandedBytes = 64 << 20

    /// - Parameter readers: Asked whose a member is, where no name tells it.
    package init(
        _ sources: [(source: Source, knows: Names)], tables: (source: Source, knows: Names)? = nil,
        readers: [any Transformer] = []
    ) {
        self.sources = sources
        self.tables = tables
        self.readers = readers
    }

    package static let standard = standard(readers: [])

    package static func standard(readers: [any Transformer]) -> ArchiveRecognition {
        ArchiveRecognition(
            [(.calendar, calendar), (.slack, slack), (.telegram, telegram)], tables: (.hubspot, hubspot),
            readers: readers)
    }

    /// - Returns: `nil` if it is not an archive, or if no source recognises it.
    package func source(of probe: FileProbe, limits: InputLimits) -> Source? {
        guard ArchiveHead.isArchive(probe.head) else { return nil }
        return probe.remembered { find(in: probe, limits: limits) }
    }

    private func find(in probe: FileProbe, limits: InputLimits) -> Source? {
        func isAsked(_ source: Source) -> Bool { probe.source == nil || probe.source == source }
        let asked = sources.filter { isAsked($0.source) }
        var depths = asked.map { _ in Int.max }
        var hasTables = false
        func look(at name: RelativePath) {
            let depth = name.bytes.count { $0 == UInt8(ascii: "/") }
            for (index, source) in asked.enumerated() where depth < depths[index] && source.knows(name) {
                depths[index] = depth
            }
            if !hasTables, let tables, isAsked(tables.source), tables.knows(name) { hasTables = true }
        }
        // The names before the damage are enough.
        let isWhole = probe.content.map { content in
            (try? ArchiveNames.forEach(of: content, startingWith: probe.head, limits: limits, look)) ?? false
        }
        if isWhole != true { for name in ArchiveHead.memberNames(in: probe.head) { look(at: name) } }
        guard let least = depths.min(), least < .max, let index = depths.firstIndex(of: least) else {
            return hasTables ? tables?.source : sourceOfContents(in: probe, limits: limits)
        }
        return asked[index].source
    }

    /// The source that claims the first member, among the few members that are read for this.
    private func sourceOfContents(in probe: FileProbe, limits: InputLimits) -> Source? {
        guard !readers.isEmpty, let content = probe.content,
            let input = try? ArchiveInput(content, limits: limits),
            let reader = try? ArchiveReader(input, limits: limits)
        else { return nil }
        let isCompressed = ArchiveHead.isGzip(probe.head)
        var rest = Self.mostExpandedBytes
        for _ in 0..<Self.mostMembers where rest > 0 {
            guard !Task.isCancelled, let member = try? reader.next() else { return nil }
            guard member.isRegular, !member.isEncrypted, case .path(let path) = member.name else { continue }
            var head: [UInt8] = []
            guard (try? reader.read(into: &head, upTo: FileProbe.headByteCount)) != nil else { return nil }
            let inner = FileProbe(
                path: path, head: head, byteCount: member.byteCount ?? head.count, content: nil,
                source: probe.source)
            let claiming = readers.first { reader in
                (probe.source == nil || reader.source == probe.source) && reader.claims(inner)
            }
            if let source = claiming?.source ?? source(of: inner, limits: limits) { return source }
            if isCompressed { rest -= (try? reader.skip(atMost: rest)) ?? rest }
        }
        return nil
    }

    /// Slack's lists, or a day file.
    package static func slack(_ member: RelativePath) -> Bool {
        slackLists.contains(member.nameText) || isDayFile(member.name)
    }

    /// A page or `result.json` of Telegram Desktop.
    package static func telegram(_ member: RelativePath) -> Bool {
        let name = member.nameText
        if name == "result.json" || name == "export_results.html" { return true }
        if name.hasPrefix("messages"), name.hasSuffix(".html") { return true }
        let text = String(decoding: member.bytes, as: UTF8.self)
        return text.hasPrefix("DataExport_") || text.hasPrefix("ChatExport_")
    }

    /// A calendar file, as Google Takeout packs them.
    package static func calendar(_ member: RelativePath) -> Bool {
        hasExtension(".ics", member) || member.bytes.starts(with: "Takeout/Calendar/".utf8)
    }

    package static func hubspot(_ member: RelativePath) -> Bool {
        hasExtension(".csv", member) || hasExtension(".xlsx", member)
    }

    static let slackLists: Set<String> = [
        "users.json", "org_users.json", "channels.json", "groups.json", "dms.json", "mpims.json",
        "integration_logs.json", "canvases.json",
    ]

    static func isDayFile(_ name: ArraySlice<UInt8>) -> Bool {
        let pattern = "0000-00-00.json".utf8
        return name.count == pattern.count
            && zip(name, pattern).allSatisfy { byte, shape in
                shape == UInt8(ascii: "0")
                    ? (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) : byte == shape
            }
    }

    private static func hasExtension(_ suffix: String, _ member: RelativePath) -> Bool {
        member.nameText.lowercased().hasSuffix(suffix)
    }
}
