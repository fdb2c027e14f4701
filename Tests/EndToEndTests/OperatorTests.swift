import Foundation
import Testing

/// What a person who runs the program is told.
@Suite(.timeLimit(.minutes(10)))
struct `An operator` {
    private let place: Workplace

    init() throws { place = try Workplace() }

    private func run(_ command: String, _ more: String...) async throws -> EtlWatchProcess.Result {
        try await EtlWatchProcess.run(place.arguments(command, state: "state") + more, in: place.path)
    }

    @Test func `reads in the log what happened to files, with the drop directory's name`() async throws {
        let daemon = try EtlWatchProcess(place.arguments("run", state: "state"), in: place.path)
        try await eventually { daemon.errors.contains("Ready: ") }
        #expect(daemon.errors.contains("Drop directory sample: \(place.drop)"), "\(daemon.errors)")
        #expect(daemon.errors.contains(#/Drop directory sample: \d+ new/#))
        try place.write(Data("Record ID,Deal Name\n77,Acme late\n".utf8), to: "late-deals.csv")
        try await eventually { daemon.errors.contains("Drop directory sample: 1 new") }
        try place.write(Data("BEGIN:VCALENDAR\nBEGIN:VEVENT\n".utf8), to: "cut.ics")
        try await eventually { daemon.errors.contains("1 new, 1 quarantined") }
        try place.write(Data("BEGIN:VCALENDAR\nEND:VCALENDAR\n".utf8), to: "cut.ics")
        try await eventually { daemon.errors.contains("1 changed, 1 released") }
        try FileManager.default.removeItem(atPath: place.file("late-deals.csv"))
        try await eventually { daemon.errors.contains("Drop directory sample: 1 gone") }
        daemon.send(SIGHUP)
        try await eventually { daemon.errors.contains("Reloaded") }
        try "max_wrokers: 2\n".write(
            toFile: place.path + "/etl-watch.yaml", atomically: true, encoding: .utf8)
        daemon.send(SIGHUP)
        try await eventually { daemon.errors.contains("Did you mean max_workers?") }
        daemon.send(SIGTERM)
        #expect(await daemon.wait().status == 0)
    }

    @Test(arguments: [0o640, 0o664])
    func `finds a decision's file with owner, group and mode as they were`(mode: Int) async throws {
        _ = try await run("backfill")
        let path = place.file("match_overrides.csv")
        try "section,item,company,decision\n".write(toFile: path, atomically: true, encoding: .utf8)
        chmod(path, mode_t(mode))
        // A group of one's own; the owner can only be changed by root.
        if geteuid() == 0 { chown(path, 12_345, 23_456) }
        let item = try #require(try await unmatchedChat())
        let result = try await run("match", item, "Acme")
        #expect(result.status == 0, "\(result.errors)")
        var status = stat()
        stat(path, &status)
        #expect(status.st_mode & 0o777 == mode_t(mode))
        if geteuid() == 0 {
            #expect(status.st_uid == 12_345)
            #expect(status.st_gid == 23_456)
        }
    }

    private func unmatchedChat() async throws -> String? {
        let review = try await run("review", "--json")
        struct Entry: Decodable { let item: String }
        return try JSONDecoder().decode([Entry].self, from: Data(review.output.utf8)).first?.item
    }

    @Test func `is told of decisions that cannot be used with the option that names them`() async throws {
        try place.write(Data("nonsense\n".utf8), to: "match_overrides.csv")
        let result = try await run("backfill")
        #expect(result.status == 1)
        #expect(result.errors.contains("--overrides"), "\(result.errors)")
    }

    @Test func `lets a group read the output and nobody else`() async throws {
        let result = try await EtlWatchProcess.run(
            place.arguments("backfill", state: "state"), in: place.path,
            environment: ["ETL_OUTPUT_MODE": "0640", "ETL_OUTPUT_GROUP": "\(getegid())"])
        #expect(result.status == 0, "\(result.errors)")
        var status = stat()
        stat(place.path + "/state/unified.json", &status)
        #expect(status.st_mode & 0o777 == 0o640)
        #expect(status.st_gid == getegid())
        stat(place.path + "/state", &status)
        #expect(status.st_mode & 0o777 == 0o750)
        stat(place.path + "/state/state.db", &status)
        #expect(status.st_mode & 0o777 == 0o600)
        let wrong = try await EtlWatchProcess.run(
            place.arguments("backfill", state: "state"), in: place.path,
            environment: ["ETL_OUTPUT_MODE": "0777"])
        #expect(wrong.status == 64)
    }

