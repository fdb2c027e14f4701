import ETLModel
import GRDB

/// Marks the units whose contributions changed, within one transaction.
struct UnitMarks {
    private struct Unit: Hashable {
        let source: String
        let key: String
    }

    private static let mostMarked = 16_384

    private let db: Database
    /// Units that this transaction has marked already: a channel's day files are one unit's.
    private var marked: [Unit: Int64] = [:]

    init(_ db: Database) { self.db = db }

    /// Marks a unit, and first of all makes it.
    ///
    /// - Returns: Its row.
    mutating func mark(_ key: String, source: String, in scope: DropPath) throws -> Int64 {
        let unit = Unit(source: source, key: key)
        if let known = marked[unit] { return known }
        // Nearly all units are new, and RETURNING would cost as much as the row.
        try run(
            """
            INSERT INTO units (source, key, scope_drop, scope, is_dirty) VALUES (?, ?, ?, ?, 1)
            ON CONFLICT DO NOTHING
            """, .text(unit.source), .text(unit.key), .integer(scope.drop), .blob(scope.path.bytes))
        let id = db.changesCount > 0 ? db.lastInsertedRowID : try markAgain(unit)
        if marked.count >= Self.mostMarked { marked.removeAll(keepingCapacity: true) }
        marked[unit] = id
        return id
    }

    private func markAgain(_ unit: Unit) throws -> Int64 {
        let id = try StoreStatement(db, "SELECT id FROM units WHERE source = ? AND key = ?")
            .first(.text(unit.source), .text(unit.key)) { $0.integer(0) }
        guard let id else { throw ByteReader.Corruption() }
        try run("UPDATE units SET is_dirty = 1 WHERE id = ?", .integer(id))
        return id
    }

    /// Marks the units whose scope is `scope` or lies below it.
    func markScope(source: String, _ scope: DropPath) throws {
        if scope.path.isRoot {
            try run(
                "UPDATE units SET is_dirty = 1 WHERE source = ? AND scope_drop = ?", .text(source),
                .integer(scope.drop))
            return
        }
        // "0" follows "/" in ASCII: the half-open range holds exactly the paths below the scope.
        try run(
            "UPDATE units SET is_dirty = 1 WHERE source = ? AND scope_drop = ? AND scope = ?", .text(source),
            .integer(scope.drop), .blob(scope.path.bytes))
        try run(
            """
            UPDATE units SET is_dirty = 1 WHERE source = ? AND scope_drop = ? AND scope >= ? AND scope < ?
            """, .text(source), .integer(scope.drop), .blob(scope.path.bytes + [UInt8(ascii: "/")]),
            .blob(scope.path.bytes + [UInt8(ascii: "0")]))
    }

    private func run(_ sql: String, _ values: StoreValue...) throws {
        try StoreStatement(db, sql).run(values)
    }
}
