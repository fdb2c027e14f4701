public import ETLModel
import Foundation
import GRDB

/// The outcome of comparing one path.
public enum FileOutcome: Sendable {
    /// The file's bytes are those of `content`; its contributions are stored or come along.
    case read(DropPath, FileFingerprint, ContentKey, ContentOutcome)
    /// No transformer claims the file, which seems to be of that kind.
    case ignored(DropPath, FileFingerprint, IgnoredKind)
    /// The file is gone.
    case gone(DropPath)

    public var path: DropPath {
        switch self {
        case .read(let path, _, _, _), .ignored(let path, _, _), .gone(let path): path
        }
    }
}

/// The outcome of reading some bytes.
public enum ContentOutcome: Sendable {
    /// Already in the store.
    case known
    case contributions([Contribution], source: Source, byteCount: Int)
    /// Staged piece by piece before (``Store/stage(_:of:source:byteCount:)``), with these faults.
    case staged([TransformWarning], source: Source)
    case quarantined(TransformError, source: Source, byteCount: Int)
}

/// A file as the store knows it.
public struct StoredFile: Sendable {
    public var fingerprint: FileFingerprint
    /// `nil` for a file that no transformer claims.
    public var contentID: Int64?
}

extension StoredFile {
    /// The columns `path, device, inode, byte_count, modified, changed, content_id`.
    fileprivate init(_ row: StoreRow) {
        fingerprint = FileFingerprint(
            device: row.integer(1), inode: row.integer(2), byteCount: row.integer(3),
            modified: row.integer(4), changed: row.integer(5))
        contentID = row.optionalInteger(6)
    }
}

extension Store {
    /// All files the store knows, by path.
    public func files() throws -> [DropPath: StoredFile] { try database.read { try Self.files(in: $0) } }

    private static func files(in db: Database) throws -> [DropPath: StoredFile] {
        var files: [DropPath: StoredFile] = [:]
        files.reserveCapacity(try Int.fetchOne(db, sql: "SELECT count(*) FROM files") ?? 0)
        try StoreStatement(
            db,
            "SELECT path, device, inode, byte_count, modified, changed, content_id, drop_index FROM files"
        ).forEach { files[DropPath(drop: $0.int(7), path: $0.path(0))] = StoredFile($0) }
        return files
    }

    /// The files the store knows at or below `path`.
    public func files(within path: DropPath) throws -> [DropPath: StoredFile] {
        try files(withinEach: [path])[0]
    }

    /// The files the store knows at or below each of `paths`, which may be very many: all of one state.
    package func files(withinEach paths: [DropPath]) throws -> [[DropPath: StoredFile]] {
        try database.read { db in
            try paths.map { path in
                guard path.path.isRoot else { return try Self.files(below: path, in: db) }
                let files = try Self.files(in: db)
                // Mostly there is one drop directory, and very many files.
                return files.allSatisfy { $0.key.drop == path.drop }
                    ? files : files.filter { $0.key.drop == path.drop }
            }
        }
    }

    private static func files(below path: DropPath, in db: Database) throws -> [DropPath: StoredFile] {
        var files: [DropPath: StoredFile] = [:]
        func add(_ row: StoreRow) {
            files[DropPath(drop: path.drop, path: row.path(0))] = StoredFile(row)
        }
        let columns = "path, device, inode, byte_count, modified, changed, content_id"
        let start = path.path.bytes
        // Asked for with OR, every file of the drop directory would be looked at.
        try StoreStatement(db, "SELECT \(columns) FROM files WHERE drop_index = ? AND path = ?")
            .forEach(.integer(path.drop), .blob(start), row: add)
        try StoreStatement(
            db, "SELECT \(columns) FROM files WHERE drop_index = ? AND path >= ? AND path < ?"
        ).forEach(
            .integer(path.drop), .blob(start + [UInt8(ascii: "/")]), .blob(start + [UInt8(ascii: "0")]),
            row: add)
        return files
    }

    /// Forgets all files but keeps their contents' contributions, so that they can be placed anew without being parsed
    /// again. Quarantined files are tried again.
    public func forgetFiles() throws {
        try database.write { db in
            try db.execute(
                sql: """
                    UPDATE units SET is_dirty = 1;
                    DELETE FROM parts;
                    DELETE FROM files;
                    DELETE FROM contents WHERE state = 2;
                    INSERT OR IGNORE INTO dirty_companies VALUES ('');
                    """)
        }
    }

