import Foundation
import GRDB
import Glibc
import Synchronization
import Testing

@testable import ETLModel
@testable import ETLFiles
@testable import ETLFormats
@testable import ETLMatching
@testable import ETLPipeline
@testable import ETLSnapshot
@testable import ETLStore

@Suite struct `A store` {
    private let fixture: PipelineFixture

    init() async throws {
        fixture = try PipelineFixture()
        try fixture.scratch.write("note Acme Chat\n1 Ann hello\nend\n", to: "drop/a.note")
        _ = try await fixture.pipeline("state").backfill()
    }

    private var path: String { fixture.scratch.path + "/state/state.db" }

    private func exists(_ suffix: String) -> Bool { FileManager.default.fileExists(atPath: path + suffix) }

    private func damage() throws {
        let handle = try #require(FileHandle(forWritingAtPath: path))
        // The pages after the first hold tables; the header stays what it is.
        try handle.seek(toOffset: 16_384)
        handle.write(Data(repeating: 0xA5, count: 6 * 16_384))
        try handle.close()
    }

    /// As a process that is killed leaves it.
    private func leaveLocked() throws {
        try "1\n".write(toFile: path + ".lock", atomically: false, encoding: .utf8)
    }

    /// Guarantee: a-crash-loses-nothing/power-cuts
    /// Guarantee: a-crash-loses-nothing/one-process
    @Test func `that was damaged while nobody looked is refused after a crash`() throws {
        try damage()
        try leaveLocked()
        #expect(throws: StoreError.corrupt(path: path)) { try Store(path: path) }
    }

    /// Of the last page nothing is read to open the database.
    ///
    /// Guarantee: a-crash-loses-nothing/one-process
    @Test func `that was damaged where nobody looks is refused after a crash as well`() throws {
        let handle = try #require(FileHandle(forUpdatingAtPath: path))
        let end = try handle.seekToEnd()
        try handle.seek(toOffset: end - 16_384)
        handle.write(Data(repeating: 0xA5, count: 16_384))
        try handle.close()
        do { _ = try Store(path: path) }
        try leaveLocked()
        #expect(throws: StoreError.corrupt(path: path)) { try Store(path: path) }
    }

