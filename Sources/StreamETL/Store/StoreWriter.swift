import ETLModel
import GRDB

/// Writes file outcomes within one transaction, with statements prepared once per connection.
struct StoreWriter {
    let db: Database
    private let retention: Retention
    var marks: UnitMarks
    /// The outcomes by drop directory.
    private(set) var tallies: [Int: DropTally] = [:]
    /// The stored outcome of reading some bytes.
    struct StoredContent {
        let id: Int64
        /// The contributions, where they have been stored just now.
        var fresh: [(id: Int64, contribution: Contribution)]?
        var source = Source.unknown
        /// Whether it may be quarantined or have warnings.
        var mayHaveFaults = true
        var isQuarantined = false
    }

    /// - Parameter retention: Whether a file that cannot be read any more keeps its contributions.
    init(_ db: Database, retention: Retention = .mirror) {
        self.db = db
        self.retention = retention
        marks = UnitMarks(db)
    }

    mutating func apply(_ outcome: FileOutcome, assemblers: [Source: any Assembler]) throws {
        switch outcome {
        case .gone(let path):
            guard let file = try file(at: path) else { return }
            tallies[path.drop, default: DropTally()].gone += 1
            try markFaults(of: file.id)
            try retractParts(of: file.id)
            try run("DELETE FROM files WHERE id = ?", .integer(file.id))
        case .ignored(let path, let fingerprint, let kind):
            if let file = try file(at: path) {
                try markFaults(of: file.id)
                if try keepsLastGood(file) {
                    return try update(file.id, fingerprint, contentID: file.contentID)
                }
                try retractParts(of: file.id)
                try update(file.id, fingerprint, contentID: nil)
            } else {
                _ = try insert(path, fingerprint, contentID: nil)
            }
            try run(
                "UPDATE files SET ignored_as = ? WHERE drop_index = ? AND path = ?", .text(kind.rawValue),
                .integer(path.drop), .blob(path.path.bytes))
        case .read(let path, let fingerprint, let key, let outcome):
            let content = try content(of: key, outcome)
            let file: Int64
            if let new = try insert(path, fingerprint, contentID: content.id) {
                file = new
                tallies[path.drop, default: DropTally()].added += 1
                if content.isQuarantined { tallies[path.drop, default: DropTally()].quarantined += 1 }
            } else {
                guard let previous = try self.file(at: path) else { throw ByteReader.Corruption() }
                file = previous.id
                try count(content, after: previous, in: path.drop)
                if content.id == previous.damageID ?? previous.contentID {
                    return try update(
                        file, fingerprint, contentID: previous.contentID, damageID: previous.damageID)
                }
                try markFaults(of: file)
                if content.isQuarantined, try keepsLastGood(previous) {
                    try update(file, fingerprint, contentID: previous.contentID, damageID: content.id)
                    return try markFaults(of: file)
                }
                if previous.contentID == content.id {
                    return try update(file, fingerprint, contentID: content.id)
                }
                try retractParts(of: file)
                try update(file, fingerprint, contentID: content.id)
            }
            if content.mayHaveFaults { try markFaults(of: file) }
            try placeParts(of: content, file: file, at: path, assemblers: assemblers)
        }
    }

    /// Takes a drop directory's files out.
    ///
    /// - Returns: How many there were.
    mutating func removeFiles(ofDrop number: Int) throws -> Int {
        var paths: [DropPath] = []
        try StoreStatement(db, "SELECT path FROM files WHERE drop_index = ?").forEach(.integer(number)) {
            paths.append(DropPath(drop: number, path: $0.path(0)))
        }
        for path in paths { try apply(.gone(path), assemblers: [:]) }
        return paths.count
    }

    /// Places all contributions again, since drop directories have other numbers now.
    mutating func placeAnew(assemblers: [Source: any Assembler]) throws {
        try run("UPDATE units SET is_dirty = 1")
        try run("DELETE FROM parts")
        var last = Int64.min
        while case let files = try goodFiles(after: last), let end = files.last?.id {
            for (id, path, content) in files {
                try placeParts(of: StoredContent(id: content), file: id, at: path, assemblers: assemblers)
            }
            last = end
        }
    }

    /// Some of the files that contribute, in the order of their rows.
    private func goodFiles(after last: Int64) throws -> [(id: Int64, path: DropPath, content: Int64)] {
        var files: [(id: Int64, path: DropPath, content: Int64)] = []
        try StoreStatement(
            db,
            """
            SELECT f.id, f.drop_index, f.path, f.content_id FROM files f
            JOIN contents k ON k.id = f.content_id
            WHERE k.state = 1 AND f.id > ? ORDER BY f.id LIMIT 1024
            """
        ).forEach(.integer(last)) { row in
            files.append((row.integer(0), DropPath(drop: row.int(1), path: row.path(2)), row.integer(3)))
        }
        return files
    }

    /// Counts what becomes of a known file.
    private mutating func count(
        _ content: StoredContent, after file: (id: Int64, contentID: Int64?, damageID: Int64?), in drop: Int
    ) throws {
        guard content.id != file.damageID ?? file.contentID else { return }
        var tally = tallies[drop] ?? DropTally()
        let wasQuarantined =
            try (file.damageID ?? file.contentID).flatMap { id in
                try StoreStatement(db, "SELECT state FROM contents WHERE id = ?")
                    .first(.integer(id)) { $0.int(0) == 2 }
            } ?? false
        tally.changed += 1
        if content.isQuarantined { tally.quarantined += 1 }
        if wasQuarantined, !content.isQuarantined { tally.released += 1 }
        tallies[drop] = tally
    }

