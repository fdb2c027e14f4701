import ETLFiles
import ETLModel
import ETLStore

/// A drop directory as `etl-watch drops` lists it.
public struct DropListing: Codable, Sendable {
    public enum State: String, Codable, Sendable {
        /// It is configured and there.
        case present
        /// It is configured and not there; its data stays as it was.
        case away
        /// No longer configured; its data is kept.
        case notConfigured = "not_configured"
        /// It is configured and was not read yet.
        case new
    }

    public let name: String
    public let state: State
    public let path: String
    /// Its place when it was read last, if that is another one.
    public let earlierPath: String?
    /// `nil`: each file's content tells.
    public let source: String?
    /// Files that the database knows.
    public let files: Int
    /// The files among them that are gone; `nil` if it is unknown, since the directory is away.
    public let keptFiles: Int?

    /// Every drop directory that is configured or known to the database, by name.
    ///
    /// - Throws: ``StoreError``.
    public static func all(_ options: PipelineOptions) throws -> [DropListing] {
        let store = try Store(readingFrom: options.databasePath)
        do {
            let stored = try store.drops()
            let names = Set(stored.map(\.name) + options.drops.map(\.name)).sorted(by: DropRegistry.precedes)
            return try names.map { name in
                try DropListing(
                    name, options.drops.first { $0.name == name }, stored.first { $0.name == name }, in: store
                )
            }
        } catch {
            throw store.interpreted(error)
        }
    }

    /// Gives a drop directory another name; see ``Store/renameDrop(_:to:)``.
    public static func rename(
        _ name: String, to other: String, _ options: PipelineOptions
    ) throws -> (moved: Int, stayed: Int) {
        guard DropName.isUsable(other) else { throw PipelineError.unusableDropName(other) }
        // Opened for reading first: a database is not made by a mistyped path.
        _ = try Store(readingFrom: options.databasePath)
        let store = try Store(path: options.databasePath)
        do {
            return try store.renameDrop(name, to: other)
        } catch {
            throw store.interpreted(error)
        }
    }

    private init(_ name: String, _ root: DropRoot?, _ stored: StoredDrop?, in store: Store) throws {
        self.name = name
        let place = root?.path ?? stored?.path ?? []
        path = RelativePath(bytes: place).escaped
        earlierPath = stored.flatMap { $0.path == place ? nil : RelativePath(bytes: $0.path).escaped }
        source = (root.map(\.source) ?? stored?.source)?.rawValue
        let isThere = (try? FileStatus.following(place))?.kind == .directory
        let known = try stored.map { try store.files(within: DropPath(drop: $0.number, path: .root)) } ?? [:]
        files = known.count
        if root == nil {
            state = .notConfigured
            keptFiles = known.count
        } else if !isThere {
            state = .away
            keptFiles = nil
        } else {
            state = stored == nil ? .new : .present
            let roots = DropRoots([DropRoot(index: stored?.number ?? 0, path: place)])
            keptFiles = known.keys.count { (try? roots.status(of: $0)) == nil }
        }
    }
}
