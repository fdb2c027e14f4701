import ETLFiles
import Foundation
package import GRDB

/// The files' contributions, the items made of them and the items' companies, in one SQLite database.
///
/// Every method that writes is one transaction: a reader, or a crash, sees the state before or after
/// it. What must still be assembled or matched is marked in the same transaction that made it so,
/// therefore work that a crash cut short goes on where it was.
public final class Store: Sendable {
    package let database: DatabasePool
    /// Where the database lies.
    public let path: String
    /// Held by the one store that may write.
    private let lock: StoreLock?
    private let log: WriteAheadLog

    /// Opens the database at `path`, or makes it. An older one is copied (`PATH.before-migration`) and migrated. After
    /// a crash the database's structure is checked.
    ///
    /// - Parameter rebuilds: Whether an existing database is set aside (`PATH.set-aside`) for a new one.
    /// - Throws: ``StoreError`` when another process holds it, it is damaged or made by a newer version.
    public convenience init(path: String, rebuilds: Bool = false) throws {
        try self.init(path: path, rebuilds: rebuilds, migrator: StoreSchema.migrator)
    }

    package init(path: String, rebuilds: Bool = false, migrator: DatabaseMigrator) throws {
        self.path = path
        let lock = try StoreLock(databasePath: path)
        self.lock = lock
        let log = WriteAheadLog(path: path)
        self.log = log
        if rebuilds { try Store.setAside(path) }
        try Store.requireFile(path)
        do {
            if !FileManager.default.fileExists(atPath: path) { try Store.makeDatabase(at: path) }
            database = try DatabasePool(path: path, configuration: Store.writing(through: log))
            try Store.restrictPermissions(of: path)
            if lock.followsCrash { try Store.check(database, at: path) }
            if try database.read(migrator.hasBeenSuperseded) { throw StoreError.newerVersion }
            try Store.migrate(database, at: path, by: migrator)
            try Store.restrictPermissions(of: path)
        } catch {
            throw Store.interpreted(error, at: path)
        }
    }

    private static func writing(through log: WriteAheadLog) -> GRDB.Configuration {
        var configuration = GRDB.Configuration()
        configuration.busyMode = .timeout(5)
        configuration.maximumReaderCount = 4
        configuration.prepareDatabase { db in
            try db.execute(
                sql: """
                    PRAGMA synchronous = NORMAL;
                    PRAGMA cache_size = \(db.configuration.readonly ? -4096 : -16384);
                    PRAGMA temp_store = MEMORY;
                    PRAGMA journal_size_limit = 67108864;
                    """)
            // The connection keeps this closure and by it the log.
            if !db.configuration.readonly { log.attach(to: db) }
        }
        return configuration
    }

    /// The page size is fixed when the first page is written; payloads are tens of kilobytes.
    private static func makeDatabase(at path: String) throws {
        let fresh = try DatabaseQueue(path: path)
        try fresh.inDatabase { try $0.execute(sql: "PRAGMA page_size = 16384; VACUUM;") }
        try fresh.close()
    }

    private static func migrate(
        _ database: DatabasePool, at path: String, by migrator: DatabaseMigrator
    ) throws {
        let (applied, isCurrent) = try database.read {
            (try migrator.appliedIdentifiers($0), try migrator.hasCompletedMigrations($0))
        }
        if isCurrent { return }
        if !applied.isEmpty { try copy(database, to: path + ".before-migration") }
        try migrator.migrate(database)
    }

    /// Opens the database at `path` for looking only, beside a process that writes to it.
    ///
    /// - Throws: ``StoreError/missing`` where there is none.
    public init(readingFrom path: String) throws {
        guard FileManager.default.fileExists(atPath: path) else { throw StoreError.missing(path: path) }
        try Store.requireFile(path)
        self.path = path
        lock = nil
        log = WriteAheadLog(path: path)
        var configuration = GRDB.Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        do {
            database = try DatabasePool(path: path, configuration: configuration)
            if try database.read(StoreSchema.migrator.hasBeenSuperseded) { throw StoreError.newerVersion }
            if try !database.read(StoreSchema.migrator.hasCompletedMigrations) {
                throw StoreError.olderVersion
            }
        } catch {
            throw Store.interpreted(error, at: path)
        }
    }

    /// Refuses a pipe: SQLite would wait for its writer for ever.
    package static func requireFile(_ path: String) throws {
        if let there = try? FileStatus.following(Array(path.utf8)), there.kind != .file {
            throw StoreError.corrupt(path: path)
        }
    }

    /// Whether ``checkpoint()`` is worth its time.
    public var wantsCheckpoint: Bool { log.isLong }

    /// Copies the write-ahead log into the database, while others read and write.
    public func checkpoint() throws { try log.checkpoint() }

    private static func restrictPermissions(of path: String) throws {
        for suffix in ["", "-wal", "-shm"] where FileManager.default.fileExists(atPath: path + suffix) {
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path + suffix)
        }
    }

    /// A value that outlives the process, such as the mapping's digest.
    package func setting<Value: DatabaseValueConvertible & Sendable>(_ name: String) throws -> Value? {
        try database.read {
            try Value.fetchOne($0, sql: "SELECT value FROM settings WHERE name = ?", arguments: [name])
        }
    }

    package func set(_ value: some DatabaseValueConvertible & Sendable, for name: String) throws {
        try database.write { try Store.set(value, for: name, in: $0) }
    }

    package static func set(_ value: some DatabaseValueConvertible, for name: String, in db: Database) throws
    {
        try db.execute(
            sql: "INSERT INTO settings VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
            arguments: [name, value])
    }
}
