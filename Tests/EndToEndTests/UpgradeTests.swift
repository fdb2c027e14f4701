import Foundation
import Testing

/// Databases that earlier versions wrote, made by scripts/make_upgrade_databases. They have read the sample and
/// what lies in `Databases/gone`.
@Suite(.timeLimit(.minutes(15)))
struct `A database of an earlier version` {
    private static let goneDirectory =
        EtlWatchProcess.repository + "/Tests/EndToEndTests/Databases/gone"
    private static let versions = ["fa7a9bd"]
    /// What only the files in `Databases/gone` say.
    private static let gone = [
        "Kept of Telegram", "Kept of Slack", "Kept of the calendar", "Kept of HubSpot",
    ]

    private let place: Workplace
    private let state = "old"

    init() throws { place = try Workplace() }

    /// Puts the database of `version` where the program will look for it.
    private func unpack(_ version: String, _ retention: String) throws {
        let packed =
            "\(EtlWatchProcess.repository)/Tests/EndToEndTests/Databases/\(version)-\(retention).db.gz"
        let directory = "\(place.path)/\(state)"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let database = "\(directory)/\(Workplace.databaseName)"
        _ = FileManager.default.createFile(atPath: database, contents: nil)
        let gzip = Process()
        gzip.executableURL = URL(fileURLWithPath: "/usr/bin/gzip")
        gzip.arguments = ["-dc", packed]
        gzip.standardOutput = FileHandle(forWritingAtPath: database)
        try gzip.run()
        gzip.waitUntilExit()
        try #require(gzip.terminationStatus == 0)
    }

    private var goneFiles: [String] {
        get throws {
            try FileManager.default.subpathsOfDirectory(atPath: Self.goneDirectory)
                .filter { !$0.hasSuffix("/") && !isDirectory("\(Self.goneDirectory)/\($0)") }
        }
    }

    private func isDirectory(_ path: String) -> Bool {
        var isDirectory: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
            && isDirectory.boolValue
    }

    /// Puts the files back that are gone.
    private func restore() throws {
        for name in try goneFiles {
            let data = try Data(contentsOf: URL(fileURLWithPath: "\(Self.goneDirectory)/\(name)"))
            try place.write(data, to: name)
        }
    }

    private func remove() throws {
        for name in try goneFiles { try FileManager.default.removeItem(atPath: place.file(name)) }
    }

    /// What is said of each company's people, activity and contacts.
    private func answers(_ state: String) throws -> [String: String] {
        let data = try Data(contentsOf: URL(fileURLWithPath: "\(place.path)/\(state)/unified.json"))
        let json = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let companies = try #require(json["companies"] as? [String: [String: Any]])
        return try companies.mapValues { company in
            let parts = company.filter { ["people", "activity", "summary"].contains($0.key) }
            #expect(parts.count == 3)
            return String(
                decoding: try JSONSerialization.data(withJSONObject: parts, options: .sortedKeys),
                as: UTF8.self)
        }
    }

    private func run(_ command: String, _ options: [String]) async throws -> String {
        let result = try await EtlWatchProcess.run(
            place.arguments(command, state: state) + options, in: place.path)
        #expect(result.status < 4, "\(result.errors)")
        return result.output
    }

    @Test(arguments: versions)
    func `is read again, and ends as a clean backfill does`(version: String) async throws {
        try unpack(version, "mirror")
        let summary = try await run("backfill", ["--json"])
        #expect(!summary.contains(#""read" : 0"#))
        let json = try place.snapshot(state)
        #expect(try await place.cleanBackfill() == json)
        for text in Self.gone { #expect(!json.contains(text)) }
        #expect(try await run("status", ["--json"]).contains(#""files_read_earlier" : 0"#))
    }

    @Test(arguments: versions)
    func `keeps what it holds of files that are gone, and counts them`(version: String) async throws {
        try unpack(version, "keep")
        _ = try await run("backfill", ["--retention", "keep"])
        let json = try place.snapshot(state)
        for text in Self.gone { #expect(json.contains(text), "\(text)") }
        // A page, a day, two lists, a calendar and a table.
        #expect(try await run("status", ["--json"]).contains(#""files_read_earlier" : 6"#))
        #expect(try await run("status", []).contains("read them: 6 files that cannot be read again"))

        // People, weeks and last contacts too, though earlier versions stored none: they are counted anew.
        let kept = try answers(state)
        try restore()
        let clean = place.arguments("backfill", state: "clean")
        #expect(try await EtlWatchProcess.run(clean, in: place.path).status == 0)
        #expect(try answers("clean") == kept)

        // Without those, it is what a clean backfill makes.
        try remove()
        _ = try await run("backfill", [])
        #expect(try await place.cleanBackfill() == place.snapshot(state))
    }
}
