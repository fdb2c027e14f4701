package import ETLSettings
import Foundation
package import GRDB

/// Alerts as they lie in `serve.db`. It holds nothing itself: whatever ends the process, the next one goes on.
package struct AlertDesk: Sendable {
    /// Notifications that wait for one channel. Repetitions go first when more come.
    static let mostWaiting = 256

    let database: any DatabaseWriter

    /// - Parameter database: With the tables of ``AlertSchema``.
    package init(_ database: any DatabaseWriter) { self.database = database }

    /// Takes in what was found at `now`, and queues what is to be told for every channel.
    ///
    /// One transaction: what is told and what is noted as told cannot differ.
    package func evaluate(_ findings: AlertFindings, _ settings: Settings.Alerts, at now: Int64) async throws
    {
        try await database.write { db in
            let before = try Self.book(db)
            var book = before
            let silenced = try Set(
                Self.silences(at: now, db).compactMap { AlertRule.Name(rawValue: $0.rule) })
            let notifications = book.step(findings, settings, silenced: silenced, at: now)
            if book != before { try Self.save(book, db) }
            let channels = settings.channels.map(\.name)
            try Self.forgetChannels(but: channels, db)
            for channel in channels {
                for notification in notifications { try Self.queue(notification, for: channel, at: now, db) }
            }
        }
    }

    /// The alerts that there are, those that fire first.
    package func alerts() async throws -> [AlertBook.Alert] {
        try await database.read { db in
            try Self.book(db).alerts.sorted { $0.key < $1.key }.map(\.value)
                .sorted { $0.phase == .firing && $1.phase != .firing }
        }
    }

    static func book(_ db: Database) throws -> AlertBook {
        var book = AlertBook()
        for row in try Row.fetchAll(db, sql: "SELECT * FROM alerts") {
            guard let rule = AlertRule.Name(rawValue: row["rule"]),
                let phase = AlertBook.Phase(rawValue: row["phase"])
            else { continue }
            let labels = try JSONDecoder().decode(
                [String: String].self, from: Data((row["labels"] as String).utf8))
            book.alerts[row["fingerprint"]] = AlertBook.Alert(
                finding: AlertFinding(rule, labels, row["summary"]), phase: phase, since: row["since"],
                seen: row["seen"], ended: row["ended"], isTold: row["is_told"])
        }
        for row in try Row.fetchAll(db, sql: "SELECT * FROM alert_groups") {
            guard let rule = AlertRule.Name(rawValue: row["rule"]) else { continue }
            book.groups[rule] = AlertBook.Group(due: row["due"], told: row["told"])
        }
        return book
    }

    private static func save(_ book: AlertBook, _ db: Database) throws {
        try db.execute(sql: "DELETE FROM alerts; DELETE FROM alert_groups")
        for (key, alert) in book.alerts {
            try db.execute(
                sql: "INSERT INTO alerts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                arguments: [
                    key, alert.finding.rule.rawValue, try json(alert.finding.labels), alert.finding.summary,
                    alert.phase.rawValue, alert.since, alert.seen, alert.ended, alert.isTold,
                ])
        }
        for (rule, group) in book.groups {
            try db.execute(
                sql: "INSERT INTO alert_groups VALUES (?, ?, ?)",
                arguments: [rule.rawValue, group.due, group.told])
        }
    }

    static func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}
