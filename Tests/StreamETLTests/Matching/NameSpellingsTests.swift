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
        ("Galorna <> Halden", "Galrona", 0.8), ("Lrorona <> Halden", "Lorrona", 0.8),
        ("ext-galorna", "Galrona", 0.8), ("Torthos Lbas <> Halden", "Torthos Labs,torthos", 0.8),
        // Nothing says that it is a name.
        ("Galorna", "Galrona", 0.5), ("Torthos Lbas", "Torthos Labs,torthos", 0.65),
        // One letter more, and too few letters.
        ("Galroona <> Halden", "Galrona", 0.5), ("Bloz <> Halden", "Bolz", nil),
        // An everyday word.
        ("Silver <> Halden", "Sliver", nil),
    ])
    func `is meant with two letters swapped, opposite to one's own`(
        title: String, company: String, confidence: Double?
    ) throws {
        let source: Source = title.hasPrefix("ext-") ? .slack : .telegram
        let found = try Self.confidences(of: title, [company], source).values.first
        #expect(found == confidence)
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

    @Test(arguments: [
        ("The Quenby Market", "Quenby Market", 0.88), ("The Window Market", "Window Market", 0.7),
        ("Der Quenby Verlag", "Quenby Verlag", 0.88), ("La Tharsis", "Tharsis <> Halden", 0.88),
        ("The Window Market", "The Window Market", 0.82),
    ])
    func `may be without its article`(company: String, name: String, confidence: Double) throws {
        #expect(try Self.confidences(of: name, [company]) == [company: confidence])
    }

    @Test func `is the company's of that name rather than one's with an article`() throws {
        let companies = ["The Quenby Market", "Quenby Market"]
        #expect(try Self.confidences(of: "Quenby Market", companies) == ["Quenby Market": 0.88])
        #expect(try Self.confidences(of: "The Quenby Market", companies) == ["The Quenby Market": 0.88])
    }

    @Test(arguments: [
        ("QuandrelAG", "Quandrel AG <> Halden"), ("QuandrelAG", "Quandrel <> Halden"),
        ("WexleyGmbH & Co. KG", "Wexley"), ("Quandrel", "QuandrelAG <> Halden"),
        ("Quenby", "QuenbyInc weekly"),
        ("Tharsis", "TharsisLtd"),
    ])
    func `may be one word with its legal form`(company: String, name: String) throws {
        let header = company.contains(",") ? "\"\(company)\"" : company
        #expect(try Self.confidences(of: name, [header])[company] == 0.88)
    }

    @Test(arguments: ["Montag", "PENTAG", "Quandrelag"])
    func `is not cut where small letters only end like a legal form`(name: String) throws {
        let stem = String(name.dropLast(2))
        #expect(try Self.confidences(of: stem, [name]).values.allSatisfy { $0 <= 0.82 })
        #expect(LegalForms.joinedStem(name) == nil)
    }

    @Test(arguments: [
        ("Comma, Inc.", "Comma, Inc. <> Halden"), ("[brackets] Inc", "[brackets] Inc <> Halden"),
        ("Slash/Co", "Halden x Slash/Co"), ("(Paper) Ltd", "(Paper) Ltd | Halden"),
        ("Night/Day", "Night/Day <> Halden"),
    ])
    func `is a party with its commas, brackets and slashes`(company: String, name: String) throws {
        #expect(try Self.confidences(of: name, ["\"\(company)\""]) == [company: 0.82])
    }

    @Test(arguments: [
        ("Wexford Prask Mexico", 0.7), ("Wexford Prask US", 0.7), ("Wexford Prask France SA", 0.7),
        ("Wexford Prask Group", 0.88), ("Wexford Prask International", 0.82), ("Wexford Prask, Inc.", 0.93),
        ("Wexford Prask Incorporatd", 0.93),
    ])
    func `of a CRM's company that says a place more is left to a person`(name: String, most: Double) throws {
        let matcher = Matcher(
            mapping: try CompanyMapping(bytes: Array("base_company\nWexford Prask".utf8), fileName: "m.csv"))
        let decision = matcher.decide(
            MatchSubject(source: .hubspot, section: "hubspot_companies", key: "1", names: [name]))
        #expect((decision.matches + decision.candidates).map(\.confidence) == [most])
    }

    @Test func `of everyday words is a CRM company's with the same legal form`() throws {
        let matcher = Matcher(
            mapping: try CompanyMapping(bytes: Array("base_company\nStripe LLC".utf8), fileName: "m.csv"))
        func confidences(_ name: String) -> [Double] {
            let decision = matcher.decide(
                MatchSubject(source: .hubspot, section: "hubspot_companies", key: "1", names: [name]))
            return (decision.matches + decision.candidates).map(\.confidence)
        }
        #expect(confidences("Stripe Limited Liability Company") == [0.88])
        #expect(confidences("Stripe") == [0.6])
        #expect(confidences("Stripe GmbH") == [0.6])
    }
}
