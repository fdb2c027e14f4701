package import ETLSettings
package import GRDB

extension AlertDesk {
    /// A rule of which nothing is told for a while.
    package struct Silence: Equatable, Sendable {
        package let rule: String
        /// Seconds since 1970.
        package let begins: Int64
        package let ends: Int64
        package let reason: String
        package let who: String
    }

    package func silences(at now: Int64) async throws -> [Silence] {
        try await database.read { try Self.silences(at: now, $0) }
    }

    /// Silences a rule until `end`, beside silences that it has.
    package static func silence(
        _ rule: AlertRule.Name, until end: Int64, reason: String, by who: String, at now: Int64,
        _ db: Database
    ) throws {
        try db.execute(
            sql: "INSERT INTO alert_silences (rule, begins, ends, reason, who) VALUES (?, ?, ?, ?, ?)",
            arguments: [rule.rawValue, now, end, reason, who])
    }

    /// Ends a rule's silences.
    ///
    /// - Returns: Whether there were any.
    package static func endSilence(of rule: AlertRule.Name, at now: Int64, _ db: Database) throws -> Bool {
        try db.execute(
            sql: "UPDATE alert_silences SET ends = ? WHERE rule = ? AND ends > ?",
            arguments: [now, rule.rawValue, now])
        return db.changesCount > 0
    }

    static func silences(at now: Int64, _ db: Database) throws -> [Silence] {
        try Row.fetchAll(
            db, sql: "SELECT * FROM alert_silences WHERE begins <= ?1 AND ends > ?1 ORDER BY number",
            arguments: [now]
        ).map { row in
            Silence(
                rule: row["rule"], begins: row["begins"], ends: row["ends"], reason: row["reason"],
                who: row["who"])
        }
    }
}
