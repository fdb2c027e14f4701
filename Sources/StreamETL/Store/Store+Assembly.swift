import Foundation
import GRDB

/// What one round of assembling did.
public struct AssemblyRound: Sendable {
    public var assembledLinks = 0
    /// Whether dirty units or links are left for another round.
    public var isUnfinished = false
    /// Whether CRM companies or contacts changed, so that what is known of them must be read again.
    public var crmChanged = false
}

extension Store {
    /// Assembles up to `limit` links whose units changed, or whose validity `asOf` has left.
    ///
    /// One transaction. Items whose content did not change keep their decision and do not make their
    /// company dirty; new and changed ones become undecided.
    public func assemble(
        limit: Int, asOf: Int64, assemblers: [Source: any Assembler]
    ) throws -> AssemblyRound {
        try database.write { db in
            let work = AssemblyWork(db: db, assemblers: assemblers, asOf: asOf)
            try work.linkDirtyUnits(limit: limit * 4)
            return try work.assembleDirtyLinks(limit: limit)
        }
    }

    /// Marks every link that does not hold at `asOf`.
    public func expireLinks(asOf: Int64) throws {
        try database.write { db in
            try db.execute(
                sql: "UPDATE links SET is_dirty = 1 WHERE valid_until <= ? OR valid_from > ?",
                arguments: [asOf, asOf])
        }
    }

    /// When the first assembly stops holding, in seconds since 1970.
    public func nextExpiry() throws -> Int64? {
        try database.read {
            try Int64.fetchOne(
                $0, sql: "SELECT min(valid_until) FROM links WHERE valid_until < ?", arguments: [Int64.max])
        }
    }

    /// Assembles everything again, for an assembler whose identity changed.
    public func markEverything() throws {
        try database.write { db in
            try db.execute(sql: "UPDATE units SET is_dirty = 1; UPDATE links SET is_dirty = 1;")
        }
    }
}

/// Assembling within one transaction.
private struct AssemblyWork {
    let db: Database
    let assemblers: [Source: any Assembler]
    let asOf: Int64

    /// Finds the link of each dirty unit; the link it leaves and the one it joins become dirty.
    func linkDirtyUnits(limit: Int) throws {
        let rows = try Row.fetchAll(
            db,
            sql: "SELECT id, source, key, scope_drop, scope, link_id FROM units WHERE is_dirty LIMIT ?",
            arguments: [limit])
        for row in rows {
            let id: Int64 = row[0]
            let oldLink: Int64? = row[5]
            let unit = try unit(id, row)
            var newLink: Int64?
            if !unit.parts.isEmpty, let assembler = assemblers[Source(rawValue: row[1])] {
                let link = try assembler.link(of: unit, reading: reader(row[1]))
                newLink = try Int64.fetchOne(
                    db.cachedStatement(
                        sql: """
                            INSERT INTO links (source, link, valid_from, valid_until, is_dirty)
                            VALUES (?, ?, 0, 0, 1)
                            ON CONFLICT (source, link) DO UPDATE SET is_dirty = 1 RETURNING id
                            """), arguments: [row[1] as String, link])
            }
            if let oldLink, oldLink != newLink {
                try run("UPDATE links SET is_dirty = 1 WHERE id = ?", [oldLink])
            }
            if let newLink {
                try run("UPDATE units SET is_dirty = 0, link_id = ? WHERE id = ?", [newLink, id])
            } else {
                try run("DELETE FROM units WHERE id = ?", [id])
            }
        }
    }

