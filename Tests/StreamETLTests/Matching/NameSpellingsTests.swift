import Testing

@testable import ETLMatching
@testable import ETLModel
@testable import ETLPipeline
@testable import ETLSettings

@Suite struct `A company's name as people write it` {
    private static func confidences(
        of name: String, _ companies: [String], _ source: Source = .telegram
    ) throws -> [String: Double] {
        let rows = ["base_company,variant_name,telegram_group"] + companies
        let matcher = Matcher(
            mapping: try CompanyMapping(bytes: Array(rows.joined(separator: "\n").utf8), fileName: "m.csv"),
            settings: MatchingSettings(internalDomains: ["halden.example"]))
        return matcher.confidences(ofConversation: name, in: source)
    }

    @Test(arguments: [
        "Hydra X <> Halden", "Hydra X / Halden", "Hydra X | Halden", "Hydra X - Halden", "Hydra X weekly",
        "Hydra X (support)", "Hydra X & Halden", "Halden <> Hydra X", "Hydra X", "Hydra X x Halden",
    ])
    func `may end in a lone x`(name: String) throws {
        #expect(try Self.confidences(of: name, ["Hydra X"]) == ["Hydra X": 0.88])
    }

    @Test func `may hold a lone x`() throws {
        let companies = ["Form x Function", "Tharsis"]
        #expect(try Self.confidences(of: "Form x Function", companies) == ["Form x Function": 0.88])
        #expect(try Self.confidences(of: "Tharsis x Halden", companies) == ["Tharsis": 0.88])
        #expect(NameForm("X <> Tharsis").tokens == ["x", "tharsis"])
        #expect(NameForm("Tharsis x Quenby").tokens == ["tharsis", "quenby"])
    }

    @Test(arguments: [
        ("Obsidian <> Halden", 0.8), ("Obsidian", 0.6), ("Obsidian weekly", 0.6), ("Halden / Obsidian", 0.8),
    ])
    func `may be left out but for its beginning`(name: String, confidence: Double) throws {
        #expect(try Self.confidences(of: name, ["Obsidian Systems"]) == ["Obsidian Systems": confidence])
        #expect(try Self.confidences(of: name, ["Obsidian Systems", "Obsidian Robotics"]).isEmpty)
        #expect(
            try Self.confidences(of: name, ["Quenby Robotics,obsidian-mainnet"]) == [
                "Quenby Robotics": confidence
            ])
    }

    @Test func `is not meant by its beginning among other words`() throws {
        #expect(try Self.confidences(of: "Obsidian notes plugin", ["Obsidian Systems"]).isEmpty)
        #expect(try Self.confidences(of: "Jordan <> Halden", ["Jordan Wexley"]).isEmpty)
        #expect(try Self.confidences(of: "Blue <> Halden", ["Blue Harbour"]).isEmpty)
        #expect(try Self.confidences(of: "Quillon US", ["Quillon UK"]) == ["Quillon UK": 0.6])
        #expect(try Self.confidences(of: "Quillon <> us", ["Quillon UK"]) == ["Quillon UK": 0.8])
        #expect(
            try Self.confidences(of: "ext-obsidian", ["Obsidian Systems"], .slack) == [
                "Obsidian Systems": 0.8
            ])
    }

    @Test(arguments: [("Tradewing <> Halden", 0.8), ("Tradewing", 0.5)])
    func `of everyday words without a blank counts beside one's own`(name: String, confidence: Double) throws
    {
        #expect(try Self.confidences(of: name, ["Trade Wing"]) == ["Trade Wing": confidence])
    }

    @Test(arguments: [
        ("C++ Dev", "C# Dev"), ("C++ users", "C users"), ("Quenby+ chat", "Quenby chat"),
        ("$mart Quenby", "mart quenby"),
    ])
    func `is another one with other signs`(pair: (String, String)) throws {
        #expect(try Self.confidences(of: pair.1, ["Tharsis,,\(pair.0)"]) == ["Tharsis": 0.7])
        #expect(try Self.confidences(of: pair.0, ["Tharsis,,\(pair.0)"]) == ["Tharsis": 0.99])
        let both = ["\(pair.0),,\(pair.0)"]
        #expect(try Self.confidences(of: pair.1, both).values.allSatisfy { $0 <= 0.7 })
    }

    @Test func `keeps its signs apart from separators and channels`() {
        #expect(MatchText.signedWords("#ext-acme Acme+Quenby Acme + Quenby #3").isEmpty)
        #expect(MatchText.signedWords("C++/C# $mart A+") == ["c++", "c#", "$mart", "a+"])
    }

    @Test(arguments: [
        ("Τράπεζα", "ΤΡΑΠΕΖΑ"), ("Τράπεζα", "Τραπεζα"), ("Ελλάς", "ΕΛΛΑΣ"), ("Артём", "Артем"),
        ("Zürich Ledger", "Zuerich Ledger"), ("Übergang", "Uebergang <> Halden"),
        ("Zürich Ledger", "Zurich Ledger"),
    ])
    func `has accents that are often left out`(pair: (String, String)) throws {
        #expect(try Self.confidences(of: pair.1, [pair.0]) == [pair.0: 0.88])
    }

    @Test func `of a group may be written without umlauts`() throws {
        #expect(try Self.confidences(of: "Zuerich Chat", ["Tharsis,,Zürich Chat"]) == ["Tharsis": 0.97])
        #expect(MatchText.tokens("Бой") != MatchText.tokens("Бои"))
    }

    @Test(arguments: [
        ("Волна", "Война"), ("شركة النور", "النمر"), ("メルカリ", "メルカド"), ("Cantor Labs", "Vantor Labs"),
    ])
    func `is not found by likeness in few letters`(pair: (String, String)) throws {
        #expect(try Self.confidences(of: pair.1, [pair.0]).values.allSatisfy { $0 <= 0.65 })
    }

    @Test(arguments: [
        ("AT&T <> Halden", "AT&T"), ("E*TRADE", "E*TRADE"), ("The Block <> Halden", "The Block"),
    ])
    func `of short or everyday words counts as before`(pair: (String, String)) throws {
        #expect(try Self.confidences(of: pair.0, [pair.1]) == [pair.1: 0.82])
    }

    @Test(arguments: ["Temple visit", "Harmony review", "Temple", "Custody review"])
    func `of one of the most frequent words needs more`(name: String) throws {
        #expect(
            try Self.confidences(of: name, ["Temple", "Harmony", "Custody"]).values.allSatisfy { $0 <= 0.6 })
        #expect(try Self.confidences(of: "Temple <> Halden", ["Temple"]) == ["Temple": 0.82])
    }

    @Test(arguments: [
        ("The Knot", "Tie the knot"), ("MPC Works", "How MPC works"), ("Trade Wing", "Trade wings"),
    ])
    func `is no longer for an article or everyday words`(pair: (String, String)) throws {
        #expect(try Self.confidences(of: pair.1, [pair.0]).values.allSatisfy { $0 <= 0.65 })
    }
}
