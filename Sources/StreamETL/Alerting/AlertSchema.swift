package import GRDB

/// The tables of alerts in `serve.db`: what is found and told, what is still to be sent, what is silenced.
package enum AlertSchema {
    /// To be called by a migration of whoever owns the database; never edited.
    package static func create(in db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE alerts (
                    fingerprint TEXT PRIMARY KEY NOT NULL,
                    rule TEXT NOT NULL,
                    -- JSON object
                    labels TEXT NOT NULL,
                    summary TEXT NOT NULL,
                    phase TEXT NOT NULL CHECK (phase IN ('pending', 'firing', 'resolved')),
                    since INTEGER NOT NULL,
                    seen INTEGER NOT NULL,
                    ended INTEGER,
                    is_told INTEGER NOT NULL
                ) STRICT, WITHOUT ROWID;

                CREATE TABLE alert_groups (
                    rule TEXT PRIMARY KEY NOT NULL,
                    due INTEGER,
                    told INTEGER
                ) STRICT, WITHOUT ROWID;

                -- What a channel has not taken yet, in order.
                CREATE TABLE alert_deliveries (
                    number INTEGER PRIMARY KEY AUTOINCREMENT,
                    channel TEXT NOT NULL,
                    rule TEXT NOT NULL,
                    is_repeat INTEGER NOT NULL,
                    -- JSON
                    notification TEXT NOT NULL,
                    attempts INTEGER NOT NULL DEFAULT 0,
                    due INTEGER NOT NULL
                ) STRICT;
                CREATE INDEX deliveries_of_channel ON alert_deliveries (channel, number);

                CREATE TABLE alert_channels (
                    channel TEXT PRIMARY KEY NOT NULL,
                    delivered INTEGER,
                    failed INTEGER,
                    failure TEXT,
                    dropped INTEGER NOT NULL DEFAULT 0
                ) STRICT, WITHOUT ROWID;

                CREATE TABLE alert_silences (
                    number INTEGER PRIMARY KEY,
                    rule TEXT NOT NULL,
                    begins INTEGER NOT NULL,
                    ends INTEGER NOT NULL,
                    reason TEXT NOT NULL,
                    who TEXT NOT NULL
                ) STRICT;
                """)
    }
}
