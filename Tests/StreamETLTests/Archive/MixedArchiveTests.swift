import Foundation
import Testing

@testable import ETLFiles
@testable import ETLFormats
@testable import ETLMatching
@testable import ETLModel
@testable import ETLPipeline
@testable import ETLSettings
@testable import ETLStore

/// Archives as people make them: what belongs together in one, whoever exported it.
@Suite
struct `An archive that people made` {
    private static let calendar = """
        BEGIN:VCALENDAR\r
        VERSION:2.0\r
        PRODID:-//x//y\r
        BEGIN:VEVENT\r
        UID:k1@acme.example\r
        DTSTART:20240604T090000Z\r
        SUMMARY:Kick-off\r
        END:VEVENT\r
        END:VCALENDAR\r

        """
    private static func slack(_ folder: String, _ name: String = "acme") -> [(String, String)] {
        [
            ("\(folder)users.json", #"[{"id":"U1","real_name":"Ann"}]"#),
            ("\(folder)channels.json", #"[{"id":"C\#(name)","name":"\#(name)"}]"#),
            ("\(folder)\(name)/2024-05-02.json", #"[{"ts":"1714640400.000100","user":"U1","text":"hi"}]"#),
        ]
    }
    private static let table = "Record ID,Deal Name,Amount,Deal Stage\n1,Pump,5,Won\n"
    private static let chat =
        #"{"name":"Acme Chat","type":"personal_chat","id":7,"messages":[{"id":1,"type":"message","date":"2024-06-03T07:34:20","date_unixtime":"1717400060","from":"Ivo","from_id":"user1","text":"hello"}]}"#

    @Test(arguments: [
        Named("Slack and a calendar", slack("") + [("invitation.ics", calendar)]),
        Named("both in folders", slack("export/") + [("cal/invitation.ics", calendar)]),
        Named(
            "Slack, HubSpot and Telegram",
            slack("Acme Slack export/") + [("deals.csv", table), ("ChatExport_2024-06-03/result.json", chat)]),
        Named("two workspaces", slack("a/") + slack("b/", "borealis")),
        Named("an archive in the archive", [("inner.zip", ""), ("note.md", "")]),
    ])
    func `is read as if it were unpacked`(packing: Named<[(String, String)]>) async throws {
        let members = packing.value
        let fixture = try PipelineFixture()
        for (name, text) in members where name != "inner.zip" {
            try fixture.scratch.write(text, to: "drop/all.zip/\(name)")
        }
        var packed = members.map { ZipFixture.Member(name: Array($0.0.utf8), content: Array($0.1.utf8)) }
        if let inner = packed.firstIndex(where: { $0.name.elementsEqual("inner.zip".utf8) }) {
            packed[inner].content = ZipFixture.zip(Self.slack("export/"))
            for (name, text) in Self.slack("export/") {
                try fixture.scratch.write(text, to: "drop/all.zip/inner.zip/\(name)")
            }
        }
        let unpacked = try await items(fixture, "unpacked")
        try fixture.scratch.remove("drop/all.zip")
        try Data(ZipFixture.zip(packed)).write(to: URL(filePath: fixture.scratch.path + "/drop/all.zip"))
        #expect(try await items(fixture, "packed") == unpacked)
        #expect(!unpacked.isEmpty)
        // Equal bytes are read once, and placed from the store at another path.
        try fixture.scratch.move("drop/all.zip", to: "drop/moved.zip")
        #expect(try await items(fixture, "packed") == unpacked)
    }

    @Test func `says what of it nobody reads`() async throws {
        let fixture = try PipelineFixture()
        let members =
            Self.slack("") + [("notes.md", "x"), ("photos/1.jpg", "x"), ("plan.ics.bak", Self.calendar)]
        try Data(ZipFixture.zip(members)).write(to: URL(filePath: fixture.scratch.path + "/drop/all.zip"))
        try fixture.scratch.write("x", to: "drop/chats.rar")
        _ = try await items(fixture, "state")
        let options = fixture.options("state")
        let status = try StoreStatus(
            databasePath: options.databasePath, outputPath: options.outputPath, listsIgnored: true)
        #expect(status.ignoredFiles == 1)
        #expect(status.ignoredMembers == 2)
        #expect(status.ignored?.map(\.file) == ["chats.rar", "all.zip/notes.md", "all.zip/photos/1.jpg"])
    }

    @Test func `does not make exports of what people sent each other`() async throws {
        let fixture = try PipelineFixture()
        let members = [
            ("ChatExport_2024-06-03/result.json", Self.chat),
            ("ChatExport_2024-06-03/files/plan.ics", Self.calendar),
            ("ChatExport_2024-06-03/files/deep/deals.csv", Self.table),
        ]
        try Data(ZipFixture.zip(members)).write(to: URL(filePath: fixture.scratch.path + "/drop/all.zip"))
        #expect(try await items(fixture, "state") == ["telegram_chats Acme Chat 1"])
    }

    @Test func `of a drop directory for one source holds that source's exports only`() async throws {
        let fixture = try PipelineFixture()
        let members = Self.slack("") + [("invitation.ics", Self.calendar)]
        try Data(ZipFixture.zip(members)).write(to: URL(filePath: fixture.scratch.path + "/drop/all.zip"))
        let found = try await items(fixture, "state", source: .calendar)
        #expect(found == ["calendar_meetings Kick-off 0"])
    }

    private func items(_ fixture: PipelineFixture, _ name: String, source: Source? = nil) async throws
        -> [String]
    {
        let settings = Settings(workingDirectory: fixture.scratch.path)
        _ = try await fixture.pipeline(name) { options in
            options.catalog = .standard(settings)
            options.drops = [DropRoot(index: 0, path: fixture.scratch.path + "/drop", source: source)]
        }.backfill()
        let store = try Store(readingFrom: fixture.options(name).databasePath)
        return try store.readState { reader in
            try reader.allItems().map { "\($0.section) \($0.title) \($0.messageCount)" }
        }
    }
}