    @Test(arguments: ["/dev/null", "a FIFO", "itself"])
    func `is not copied over a device or itself`(target: String) throws {
        let fifo = fixture.scratch.path + "/fifo"
        mkfifo(fifo, 0o600)
        let target = ["/dev/null": "/dev/null", "a FIFO": fifo][target] ?? path
        #expect(throws: StoreError.backupFailed(path: target, errno: EEXIST)) {
            try Store(readingFrom: path).backUp(to: target)
        }
        let status = try FileStatus.following(Array(target.utf8))
        #expect(target == path ? status.kind == .file : status.kind == .special)
    }

    @Test func `is not checked after an orderly end, which is told by the empty lock file`() throws {
        do { _ = try Store(path: path) }
        #expect(try String(contentsOfFile: path + ".lock", encoding: .utf8) == "")
    }

    /// Another connection has the database, and lets go of it while the store wants to write.
    ///
    /// Guarantee: a-damaged-file-costs-only-itself/failing-workers
    @Test func `waits for whoever writes to it for a moment`() throws {
        let store = try Store(path: path)
        let other = try DatabaseQueue(path: path)
        let hasLock = DispatchSemaphore(value: 0)
        let isDone = DispatchSemaphore(value: 0)
        let released = Mutex(false)
        let writer = try WaitingThread.current()
        Thread {
            try? other.inDatabase { db in
                try db.execute(sql: "BEGIN IMMEDIATE")
                hasLock.signal()
                writer.untilItSleeps()
                released.withLock { $0 = true }
                try db.execute(sql: "COMMIT")
            }
            isDone.signal()
        }.start()
        hasLock.wait()
        defer { writer.isDone = true }
        try store.set("written", for: "test")
        #expect(released.withLock { $0 })
        #expect(try store.setting("test") == "written")
        isDone.wait()
    }

    /// Where only an item's companies stand, which opening a database does not ask for.
    private func damageUnnoticed(_ path: String) throws {
        var configuration = GRDB.Configuration()
        configuration.busyMode = .timeout(5)
        let database = try DatabaseQueue(path: path, configuration: configuration)
        let page = try database.read {
            try Int.fetchOne($0, sql: "SELECT rootpage FROM sqlite_schema WHERE name = 'companies_of_item'")
        }
        try database.close()
        let handle = try #require(FileHandle(forWritingAtPath: path))
        try handle.seek(toOffset: UInt64((try #require(page) - 1) * 16_384))
        handle.write(Data(repeating: 0xA5, count: 16_384))
        try handle.close()
    }

    /// Guarantee: a-crash-loses-nothing/backups
    @Test func `is not replaced by a backup whose damage nobody would notice`() throws {
        let backup = fixture.scratch.path + "/backup.db"
        try Store(readingFrom: path).backUp(to: backup)
        try damageUnnoticed(backup)
        #expect(throws: StoreError.corrupt(path: backup)) { try Store.restore(backup, to: path) }
        #expect(try Store(readingFrom: path).readState { try $0.allItems() }.count == 1)
    }

    /// The newest of what is stored is in the database's log.
    ///
    /// Guarantee: a-crash-loses-nothing/backups
    @Test func `is backed up with what was stored last, and stays beside what replaces it`() async throws {
        let backup = fixture.scratch.path + "/backup.db"
        try await fixture.withDaemon("state") { _ in
            try fixture.scratch.write("note Borealis Chat\n1 Bo hello\nend\n", to: "drop/b.note")
            try await fixture.settle("state")
            try Store(readingFrom: path).backUp(to: backup)
        }
        #expect(try Store(readingFrom: backup).readState { try $0.allItems() }.count == 2)
        try fixture.scratch.remove("drop/a.note")
        _ = try await fixture.pipeline("state").backfill()
        try Store.restore(backup, to: path)
        #expect(try Store(readingFrom: path).readState { try $0.allItems() }.count == 2)
        #expect(try Store(readingFrom: path + ".set-aside").readState { try $0.allItems() }.count == 1)
    }

    @Test func `that is no database is refused, whoever opens it`() throws {
        try Data("not a database, but long enough to be taken for a header".utf8)
            .write(to: URL(fileURLWithPath: path))
        for suffix in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
        #expect(throws: StoreError.corrupt(path: path)) { try Store(path: path) }
        #expect(throws: StoreError.corrupt(path: path)) { try Store(readingFrom: path) }
    }

    /// Guarantee: a-crash-loses-nothing/one-process
    @Test func `that is a pipe is refused, and nobody waits for who writes into it`() throws {
        let fifo = fixture.scratch.path + "/fifo"
        mkfifo(fifo, 0o600)
        #expect(throws: StoreError.corrupt(path: fifo)) { try Store(path: fifo) }
        #expect(throws: StoreError.corrupt(path: fifo)) { try Store(readingFrom: fifo) }
        #expect(throws: StoreError.corrupt(path: fifo)) { try Store.restore(fifo, to: path) }
    }

    /// Guarantee: a-crash-loses-nothing/one-process
    @Test func `that is damaged is told as such by whoever only looks`() throws {
        let options = fixture.options("state")
        try damage()
        #expect(throws: StoreError.corrupt(path: path)) {
            try StoreStatus(databasePath: path, outputPath: options.outputPath)
        }
        #expect(throws: StoreError.corrupt(path: path)) { try MatchDesk(options).reviewQueue() }
    }

    /// Guarantee: a-crash-loses-nothing/one-process
    @Test func `that is damaged is rebuilt from the drops when somebody asks for it`() async throws {
        let expected = try fixture.snapshot("state")
        try damage()
        try leaveLocked()
        _ = try await fixture.pipeline("state") { $0.rebuilds = true }.backfill()
        #expect(try fixture.snapshot("state") == expected)
        #expect(exists(".set-aside"))
    }

    /// Guarantee: a-crash-loses-nothing/one-process
    @Test func `of an older version is copied before it is migrated`() throws {
        var newer = StoreSchema.migrator
        newer.registerMigration("next") { try $0.execute(sql: "ALTER TABLE items ADD COLUMN colour TEXT") }
        do { _ = try Store(path: path, migrator: newer) }
        let copy = try DatabaseQueue(path: path + ".before-migration")
        let columns = try copy.read { try $0.columns(in: "items").map(\.name) }
        #expect(!columns.contains("colour"))
        #expect(throws: StoreError.newerVersion) { try Store(path: path) }
        #expect(throws: StoreError.newerVersion) { try Store(readingFrom: path) }
    }

    /// Guarantee: a-crash-loses-nothing/one-process
    @Test func `stays as it was when a migration fails`() throws {
        struct Failure: Error {}
        var broken = StoreSchema.migrator
        broken.registerMigration("next") { db in
            try db.execute(sql: "DROP TABLE items")
            throw Failure()
        }
        #expect(throws: Failure.self) { try Store(path: path, migrator: broken) }
        let store = try Store(path: path)
        #expect(try store.readState { try $0.allItems() }.count == 1)
    }

    /// Guarantee: a-crash-loses-nothing/backups
    /// Promise: The database can be backed up while it is in use, and restored.
    /// How: SQLite's online backup.
    @Test func `can be backed up while it is in use, and restored`() async throws {
        let backup = fixture.scratch.path + "/backup.db"
        try await fixture.withDaemon("state") { pipeline in
            try Store(readingFrom: path).backUp(to: backup)
            #expect(throws: StoreError.inUse(processID: getpid())) { try Store.restore(backup, to: path) }
        }
        let attributes = try FileManager.default.attributesOfItem(atPath: backup)
        #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
        try fixture.scratch.write("note Borealis Chat\n1 Bo hello\nend\n", to: "drop/b.note")
        _ = try await fixture.pipeline("state").backfill()
        try Store.restore(backup, to: path)
        #expect(try Store(readingFrom: path).readState { try $0.allItems() }.count == 1)
        _ = try await fixture.pipeline("state").backfill()
        #expect(try fixture.snapshot("state") == (try await fixture.cleanBackfill()))
    }

    /// By the program's umask too, but whoever uses the library has one of their own.
    ///
    /// Guarantee: data-stays-private/owner-only
    @Test func `is for its owner only, as is all beside it, whatever the umask lets through`() async throws {
        let state = fixture.scratch.path + "/own"
        try await fixture.withDaemon(
            "own/deep",
            change: { options in
                options.compressesOutput = true
                options.archive = SnapshotArchive(directory: state + "/deep/past", count: 1, interval: .zero)
            }
        ) { _ in
            let names = try FileManager.default.subpathsOfDirectory(atPath: state)
            #expect(names.contains("deep/state.db-wal") && names.contains { $0.hasPrefix("deep/past/") })
            for name in names {
                let mode = try FileStatus.permissions(of: state + "/" + name)
                let isDirectory = ["deep", "deep/past"].contains(name)
                #expect(mode == (isDirectory ? 0o700 : 0o600), "\(name)")
            }
            #expect(try FileStatus.permissions(of: state) == 0o700)
        }
    }

    /// Guarantee: a-crash-loses-nothing/backups
    @Test func `is not replaced by what is no backup`() throws {
        let text = fixture.scratch.path + "/text.db"
        try "nothing of the kind".write(toFile: text, atomically: true, encoding: .utf8)
        #expect(throws: StoreError.corrupt(path: text)) { try Store.restore(text, to: path) }
        let empty = fixture.scratch.path + "/empty.db"
        try DatabaseQueue(path: empty).close()
        #expect(throws: (any Error).self) { try Store.restore(empty, to: path) }
        #expect(throws: StoreError.missing(path: "/nowhere")) { try Store.restore("/nowhere", to: path) }
        #expect(try Store(readingFrom: path).readState { try $0.allItems() }.count == 1)
    }

    @Test func `leaves nothing behind when a backup cannot be written`() throws {
        let target = fixture.scratch.path + "/nowhere/backup.db"
        #expect(throws: StoreError.backupFailed(path: target, errno: ENOENT)) {
            try Store(readingFrom: path).backUp(to: target)
        }
    }
}

/// The thread of a test, as the kernel sees it from another one.
private final class WaitingThread: Sendable {
    private let calls: String
    private let done = Mutex(false)

    /// What is done next on this thread sleeps only if it has to wait.
    static func current() throws -> WaitingThread {
        // `PID/task/TID`
        let place = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/thread-self")
        return WaitingThread(calls: "/proc/\(place)/syscall")
    }

    private init(calls: String) { self.calls = calls }

    var isDone: Bool {
        get { done.withLock { $0 } }
        set { done.withLock { $0 = newValue } }
    }

    /// The number of `clock_nanosleep`, which every sleep of the C library ends in.
    #if arch(arm64)
        private static let sleeping = 115
    #else
        private static let sleeping = 230
    #endif

    /// Returns when the thread is in a call that sleeps, or has done what it was to do.
    func untilItSleeps() {
        while !isDone,
            (try? String(contentsOfFile: calls, encoding: .utf8))?.hasPrefix("\(Self.sleeping) ") != true
        {
            usleep(1_000)
        }
    }
}
