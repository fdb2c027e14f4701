import Foundation
import Testing

/// What is lost or passed over is told wherever somebody looks.
@Suite(.timeLimit(.minutes(10)))
struct `A loss` {
    private let place: Workplace

    init() throws {
        place = try Workplace(sample: false)
        try place.write(Data("base_company,variant_name\nQuandrel,quandrel\n".utf8), to: "mapping.csv")
    }

    private func run(_ command: String, _ more: String...) async throws -> EtlWatchProcess.Result {
        try await EtlWatchProcess.run(
            place.arguments(command, state: "state") + ["--mapping", place.file("mapping.csv")] + more,
            in: place.path)
    }

    private static let chat = """
        {"name": "Quandrel", "type": "private_group", "id": 7, "messages": [
        {"id": 1, "type": "message", "date": "2024-07-01T10:00:00", "from": "Ann", "text": "kept"},
        {"type": "message", "date": "2024-07-01T10:01:00", "from": "Ann", "text": "no id"},
        {"type": "message", "date": "2024-07-01T10:02:00", "from": "Ann", "text": "no id"},
        {"type": "message", "date": "2024-07-01T10:03:00", "from": "Ann", "text": "no id"}]}
        """
    private static let day = """
        [{"type": "message", "ts": "1714986000.000100", "user": "U1", "text": "kept"},
        {"type": "message", "text": "no time"}, {"type": "message", "text": "no time"}, "nothing",
        {"type": "message", "text": "no time"}]
        """
    private static let calendar = """
        BEGIN:VCALENDAR\r
        VERSION:2.0\r
        BEGIN:VEVENT\r
        UID:1\r
        DTSTART:20240701T100000Z\r
        SUMMARY:kept\r
        END:VEVENT\r
        BEGIN:VEVENT\r
        UID:2\r
        DTSTART:soon\r
        END:VEVENT\r
        BEGIN:VEVENT\r
        UID:3\r
        END:VEVENT\r
        END:VCALENDAR\r

        """

    @Test(arguments: [
        ("ChatExport_2024-07-10/result.json", chat, "telegram", 3),
        ("export/general/2024-05-06.json", day, "slack", 4), ("plan.ics", calendar, "calendar", 2),
    ])
    func `of records is counted once, told per source and by the exit code`(
        name: String, text: String, source: String, count: Int
    ) async throws {
        try place.write(Data(text.utf8), to: name)
        let result = try await run("backfill")
        #expect(result.status == 3, "\(result.output)\(result.errors)")
        #expect(result.output.contains("lost records"))
        #expect(result.output.contains(name), "\(result.output)")
        let log = try String(contentsOfFile: place.path + "/state/etl.log", encoding: .utf8)
        #expect(log.contains("\(source): "))
        #expect(log.contains("lost record"))
        let json = try String(contentsOfFile: place.path + "/state/unified.json", encoding: .utf8)
        #expect(json.contains(#""total_lost_records":\#(count)"#))
        #expect(try await run("backfill", "--allow-lost").status == 0)
        let again = try await run("backfill", "--json")
        #expect(again.status == 3)
        #expect(again.output.contains(#""lost_records" : \#(count)"#), "\(again.output)")
        let status = try await run("status", "--json")
        #expect(status.output.contains(#""lost_records" : \#(count)"#), "\(status.output)")
    }

    @Test func `hides no other however often it occurs, and names the forms found and expected`() async throws
    {
        var rows = "Record ID,Deal Name,Amount,Close Date\n"
        for row in 1...30 { rows += "\(row),Quandrel,10,01/02/2024 at noon\n" }
        rows += "31,Quandrel,a lot of money,2024-02-01\n,Quandrel,1,2024-02-01\n"
        try place.write(Data(rows.utf8), to: "all-deals.csv")
        let result = try await run("backfill")
        #expect(result.status == 3)
        #expect(result.output.contains("30 of hubspot"), "\(result.output)")
        #expect(result.output.contains("found 99/99/9999 a a, expected a date"))
        #expect(result.output.contains("found a a a a, expected a number"))
        #expect(result.output.contains("1 of hubspot: lacks Record ID"))
        #expect(!result.output.contains("noon"))
    }

    @Test func `of a whole file is what counts for the exit code`() async throws {
        try place.write(Data(Self.chat.utf8), to: "ChatExport_2024-07-10/result.json")
        try place.write(Data("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n".utf8), to: "cut.ics")
        #expect(try await run("backfill").status == 2)
        #expect(try await run("backfill", "--allow-lost").status == 2)
    }

    @Test func `of what no source recognises is listed with what was missing`() async throws {
        try place.write(Data([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C, 0, 4]), to: "Slack export May.7z")
        try place.write(Data([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0]), to: "pipeline.xls")
        try place.write(Data("Firma;Umsatz;Ort\nQuandrel;1;Ulm\n".utf8), to: "umsatz.csv")
        try place.write(Data(#"{"unrelated": true}"#.utf8), to: "state.json")
        try place.write(Data("just a note".utf8), to: "notes.txt")
        let result = try await run("backfill")
        #expect(result.status == 0)
        #expect(result.output.contains("status --ignored"), "\(result.output)")
        #expect(result.output.contains("1 archive, 1 JSON file, 1 old workbook, 1 table"), "\(result.output)")
        let sentence = "No source recognises 1 archive, 1 JSON file, 1 old workbook, 1 table: "
        #expect(result.output.contains(sentence), "\(result.output)")
        #expect(try await run("status").output.contains(sentence))
        let status = try await run("status", "--ignored")
        for name in ["Slack export May.7z", "pipeline.xls", "umsatz.csv", "state.json", "notes.txt"] {
            #expect(status.output.contains("sample/\(name): "), "\(status.output)")
        }
        #expect(status.output.contains("Save it as .xlsx or .csv"))
        #expect(try await run("status", "--ignored", "--json").output.contains(#""kind" : "old_workbook""#))
    }
}
