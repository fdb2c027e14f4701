public import ETLModel
import GRDB

extension Store {
    /// Decides up to `limit` undecided items; the companies they leave and join become dirty.
    ///
    /// - Returns: How many were decided; 0 when none is left.
    public func decide(limit: Int, by decider: some ItemDecider) throws -> Int {
        try database.write { db in
            var recorder = DecisionRecorder(db)
            var items: [UndecidedItem] = []
            try StoreStatement(db, "SELECT id, subject FROM items WHERE decision IS NULL LIMIT ?")
                .forEach(.integer(limit)) {
                    items.append(UndecidedItem(id: $0.integer(0), subject: $0.bytes(1)))
                }
            try recorder.record(items, by: decider)
            return items.count
        }
    }

    /// Decides items again, for a changed mapping; those whose decision stays the same do not make
    /// their companies dirty.
    ///
    /// - Parameter isAffected: Whether an item of a section, decided with a signature, may be decided
    ///   differently now.
    /// - Returns: How many items were decided that had a decision before.
    @discardableResult
    public func decideAgain(
        where isAffected: (_ section: String, MatchSignature) -> Bool = { _, _ in true },
        by decider: some ItemDecider
    ) throws -> Int {
        try database.write { db in
            var recorder = DecisionRecorder(db)
            var last: Int64 = .min
            var count = 0
            while true {
                var affected: [UndecidedItem] = []
                var end: Int64?
                try StoreStatement(
                    db,
                    """
                    SELECT id, section, signature, subject, decision FROM items
                    WHERE id > ? ORDER BY id LIMIT 1000
                    """
                ).forEach(.integer(last)) { row in
                    end = row.integer(0)
                    let signature = row.isNull(2) ? nil : MatchSignature(bytes: row.bytes(2))
                    if signature.map({ isAffected(row.text(1), $0) }) ?? true {
                        affected.append(
                            UndecidedItem(
                                id: row.integer(0), subject: row.bytes(3),
                                previous: row.isNull(4) ? nil : row.bytes(4)))
                    }
                }
                guard let end else { return count }
                last = end
                try recorder.record(affected, by: decider)
                count += affected.count { $0.previous != nil }
            }
        }
    }

    /// Hands on the subjects of a section's items, ordered by key.
    package func forEachSubject(
        inSection section: String, _ body: (MatchSubject, _ encoded: [UInt8]) throws -> Void
    ) throws {
        try database.read { db in
            try StoreStatement(db, "SELECT subject FROM items WHERE section = ? ORDER BY key")
                .forEach(.text(section)) { row in
                    let bytes = row.bytes(0)
                    try body(try MatchSubject(encoded: bytes), bytes)
                }
        }
    }
}
