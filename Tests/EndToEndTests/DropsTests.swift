import Foundation
import Testing

@Suite(.timeLimit(.minutes(10)))
struct `With several drop directories` {
    private let place: Workplace

    init() throws {
        place = try Workplace(sample: false)
        try place.write(Data("base_company,variant_name\nQuandrel,quandrel\n".utf8), to: "mapping.csv")
    }

    private func deals(_ rows: String...) -> Data {
        Data(("Record ID,Deal Name\n" + rows.map { $0 + "\n" }.joined()).utf8)
    }

    /// - Parameter drops: Directories in the place's own, or whatever else `--drop` takes.
    private func run(
        _ command: String, drops: [String], _ more: [String] = [], retention: String = "keep"
    ) async throws -> EtlWatchProcess.Result {
        let options = drops.flatMap { ["--drop", $0.hasPrefix("{") ? $0 : place.file($0)] }
        return try await EtlWatchProcess.run(
            command.split(separator: " ").map(String.init) + more + options + [
                "--mapping", place.file("mapping.csv"), "--db", place.path + "/state/state.db", "--output",
                place.path + "/state/unified.json", "--as-of", "2026-06-30T00:00:00Z", "--log-file", "none",
                "--retention", retention,
            ], in: place.path)
    }

    private var json: String {
        get throws { try place.snapshot("state") }
    }

    @Test(arguments: ["telegram", "hubspot"])
    func `their order changes no byte and has no file read again`(name: String) async throws {
        try place.write(deals("1,Quandrel one"), to: "\(name)/a-deals.csv")
        try place.write(deals("1,Quandrel other"), to: "inbox/a-deals.csv")
        try place.write(deals("2,Quandrel two", "x"), to: "archive/b-deals.csv")
        _ = try await run("backfill", drops: [name, "inbox", "archive"])
        let expected = try json
        let result = try await run("backfill", drops: ["archive", name, "inbox"], ["--json"])
        #expect(try json == expected)
        #expect(result.output.contains(#""read" : 0"#), "\(result.output)")
    }

    @Test func `nothing that is kept is lost with their order`() async throws {
        try place.write(deals("1,Quandrel one"), to: "b/one-deals.csv")
        try place.write(deals("2,Quandrel two"), to: "a/two-deals.csv")
        _ = try await run("backfill", drops: ["b", "a"])
        try FileManager.default.removeItem(atPath: place.file("b/one-deals.csv"))
        _ = try await run("backfill", drops: ["a", "b"])
        #expect(try json.contains("Quandrel one"))
        #expect(try json.contains("Quandrel two"))
    }

    @Test func `nothing that is kept is lost when one is renamed, and the names tell how to go on`()
        async throws
    {
        try place.write(deals("1,Quandrel one"), to: "chats/one-deals.csv")
        try place.write(deals("2,Quandrel two"), to: "chats/two-deals.csv")
        _ = try await run("backfill", drops: ["chats"])
        try FileManager.default.removeItem(atPath: place.file("chats/one-deals.csv"))
        try FileManager.default.moveItem(atPath: place.file("chats"), toPath: place.file("talks"))
        let told = try await run("backfill", drops: ["talks"])
        #expect(told.status == 0)
        #expect(try json.contains("Quandrel one"))
        #expect(told.output.contains("chats is no longer configured"), "\(told.output)")
        #expect(told.output.contains("2 files"))
        let renamed = try await run("drops rename chats talks", drops: ["talks"])
        #expect(renamed.status == 0, "\(renamed.errors)")
        let after = try await run("backfill", drops: ["talks"])
        #expect(!after.output.contains("no longer configured"))
        #expect(try json.contains("Quandrel one"))
        let listed = try await run("drops", drops: ["talks"], ["--json"])
        #expect(listed.output.contains(#""name" : "talks""#))
        #expect(listed.output.contains(#""kept_files" : 1"#), "\(listed.output)")
    }

    @Test func `one that is restored elsewhere and empty keeps its data until it is forgotten`() async throws
    {
        try place.write(deals("1,Quandrel one"), to: "old/inbox/one-deals.csv")
        _ = try await run("backfill", drops: ["old/inbox"])
        let backup = place.path + "/backup.db"
        _ = try await run("backup", drops: [], [backup])
        try FileManager.default.removeItem(atPath: place.path + "/state")
        try FileManager.default.createDirectory(
            atPath: place.file("new/inbox"), withIntermediateDirectories: true)
        _ = try await run("restore", drops: [], [backup])
        let told = try await run("backfill", drops: ["new/inbox"])
        #expect(told.output.contains("lies elsewhere than before"), "\(told.output)")
        #expect(try json.contains("Quandrel one"))
        #expect(try !json.contains(place.path))
        let unknown = try await run("backfill", drops: ["new/inbox"], ["--forget-drop", "inbocks"])
        #expect(unknown.status == 1)
        #expect(unknown.errors.contains("inbox"))
        _ = try await run("backfill", drops: ["new/inbox"], ["--forget-drop", "inbox"])
        #expect(try !json.contains("Quandrel one"))
    }

    @Test func `two of one name are refused with what to do, and one may be given another`() async throws {
        try place.write(deals("1,Quandrel one"), to: "a/exports/one-deals.csv")
        try place.write(deals("2,Quandrel two"), to: "b/exports/two-deals.csv")
        let refused = try await run("backfill", drops: ["a/exports", "b/exports"])
        #expect(refused.status == 64)
        #expect(refused.errors.contains("{path: DIR, name: NAME}"), "\(refused.errors)")
        let named = "{path: \(place.file("b/exports")), name: second, source: hubspot}"
        let taken = try await run("backfill", drops: ["a/exports", named])
        #expect(taken.status == 0, "\(taken.errors)")
        #expect(try json.contains("Quandrel two"))
    }

    @Test func `errors name the drop directory of a file`() async throws {
        try place.write(Data("BEGIN:VCALENDAR\nBEGIN:VEVENT\n".utf8), to: "plans/cut.ics")
        _ = try await run("backfill", drops: ["plans"])
        #expect(try json.contains(#""drop_name":"plans""#))
    }
}
