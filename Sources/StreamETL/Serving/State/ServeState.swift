import ETLAlerting
import ETLFiles
import Foundation
import GRDB
import Glibc

/// What cannot be made again out of exports: tokens, sessions, alerts, who did what. Lies in `serve.db`.
///
/// Several processes may have it open: `serve`, and commands beside it.
package final class ServeState: Sendable {
    let database: DatabasePool

    /// Opens or makes the file, which only its owner may read, and migrates it forward.
    package init(path: String) throws {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw ServingError.stateUnusable(path: path, errno: errno) }
        close(descriptor)
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        configuration.maximumReaderCount = 4
        database = try DatabasePool(path: path, configuration: configuration)
        try Self.migrator.migrate(database)
    }

    private static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1: credentials and audit") { db in
            try db.execute(
                sql: """
                    CREATE TABLE credentials (
                        id TEXT PRIMARY KEY NOT NULL,
                        kind TEXT NOT NULL CHECK (kind IN ('token', 'session')),
                        hash BLOB NOT NULL CHECK (length(hash) = 32),
                        name TEXT NOT NULL,
                        scope TEXT NOT NULL CHECK (scope IN ('read', 'review', 'admin')),
                        created INTEGER NOT NULL,
                        expires INTEGER,
                        revoked INTEGER
                    ) STRICT, WITHOUT ROWID;
                    CREATE TABLE audit (
                        number INTEGER PRIMARY KEY,
                        time INTEGER NOT NULL,
                        who TEXT NOT NULL,
                        action TEXT NOT NULL,
                        target TEXT NOT NULL
                    ) STRICT;
                    """)
        }
        migrator.registerMigration("3: alerts") { try AlertSchema.create(in: $0) }
        return migrator
    }
}
