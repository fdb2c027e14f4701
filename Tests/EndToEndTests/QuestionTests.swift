import Foundation
import Testing

/// The programs that `docs/output.md` shows, run by `jq` over exports that were invented for them.
@Suite(.timeLimit(.minutes(10)), .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/jq")))
struct `The questions of an analyst` {
    private static let july = 1_719_907_200  // 2024-07-02T08:00:00Z

    private static let programs: [String] = {
        let page = try? MarkdownDocument(contentsOf: EtlWatchProcess.repository + "/docs/output.md")
        return page?.blocks.filter { $0.language == "jq" }.map(\.text) ?? []
    }()

    private static func files() -> [String: String] {
        [
            AnswerPlace.mapping: """
            Base Company,Variant Name,Slack Group,Telegram Group,Calendar Domain,Full Node Address,Variant Type
            Acme,,ext-acme,Acme <> Halden,acme.example,,
            Borealis,,ext-borealis,Borealis <> Halden,borealis.example,,
            Cobalt,,,Cobalt <> Halden,cobalt.example,,

            """,
            "telegram/ChatExport_2024-07-10/result.json": AnswerPlace.telegram(
                "Acme <> Halden",
                [
                    (july - 3 * 86_400, "Abel Acme", "in June"), (july, "Abel Acme", "first"),
                    (july + 7_200, "Nora Halden", "third"),
                ]),
            "telegram/ChatExport_2024-07-11/result.json": AnswerPlace.telegram(
                "Cobalt <> Halden", [(july - 100 * 86_400, "Cora", "long ago")]),
            "telegram/ChatExport_2024-07-12/result.json": AnswerPlace.telegram(
                "Weekend plans", [(july, "Rosa", "Is Acme coming?"), (july + 1, "Tom", "Yes")]),
            AnswerPlace.workspace + "users.json": AnswerPlace.slackUsers,
            AnswerPlace.workspace + "channels.json": AnswerPlace.slackChannels,
            AnswerPlace.workspace + "ext-acme/2024-07-02.json": AnswerPlace.slack([
                (july + 3_600, "U4", "second")
            ]),
            "calendar/a.ics": AnswerPlace.calendar([
                ("b", "20240710T090000Z", ["bo@borealis.example", "nora@halden.example"])
            ]),
            "hubspot/hubspot-crm-exports-all-companies-2024-07-19.csv": """
            Record ID,Company name,Company Domain Name,Create Date
            71,Acme,acme.example,2024-01-10 09:00
            72,Borealis,borealis.example,2024-01-10 09:00

            """,
            "hubspot/hubspot-crm-exports-all-deals-2024-07-19.csv": AnswerPlace.dealHeader
                + "91,Joint,Contract Sent,100,EUR,Nora Halden,71;72,Acme;Borealis\n"
                + "92,Own,Contract Sent,50,EUR,Nora Halden,72,Borealis\n"
                + "93,Won,Closed Won,999,EUR,Nora Halden,71,Acme\n"
                + "94,Nobody's,Contract Sent,7,USD,Ilya Halden,,\n",
        ]
    }

    private let path: String
    private let place: AnswerPlace

    init() async throws {
        place = try AnswerPlace(Self.files())
        _ = try await place.answers()
        path = place.place.path + "/state/unified.json"
    }

    /// What the page's program with that number prints, a value a line.
    private func ask(_ number: Int) throws -> [[String: Any]] {
        try #require(Self.programs.count == 7)
        let jq = Process()
        jq.executableURL = URL(fileURLWithPath: "/usr/bin/jq")
        jq.arguments = ["-c", Self.programs[number], path]
        let pipe = Pipe()
        jq.standardOutput = pipe
        try jq.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        jq.waitUntilExit()
        try #require(jq.terminationStatus == 0)
        return try output.split(separator: UInt8(ascii: "\n")).map {
            try JSONSerialization.jsonObject(with: $0) as? [String: Any] ?? [:]
        }
    }

    @Test func `with whom was there no contact for 30 days`() throws {
        let answer = try ask(0)
        #expect(answer.map { $0["company"] as? String } == ["Cobalt"])
        #expect(answer[0]["last_contact"] as? String == "2024-03-24T08:00:00Z")
    }

    @Test func `what was said with Acme in July, in order`() throws {
        #expect(try ask(1).map { $0["text"] as? String } == ["first", "second", "third"])
    }

    @Test func `what are the open deals worth per owner`() throws {
        let answer = try ask(2).map { "\($0["owner"] ?? "") \($0["currency"] ?? "") \($0["value"] ?? "")" }
        #expect(answer.sorted() == ["Ilya Halden USD 7", "Nora Halden EUR 150"])
    }

    @Test func `who talks to us at Borealis, and on which side`() throws {
        let sides = try ask(3).map { $0["side"] as? String }
        #expect(sides == ["theirs", "ours"])
    }

    @Test func `which chats of nobody name Acme`() throws {
        let answer = try ask(4)
        #expect(answer.map { $0["title"] as? String } == ["Weekend plans"])
    }

    @Test func `how sure is it that something is Acme's, and why`() throws {
        let answer = try ask(5)
        let sections = Set(answer.compactMap { $0["section"] as? String })
        #expect(sections == ["slack_channels", "telegram_chats", "hubspot_deals", "hubspot_companies"])
        #expect(answer.allSatisfy { ($0["match_evidence"] as? [Any])?.isEmpty == false })
    }

    @Test func `how many messages were there per week and company`() throws {
        let answer = try ask(6).filter { $0["company"] as? String == "Acme" }
        #expect(answer.map { $0["week"] as? String } == ["2024-06-24", "2024-07-01"])
        #expect(answer.map { $0["messages"] as? Int } == [1, 3])
    }
}
