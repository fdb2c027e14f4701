import ETLAssembling
import ETLFiles
import ETLIngesting
public import ETLModel
import ETLStore
import ETLTelemetry
import Foundation

/// The outcome of reading one file on its own.
public struct Inspection: Sendable {
    /// A kind of contribution and how many of it the file has.
    public struct Kind: Hashable, Codable, Sendable {
        public let name: String
        public let count: Int

        package init(name: String, count: Int) {
            self.name = name
            self.count = count
        }
    }

    /// A conversation, meeting or deal as the file alone states it.
    public struct Item: Hashable, Sendable {
        public let section: String
        public let title: String
        /// 0 unless it is a conversation.
        public let messages: Int
        public let firstActivity: String?
        public let lastActivity: String?
        /// The JSON of the item's data, if it was asked for.
        public let data: [UInt8]?

        package init(
            section: String, title: String, messages: Int, firstActivity: String?, lastActivity: String?,
            data: [UInt8]?
        ) {
            self.section = section
            self.title = title
            self.messages = messages
            self.firstActivity = firstActivity
            self.lastActivity = lastActivity
            self.data = data
        }
    }

    /// `nil`: no transformer claims the file.
    public let source: Source?
    /// The apparent kind of a file that no transformer claims.
    public let ignoredAs: IgnoredKind?
    /// Why the file would be quarantined; then there is nothing else.
    public let quarantine: TransformError?
    public let reader: String?
    public let byteCount: Int
    public let contributions: [Kind]
    public let items: [Item]
    public let warnings: [TransformWarning]
    /// The readers' counts by name, without zeros.
    public let counts: [Kind]
    /// Why a slower reader was needed.
    public let notes: [String]

    /// Reads the file at `path` into a temporary store.
    ///
    /// - Parameter holdsData: Whether the items come with their data.
    /// - Throws: ``InspectionError``, and errors of the store.
    public init(
        of path: String, catalog: SourceCatalog, limits: InputLimits, asOf: Int64, holdsData: Bool = false
    ) async throws {
        if let obstacle = InspectionError.obstacle(at: path) { throw obstacle }
        let absolute = SystemPath.normalized(Array(path.utf8))
        let parent = SystemPath.parent(of: absolute)
        let directory = SystemPath.resolved(parent) ?? parent
        let file = SystemPath.joined(
            directory, RelativePath(bytes: Array(RelativePath(bytes: absolute).name)))
        // As if dropped with its folder, whose name is a part of some formats.
        let root = SystemPath.parent(of: directory)
        guard let name = SystemPath.relative(file, to: root) else {
            throw InspectionError.missing(path: path, isSymbolicLink: false)
        }
        let place = DropPath(drop: 0, path: name)
        let scratch = NSTemporaryDirectory() + "etl-watch-inspect-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: scratch, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(atPath: scratch) }
        let store = try Store(path: scratch + "/state.db")
        let roots = DropRoots([DropRoot(index: 0, path: root)])
        let reader = try ContentReader(roots: roots, catalog: catalog, limits: limits, store: store)
        let outcome = try await reader.read(place)
        counts = catalog.counts.counts.filter { $0.count > 0 }.map { Kind(name: $0.name, count: $0.count) }
        notes = catalog.counts.notes
        switch outcome {
        // A link that leads out of its folder is not followed in a drop directory either.
        case .gone: throw InspectionError.missing(path: path, isSymbolicLink: true)
        case .ignored(_, let fingerprint, let kind):
            source = nil
            ignoredAs = kind
            quarantine = nil
            self.reader = nil
            byteCount = Int(fingerprint.byteCount)
            contributions = []
            items = []
            warnings = []
        case .read(_, let fingerprint, let key, let content):
            ignoredAs = nil
            if case .quarantined(let error, let source, let count) = content {
                self.source = source
                quarantine = error
                self.reader = key.reader
                byteCount = count
                contributions = []
                items = []
                warnings = []
                return
            }
            quarantine = nil
            let assemblers = catalog.assemblerOfSource
            try store.apply([outcome], assemblers: assemblers)
            let workers = WorkerOptions(count: 1, executor: WorkerExecutor())
            try await store.groupUnits(assemblers: assemblers, on: workers)
            try await store.assemble(asOf: asOf, assemblers: assemblers, on: workers)
            let state = try store.readState { reader in
                let items = try reader.allItems()
                return (
                    try reader.contributionKinds(), items, try reader.faultyFiles(),
                    try items.map { holdsData ? try reader.data(of: $0) : nil }
                )
            }
            source = state.0.source
            self.reader = key.reader
            byteCount = Int(fingerprint.byteCount)
            contributions = state.0.kinds.map { Kind(name: $0.name, count: $0.count) }
            items = zip(state.1, state.3).map { item, data in
                Item(
                    section: item.section, title: item.title, messages: item.messageCount,
                    firstActivity: item.firstActivity.map(UTCTime.text),
                    lastActivity: item.lastActivity.map(UTCTime.text), data: data)
            }
            warnings = state.2.flatMap(\.faults)
        }
    }
}
