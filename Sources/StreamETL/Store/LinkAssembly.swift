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
    /// An item that is new or has another content now.
    private struct Fresh {
        let record: ItemRecord
        let decision: SignedDecision?
        /// Whether no company had it nor has it, and what the snapshot says of it is the same as before.
        let showsNothingNew: Bool
    }

    /// An item's row, as far as it tells what is shown of it.
    private struct Known {
        let id: Int64
        let digest: [UInt8]
        let title: String
        let isMatched: Bool
        let decision: [UInt8]?
    }

    /// Rows of items that are gone or have another content now.
    private var stale: [(id: Int64, showsNothingNew: Bool)] = []
    private var fresh: [Fresh] = []
    private let validity: (from: Int64, until: Int64)
    private let isEmpty: Bool
    let byteCount: Int

    init(
        of link: DirtyLink, asOf: Int64, in db: Database, _ memory: AssemblyMemory,
        assemblers: [Source: any Assembler], deciding decider: (any ItemDecider)?
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
            let decision = try decider?.decideSigned(item.subject) { try db.texts(of: item.data) }
            // An unmatched item is shown by its name, and by its candidates.
            let showsNothingNew =
                known.map {
                    !$0.isMatched && $0.title == item.title && $0.decision == decision?.decision.encoded()
                } ?? false
            if let known { stale.append((known.id, showsNothingNew)) }
            fresh.append(Fresh(record: record, decision: decision, showsNothingNew: showsNothingNew))
            byteCount += record.byteCount
        }
        stale += previous.values.map { ($0.id, false) }
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
    ) throws -> [ItemKey: Known] {
        var previous: [ItemKey: Known] = [:]
        try StoreStatement(
            db, "SELECT id, section, key, digest, title, is_matched, decision FROM items WHERE link_id = ?"
        ).forEach(.integer(link.id)) { row in
            previous[ItemKey(row.text(1), row.text(2))] = Known(
                id: row.integer(0), digest: row.bytes(3), title: row.text(4), isMatched: row.int(5) != 0,
                decision: row.isNull(6) ? nil : row.bytes(6))
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
        for item in stale { try Self.remove(item.id, from: db, silently: item.showsNothingNew) }
        for item in fresh {
            let id = try item.record.insert(into: db, link: link.id, decision: item.decision)
            if let decision = item.decision, !item.showsNothingNew {
                try recorder.place(decision.decision, of: id)
            }
        }
        if isEmpty {
            try StoreStatement(db, "DELETE FROM links WHERE id = ?").run(.integer(link.id))
        } else {
            try StoreStatement(
                db, "UPDATE links SET is_dirty = 0, valid_from = ?, valid_until = ? WHERE id = ?"
            ).run(.integer(validity.from), .integer(validity.until), .integer(link.id))
        }
    }

    /// - Parameter silently: Whether no part of the snapshot becomes out of date.
    private static func remove(_ item: Int64, from db: Database, silently: Bool) throws {
        let marks = [
            "INSERT OR IGNORE INTO dirty_companies SELECT company FROM item_companies WHERE item_id = ?",
            "INSERT OR IGNORE INTO dirty_companies SELECT '' FROM items WHERE id = ? AND NOT is_matched",
        ]
        let removals = ["DELETE FROM item_companies WHERE item_id = ?", "DELETE FROM items WHERE id = ?"]
        for sql in silently ? removals : marks + removals { try StoreStatement(db, sql).run(.integer(item)) }
    }
}
