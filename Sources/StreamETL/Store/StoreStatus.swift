public import ETLFiles
public import ETLModel
import Foundation
import GRDB

/// The state of a store and its snapshot, for `status`.
public struct StoreStatus: Codable, Sendable {
    public struct Files: Codable, Sendable {
        public let source: String
        public let read: Int
        public let quarantined: Int
        /// Records that are in the unified JSON in part.
        public let warnings: Int
        /// Records that are not.
        public let lostRecords: Int
        public let bytes: Int
    }

    /// A file that no source recognises.
    public struct Ignored: Codable, Sendable {
        public let drop: String
        public let file: String
        public let kind: IgnoredKind
        /// The missing part by which a source would recognise it.
        public let missing: String
        public let bytes: Int
        public let looksLikeExport: Bool
    }

    public struct Items: Codable, Sendable {
        public let source: String
        public let section: String
        public let count: Int
        public let matched: Int
        public let unsure: Int
        /// 0 where the section holds no conversations.
        public let messages: Int
    }

    public struct Snapshot: Codable, Sendable {
        public let path: String
        public let bytes: Int
        /// ISO 8601, UTC.
        public let written: String
    }

    public struct Fault: Codable, Sendable {
        /// The drop directory's name.
        public let drop: String
        public let file: String
        /// `:line:column`, or empty.
        public let position: String
        public let cause: String
        public let remedy: String

        package init(drop: String, file: String, position: String, cause: String, remedy: String) {
            self.drop = drop
            self.file = file
            self.position = position
            self.cause = cause
            self.remedy = remedy
        }
    }

    public let database: String
    /// Process that has the database open for writing.
    public let process: Int32?
    /// How the drop directories are watched, as the running daemon left it, else as they are found.
    public let drops: [WatchReport.Drop]
    /// Files that were read while their writers had them open. Their data is provisional.
    public let openFiles: [String]
    /// How many there are; not all may be named.
    public let openFileCount: Int
    public let files: [Files]
    /// Files whose facts are shown as an earlier version, or one with other settings, read them: with
    /// `retention: keep` those of files that are gone cannot be read again. 0 where no readers were named.
    public let filesReadEarlier: Int
    public let ignoredFiles: Int
    /// Members of archives that no source recognises.
    public let ignoredMembers: Int
    /// Both, by ``IgnoredKind``.
    public let ignoredByKind: [String: Int]
    /// Of all these, how many look like an export.
    public let unrecognisedExports: Int
    /// Only where they are asked for; of an archive's members the first ones.
    public let ignored: [Ignored]?
    public let items: [Items]
    public let quarantine: [Fault]
    /// Faults of single records by cause, lost records first.
    public let faults: [FaultGroup]
    public let snapshot: Snapshot?
    /// Whether the snapshot shows the whole state.
    public let isUpToDate: Bool

    /// Looks into the database at `databasePath` and at the file at `outputPath`.
    ///
    /// - Parameters:
    ///   - drops: Drop directories to look for while no daemon watches any.
    ///   - listsIgnored: Whether ``ignored`` is wanted.
    ///   - readers: Identities of the present transformers, for ``filesReadEarlier``.
    /// - Throws: ``StoreError``.
    public init(
        databasePath: String, outputPath: String, drops: [DropRoot] = [], listsIgnored: Bool = false,
        readers: [String] = []
    ) throws {
        let store = try Store(readingFrom: databasePath)
        do {
            try self.init(
                of: store, outputPath: outputPath, drops: drops, listsIgnored: listsIgnored,
                readers: readers)
        } catch {
            throw store.interpreted(error)
        }
    }

    private init(
        of store: Store, outputPath: String, drops: [DropRoot], listsIgnored: Bool, readers: [String]
    ) throws {
        let (inventory, faulty, faults, names) = try store.readState {
            (try $0.inventory(), try $0.faultyFiles(), try $0.faultGroups(), try $0.dropNames())
        }
        filesReadEarlier =
            readers.isEmpty ? 0 : try store.readState { try $0.fileCount(notReadBy: readers) }
        self.faults = faults
        database = store.path
        process = StoreLock.holder(ofDatabase: store.path)
        let report = try store.watchReport(of: process)
        self.drops = report?.drops ?? drops.map(WatchReport.Drop.init(unwatched:))
        openFiles = report?.openFiles ?? []
        openFileCount = report?.openFileCount ?? 0
        files = Self.files(inventory)
        items = Self.items(inventory)
        ignoredFiles = inventory.ignoredFiles
        ignoredMembers = inventory.ignoredMembers
        ignoredByKind = Dictionary(
            uniqueKeysWithValues: inventory.ignoredKinds.map { ($0.rawValue, $1) })
        unrecognisedExports = inventory.ignoredKinds.reduce(0) {
            $0 + ($1.key.looksLikeExport ? $1.value : 0)
        }
        ignored = listsIgnored ? try store.readState { try $0.ignoredFiles() } : nil
        quarantine = faulty.filter(\.isQuarantined).flatMap { file in
            file.faults.map { fault in
                Fault(
                    drop: names[file.path.drop] ?? "", file: file.path.path.escaped,
                    position: fault.position.map { ":\($0.line):\($0.column)" } ?? "",
                    cause: fault.cause.summary, remedy: fault.cause.remedy)
            }
        }
        snapshot = (try? FileStatus.following(Array(outputPath.utf8))).map { file in
            Snapshot(
                path: outputPath, bytes: Int(file.byteCount),
                written: UTCTime.text(file.fingerprint.modified / 1_000_000_000))
        }
        isUpToDate = try store.dirtyCompanies().isEmpty && !store.hasUnassembledUnits()
    }

    public static func files(_ inventory: StoreInventory) -> [Files] {
        Dictionary(grouping: inventory.files, by: \.source).sorted { $0.key < $1.key }.map { source, files in
            let faults = inventory.recordFaults[source] ?? RecordFaultCount()
            return Files(
                source: source.rawValue,
                read: files.filter { !$0.isQuarantined }.reduce(0) { $0 + $1.count },
                quarantined: files.filter(\.isQuarantined).reduce(0) { $0 + $1.count },
                warnings: faults.warnings, lostRecords: faults.lost,
                bytes: files.reduce(0) { $0 + $1.byteCount })
        }
    }

    public static func items(_ inventory: StoreInventory) -> [Items] {
        inventory.items.map { item in
            Items(
                source: item.source.rawValue, section: item.section, count: item.count,
                matched: item.matched, unsure: item.unsure, messages: item.messages)
        }
    }
}