    @Test func `learns from check what will be used and from where`() async throws {
        let result = try await run("check", "--max-workers", "3")
        #expect(result.output.contains("max_workers: 3 (command line)"), "\(result.output)")
        #expect(result.output.contains("retention: mirror (default)"))
        #expect(result.output.contains(#/\d+ companies in \d+ rows/#))
        #expect(result.output.contains(#/\d+ files in the drop directory sample/#))
    }

    @Test(arguments: ["sample", "sample/company_mapping.csv/unified.json", "pipe"])
    func `learns from check that an output cannot be written`(output: String) async throws {
        mkfifo(place.path + "/pipe", 0o600)
        let result = try await run("check", "--output", "\(place.path)/\(output)")
        #expect(result.status == 1)
        #expect(result.output.contains("output_file"), "\(result.output)")
    }

    @Test(arguments: [
        ("sample/nowhere.ics", "there is no such file"), ("sample/no/where.ics", "there is no such file"),
        ("sample/slack", "is a directory"), ("pipe", "is a pipe"),
        ("dangling.ics", "the symbolic link leads to"),
    ])
    func `is told in words what cannot be inspected`(name: String, reason: String) async throws {
        mkfifo(place.path + "/pipe", 0o600)
        symlink("nowhere.ics", place.path + "/dangling.ics")
        let result = try await EtlWatchProcess.run(["inspect", name], in: place.path)
        #expect(result.status == 1)
        #expect(result.errors.contains("\(name): \(reason)"), "\(result.errors)")
        #expect(!result.errors.contains("SystemError"))
    }

    @Test func `gets JSON of a file that would be quarantined, and messages where they are asked for`()
        async throws
    {
        try place.write(Data("BEGIN:VCALENDAR\nBEGIN:VEVENT\n".utf8), to: "cut.ics")
        let cut = try await EtlWatchProcess.run(["inspect", "--json", place.file("cut.ics")], in: place.path)
        #expect(cut.status == 2)
        #expect(cut.output.contains(#""state" : "quarantined""#))
        #expect(cut.output.contains(#""cause" : "ends before it is complete""#))
        let page = place.file("telegram/ChatExport_2024-07-10/result.json")
        let shown = try await EtlWatchProcess.run(["inspect", "--messages", page], in: place.path)
        #expect(shown.status == 0, "\(shown.errors)")
        #expect(shown.output.contains(#/2024-\d\d-\d\dT\d\d:\d\d:\d\dZ  \S/#), "\(shown.output)")
        let json = try await EtlWatchProcess.run(["inspect", "--messages", "--json", page], in: place.path)
        #expect(json.output.contains(#""messages" : ["#))
        #expect(json.output.contains(#""first_activity""#))
    }

    @Test(arguments: [
        ("company,slack,telegram\nAcme,a,b\n", "the nearest to base_company is company"),
        ("Base Company Name;Domain\nAcme;a.example\n", "the nearest to base_company is Base Company Name"),
    ])
    func `sees what columns a mapping has and which is the nearest`(text: String, hint: String) async throws {
        try place.write(Data(text.utf8), to: "company_mapping.csv")
        let result = try await run("check")
        #expect(result.status == 1)
        #expect(result.output.contains(hint), "\(result.output)")
        #expect(result.output.split(separator: "\n").count { $0.hasPrefix("error:") } == 1)
    }

    @Test func `needs no more than one column in a mapping`() async throws {
        try place.write(Data("base_company\nAcme\n".utf8), to: "company_mapping.csv")
        let result = try await run("check")
        #expect(result.status == 0, "\(result.output)")
    }

    @Test func `finds no snapshot beside the database any more once the output can be written`() async throws
    {
        _ = try await run("backfill")
        let fallback = place.path + "/state/fallback-unified.json"
        try "{}".write(toFile: fallback, atomically: true, encoding: .utf8)
        _ = try await run("backfill")
        #expect(!FileManager.default.fileExists(atPath: fallback))
    }
}
