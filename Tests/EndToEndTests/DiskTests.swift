import Foundation
import Testing

/// A small file system of a test's own.
final class SmallDisk: Sendable {
    let path: String
    private let isPlaceOwn: Bool

    /// Whether this process may mount one.
    static let isPossible: Bool = {
        guard getuid() == 0, let disk = try? SmallDisk(megabytes: 1) else { return false }
        withExtendedLifetime(disk) {}
        return true
    }()

    /// - Parameter place: Where it is mounted; `nil`: where temporary files go.
    init(megabytes: Int, at place: String? = nil) throws {
        isPlaceOwn = place == nil
        path = place ?? NSTemporaryDirectory() + "etl-watch-disk-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        guard mount("tmpfs", path, "tmpfs", 0, "size=\(megabytes)m") == 0 else { throw POSIXError(.EPERM) }
    }

    deinit {
        umount2(path, Int32(MNT_DETACH))
        if isPlaceOwn { rmdir(path) }
    }

    /// Takes the file system, and all that is on it, away.
    func unmount() -> Bool { umount2(path, 0) == 0 }

    func fill() {
        let file = open(path + "/filler", O_WRONLY | O_CREAT, 0o600)
        let block = [UInt8](repeating: 0x20, count: 4_096)
        while write(file, block, block.count) > 0 {}
        close(file)
    }

    func free() { unlink(path + "/filler") }

    func set(readOnly: Bool) -> Bool {
        mount("tmpfs", path, "tmpfs", UInt(MS_REMOUNT) | (readOnly ? UInt(MS_RDONLY) : 0), nil) == 0
    }
}

@Suite(
    .timeLimit(.minutes(10)),
    .enabled(if: SmallDisk.isPossible, "Mounting a small file system takes the right to do so."))
struct `A disk that fails` {
    /// Where the database, the output or the log lies on the disk in question.
    enum Victim: String, CaseIterable, Sendable { case database, output, log }

    private func arguments(_ place: Workplace, _ command: String, _ victim: Victim, _ disk: SmallDisk)
        -> [String]
    {
        var arguments = place.arguments(command, state: "state")
        let replaced: [Victim: (String, String)] = [
            .database: ("--db", "state.db"), .output: ("--output", "unified.json"),
            .log: ("--log-file", "etl.log"),
        ]
        if let (flag, name) = replaced[victim], let index = arguments.firstIndex(of: flag) {
            arguments[index + 1] = disk.path + "/" + name
        }
        return arguments
    }

    private func snapshot(_ place: Workplace, _ victim: Victim, _ disk: SmallDisk) throws -> String {
        try place.snapshot(
            at: victim == .output ? disk.path + "/unified.json" : place.path + "/state/unified.json")
    }

    private func addDeals(_ place: Workplace) throws {
        var csv = "Record ID,Deal Name,Deal Stage,Pipeline\n"
        for index in 1...4_000 { csv += "9\(index),Acme extension \(index),Won,Sales\n" }
        try place.write(Data(csv.utf8), to: "hubspot/late-deals.csv")
    }

    /// Guarantee: a-failing-disk-does-not-end-the-daemon/disk-errors
    /// Promise: A full, read-only or failing disk (`EIO`) or a quota (`EDQUOT`) under the database or the log
    ///   does not end the daemon. It goes on when the disk does. So does a file whose bytes cannot be read
    ///   for a while.
    /// How: The transaction is dropped and tried again. Files that cannot be read are tried again at each
    ///   scan. A log line that cannot be written is counted.
    /// Seen: `A refresh failed …`; `status` shows the last state and that changes wait.
    /// Guarantee: a-damaged-file-costs-only-itself/failing-workers
    @Test(arguments: Victim.allCases)
    func `that is full does not end the daemon, which goes on when there is room`(victim: Victim) async throws
    {
        let place = try Workplace()
        let disk = try SmallDisk(megabytes: 24)
        let daemon = try EtlWatchProcess(arguments(place, "run", victim, disk), in: place.path)
        try await eventually { daemon.errors.contains("Ready") }
        let before = try snapshot(place, victim, disk)
        disk.fill()
        try addDeals(place)
        let expected = try await place.cleanBackfill()
        switch victim {
        case .database:
            try await eventually {
                daemon.errors.contains("A refresh failed (1 in a row): \(disk.path)/state.db: the database")
            }
            #expect(try snapshot(place, victim, disk) == before)
        case .output:
            // Beside the database until there is room.
            try await eventually {
                (try? place.snapshot(at: place.path + "/state/fallback-unified.json")) == expected
            }
            #expect(try snapshot(place, victim, disk) == before)
        case .log:
            try await eventually { try snapshot(place, victim, disk) == expected }
        }
        disk.free()
        try place.write(Data("Record ID,Deal Name\n77,Acme last\n".utf8), to: "hubspot/last-deals.csv")
        let last = try await place.cleanBackfill()
        try await eventually { try snapshot(place, victim, disk) == last }
        daemon.send(SIGTERM)
        #expect(await daemon.wait().status == 0)
    }

    /// Guarantee: a-failing-disk-does-not-end-the-daemon/output-elsewhere
    @Test func `that becomes read-only under the output does not end the daemon`() async throws {
        let place = try Workplace()
        let disk = try SmallDisk(megabytes: 24)
        let daemon = try EtlWatchProcess(arguments(place, "run", .output, disk), in: place.path)
        try await eventually { daemon.errors.contains("Ready") }
        // Refused while a snapshot is being written.
        try await eventually { disk.set(readOnly: true) }
        try addDeals(place)
        let expected = try await place.cleanBackfill()
        try await eventually {
            (try? place.snapshot(at: place.path + "/state/fallback-unified.json")) == expected
        }
        #expect(disk.set(readOnly: false))
        try place.write(Data("Record ID,Deal Name\n77,Acme last\n".utf8), to: "hubspot/last-deals.csv")
        let last = try await place.cleanBackfill()
        try await eventually { try snapshot(place, .output, disk) == last }
        daemon.send(SIGTERM)
        #expect(await daemon.wait().status == 0)
    }

    /// Guarantee: a-failing-disk-does-not-end-the-daemon/disk-errors
    @Test func `that is full ends a backfill with 1 and a sentence, and the next one completes`() async throws
    {
        let place = try Workplace()
        let disk = try SmallDisk(megabytes: 24)
        disk.fill()
        let failed = try await EtlWatchProcess.run(
            arguments(place, "backfill", .database, disk), in: place.path)
        #expect(failed.status == 1)
        #expect(failed.errors.contains("Free space"))
        disk.free()
        let result = try await EtlWatchProcess.run(
            arguments(place, "backfill", .database, disk), in: place.path)
        #expect(result.status == 0, "\(result.errors)")
        #expect(try snapshot(place, .database, disk) == (try await place.cleanBackfill()))
    }
}
