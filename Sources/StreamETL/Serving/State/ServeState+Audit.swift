import GRDB

extension ServeState {
    /// Who did what, and when.
    package struct AuditEntry: Hashable, Sendable {
        package let time: Int64
        package let who: String
        package let action: String
        /// An id, never a name or a text.
        package let target: String
    }

    /// The newest `limit` entries, oldest first.
    package func audit(limit: Int) throws -> [AuditEntry] {
        try database.read { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM audit ORDER BY number DESC LIMIT ?", arguments: [limit]
            ).reversed().map { row in
                AuditEntry(
                    time: row["time"], who: row["who"], action: row["action"], target: row["target"])
            }
        }
    }

    static func note(
        _ action: String, _ target: String, by who: String, at now: Int64, _ db: Database
    ) throws {
        try db.execute(
            sql: "INSERT INTO audit (time, who, action, target) VALUES (?, ?, ?, ?)",
            arguments: [now, who, action, target])
    }
}
