import Foundation
import Testing

/// At how many moments the power fails, for each command and each kind of loss; `CUTS=1000 scripts/test
/// --filter PowerCutTests` is a long run.
private let cuts = Int(ProcessInfo.processInfo.environment["CUTS"] ?? "") ?? 8

@Suite(.timeLimit(.minutes(60)))
struct `A power cut` {
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
                let name = "cut-\(number)-\(loss == .all ? "all" : "some")"
                let state = "\(place.path)/\(name)"
                try lay(journal.files(after: moment, losing: loss), in: state)
                #expect(try isIntact(state), "\(name) after \(moment) changes")
                let next = try await EtlWatchProcess.run(
                    place.arguments("backfill", state: name), in: place.path)
                #expect(next.status == 0, "\(name) after \(moment) changes: \(next.errors)")
                let isEqual = try place.snapshot(name) == expected
                #expect(isEqual, "\(name) after \(moment) changes")
                try FileManager.default.removeItem(atPath: state)
            }
        }
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
