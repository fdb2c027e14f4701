import Foundation
import Testing

@Suite(.timeLimit(.minutes(10)))
struct `The command run` {
    /// Guarantee: the-json-follows-the-files/deleted-files
    /// Promise: A deleted or shrunk file takes exactly its own records out.
    /// How: Contributions belong to files. After any change, the state is byte for byte that of a clean
    ///   backfill.
    /// Seen: The change.
    /// Guarantee: a-damaged-file-costs-only-itself/cut-files
    @Test(arguments: [
        "telegram/DataExport_2024-06-01/chats/chat_2/messages.html",
        "telegram/ChatExport_2024-07-10/result.json",
        "slack/Halden Slack export May 1 2024 - May 31 2024/ext-acme/2024-05-02.json",
        "slack/Halden Slack export May 31 2024 - Jun 30 2024.zip",
        "calendar/Takeout/Calendar/Halden customers.ics",
        "calendar/google-events-page-1.json",
        "hubspot/hubspot-crm-exports-all-deals-2024-06-30.csv",
        "hubspot/deals-page.json",
    ])
    func `shows a new, truncated, renamed, changed and deleted file as a clean backfill does`(
        name: String
    ) async throws {
        let place = try Workplace()
        let bytes = try place.contents(name)
        try FileManager.default.removeItem(atPath: place.file(name))
        let daemon = try EtlWatchProcess(place.arguments("run", state: "state"), in: place.path)
        let other =
            (name as NSString).deletingLastPathComponent + "/renamed-" + (name as NSString).lastPathComponent
        let without = try await place.cleanBackfill()
        try await settle(place, without)
        try place.write(bytes, to: name)
        let with = try await place.cleanBackfill()
        let isShown = with != without
        #expect(isShown)
        try await settle(place, with)
        try place.write(bytes.prefix(bytes.count / 2), to: name)
        try await settle(place, try await place.cleanBackfill())
        try FileManager.default.moveItem(atPath: place.file(name), toPath: place.file(other))
        try await settle(place, try await place.cleanBackfill())
        try place.write(bytes, to: other)
        try await settle(place, try await place.cleanBackfill())
        try FileManager.default.removeItem(atPath: place.file(other))
        try await settle(place, without)
        daemon.send(SIGTERM)
        let result = await daemon.wait()
        #expect(result.status == 0, "\(result.errors)")
        let isWithout = try place.snapshot("state") == without
        #expect(isWithout)
    }

    /// Guarantee: readers-see-whole-snapshots/stopping
    /// Promise: SIGTERM ends with a whole snapshot. After `shutdown_timeout` (20 s; systemd's is 30 s) the
    ///   process ends as it is, since a hanging system call cannot be stopped. A second signal ends it at
    ///   once. A call that the kernel itself does not break off ends with its answer.
    /// How: The file in hand and its transaction are finished or dropped whole. A thread of its own watches
    ///   the deadline. The database is whole at any moment.
    /// Seen: `Stopped` and exit code 0; or `Stopping takes too long …` and exit code 1.
    @Test(arguments: [SIGTERM, SIGINT])
    func `ends with 0 and a whole snapshot when it is asked to stop`(signal: Int32) async throws {
        let place = try Workplace()
        let daemon = try EtlWatchProcess(place.arguments("run", state: "state"), in: place.path)
        try await eventually { daemon.errors.contains("Ready") }
        daemon.send(signal)
        #expect(await daemon.wait().status == 0)
        let isWhole = try await place.snapshot("state") == place.cleanBackfill()
        #expect(isWhole)
    }

    /// Guarantee: readers-see-whole-snapshots/stopping
    @Test func `shows in its last snapshot what was read and not shown yet`() async throws {
        let place = try Workplace()
        let daemon = try EtlWatchProcess(
            place.arguments("run", state: "state"), in: place.path,
            environment: ["ETL_SNAPSHOT_MIN_INTERVAL": "1h"])
        try await eventually { daemon.errors.contains("Ready") }
        try place.write(Data("Record ID,Deal Name\n77,Acme late\n".utf8), to: "late-deals.csv")
        try await eventually {
            try await EtlWatchProcess.run(place.arguments("status", state: "state"), in: place.path)
                .output.contains("changes that no snapshot has yet")
        }
        let isEarly = try place.snapshot("state").contains("Acme late")
        #expect(!isEarly)
        daemon.send(SIGTERM)
        #expect(await daemon.wait().status == 0)
        let isWhole = try await place.snapshot("state") == place.cleanBackfill()
        #expect(isWhole)
    }

