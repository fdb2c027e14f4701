import Foundation
import Testing

@Suite(.timeLimit(.minutes(10)))
struct `A disk that gives errors` {
    /// Where they occur.
    enum Victim: String, CaseIterable, Sendable { case database, output, log }

    private static let failures: [(Victim, Int32, Int)] = Victim.allCases.flatMap { victim in
        [EIO, EDQUOT].flatMap { error in [1, 2, 7].map { (victim, error, $0) } }
    }

    private func arguments(_ place: Workplace, _ command: String, _ victim: Victim, _ disk: FaultyDisk)
        -> [String]
    {
        var arguments = place.arguments(command, state: "state")
        let (flag, name) =
            switch victim {
            case .database: ("--db", "state.db")
            case .output: ("--output", "unified.json")
            case .log: ("--log-file", "etl.log")
            }
        if let index = arguments.firstIndex(of: flag) {
            arguments[index + 1] = disk.directory + "/" + name
        }
        return arguments
    }

    private func snapshot(_ place: Workplace, _ victim: Victim, _ disk: FaultyDisk) throws -> String {
        try place.snapshot(
            at: victim == .output ? disk.directory + "/unified.json" : place.path + "/state/unified.json")
    }

    private func addDeal(_ number: Int, to place: Workplace) throws {
        try place.write(
            Data("Record ID,Deal Name\n9\(number),Acme extension \(number)\n".utf8),
            to: "hubspot/late-deals-\(number).csv")
    }

    /// Guarantee: a-failing-disk-does-not-end-the-daemon/disk-errors
    @Test(arguments: failures)
    func `does not end the daemon, which goes on when it works again`(
        victim: Victim, error: Int32, first: Int
    ) async throws {
        let place = try Workplace()
        let disk = try FaultyDisk(place.path + "/disk")
        let daemon = try EtlWatchProcess(
            arguments(place, "run", victim, disk), in: place.path,
            environment: try disk.environment().merging(["ETL_LOG_FILE_COUNT": "2"]) { $1 })
        try await eventually { daemon.errors.contains("Ready") }
        let before = try snapshot(place, victim, disk)
        try disk.fail([.write, .sync, .open, .rename], with: error, from: first)
        // The later a call fails, the more changes it takes until one does.
        for number in 1...first { try addDeal(number, to: place) }
        let expected = try await place.cleanBackfill()
        switch victim {
        case .database:
            try await eventually {
                daemon.errors.contains(
                    "A refresh failed (1 in a row): \(disk.directory)/state.db: the database")
            }
            let shown = try snapshot(place, victim, disk)
            #expect(shown != expected || first > 1)
            let status = try await EtlWatchProcess.run(
                arguments(place, "status", victim, disk), in: place.path)
            #expect(status.status == 0, "\(status.errors)")
        case .output:
            try await eventually {
                (try? place.snapshot(at: place.path + "/state/fallback-unified.json")) == expected
            }
            #expect(daemon.errors.contains("The output cannot be written"))
            #expect(try first > 1 || snapshot(place, victim, disk) == before)
        case .log:
            try await eventually { try snapshot(place, victim, disk) == expected }
        }
        disk.heal()
        try addDeal(0, to: place)
        let last = try await place.cleanBackfill()
        try await eventually { try snapshot(place, victim, disk) == last }
        daemon.send(SIGTERM)
        let result = await daemon.wait()
        #expect(result.status == 0, "\(result.errors)")
        #expect(try StateCheck.isIntact(disk.directory))
    }

    /// Guarantee: a-failing-disk-does-not-end-the-daemon/disk-errors
    @Test(arguments: [EIO, EDQUOT], [1, 3, 10, 40])
    func `ends a backfill with a sentence, and the next one completes`(
        error: Int32, first: Int
    ) async throws {
        let place = try Workplace()
        let disk = try FaultyDisk(place.path + "/disk")
        try disk.fail([.write, .sync, .open, .rename], with: error, from: first)
        let failed = try await EtlWatchProcess.run(
            arguments(place, "backfill", .database, disk), in: place.path,
            environment: try disk.environment())
        #expect(failed.status == 1, "\(failed.errors)")
        #expect(failed.errors.contains(disk.directory) || failed.errors.contains("lock beside the database"))
        disk.heal()
        let result = try await EtlWatchProcess.run(
            arguments(place, "backfill", .database, disk), in: place.path,
            environment: try disk.environment())
        #expect(result.status == 0, "\(result.errors)")
        let isEqual = try await snapshot(place, .database, disk) == place.cleanBackfill()
        #expect(isEqual)
    }

    /// Guarantee: a-failing-disk-does-not-end-the-daemon/disk-errors
    @Test func `gives a file's bytes again: it is read at the next scan`() async throws {
        let place = try Workplace()
        let disk = try FaultyDisk(place.drop)
        let daemon = try EtlWatchProcess(
            place.arguments("run", state: "state"), in: place.path,
            environment: try disk.environment().merging(["ETL_RESCAN_INTERVAL": "1s"]) { $1 })
        try await eventually { daemon.errors.contains("Ready") }
        try disk.fail([.read], with: EIO)
        try addDeal(1, to: place)
        try await eventually { daemon.errors.contains("Quarantined: hubspot/late-deals-1.csv") }
        disk.heal()
        let expected = try await place.cleanBackfill()
        try await eventually { try place.snapshot("state") == expected }
        daemon.send(SIGTERM)
        #expect(await daemon.wait().status == 0)
    }

    /// Guarantee: a-damaged-file-costs-only-itself/failing-workers
    /// Promise: Transient failures are tried again. A worker that fails takes no other along.
    /// How: Back-off on `EINTR`, `EAGAIN`, `ESTALE`, `EMFILE` and the like, also for the mapping. A busy
    ///   database is waited for.
    /// Seen: `A refresh failed (3 in a row) …`
    @Test(arguments: [EINTR, EAGAIN, ESTALE, EMFILE])
    func `for a moment only is not noticed`(error: Int32) async throws {
        let place = try Workplace()
        let disk = try FaultyDisk(place.drop)
        try disk.fail([.read], with: error, times: 3)
        let result = try await EtlWatchProcess.run(
            place.arguments("backfill", state: "state"), in: place.path,
            environment: try disk.environment())
        #expect(result.status == 0, "\(result.errors)")
        let isEqual = try await place.snapshot("state") == place.cleanBackfill()
        #expect(isEqual)
    }
}
