import GRDB
import GRDBSQLite
import Synchronization

/// Keeps SQLite's write-ahead log short without making a transaction wait for it.
///
/// SQLite would copy the log into the database within the commit that makes it too long. Here another
/// connection copies it, when the pipeline has time; only a log that got far too long is copied at once.
final class WriteAheadLog: Sendable {
    /// 256 MiB in pages of 16 KiB.
    private static let mostFrames = 16_384
    /// 8 MiB: the most that an idle daemon may leave there.
    static let fewFrames = 512

    private let path: String
    private let frames = Atomic<Int>(0)
    private let copier = Mutex<DatabaseQueue?>(nil)

    init(path: String) { self.path = path }

    /// Whether there is enough in the log to be worth copying.
    var isLong: Bool { frames.load(ordering: .relaxed) > Self.fewFrames }

    /// Counts what `db` writes, in place of SQLite's own checkpoints. The log must outlive the connection.
    func attach(to db: Database) {
        sqlite3_wal_hook(
            db.sqliteConnection,
            { context, connection, schema, count in
                guard let context else { return SQLITE_OK }
                let log = Unmanaged<WriteAheadLog>.fromOpaque(context).takeUnretainedValue()
                log.frames.store(Int(count), ordering: .relaxed)
                if count >= WriteAheadLog.mostFrames {
                    // As SQLite does it: pages that cannot be copied now are copied another time.
                    sqlite3_wal_checkpoint_v2(connection, schema, SQLITE_CHECKPOINT_PASSIVE, nil, nil)
                }
                return SQLITE_OK
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    /// Copies the pages that no reader needs from the log any more. Writers and readers go on meanwhile.
    func checkpoint() throws {
        try copier.withLock { copier in
            if copier == nil {
                var configuration = GRDB.Configuration()
                configuration.busyMode = .timeout(5)
                copier = try DatabaseQueue(path: path, configuration: configuration)
            }
            try copier?.inDatabase { db in
                sqlite3_wal_hook(db.sqliteConnection, nil, nil)
                let code = sqlite3_wal_checkpoint_v2(
                    db.sqliteConnection, nil, SQLITE_CHECKPOINT_PASSIVE, nil, nil)
                guard code == SQLITE_OK || code == SQLITE_BUSY else {
                    throw DatabaseError(resultCode: ResultCode(rawValue: code))
                }
            }
        }
    }
}
