import Foundation
import Testing

@Suite(.timeLimit(.minutes(10)))
struct `The command backfill` {
    @Test func `makes of the sample exports what the golden file holds`() async throws {
        let place = try Workplace()
        let result = try await EtlWatchProcess.run(
            place.arguments("backfill", state: "state"), in: place.path)
        #expect(result.status == 0, "\(result.errors)")
        let text = IndentedJSON.text(of: try place.snapshot("state"))
        let golden = EtlWatchProcess.repository + "/Tests/EndToEndTests/Golden/sample.json"
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil {
            try text.write(toFile: golden, atomically: true, encoding: .utf8)
        }
        #expect(
            try String(contentsOfFile: golden, encoding: .utf8) == text, "Compare with: git diff --no-index")
    }

    @Test func `writes what the schema describes`() async throws {
        let place = try Workplace()
        _ = try await EtlWatchProcess.run(place.arguments("backfill", state: "state"), in: place.path)
        let validator = Process()
        validator.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        validator.arguments = [
            "python3", EtlWatchProcess.repository + "/Tests/EndToEndTests/validate.py",
            EtlWatchProcess.repository + "/docs/schema/unified.schema.json",
            place.path + "/state/unified.json",
        ]
        let pipe = Pipe()
        validator.standardOutput = pipe
        validator.standardError = pipe
        try validator.run()
        let report = String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        validator.waitUntilExit()
        #expect(validator.terminationStatus == 0, "\(report)")
    }

    @Test func `needs nothing but a drop directory`() async throws {
        let place = try Workplace()
        let result = try await EtlWatchProcess.run(["backfill", "--drop", place.drop], in: place.path)
        #expect(result.status == 0, "\(result.errors)")
        #expect(FileManager.default.fileExists(atPath: place.path + "/data/unified.json"))
        #expect(FileManager.default.fileExists(atPath: place.path + "/data/etl_watch.db"))
        #expect(result.output.contains("Acme"))
    }

    /// Guarantee: data-stays-private/owner-only
    /// Promise: Files that the program makes are readable by their owner only.
    /// How: `umask`, modes 0600 and 0700.
    @Test func `keeps database, output and log to their owner`() async throws {
        let place = try Workplace()
        _ = try await EtlWatchProcess.run(place.arguments("backfill", state: "state"), in: place.path)
        for name in try FileManager.default.contentsOfDirectory(atPath: place.path + "/state") {
            let attributes = try FileManager.default.attributesOfItem(atPath: place.path + "/state/" + name)
            #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600, "\(name)")
        }
    }

    /// Guarantee: a-damaged-file-costs-only-itself/cut-files
    /// Guarantee: data-stays-private/nothing-in-logs
    @Test func `ends with 2 when a file is quarantined and names it without its text`() async throws {
        let place = try Workplace()
        let page = try place.contents("telegram/DataExport_2024-06-01/chats/chat_1/messages.html")
        try place.write(page.prefix(page.count / 2), to: "telegram/cut/messages.html")
        let result = try await EtlWatchProcess.run(
            place.arguments("backfill", state: "state"), in: place.path)
        #expect(result.status == 2)
        let status = try await EtlWatchProcess.run(place.arguments("status", state: "state"), in: place.path)
        #expect(status.status == 0)
        #expect(status.output.contains("telegram/cut/messages.html"))
        #expect(status.output.contains("ends before it is complete"))
    }

    @Test(
        arguments: [
            (["backfill"], 64), (["backfill", "--drop"], 64), (["frobnicate"], 64),
            (["backfill", "--drop", "/nonexistent/drop"], 1),
            (["backfill", "--drop", ".", "--max-workers", "x"], 64),
            (["--version"], 0), (["--help"], 0), (["status", "--db", "none.db"], 1),
        ] as [([String], Int32)])
    func `says by its exit code what was wrong`(arguments: [String], status: Int32) async throws {
        let place = try Workplace(sample: false)
        let result = try await EtlWatchProcess.run(arguments, in: place.path)
        #expect(result.status == status, "\(result.output)\(result.errors)")
    }

    @Test func `names the nearest key for one that it does not know`() async throws {
        let place = try Workplace()
        try "drops: [sample]\nmax_wrokers: 2\n".write(
            toFile: place.path + "/etl-watch.yaml", atomically: true, encoding: .utf8)
        let result = try await EtlWatchProcess.run(["check"], in: place.path)
        #expect(result.status == 1)
        #expect((result.output + result.errors).contains("max_workers"))
    }
}
