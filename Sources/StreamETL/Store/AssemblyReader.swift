package import ETLModel
package import GRDB

/// Reads the state for assembling, as one transaction sees it.
package struct AssemblyReader {
    private let db: Database
    private let cache: ScopeCache

    package init(_ db: Database, _ cache: ScopeCache) {
        self.db = db
        self.cache = cache
    }

    /// The contributions that assemblers of a source ask for.
    package func parts(of source: Source) -> StoredPartReader {
        StoredPartReader(db: db, source: source.rawValue, cache: cache)
    }

    /// A unit with its parts. It has none if no file states it any more.
    package func unit(_ unit: DirtyUnit) throws -> AssemblyUnit {
        AssemblyUnit(
            key: unit.key, scope: unit.scope, parts: try parts(of: unit.source).parts(ofUnit: unit.id))
    }

    /// The units of a group, sorted by key.
    package func units(of group: DirtyGroup) throws -> [AssemblyUnit] {
        var units: [DirtyUnit] = []
        try StoreStatement(
            db, "SELECT \(DirtyUnit.columns) FROM units WHERE group_id = ? ORDER BY key"
        ).forEach(.integer(group.id)) { units.append(DirtyUnit($0)) }
        return try units.map(unit)
    }

    /// The items that are stored of a group.
    package func items(of group: DirtyGroup) throws -> [StoredItem.Name: StoredItem] {
        var items: [StoredItem.Name: StoredItem] = [:]
        try StoreStatement(
            db,
            """
            SELECT id, section, key, digest, title, is_matched, decision, message_count FROM items
            WHERE group_id = ?
            """
        ).forEach(.integer(group.id)) { row in
            items[StoredItem.Name(section: row.text(1), key: row.text(2))] = StoredItem(
                id: row.integer(0), digest: row.bytes(3), title: row.text(4), isMatched: row.int(5) != 0,
                decision: row.isNull(6) ? nil : row.bytes(6), messageCount: row.int(7))
        }
        return items
    }

    /// The beginning of an item's data.
    package func texts(of segments: [AssembledItem.Segment]) throws -> [UInt8] { try db.texts(of: segments) }
}

/// The columns of an item's row that decide what the JSON shows of it.
package struct StoredItem {
    package struct Name: Hashable {
        package let section: String
        package let key: String

        package init(section: String, key: String) {
            self.section = section
            self.key = key
        }
    }

    package let id: Int64
    package let digest: [UInt8]
    package let title: String
    package let isMatched: Bool
    /// Encoded; `nil` until the item is decided.
    package let decision: [UInt8]?
    package let messageCount: Int
}
