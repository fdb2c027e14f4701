import Foundation
import GRDB

extension Store {
    /// Decides up to `limit` undecided items; the companies they leave and join become dirty.
    ///
    /// - Returns: How many were decided; 0 when none is left.
    public func decide(limit: Int, _ decision: (MatchSubject) -> MatchDecision) throws -> Int {
        try database.write { db in
            let rows = try Row.fetchAll(
                db, sql: "SELECT id, subject FROM items WHERE decision IS NULL LIMIT ?", arguments: [limit])
            for row in rows {
                let subject = try MatchSubject(encoded: [UInt8](row[1] as Data))
                try record(decision(subject), of: row[0], in: db)
            }
            return rows.count
        }
    }

    /// Decides every item again, for a changed mapping; those whose decision stays the same do not
    /// make their companies dirty.
    public func decideAgain(_ decision: (MatchSubject) -> MatchDecision) throws {
        try database.write { db in
            var last: Int64 = .min
            while true {
                let rows = try Row.fetchAll(
                    db, sql: "SELECT id, subject, decision FROM items WHERE id > ? ORDER BY id LIMIT 1000",
                    arguments: [last])
                guard let end = rows.last else { return }
                last = end[0]
                for row in rows {
                    let decided = decision(try MatchSubject(encoded: [UInt8](row[1] as Data)))
                    let encoded = Data(decided.encoded())
                    if (row[2] as Data?) != encoded { try record(decided, of: row[0], in: db) }
                }
            }
        }
    }

    /// What is known of CRM companies and contacts, ordered by key.
    public func subjects(inSection section: String) throws -> [MatchSubject] {
        try database.read { db in
            try Data.fetchAll(
                db, sql: "SELECT subject FROM items WHERE section = ? ORDER BY key", arguments: [section]
            ).map { try MatchSubject(encoded: [UInt8]($0)) }
        }
    }

    private func record(_ decision: MatchDecision, of item: Int64, in db: Database) throws {
        func run(_ sql: String, _ arguments: StatementArguments) throws {
            try db.cachedStatement(sql: sql).execute(arguments: arguments)
        }
        try run(
            "INSERT OR IGNORE INTO dirty_companies SELECT company FROM item_companies WHERE item_id = ?",
            [item])
        try run("DELETE FROM item_companies WHERE item_id = ?", [item])
        try run(
            """
            INSERT OR IGNORE INTO dirty_companies
            SELECT '' FROM items WHERE id = ? AND decision IS NOT NULL AND NOT is_matched
            """, [item])
        if decision.matches.isEmpty { try run("INSERT OR IGNORE INTO dirty_companies VALUES ('')", []) }
        for match in decision.matches {
            try run("INSERT OR IGNORE INTO item_companies VALUES (?, ?)", [match.company, item])
            try run("INSERT OR IGNORE INTO dirty_companies VALUES (?)", [match.company])
        }
        try run(
            "UPDATE items SET decision = ?, is_matched = ?, is_unsure = ? WHERE id = ?",
            [
                Data(decision.encoded()), decision.matches.isEmpty ? 0 : 1,
                decision.matches.isEmpty && !decision.candidates.isEmpty ? 1 : 0, item,
            ])
    }
}