    @Test func `takes a changed mapping over at once`() async throws {
        let place = try Workplace()
        let daemon = try EtlWatchProcess(place.arguments("run", state: "state"), in: place.path)
        try await settle(place, try await place.cleanBackfill())
        let mapping = String(decoding: try place.contents("company_mapping.csv"), as: UTF8.self)
        try place.write(
            Data(mapping.replacing("Acme,", with: "Acme Renamed,").utf8), to: "company_mapping.csv")
        try await settle(place, try await place.cleanBackfill())
        let isRenamed = try place.snapshot("state").contains(#""Acme Renamed":{"#)
        #expect(isRenamed)
        daemon.send(SIGTERM)
        #expect(await daemon.wait().status == 0)
    }

    @Test func `reads its configuration again on SIGHUP`() async throws {
        let place = try Workplace()
        func configure(_ drop: String) throws {
            try """
            drops: [\(drop)]
            db_path: state/state.db
            output_file: state/unified.json
            as_of: 2024-07-20T00:00:00Z
            timezone: Europe/Berlin
            log_file: none
            mapping: sample/company_mapping.csv
            """.write(toFile: place.path + "/etl-watch.yaml", atomically: true, encoding: .utf8)
        }
        try configure("sample/hubspot")
        let daemon = try EtlWatchProcess(["run"], in: place.path)
        try await eventually { daemon.errors.contains("Ready") }
        let showsChats = try place.snapshot("state").contains(#"telegram_chats":[{"#)
        #expect(!showsChats)
        try configure("sample")
        daemon.send(SIGHUP)
        try await settle(place, try await place.cleanBackfill())
        daemon.send(SIGTERM)
        #expect(await daemon.wait().status == 0)
    }

    @Test func `goes on as it was when the mapping is broken on SIGHUP`() async throws {
        let place = try Workplace()
        let daemon = try EtlWatchProcess(place.arguments("run", state: "state"), in: place.path)
        try await eventually { daemon.errors.contains("Ready") }
        let mapping = try place.contents("company_mapping.csv")
        let expected = try place.snapshot("state")
        try place.write(Data("nonsense\n".utf8), to: "company_mapping.csv")
        try await eventually { daemon.errors.contains("lacks base_company") }
        daemon.send(SIGHUP)
        try await eventually { daemon.errors.contains("Configuration and mapping stay as they were") }
        #expect(try place.snapshot("state") == expected)
        try place.write(
            Data(String(decoding: mapping, as: UTF8.self).replacing("Acme,", with: "Acme Two,").utf8),
            to: "company_mapping.csv")
        try await settle(place, try await place.cleanBackfill())
        daemon.send(SIGTERM)
        #expect(await daemon.wait().status == 0)
    }

    /// Guarantee: a-crash-loses-nothing/one-process
    /// Promise: One process uses a database. Databases of newer versions are refused, older ones copied and
    ///   migrated, damaged ones reported and rebuilt.
    /// How: A lock file with the process id; a copy before each migration; `quick_check` after a crash;
    ///   `--rebuild`.
    /// Seen: An error with the process id, or with `--rebuild`.
    @Test func `refuses a database that another process has`() async throws {
        let place = try Workplace()
        let daemon = try EtlWatchProcess(place.arguments("run", state: "state"), in: place.path)
        try await eventually { daemon.errors.contains("Ready") }
        let second = try await EtlWatchProcess.run(
            place.arguments("backfill", state: "state"), in: place.path)
        #expect(second.status == 1)
        #expect(second.errors.contains("process \(daemon.id)"))
        let status = try await EtlWatchProcess.run(place.arguments("status", state: "state"), in: place.path)
        #expect(status.status == 0)
        #expect(status.output.contains("process   \(daemon.id)"))
        daemon.send(SIGTERM)
        #expect(await daemon.wait().status == 0)
    }

    /// Guarantee: links-and-odd-names-do-no-harm/symbolic-links
    @Test func `says once which links it does not follow`() async throws {
        let place = try Workplace()
        symlink("/etc/hostname", place.file("out.csv"))
        symlink("nowhere.csv", place.file("later.csv"))
        let daemon = try EtlWatchProcess(
            place.arguments("run", state: "state"), in: place.path,
            environment: ["ETL_RESCAN_INTERVAL": "20ms"])
        let message = "A symbolic link leads out of the drop directories and is not followed"
        try await eventually { daemon.errors.contains("Ready") }
        symlink("/etc", place.file("slack/all"))
        try await eventually { daemon.errors.contains("slack/all") }
        // Scans go on meanwhile.
        try place.write(Data("Record ID,Deal Name\n77,Acme last\n".utf8), to: "last.csv")
        try await settle(place, try await place.cleanBackfill())
        daemon.send(SIGTERM)
        #expect(await daemon.wait().status == 0)
        #expect(daemon.errors.split(separator: message).count == 3, "\(daemon.errors)")
        let check = try await EtlWatchProcess.run(place.arguments("check", state: "state"), in: place.path)
        #expect(check.output.contains("out.csv: leads out of the drop directories and is not followed"))
        #expect(!check.output.contains("later.csv"))
    }

    /// Guarantee: nothing-is-missed/lost-events
    /// Promise: Events that the kernel drops (`IN_Q_OVERFLOW`) are made up for. A real overflow loses none of
    ///   100,000 new files, none that were changed, deleted or renamed meanwhile, and no change of the
    ///   mapping.
    /// How: Everything is walked and compared. `IN_MODIFY` is requested, since files that stay open need it;
    ///   equal ones in a row are one event. The mapping and the decisions are also checked every second: no
    ///   event of their directory tells that the target of a symbolic link changed.
    /// Seen: The log says `Events were lost; everything is looked at …`.
    @Test func `finds all of 100,000 files after the kernel has lost events`() async throws {
        let place = try Workplace(sample: false)
        try place.write(Data("base_company,variant_name\nAcme,acme\n".utf8), to: "company_mapping.csv")
        let csv = "Record ID,Deal Name,Deal Stage,Pipeline\n"
        for index in 0..<200 {
            try place.write(Data((csv + "\(index),Acme old,Won,Sales\n").utf8), to: "\(index)/old.csv")
        }
        let daemon = try EtlWatchProcess(place.arguments("run", state: "state"), in: place.path)
        try await eventually { daemon.errors.contains("Ready") }
        // A process that is stopped reads no events; the kernel keeps so many and drops the rest.
        daemon.send(SIGSTOP)
        let limit = try String(contentsOfFile: "/proc/sys/fs/inotify/max_queued_events", encoding: .utf8)
        let count = 100_000
        try #require((Int(limit.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0) < count)
        for index in 0..<count {
            // Few contents, but each file's name is in the JSON.
            let bytes = Array((csv + "\(1_000 + index % 500),Acme \(index % 500),Won,Sales\n").utf8)
            let file = open(place.file("\(index % 200)/\(index)-deals.csv"), O_CREAT | O_WRONLY, 0o600)
            try #require(write(file, bytes, bytes.count) == bytes.count)
            close(file)
        }
        for index in 0..<50 {
            try place.write(Data((csv + "\(index),Acme new,Won,Sales\n").utf8), to: "\(index)/old.csv")
            try FileManager.default.removeItem(atPath: place.file("\(50 + index)/old.csv"))
            rename(place.file("\(100 + index)"), place.file("renamed-\(index)"))
            try place.write(
                Data((csv + "\(index),Acme late,Won,Sales\n").utf8), to: "late/\(index)/deals.csv")
        }
        daemon.send(SIGCONT)
        try await eventually { daemon.errors.contains("Events were lost") }
        let clean = try await place.cleanBackfill()
        try await settle(place, clean)
        #expect(clean.components(separatedBy: "-deals.csv").count == count + 1)
        daemon.send(SIGTERM)
        #expect(await daemon.wait().status == 0)
    }

    private func settle(_ place: Workplace, _ expected: String) async throws {
        try await eventually { (try? place.snapshot("state")) == expected }
    }
}