    func assembleDirtyLinks(limit: Int) throws -> AssemblyRound {
        var round = AssemblyRound()
        let unlinked =
            try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM units WHERE is_dirty)") ?? false
        guard !unlinked else {
            round.isUnfinished = true
            return round
        }
        let links = try Row.fetchAll(
            db, sql: "SELECT id, source, link FROM links WHERE is_dirty LIMIT ?", arguments: [limit + 1])
        round.isUnfinished = links.count > limit
        for link in links.prefix(limit) {
            if try assemble(link: link[0], source: Source(rawValue: link[1]), named: link[2]) {
                round.crmChanged = true
            }
            round.assembledLinks += 1
        }
        return round
    }

    /// - Returns: Whether a CRM company or contact changed.
    private func assemble(link id: Int64, source: Source, named link: String) throws -> Bool {
        let rows = try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT id, source, key, scope_drop, scope FROM units WHERE link_id = ? ORDER BY key
                    """), arguments: [id])
        let units = try rows.map { try unit($0[0], $0) }
        var assembly = Assembly(items: [])
        if !units.isEmpty, let assembler = assemblers[source] {
            assembly = try assembler.assemble(
                link: link, units: units, asOf: asOf, reading: reader(source.rawValue))
        }
        let crmChanged = try replaceItems(of: id, source: source, with: assembly.items)
        if units.isEmpty {
            try run("DELETE FROM links WHERE id = ?", [id])
        } else {
            try run(
                "UPDATE links SET is_dirty = 0, valid_from = ?, valid_until = ? WHERE id = ?",
                [assembly.validFrom, assembly.validUntil, id])
        }
        return crmChanged
    }

    private func replaceItems(
        of link: Int64, source: Source, with items: [AssembledItem]
    ) throws -> Bool {
        var crmChanged = false
        var previous: [String: (id: Int64, digest: Data)] = [:]
        let rows = try Row.fetchAll(
            db.cachedStatement(sql: "SELECT id, section, key, digest FROM items WHERE link_id = ?"),
            arguments: [link])
        for row in rows { previous["\(row[1] as String)\u{0}\(row[2] as String)"] = (row[0], row[3]) }
        for item in items {
            let record = ItemRecord(item, source: source)
            let known = previous.removeValue(forKey: "\(item.section)\u{0}\(item.key)")
            if let known, known.digest == record.digest { continue }
            if let known { try removeItem(known.id) }
            try record.insert(into: db, link: link)
            if item.subject.crmRecordID != nil { crmChanged = true }
        }
        for stale in previous.values {
            if source == .hubspot { crmChanged = true }
            try removeItem(stale.id)
        }
        return crmChanged
    }

    private func removeItem(_ id: Int64) throws {
        try run(
            "INSERT OR IGNORE INTO dirty_companies SELECT company FROM item_companies WHERE item_id = ?", [id]
        )
        try run(
            "INSERT OR IGNORE INTO dirty_companies SELECT '' FROM items WHERE id = ? AND NOT is_matched", [id]
        )
        try run("DELETE FROM item_companies WHERE item_id = ?", [id])
        try run("DELETE FROM items WHERE id = ?", [id])
    }

    private func unit(_ id: Int64, _ row: Row) throws -> AssemblyUnit {
        let parts = try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT c.id, f.drop_index, f.path, c.member, c.kind, c.unit, c.heading, c.payload_byte_count
                    FROM parts p JOIN files f ON f.id = p.file_id JOIN contributions c ON c.id = p.contribution_id
                    WHERE p.unit_id = ?
                    """), arguments: [id])
        return AssemblyUnit(
            key: row[2], scope: DropPath(drop: row[3], path: RelativePath(bytes: [UInt8](row[4] as Data))),
            parts: parts.map(Part.init(row:)).sorted(by: Part.precedes))
    }

    private func reader(_ source: String) -> StoredPartReader { StoredPartReader(db: db, source: source) }

    private func run(_ sql: String, _ arguments: StatementArguments) throws {
        try db.cachedStatement(sql: sql).execute(arguments: arguments)
    }
}

extension Part {
    fileprivate init(row: Row) {
        let path = RelativePath(bytes: [UInt8](row[2] as Data))
        let member = [UInt8](row[3] as Data)
        self.init(
            id: row[0],
            path: DropPath(drop: row[1], path: member.isEmpty ? path : path.appending(member)),
            kind: row[4], unit: row[5], heading: [UInt8](row[6] as Data), payloadByteCount: row[7])
    }

    fileprivate static func precedes(_ lhs: Part, _ rhs: Part) -> Bool {
        lhs.path != rhs.path ? lhs.path < rhs.path : lhs.id < rhs.id
    }
}

/// Reads contributions inside the transaction that assembles them.
private struct StoredPartReader: PartReader {
    let db: Database
    let source: String

    func payload(of part: Int64) throws -> [UInt8] {
        let payload = try Data.fetchOne(
            db.cachedStatement(sql: "SELECT payload FROM contributions WHERE id = ?"), arguments: [part])
        guard let payload else { throw ByteReader.Corruption() }
        return [UInt8](payload)
    }

    func context(at scope: DropPath) throws -> [Part] {
        try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT c.id, f.drop_index, f.path, c.member, c.kind, c.unit, c.heading, c.payload_byte_count
                    FROM parts p JOIN files f ON f.id = p.file_id JOIN contributions c ON c.id = p.contribution_id
                    WHERE p.unit_id IS NULL AND p.source = ? AND p.scope_drop = ? AND p.scope = ?
                    """), arguments: [source, scope.drop, Data(scope.path.bytes)]
        ).map(Part.init(row:)).sorted(by: Part.precedes)
    }
}
