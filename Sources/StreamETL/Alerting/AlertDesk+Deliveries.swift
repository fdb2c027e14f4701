import Foundation
import GRDB

extension AlertDesk {
    /// A notification that a channel has not taken yet.
    package struct Delivery: Equatable, Sendable {
        package let number: Int64
        package let channel: String
        package let attempts: Int
        package let notification: AlertNotification
    }

    /// How a channel does.
    package struct ChannelState: Equatable, Sendable {
        package let channel: String
        package let waiting: Int
        /// Seconds since 1970.
        package let delivered: Int64?
        package let failed: Int64?
        /// Why the last attempt failed that did.
        package let failure: String?
        /// Notifications that had to go since too many waited.
        package let dropped: Int
    }

    /// The oldest notification of a channel, if its time has come. Later ones wait for it: receivers see one order.
    package func nextDelivery(of channel: String, at now: Int64) async throws -> Delivery? {
        try await database.read { db in
            let row = try Row.fetchOne(
                db, sql: "SELECT * FROM alert_deliveries WHERE channel = ? ORDER BY number LIMIT 1",
                arguments: [channel])
            guard let row, row["due"] <= now else { return nil }
            return Delivery(
                number: row["number"], channel: channel, attempts: row["attempts"],
                notification: try JSONDecoder().decode(
                    AlertNotification.self, from: Data((row["notification"] as String).utf8)))
        }
    }

    /// Notes what became of an attempt: a delivery that failed is due again later.
    ///
    /// - Parameter failure: `nil`: it was taken.
    package func record(_ delivery: Delivery, failure: String?, at now: Int64) async throws {
        try await database.write { db in
            guard let failure else {
                try db.execute(
                    sql: "DELETE FROM alert_deliveries WHERE number = ?", arguments: [delivery.number])
                try Self.note(delivery.channel, "delivered = ?", [now], db)
                return
            }
            try db.execute(
                sql: "UPDATE alert_deliveries SET attempts = attempts + 1, due = ? WHERE number = ?",
                arguments: [now + Self.pause(after: delivery.attempts), delivery.number])
            try Self.note(delivery.channel, "failed = ?, failure = ?", [now, failure], db)
        }
    }

    package func channelStates() async throws -> [ChannelState] {
        try await database.read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT *, (SELECT count(*) FROM alert_deliveries d WHERE d.channel = c.channel) AS waiting
                    FROM alert_channels c ORDER BY channel
                    """
            ).map { row in
                ChannelState(
                    channel: row["channel"], waiting: row["waiting"], delivered: row["delivered"],
                    failed: row["failed"], failure: row["failure"], dropped: row["dropped"])
            }
        }
    }

    /// Seconds: 2, 4, 8 and so on, five minutes at most.
    static func pause(after attempts: Int) -> Int64 { min(300, 2 << Int64(min(attempts, 10))) }

    static func queue(
        _ notification: AlertNotification, for channel: String, at now: Int64, _ db: Database
    ) throws {
        let arguments: StatementArguments = [channel, notification.rule]
        let waits = try Bool.fetchOne(
            db, sql: "SELECT EXISTS (SELECT 1 FROM alert_deliveries WHERE channel = ? AND rule = ?)",
            arguments: arguments)
        // A repetition says nothing that is not on its way already.
        if notification.isRepeat, waits == true { return }
        try makeRoom(for: channel, db)
        try db.execute(
            sql: """
                INSERT INTO alert_deliveries (channel, rule, is_repeat, notification, due) VALUES (?, ?, ?, ?, ?)
                """,
            arguments: [channel, notification.rule, notification.isRepeat, try json(notification), now])
    }

    static func forgetChannels(but names: [String], _ db: Database) throws {
        for name in names {
            try db.execute(
                sql: "INSERT INTO alert_channels (channel) VALUES (?) ON CONFLICT DO NOTHING",
                arguments: [name])
        }
        let list = try json(names)
        for table in ["alert_deliveries", "alert_channels"] {
            try db.execute(
                sql: "DELETE FROM \(table) WHERE channel NOT IN (SELECT value FROM json_each(?))",
                arguments: [list])
        }
    }

    private static func makeRoom(for channel: String, _ db: Database) throws {
        let count = try Int.fetchOne(
            db, sql: "SELECT count(*) FROM alert_deliveries WHERE channel = ?", arguments: [channel])
        guard let count, count >= mostWaiting else { return }
        try db.execute(
            sql: """
                DELETE FROM alert_deliveries WHERE number = (
                    SELECT number FROM alert_deliveries WHERE channel = ? ORDER BY is_repeat DESC, number LIMIT 1)
                """, arguments: [channel])
        try note(channel, "dropped = dropped + 1", [], db)
    }

    private static func note(
        _ channel: String, _ change: String, _ arguments: StatementArguments, _ db: Database
    ) throws {
        try db.execute(
            sql: "UPDATE alert_channels SET \(change) WHERE channel = ?", arguments: arguments + [channel])
    }
}
