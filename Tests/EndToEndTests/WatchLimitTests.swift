import Foundation
import Testing

/// A user namespace of a test's own, with limits of inotify of its own.
private enum Namespace {
    static let program = "/usr/bin/unshare"

    static let isPossible: Bool = {
        let trial = Process()
        trial.executableURL = URL(fileURLWithPath: program)
        trial.arguments = arguments(["true"], limits: ["max_inotify_watches": 9])
        trial.standardError = FileHandle.nullDevice
        guard (try? trial.run()) != nil else { return false }
        trial.waitUntilExit()
        return trial.terminationStatus == 0
    }()

    static func arguments(_ command: [String], limits: [String: Int]) -> [String] {
        let settings = limits.map { "echo \($0.value) > /proc/sys/user/\($0.key) && " }.joined()
        return ["--user", "--map-root-user", "/bin/sh", "-c", settings + "exec \"$0\" \"$@\""] + command
    }
}

@Suite(
    .timeLimit(.minutes(10)),
    .enabled(if: Namespace.isPossible, "Limits of one's own take a user namespace."))
struct `A daemon that gets too little inotify` {
    /// Guarantee: scans-find-what-the-kernel-does-not-report/too-few-watches
    /// Promise: Too few watches (`ENOSPC`) lose nothing.
    /// How: Directories without a watch are scanned every `poll_interval`. A raised limit is noticed by these
    ///   scans.
    /// Seen: `… the limit of inotify watches (8192) is reached; at least 9000 are needed. Raise it with:
    ///   sysctl …`, once.
    /// Guarantee: scans-find-what-the-kernel-does-not-report/too-few-instances
    @Test(arguments: [
        ("max_inotify_watches", 5, "the limit of inotify watches (5) is reached"),
        ("max_inotify_instances", 0, "the limit of inotify instances (0) is reached"),
    ])
    func `says so once, with what to raise, and scans the rest`(
        limit: String, count: Int, message: String
    ) async throws {
        let place = try Workplace()
        let daemon = try EtlWatchProcess(
            Namespace.arguments(
                [EtlWatchProcess.executable] + place.arguments("run", state: "state"),
                limits: [limit: count]),
            in: place.path, environment: ["ETL_POLL_INTERVAL": "100ms"], program: Namespace.program)
        try await eventually { daemon.errors.contains("Ready") && daemon.errors.contains(message) }
        for round in 1...3 {
            try place.write(
                Data("Record ID,Deal Name\n7\(round),Acme \(round)\n".utf8), to: "new/\(round)/deals.csv")
            let expected = try await place.cleanBackfill()
            try await eventually { (try? place.snapshot("state")) == expected }
        }
        let mapping = String(decoding: try place.contents("company_mapping.csv"), as: UTF8.self)
        try place.write(
            Data(mapping.replacing("Acme,", with: "Acme Renamed,").utf8), to: "company_mapping.csv")
        let expected = try await place.cleanBackfill()
        try await eventually { (try? place.snapshot("state")) == expected }
        daemon.send(SIGTERM)
        #expect(await daemon.wait().status == 0)
        let errors = daemon.errors
        #expect(errors.split(separator: message).count == 2, "\(errors)")
        #expect(errors.contains("sysctl fs.inotify.max_user_"))
    }
}

@Suite(.timeLimit(.minutes(10)))
struct `A daemon that may not read everything` {
    /// Root reads what it likes, unless it gives that up.
    private func daemon(_ place: Workplace, _ environment: [String: String] = [:]) throws -> EtlWatchProcess {
        let arguments = place.arguments("run", state: "state")
        if getuid() != 0 {
            return try EtlWatchProcess(arguments, in: place.path, environment: environment)
        }
        return try EtlWatchProcess(
            ["--bounding-set=-dac_override,-dac_read_search", EtlWatchProcess.executable] + arguments,
            in: place.path, environment: environment, program: "/usr/bin/setpriv")
    }

