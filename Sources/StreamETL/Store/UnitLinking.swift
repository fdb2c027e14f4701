import GRDB

/// A unit whose contributions changed.
struct DirtyUnit: Sendable {
    let id: Int64
    let source: String
    let key: String
    let scope: DropPath
    let link: Int64?

    /// The columns `id, source, key, scope_drop, scope, link_id`.
    init(_ row: StoreRow) {
        id = row.integer(0)
        source = row.text(1)
        key = row.text(2)
        scope = DropPath(drop: row.int(3), path: row.path(4))
        link = row.optionalInteger(5)
    }
}

/// The link that a unit belongs to now.
struct UnitLinking: StoreOutcome {
    let unit: DirtyUnit
    /// `nil` for a unit that has no contributions any more.
    let link: String?

    var byteCount: Int { 256 }

    init(
        of unit: DirtyUnit, in db: Database, _ memory: AssemblyMemory, assemblers: [Source: any Assembler]
    ) throws {
        self.unit = unit
        let reader = StoredPartReader(db: db, source: unit.source, memory: memory)
        let parts = try reader.parts(ofUnit: unit.id)
        if !parts.isEmpty, let assembler = assemblers[Source(rawValue: unit.source)] {
            let whole = AssemblyUnit(key: unit.key, scope: unit.scope, parts: parts)
            link = try assembler.link(of: whole, reading: reader)
        } else {
            link = nil
        }
    }

    /// The link that the unit leaves and the one it joins become dirty.
    func record(in db: Database) throws {
        let newLink = try link.map { try Self.mark(unit.source, $0, in: db) }
        if let oldLink = unit.link, oldLink != newLink {
            try StoreStatement(db, "UPDATE links SET is_dirty = 1 WHERE id = ?").run(.integer(oldLink))
        }
        if let newLink {
            try StoreStatement(db, "UPDATE units SET is_dirty = 0, link_id = ? WHERE id = ?")
                .run(.integer(newLink), .integer(unit.id))
        } else {
            try StoreStatement(db, "DELETE FROM units WHERE id = ?").run(.integer(unit.id))
        }
    }

    /// Makes the link dirty, and first of all makes it.
    private static func mark(_ source: String, _ link: String, in db: Database) throws -> Int64 {
        try StoreStatement(
            db,
            """
            INSERT INTO links (source, link, valid_from, valid_until, is_dirty) VALUES (?, ?, ?, ?, 1)
            ON CONFLICT DO NOTHING
            """
        ).run(.text(source), .text(link), .integer(Int64.min), .integer(Int64.max))
        if db.changesCount > 0 { return db.lastInsertedRowID }
        let id = try StoreStatement(db, "SELECT id FROM links WHERE source = ? AND link = ?")
            .first(.text(source), .text(link)) { $0.integer(0) }
        guard let id else { throw ByteReader.Corruption() }
        try StoreStatement(db, "UPDATE links SET is_dirty = 1 WHERE id = ?").run(.integer(id))
        return id
    }
}