    /// Has all files read again, and keeps their contributions until that is done. Files whose drop directory is away
    /// stay as they are.
    package func distrustFiles() throws {
        try database.write { try $0.execute(sql: "UPDATE files SET changed = -1") }
    }

    /// The contents whose contributions are whole, or known to be unreadable.
    public func knownContents() throws -> KnownContents {
        try database.read { db in
            var contents = KnownContents()
            try StoreStatement(db, "SELECT hash, reader FROM contents WHERE state <> 0").forEach {
                contents.insert(ContentKey(hash: $0.bytes(0), reader: $0.text(1)))
            }
            return contents
        }
    }

    /// Stores a piece of a large content ahead of its file's outcome. It does not show until a file refers to the
    /// content. ``collectGarbage()`` removes contents without a file.
    ///
    /// - Parameter warnings: All of the content's, with its last piece.
    public func stage(
        _ contributions: [Contribution], of key: ContentKey, source: Source, byteCount: Int,
        warnings: [TransformWarning] = []
    ) throws {
        try database.write { db in
            var id = try Int64.fetchOne(
                db, sql: "SELECT id FROM contents WHERE hash = ? AND reader = ?",
                arguments: [Data(key.hash), key.reader])
            if id == nil {
                try db.execute(
                    sql: """
                        INSERT INTO contents (hash, reader, source, byte_count, state) VALUES (?, ?, ?, ?, 0)
                        """, arguments: [Data(key.hash), key.reader, source.rawValue, byteCount])
                id = db.lastInsertedRowID
            }
            guard let id else { return }
            try StoreWriter(db).insert(contributions, contentID: id)
            if !warnings.isEmpty {
                let faults = FaultTally(warnings)
                try StoreStatement(
                    db, "UPDATE contents SET warnings = ?, warning_count = ?, lost_count = ? WHERE id = ?"
                ).run(
                    .text(try StoredFault.encode(faults.warnings)), .integer(faults.warningCount),
                    .integer(faults.lostCount), .integer(id))
            }
        }
    }

    /// Forgets the staged pieces of a content, so that it can be staged from its start.
    public func unstage(_ key: ContentKey) throws {
        try database.write { db in
            try db.execute(
                sql: """
                    DELETE FROM contributions WHERE content_id IN
                        (SELECT id FROM contents WHERE hash = ? AND reader = ? AND state = 0)
                    """, arguments: [Data(key.hash), key.reader])
            try db.execute(
                sql: """
                    UPDATE contents SET warnings = NULL, warning_count = 0, lost_count = 0
                    WHERE hash = ? AND reader = ? AND state = 0
                    """,
                arguments: [Data(key.hash), key.reader])
        }
    }

    /// Makes each outcome the whole of its file's contributions, and marks the units to assemble.
    ///
    /// One transaction. Repeating a call changes nothing.
    ///
    /// - Parameter retention: Whether a file that cannot be read any more keeps its contributions.
    /// - Returns: The outcomes by drop directory.
    @discardableResult
    public func apply(
        _ outcomes: [FileOutcome], assemblers: [Source: any Assembler], retention: Retention = .mirror
    ) throws -> [Int: DropTally] {
        try database.write { db in
            var writer = StoreWriter(db, retention: retention)
            for outcome in outcomes { try writer.apply(outcome, assemblers: assemblers) }
            return writer.tallies
        }
    }

    /// Removes contents that no file refers to.
    public func collectGarbage() throws {
        try database.write { db in
            try db.execute(
                sql: """
                    DELETE FROM contributions WHERE content_id IN
                        (SELECT id FROM contents c
                         WHERE NOT EXISTS (SELECT 1 FROM files f WHERE f.content_id = c.id));
                    DELETE FROM contents
                    WHERE NOT EXISTS (SELECT 1 FROM files f WHERE f.content_id = contents.id)
                        AND NOT EXISTS (SELECT 1 FROM files f WHERE f.damage_id = contents.id);
                    """)
        }
    }
}