    /// Guarantee: a-damaged-file-costs-only-itself/no-permission
    /// Promise: A file or directory without read permission is reported once, counted, and read when it may
    ///   be.
    /// How: `IN_ATTRIB`. The files of such a directory stay as they were, whatever happens to them; a single
    ///   file is quarantined.
    /// Seen: `errors` in the JSON; `A directory cannot be listed: …`.
    @Test func `lists a file without permission and reads it when it has it`() async throws {
        let place = try Workplace()
        let whole = try await place.cleanBackfill()
        let file = place.file("hubspot/deals-page.json")
        #expect(chmod(file, 0) == 0)
        let daemon = try daemon(place)
        try await eventually {
            guard daemon.errors.contains("Ready") else { return false }
            return try place.snapshot("state").contains("deals-page.json")
        }
        #expect(try place.snapshot("state") != whole)
        #expect(chmod(file, 0o600) == 0)
        try await eventually { try place.snapshot("state") == whole }
        daemon.send(SIGTERM)
        #expect(await daemon.wait().status == 0)
    }

    /// Guarantee: scans-find-what-the-kernel-does-not-report/hard-links
    @Test func `sees under each of its names that a file may not be read, and that it may`() async throws {
        let place = try Workplace()
        let file = place.file("hubspot/deals-page.json")
        #expect(link(file, place.file("hubspot/other-name.json")) == 0)
        let whole = try await place.cleanBackfill()
        let daemon = try daemon(place)
        try await eventually { try daemon.errors.contains("Ready") && place.snapshot("state") == whole }
        #expect(chmod(file, 0) == 0)
        let errors = ["deals-page.json", "other-name.json"].map {
            #""file":"hubspot/\#($0)","drop":0,"drop_name":"sample","source":"unknown""#
        }
        try await eventually {
            let snapshot = try place.snapshot("state")
            return errors.allSatisfy { snapshot.contains($0) }
        }
        #expect(chmod(file, 0o600) == 0)
        try await eventually { try place.snapshot("state") == whole }
        daemon.send(SIGTERM)
        #expect(await daemon.wait().status == 0)
    }

    /// Guarantee: a-damaged-file-costs-only-itself/no-permission
    @Test func `keeps what a directory without permission held, and says so once`() async throws {
        let place = try Workplace()
        let directory = place.file("slack")
        let daemon = try daemon(place, ["ETL_RESCAN_INTERVAL": "20ms"])
        try await eventually { daemon.errors.contains("Ready") }
        let whole = try await place.cleanBackfill()
        try await eventually { try place.snapshot("state") == whole }
        #expect(chmod(directory, 0) == 0)
        let message = "A directory cannot be listed: "
        try await eventually { daemon.errors.contains("directory=slack\n") }
        // Who may look into it tells of a file there, which the daemon may not.
        let day = "slack/Halden Slack export May 1 2024 - May 31 2024/ext-acme/2024-05-02.json"
        let file = open(place.file(day), O_WRONLY)
        #expect(file >= 0 || getuid() != 0)
        close(file)
        // Scans go on meanwhile.
        for round in 1...3 {
            let deal = "Acme late \(round)"
            try place.write(
                Data("Record ID,Deal Name\n7\(round),\(deal)\n".utf8), to: "deals-\(round).csv")
            try await eventually { try place.snapshot("state").contains(deal) }
        }
        let mentions = { (snapshot: String) in snapshot.components(separatedBy: "1714640400.000100").count }
        #expect(try mentions(place.snapshot("state")) == mentions(whole))
        // A walk that was under way may have met directories below it in the same state, each once too.
        let lines = daemon.errors.split(separator: "\n").filter { $0.contains(message) }
        let directories = lines.compactMap { $0.split(separator: "directory=").last }
        #expect(directories.count { $0 == "slack" } == 1, "\(daemon.errors)")
        #expect(Set(directories).count == directories.count, "\(daemon.errors)")
        #expect(chmod(directory, 0o700) == 0)
        try place.write(Data("Record ID,Deal Name\n77,Acme last\n".utf8), to: "slack/last-deals.csv")
        let last = try await place.cleanBackfill()
        try await eventually { try place.snapshot("state") == last }
        daemon.send(SIGTERM)
        #expect(await daemon.wait().status == 0)
    }
}