    private func keepsLastGood(_ file: (id: Int64, contentID: Int64?, damageID: Int64?)) throws -> Bool {
        guard retention == .keep, let content = file.contentID else { return false }
        let state = try StoreStatement(db, "SELECT state FROM contents WHERE id = ?")
            .first(.integer(content)) { $0.int(0) }
        return state == 1
    }

    /// - Returns: The rows' ids.
    @discardableResult
    func insert(_ contributions: [Contribution], contentID: Int64) throws -> [Int64] {
        let statement = try StoreStatement(
            db,
            """
            INSERT INTO contributions
                (content_id, kind, unit, member, heading, payload_byte_count, payload)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """)
        return try contributions.map { contribution in
            try statement.run(
                .integer(contentID), .text(StoredKind.text(of: contribution)), .text(contribution.unit),
                .blob(contribution.member.bytes), .blob(contribution.heading),
                .integer(contribution.payload.count), .blob(contribution.payload))
            return db.lastInsertedRowID
        }
    }

    private func content(of key: ContentKey, _ outcome: ContentOutcome) throws -> StoredContent {
        if case .contributions(let contributions, let source, let byteCount) = outcome {
            let faults = FaultTally(contributions.lazy.flatMap(\.warnings))
            let id = try insertContent(key, source, byteCount, state: 1, error: nil, faults: faults)
            // Where there is a row already, some file of equal bytes was read at the same time.
            if let id {
                let rows = try insert(contributions, contentID: id)
                return StoredContent(
                    id: id, fresh: Array(zip(rows, contributions)), source: source,
                    mayHaveFaults: !faults.isEmpty)
            }
        }
        let known = try StoreStatement(db, "SELECT id, state FROM contents WHERE hash = ? AND reader = ?")
            .first(.blob(key.hash), .text(key.reader)) { (id: $0.integer(0), state: $0.int(1)) }
        if let known, known.state != 0 {
            return StoredContent(id: known.id, isQuarantined: known.state == 2)
        }
        switch outcome {
        case .contributions:
            throw ByteReader.Corruption()
        // An equal file may overtake the one that staged the content; it is whole all the same.
        case .known, .staged:
            guard let known else { throw ByteReader.Corruption() }
            try run("UPDATE contents SET state = 1 WHERE id = ?", .integer(known.id))
            return StoredContent(id: known.id)
        case .quarantined(let error, let source, let byteCount):
            if let known { try run("DELETE FROM contents WHERE id = ?", .integer(known.id)) }
            let id = try insertContent(
                key, source, byteCount, state: 2, error: try StoredFault.encode(error))
            guard let id else { throw ByteReader.Corruption() }
            return StoredContent(id: id, isQuarantined: true)
        }
    }

    /// - Returns: `nil` where the content is there already.
    private func insertContent(
        _ key: ContentKey, _ source: Source, _ byteCount: Int, state: Int, error: String?,
        faults: FaultTally = FaultTally()
    ) throws -> Int64? {
        try run(
            """
            INSERT INTO contents
                (hash, reader, source, byte_count, state, error, warnings, warning_count, lost_count)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """, .blob(key.hash), .text(key.reader), .text(source.rawValue), .integer(byteCount),
            .integer(state), .optional(error),
            .optional(faults.isEmpty ? nil : try StoredFault.encode(faults.warnings)),
            .integer(faults.warningCount), .integer(faults.lostCount))
        return db.changesCount > 0 ? db.lastInsertedRowID : nil
    }

    private func file(at path: DropPath) throws -> (id: Int64, contentID: Int64?, damageID: Int64?)? {
        try StoreStatement(
            db, "SELECT id, content_id, damage_id FROM files WHERE drop_index = ? AND path = ?"
        ).first(.integer(path.drop), .blob(path.path.bytes)) {
            ($0.integer(0), $0.optionalInteger(1), $0.optionalInteger(2))
        }
    }

    /// - Returns: `nil` where the file is there already.
    private func insert(
        _ path: DropPath, _ fingerprint: FileFingerprint, contentID: Int64?
    ) throws -> Int64? {
        try run(
            """
            INSERT INTO files (drop_index, path, device, inode, byte_count, modified, changed, content_id)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """, .integer(path.drop), .blob(path.path.bytes), .integer(fingerprint.device),
            .integer(fingerprint.inode), .integer(fingerprint.byteCount), .integer(fingerprint.modified),
            .integer(fingerprint.changed), .optional(contentID))
        return db.changesCount > 0 ? db.lastInsertedRowID : nil
    }

    /// - Parameter damageID: The damaged content, if the file keeps its earlier one.
    private func update(
        _ file: Int64, _ fingerprint: FileFingerprint, contentID: Int64?, damageID: Int64? = nil
    ) throws {
        try run(
            """
            UPDATE files SET device = ?, inode = ?, byte_count = ?, modified = ?, changed = ?,
                content_id = ?, damage_id = ?
            WHERE id = ?
            """, .integer(fingerprint.device), .integer(fingerprint.inode), .integer(fingerprint.byteCount),
            .integer(fingerprint.modified), .integer(fingerprint.changed), .optional(contentID),
            .optional(damageID), .integer(file))
    }

    /// The snapshot lists faulty files: it is out of date when one comes or goes.
    private func markFaults(of file: Int64) throws {
        try run(
            """
            INSERT OR IGNORE INTO dirty_companies
            SELECT '' FROM files f JOIN contents k ON k.id IN (f.content_id, f.damage_id)
            WHERE f.id = ? AND (k.error IS NOT NULL OR k.warnings IS NOT NULL)
            """, .integer(file))
    }

    func run(_ sql: String, _ values: StoreValue...) throws {
        try StoreStatement(db, sql).run(values)
    }
}
