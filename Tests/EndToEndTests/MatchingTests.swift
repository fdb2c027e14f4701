import Foundation
import Testing

/// What a person does about matches, on the sample data.
@Suite(.timeLimit(.minutes(10)))
struct `The commands about matches` {
    private let place: Workplace

    init() async throws {
        place = try Workplace()
        try await backfill()
    }

    private func backfill() async throws {
        let result = try await EtlWatchProcess.run(
            place.arguments("backfill", state: "state"), in: place.path)
        try #require(result.status == 0, "\(result.errors)")
    }

    private func run(_ command: String, _ arguments: String...) async throws -> String {
        let result = try await EtlWatchProcess.run(
            place.arguments(command, state: "state") + arguments, in: place.path)
        #expect(result.status == 0, "\(result.errors)")
        return result.output
    }

    @Test func `list what is unsure until somebody decides`() async throws {
        let queue = try await run("review")
        #expect(queue.contains("Arc weekly sync  (telegram_chats"))
        #expect(queue.contains(#"company_name: "arc" is "Arc" of company_mapping.csv:6"#))
        #expect(try await run("match", "Arc weekly sync", "arc").contains("match_overrides.csv"))
        try await backfill()
        #expect(try await run("review") == "Nothing is unsure.\n")
        let snapshot = try place.snapshot("state")
        #expect(snapshot.contains(#""match_rule":"override""#))
        #expect(try await run("explain", "Arc weekly sync").contains("match: Arc, override, confidence 1.00"))
    }

    @Test func `take a match away that a person rules out`() async throws {
        #expect(try await run("explain", "ext-acme").contains("match: Acme, group_exact"))
        _ = try await run("unmatch", "ext-acme", "Acme", "--note", "asked Abel")
        try await backfill()
        let explanation = try await run("explain", "ext-acme")
        #expect(!explanation.contains("match: Acme"))
        let rows = String(decoding: try place.contents("match_overrides.csv"), as: UTF8.self)
        #expect(rows.contains(",Acme,unmatch,asked Abel,"))
    }

    @Test func `are all kept when several people decide at once`() async throws {
        let items = ["Arc weekly sync", "Search party", "ext-acme", "general"]
        try await withThrowingTaskGroup { group in
            for item in items {
                group.addTask {
                    try await EtlWatchProcess.run(
                        place.arguments("match", state: "state") + [item, "Fjord"], in: place.path
                    ).status
                }
            }
            for try await status in group { #expect(status == 0) }
        }
        let file = String(decoding: try place.contents("match_overrides.csv"), as: UTF8.self)
        #expect(file.split(separator: "\n").filter { $0.contains(",Fjord,match,") }.count == items.count)
    }

    @Test func `reach a running daemon`() async throws {
        let daemon = try EtlWatchProcess(place.arguments("run", state: "state"), in: place.path)
        try await eventually { daemon.errors.contains("Ready") }
        _ = try await run("match", "Search party", "Fjord")
        let expected = try await place.cleanBackfill()
        #expect(expected.contains(#""match_rule":"override""#))
        try await eventually { try place.snapshot("state") == expected }
        daemon.send(SIGTERM)
        #expect(await daemon.wait().status == 0)
    }

    @Test func `tell what a company is recognised by and what it has`() async throws {
        let text = try await run("explain", "arc")
        #expect(text.contains("needs a second piece of evidence"))
        let acme = try await run("explain", "Acme")
        #expect(acme.contains(#"hubspot_company"#))
        #expect(acme.contains("slack_channels  ext-acme  group_exact"))
    }

    @Test func `propose rows for what several items share`() async throws {
        let text = try await run("suggest")
        #expect(text.contains("gannet.example"))
        #expect(text.contains("Gannet introduction; Gannet pricing"))
    }

    @Test(arguments: [
        ["match", "Nobody's chat", "Acme"], ["match", "ext-acme", "Nobody"], ["explain", "?"],
    ])
    func `refuse what they do not know`(arguments: [String]) async throws {
        let result = try await EtlWatchProcess.run(
            place.arguments(arguments[0], state: "state") + arguments.dropFirst(), in: place.path)
        #expect(result.status == 64)
        #expect(!FileManager.default.fileExists(atPath: place.file("match_overrides.csv")))
    }

    @Test func `hold matching against the labels of the repository`() async throws {
        let data = EtlWatchProcess.repository + "/data/matching"
        let result = try await EtlWatchProcess.run(
            [
                "evaluate", data + "/labels.csv", "--mapping", data + "/company_mapping.csv", "--crm",
                data + "/crm_companies.csv", "--internal-domain", "ourteam.example", "--json", "--log-file",
                "none",
            ], in: place.path)
        struct Evaluation: Decodable {
            struct Score: Decodable {
                let name: String
                let precision: Double
                let recall: Double
            }
            let rules: [Score]
        }
        let evaluation = try JSONDecoder().decode(Evaluation.self, from: Data(result.output.utf8))
        for rule in ["group_exact", "group_normalised", "domain", "crm_company"] {
            let score = try #require(evaluation.rules.first { $0.name == rule })
            #expect(score.precision >= 0.99)
            #expect(score.recall >= 0.97)
        }
    }
}
