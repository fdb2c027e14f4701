import GRDB

/// A link whose units changed, or whose validity has passed.
struct DirtyLink: Sendable {
    let id: Int64
    let source: Source
    let name: String
}

/// What a link's items are now, compared with those that are stored.
struct LinkAssembly: StoreOutcome {
    private let link: DirtyLink
    /// Rows of items that are gone or have another content now.
    private var stale: [Int64] = []
    private var fresh: [(record: ItemRecord, decision: SignedDecision?)] = []
    private let validity: (from: Int64, until: Int64)
    private let isEmpty: Bool
    let byteCount: Int

    init(
        of link: DirtyLink, asOf: Int64, in db: Database, _ memory: AssemblyMemory,
        assemblers: [Source: any Assembler], deciding decide: ((MatchSubject) -> SignedDecision)?
    ) throws {
        self.link = link
        let reader = StoredPartReader(db: db, source: link.source.rawValue, memory: memory)
        let units = try Self.units(of: link, reading: reader)
        isEmpty = units.isEmpty
        var assembly = Assembly(items: [])
        if !units.isEmpty, let assembler = assemblers[link.source] {
            assembly = try assembler.assemble(link: link.name, units: units, asOf: asOf, reading: reader)
        }
        validity = (assembly.validFrom, assembly.validUntil)
        var previous = try Self.previousItems(of: link, in: db)
        var byteCount = 256
        for item in assembly.items {
            let record = ItemRecord(item, source: link.source)
            let known = previous.isEmpty ? nil : previous.removeValue(forKey: ItemKey(item.section, item.key))
            if let known, known.digest == record.digest { continue }
            if let known { stale.append(known.id) }
            fresh.append((record, decide?(item.subject)))
            byteCount += record.byteCount
        }
        stale += previous.values.map(\.id)
        self.byteCount = byteCount
    }

    private struct ItemKey: Hashable {
        let section: String
        let key: String

        init(_ section: String, _ key: String) {
            self.section = section
            self.key = key
        }
    }

    private static func units(of link: DirtyLink, reading reader: StoredPartReader) throws -> [AssemblyUnit] {
        var units: [DirtyUnit] = []
        try StoreStatement(
            reader.db,
            "SELECT id, source, key, scope_drop, scope, link_id FROM units WHERE link_id = ? ORDER BY key"
        ).forEach(.integer(link.id)) { units.append(DirtyUnit($0)) }
        return try units.map {
            AssemblyUnit(key: $0.key, scope: $0.scope, parts: try reader.parts(ofUnit: $0.id))
        }
    }

    private static func previousItems(
        of link: DirtyLink, in db: Database
    ) throws -> [ItemKey: (id: Int64, digest: [UInt8])] {
        var previous: [ItemKey: (id: Int64, digest: [UInt8])] = [:]
        try StoreStatement(db, "SELECT id, section, key, digest FROM items WHERE link_id = ?")
            .forEach(.integer(link.id)) { row in
                previous[ItemKey(row.text(1), row.text(2))] = (row.integer(0), row.bytes(3))
            }
        return previous
    }

    /// Whether a CRM company or contact changed.
    var changesCRM: Bool {
        fresh.contains { $0.record.item.subject.crmRecordID != nil }
            || link.source == .hubspot && !stale.isEmpty
    }

    /// Items whose content did not change keep their decision and do not make their company dirty.
    func record(in db: Database, by recorder: inout DecisionRecorder) throws {
        for item in stale { try Self.remove(item, from: db) }
        for (record, decision) in fresh {
            let id = try record.insert(into: db, link: link.id, decision: decision)
            if let decision { try recorder.place(decision.decision, of: id) }
        }
        if isEmpty {
            try StoreStatement(db, "DELETE FROM links WHERE id = ?").run(.integer(link.id))
        } else {
            try StoreStatement(
                db, "UPDATE links SET is_dirty = 0, valid_from = ?, valid_until = ? WHERE id = ?"
            ).run(.integer(validity.from), .integer(validity.until), .integer(link.id))
        }
    }

    private static func remove(_ item: Int64, from db: Database) throws {
        for sql in [
            "INSERT OR IGNORE INTO dirty_companies SELECT company FROM item_companies WHERE item_id = ?",
            "INSERT OR IGNORE INTO dirty_companies SELECT '' FROM items WHERE id = ? AND NOT is_matched",
            "DELETE FROM item_companies WHERE item_id = ?",
            "DELETE FROM items WHERE id = ?",
        ] {
            try StoreStatement(db, sql).run(.integer(item))
        }
    }
}
