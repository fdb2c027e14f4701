import Foundation
import Testing

/// At how many moments the power fails, for each command and each kind of loss; `CUTS=1000 scripts/test
/// --filter PowerCutTests` is a long run.
private let cuts = Int(ProcessInfo.processInfo.environment["CUTS"] ?? "") ?? 8

@Suite(.timeLimit(.minutes(60)))
struct `A power cut` {
    /// Guarantee: a-crash-loses-nothing/power-cuts
    /// Promise: After a power cut the end is the same. Unsynced data may be lost in any part, in blocks and
    ///   out of order. Transactions that the database had not synced are made again from the files.
    /// How: The snapshot is written beside its target, synced and renamed, its directory is synced, and only
    ///   then it counts as written. The database's log (WAL, `synchronous=NORMAL`) is synced before its pages
    ///   are copied, and these before the log is used again. The test notes every write, sync and rename of a
    ///   run, and builds what a disk may hold after a cut at any of them.
    @Test(arguments: ["backfill", "run"])
    func `leaves a whole database and a whole snapshot, and the next backfill ends as a clean one does`(
        command: String
    ) async throws {
        let place = try Workplace()
        let journal = try await journal(of: command, in: place)
        let expected = try await place.cleanBackfill()
        for number in 0..<cuts {
            // Every other one right before or after something was synced or renamed.
            let syncs = journal.syncs
            let moment =
                number.isMultiple(of: 2)
                ? journal.count * (number + 1) / cuts
                : syncs[syncs.count * number / cuts] + number / 2 % 2
            for loss in [DiskJournal.Loss.all, .some(UInt64(number))] {
                try await check(Cut(journal, after: moment, losing: loss), in: place, expected: expected)
            }
        }
        // While the database's log is copied, which must be safe by then.
        let copies = journal.writes(to: Workplace.databaseName)
        for number in 0..<min(cuts, copies.count) {
            let moment = copies[copies.count * number / min(cuts, copies.count)]
            try await check(Cut(journal, after: moment, losing: .log), in: place, expected: expected)
        }
        #expect(!copies.isEmpty)
    }

    /// The power fails, and the program is started again.
    private struct Cut {
        let name: String
        let files: [String: [UInt8]]

        init(_ journal: DiskJournal, after moment: Int, losing loss: DiskJournal.Loss) {
            let lost =
                switch loss {
                case .all: "all"
                case .some: "some"
                case .log: "log"
                }
            name = "cut-\(moment)-\(lost)"
            files = journal.files(after: moment, losing: loss)
        }
    }

    private func check(_ cut: Cut, in place: Workplace, expected: String) async throws {
        let state = "\(place.path)/\(cut.name)"
        try lay(cut.files, in: state)
        #expect(try isIntact(state), "\(cut.name)")
        let next = try await EtlWatchProcess.run(place.arguments("backfill", state: cut.name), in: place.path)
        #expect(next.status == 0, "\(cut.name): \(next.errors)")
        let isEqual = try place.snapshot(cut.name) == expected
        #expect(isEqual, "\(cut.name)")
        try FileManager.default.removeItem(atPath: state)
    }

    /// What the program does to its files from the first start on, in many small transactions.
    private func journal(of command: String, in place: Workplace) async throws -> DiskJournal {
        let disk = try FaultyDisk(place.path + "/state")
        let process = try EtlWatchProcess(
            place.arguments(command, state: "state") + ["--batch-size", "4"], in: place.path,
            environment: try disk.environment(notes: true))
        if command == "run" {
            try await eventually { process.errors.contains("Ready") }
            for index in 1...3 {
                try place.write(
                    Data("Record ID,Deal Name\n7\(index),Acme deal \(index)\n".utf8),
                    to: "hubspot/late-deals-\(index).csv")
                let state = try await place.cleanBackfill()
                try await eventually { (try? place.snapshot("state")) == state }
            }
            process.send(SIGTERM)
        }
        let result = await process.wait()
        try #require(result.status == 0, "\(result.errors)")
        return try DiskJournal(contentsOf: disk.journal)
    }

    private func lay(_ files: [String: [UInt8]], in directory: String) throws {
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        // A mapping, which SQLite makes anew from the log when nobody has the database open.
        for (name, bytes) in files where !name.hasSuffix("-shm") {
            try Data(bytes).write(to: URL(fileURLWithPath: directory + "/" + name))
        }
    }

    private func isIntact(_ state: String) throws -> Bool {
        // Looking into a database changes its log: only a copy is looked into.
        let copy = state + "-copy"
        try FileManager.default.copyItem(atPath: state, toPath: copy)
        defer { try? FileManager.default.removeItem(atPath: copy) }
        return try StateCheck.isIntact(copy)
    }
}
