package import ETLModel
package import GRDB

/// Reads contributions for the assemblers of one source.
package struct StoredPartReader: PartReader {
    package let db: Database
    package let source: String
    package let cache: ScopeCache
    /// Gives the columns that ``Part`` is made of.
    private static let selection = """
        SELECT c.id, f.drop_index, f.path, c.member, c.kind, c.unit, c.heading, c.payload_byte_count
        FROM parts p JOIN files f ON f.id = p.file_id JOIN contributions c ON c.id = p.contribution_id
        """

    package func payload(of part: Int64) throws -> [UInt8] { try db.payload(of: part) }

    package func context(at scope: DropPath) throws -> [Part] {
        var parts: [Part] = []
        try StoreStatement(
            db,
            """
            \(Self.selection)
            WHERE p.unit_id IS NULL AND p.source = ? AND p.scope_drop = ? AND p.scope = ?
            """
        ).forEach(.text(source), .integer(scope.drop), .blob(scope.path.bytes)) { parts.append(Part($0)) }
        return parts.sorted(by: Part.precedes)
    }

    /// The parts of a unit, sorted by path, then by position in the file.
    package func parts(ofUnit unit: Int64) throws -> [Part] {
        var parts: [Part] = []
        try StoreStatement(
            db,
            """
            \(Self.selection)
            WHERE p.unit_id = ?
            """
        ).forEach(.integer(unit)) { parts.append(Part($0)) }
        if parts.count > 1 { parts.sort(by: Part.precedes) }
        return parts
    }

    package func remembered<Value: Sendable>(at scope: DropPath, make: () throws -> Value) throws -> Value {
        try cache.value(for: ScopeCache.Key(source: source, scope: scope, type: Value.self), make: make)
    }
}

extension Part {
    fileprivate init(_ row: StoreRow) {
        let path = row.path(2)
        let member = row.bytes(3)
        self.init(
            id: row.integer(0),
            path: DropPath(drop: row.int(1), path: member.isEmpty ? path : path.appending(member)),
            kind: StoredKind(row.text(4)).name, unit: row.text(5), heading: row.bytes(6),
            payloadByteCount: row.int(7))
    }

    fileprivate static func precedes(_ lhs: Part, _ rhs: Part) -> Bool {
        lhs.path != rhs.path ? lhs.path < rhs.path : lhs.id < rhs.id
    }
}
