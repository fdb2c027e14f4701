package import ETLModel
import GRDB

extension Store {
    /// So many units or groups are handed out at a time.
    package static var dirtyRoundCount: Int { 4_096 }

    /// Units whose contributions changed, a round of them.
    package func dirtyUnits() throws -> [DirtyUnit] {
        try readLatest { db in
            var units: [DirtyUnit] = []
            try StoreStatement(
                db,
                "SELECT \(DirtyUnit.columns) FROM units WHERE is_dirty LIMIT ?"
            ).forEach(.integer(Self.dirtyRoundCount)) { units.append(DirtyUnit($0)) }
            return units
        }
    }

    /// Groups whose units changed, a round of them; of one source, or of all.
    package func dirtyGroups(of source: Source?) throws -> [DirtyGroup] {
        try readLatest { db in
            var groups: [DirtyGroup] = []
            try StoreStatement(
                db,
                "SELECT id, source, name FROM unit_groups WHERE is_dirty AND (?1 IS NULL OR source = ?1) LIMIT ?2"
            ).forEach(.optional(source?.rawValue), .integer(Self.dirtyRoundCount)) {
                groups.append(
                    DirtyGroup(id: $0.integer(0), source: Source(rawValue: $0.text(1)), name: $0.text(2)))
            }
            return groups
        }
    }

    /// Marks every group that does not hold at `asOf`.
    public func expireGroups(asOf: Int64) throws {
        try database.write { db in
            // One index each: with OR, or without the first bound, every group would be looked at.
            try StoreStatement(
                db,
                "UPDATE unit_groups SET is_dirty = 1 WHERE valid_until <= ? AND valid_until < 9223372036854775807"
            ).run(.integer(asOf))
            try StoreStatement(db, "UPDATE unit_groups SET is_dirty = 1 WHERE valid_from > ?").run(
                .integer(asOf))
        }
    }

    /// When the first assembly stops holding, in seconds since 1970.
    public func nextExpiry() throws -> Int64? {
        try readLatest {
            try Int64.fetchOne(
                $0, sql: "SELECT min(valid_until) FROM unit_groups WHERE valid_until < 9223372036854775807")
        }
    }

    /// Whether stored contributions wait to be assembled.
    func hasUnassembledUnits() throws -> Bool {
        try database.read {
            try Bool.fetchOne(
                $0,
                sql: """
                    SELECT EXISTS (SELECT 1 FROM units WHERE is_dirty)
                        OR EXISTS (SELECT 1 FROM unit_groups WHERE is_dirty)
                    """) ?? false
        }
    }

    /// Assembles everything again, for an assembler whose identity changed.
    public func markEverything() throws {
        try database.write { db in
            try db.execute(sql: "UPDATE units SET is_dirty = 1; UPDATE unit_groups SET is_dirty = 1;")
        }
    }
}
