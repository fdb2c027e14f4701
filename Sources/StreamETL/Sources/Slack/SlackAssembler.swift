package import ETLModel

/// Makes conversations of the day files of all Slack exports.
package struct SlackAssembler: Assembler {
    package static let section = ItemSection(key: "slack_channels", totalKey: "total_slack_channels")

    package let source = Source.slack
    package let identity = "slack-channels/5"
    package let sections = [SlackAssembler.section]

    /// Messages of a day, whose folder tells the conversation.
    static let dayKind = "day"
    /// Messages of a conversation that the ``Contribution/unit`` tells, as slackdump saves them.
    static let dumpKind = "dump"

    package init() {
    }

    /// Day files lie in a folder per conversation, lists beside these folders. A dump's files lie beside lists.
    package func placement(of contribution: ContributionHead, at path: DropPath) -> Placement {
        let directory = DropPath(drop: path.drop, path: path.path.parent)
        if contribution.kind == Self.dumpKind {
            let unit = "\(path.drop):\(directory.path.appending(contribution.unit).escaped)"
            return Placement(scope: directory, unit: unit)
        }
        guard contribution.kind == Self.dayKind else { return Placement(scope: directory, unit: nil) }
        let root = DropPath(drop: path.drop, path: directory.path.parent)
        return Placement(scope: root, unit: "\(path.drop):\(directory.path.escaped)")
    }

    package func group(of unit: AssemblyUnit, reading parts: any PartReader) throws -> String {
        let folder = Self.folder(of: unit)
        let directory = try SlackDirectory.of(unit.scope, reading: parts)
        return directory.channel(ofFolder: folder).map { "id:\($0.id)" } ?? "name:\(folder)"
    }

    package func assemble(
        group: String, units: [AssemblyUnit], asOf: Int64, reading parts: any PartReader
    ) throws -> Assembly {
        let exports = try units.map { try SlackExport($0, reading: parts) }
        guard !exports.isEmpty else { return Assembly(items: []) }
        let conversation = try SlackConversation(exports.sorted(by: SlackExport.isNewer), reading: parts)
        return Assembly(items: [try conversation.item(reading: parts)])
    }

    package static func folder(of unit: AssemblyUnit) -> String {
        guard let part = unit.parts.first else { return "" }
        return part.kind == dumpKind ? part.unit : part.path.path.parent.nameText
    }
}

/// One conversation as one export tells it.
struct SlackExport {
    let unit: AssemblyUnit
    let folder: String
    let channel: SlackChannel?
    let directory: SlackDirectory
    /// In the order of paths: of what two say of one message, the later counts.
    let pages: [SlackPage]
    /// How far the export reaches, in microseconds since 1970.
    let latest: Int64
    /// The last day that its name tells of, in seconds since 1970.
    private let periodEnd: Int64

    init(_ unit: AssemblyUnit, reading parts: any PartReader) throws {
        self.unit = unit
        folder = SlackAssembler.folder(of: unit)
        directory = try SlackDirectory.of(unit.scope, reading: parts)
        channel = directory.channel(ofFolder: folder)
        pages = try unit.parts.map { part in
            SlackPage(part: part.id, heading: try SlackPageHeading(decoding: part.heading))
        }
        latest = pages.lazy.compactMap { $0.heading.times?.upperBound }.max() ?? 0
        periodEnd = SlackPeriod.end(in: unit.scope.path) ?? .min
    }

    /// The export whose messages reach further is the newer one; in a channel that has been quiet, that of
    /// the later period.
    static func isNewer(_ one: SlackExport, _ other: SlackExport) -> Bool {
        (one.latest, one.periodEnd, one.unit.scope.drop, one.unit.key)
            > (other.latest, other.periodEnd, other.unit.scope.drop, other.unit.key)
    }
}
