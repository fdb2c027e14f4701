import ETLFiles
import ETLModel
import Foundation
package import GRDB
import Glibc

extension Store {
    /// Copies the database to `target` while it is in use: the copy is one state of it, whole and synced
    /// before it takes its name, and readable by its owner only.
    ///
    /// - Throws: ``StoreError/backupFailed(path:errno:)``.
    public func backUp(to target: String) throws {
        // A copy replaces the file at its place, but never a device, nor the database that it copies.
        if let there = try? FileStatus.following(Array(target.utf8)) {
            let own = try? FileStatus.following(Array(path.utf8))
            guard there.kind == .file,
                there.fingerprint.inode != own?.fingerprint.inode
                    || there.fingerprint.device != own?.fingerprint.device
            else { throw StoreError.backupFailed(path: target, errno: EEXIST) }
        }
        try Store.copy(database, to: target)
    }

    /// Puts a backup in the place of the database at `path`, which is kept beside it as `PATH.set-aside`.
    ///
    /// Changes in the drop directories since the backup are read at the next start.
    ///
    /// - Throws: ``StoreError`` when another process holds the database, or the backup is damaged, of a
    ///   newer version or no backup at all.
    public static func restore(_ backup: String, to path: String) throws {
        try? FileManager.default.createDirectory(
            at: URL(fileURLWithPath: path).deletingLastPathComponent(), withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        let lock = try StoreLock(databasePath: path)
        defer { withExtendedLifetime(lock) {} }
        let source = try openBackup(backup)
        let incoming = path + ".incoming"
        try copy(source, to: incoming)
        try source.close()
        try setAside(path)
        do {
            try OutputPath.replace(path, with: incoming)
        } catch {
            throw StoreError.backupFailed(path: path, errno: error.errno)
        }
    }

    private static func openBackup(_ path: String) throws -> DatabaseQueue {
        guard FileManager.default.fileExists(atPath: path) else { throw StoreError.missing(path: path) }
        try requireFile(path)
        do {
            var configuration = GRDB.Configuration()
            configuration.readonly = true
            let backup = try DatabaseQueue(path: path, configuration: configuration)
            try check(backup, at: path)
            let migrator = StoreSchema.migrator
            let (applied, isNewer) = try backup.read {
                (try migrator.appliedIdentifiers($0), try migrator.hasBeenSuperseded($0))
            }
            if isNewer { throw StoreError.newerVersion }
            if applied.isEmpty { throw StoreError.corrupt(path: path) }
            return backup
        } catch let error as DatabaseError where error.isCorruption {
            throw StoreError.corrupt(path: path)
        }
    }

    package static func copy(_ database: some DatabaseReader, to target: String) throws {
        do {
            // Made first, so that at no time others can read it.
            let file = try AtomicFile(replacing: target, as: target + ".partial")
            let copy = try DatabaseQueue(path: file.temporary)
            try database.backup(to: copy)
            try copy.close()
            try file.publish()
        } catch {
            throw StoreError.backupFailed(path: target, errno: (error as? FileWriteError)?.errno ?? 0)
        }
    }

    /// Moves the database and its log out of the way.
    static func setAside(_ path: String) throws {
        let place = path + ".set-aside"
        for suffix in ["", "-wal", "-shm"] {
            unlink(place + suffix)
            guard rename(path + suffix, place + suffix) == 0 || errno == ENOENT else {
                throw StoreError.backupFailed(path: place + suffix, errno: errno)
            }
        }
    }

    /// - Throws: ``StoreError/corrupt(path:)``.
    package static func check(_ database: some DatabaseReader, at path: String) throws {
        let finding = try database.read { try String.fetchOne($0, sql: "PRAGMA quick_check(1)") }
        guard finding == "ok" else { throw StoreError.corrupt(path: path) }
    }
}

extension Store {
    /// The error that the caller should see: damage becomes ``StoreError``, errors that may pass stay as they are.
    package func interpreted(_ error: any Error) -> any Error { Store.interpreted(error, at: path) }

    package static func interpreted(_ error: any Error, at path: String) -> any Error {
        guard let failure = error as? DatabaseError else { return error }
        switch failure.resultCode.primaryResultCode {
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: return StoreError.corrupt(path: path)
        case .SQLITE_FULL, .SQLITE_IOERR, .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_BUSY, .SQLITE_LOCKED:
            return StoreError.unavailable(path: path, code: failure.resultCode.primaryResultCode.rawValue)
        default: return error
        }
    }
}

extension DatabaseError {
    /// Whether the file itself is damaged; trying again does not help.
    var isCorruption: Bool {
        let code = resultCode.primaryResultCode
        return code == .SQLITE_CORRUPT || code == .SQLITE_NOTADB
    }
}
