import Foundation
import Testing

/// How often the process is killed; `KILLS=5000 scripts/test --filter CrashTests` is a long run.
private let kills = Int(ProcessInfo.processInfo.environment["KILLS"] ?? "") ?? 24

@Suite(.timeLimit(.minutes(60)))
struct `A process that is killed` {
    /// Guarantee: a-crash-loses-nothing/killed
    /// Promise: After `kill -9` at any point the end is the same. Measured: 1,000 kills of `backfill` and
    ///   1,000 of `run` at random moments. Database and snapshot were whole after each, and the end was that
    ///   of a clean backfill.
    /// How: A batch is one transaction, and marks for unfinished work are in the same one. `KILLS=1000
    ///   scripts/test --filter CrashTests` repeats the run; it took 814 s beside other work.
    /// Guarantee: readers-see-whole-snapshots/always-parses
    /// Guarantee: readers-see-whole-snapshots/past-snapshots
    @Test(arguments: ["backfill", "run"])
    func `leaves a whole database and a whole snapshot, and the next one ends as a clean backfill does`(
        command: String
    ) async throws {
        let place = try Workplace()
        var random = SystemRandomNumberGenerator()
        let csv = "Record ID,Deal Name,Deal Stage,Pipeline\n"
        try await goOn(place, "backfill")
        let arguments = place.arguments("backfill", state: "state")
        let measured = try await ContinuousClock().measure {
            _ = try await EtlWatchProcess.run(arguments, in: place.path)
        }
        // Beside other tests it may have taken many times what the next ones take.
        let usual = min(measured, .seconds(2))
        for round in 1...kills {
            let process = try EtlWatchProcess(
                place.arguments(command, state: "state") + ["--batch-size", "2"], in: place.path)
            // One company a round: what is done for another does not make up for what was lost.
            let company = ["Acme", "Borealis", "Dunlin Labs"].randomElement(using: &random) ?? "Acme"
            for index in 0..<4 {
                let name = Int.random(in: 0..<30, using: &random)
                try place.write(
                    Data((csv + "\(name),\(company) deal \(round).\(index),Won,Sales\n").utf8),
                    to: "deals/\(name)/deals.csv")
            }
            // Any point of a run, and a little after it.
            await pause(usual * Double.random(in: 0...1.2, using: &random))
            process.send(SIGKILL)
            _ = await process.wait()
            #expect(try StateCheck.isIntact(place.path + "/state"), "round \(round)")
            if round.isMultiple(of: 8) || round == kills { try await goOn(place, command) }
        }
    }

    /// Goes on where the killed one was, which ends as if nothing had happened.
    private func goOn(_ place: Workplace, _ command: String) async throws {
        let process = try EtlWatchProcess(place.arguments(command, state: "state"), in: place.path)
        if command == "run" {
            try await eventually { process.errors.contains("Ready") }
            process.send(SIGTERM)
        }
        let next = await process.wait()
        #expect(next.status == 0, "\(next.errors)")
        let isEqual = try await place.snapshot("state") == place.cleanBackfill()
        #expect(isEqual)
        let names = try FileManager.default.contentsOfDirectory(atPath: place.path + "/state")
        #expect(!names.contains { $0.hasPrefix(".") }, "leftovers: \(names)")
    }

    private func pause(_ duration: Duration) async {
        let (seconds, attoseconds) = duration.components
        let nanoseconds = Int(seconds) * 1_000_000_000 + Int(attoseconds / 1_000_000_000)
        await withCheckedContinuation { continuation in
            DispatchQueue.global().asyncAfter(deadline: .now() + .nanoseconds(nanoseconds)) {
                continuation.resume()
            }
        }
    }
}
