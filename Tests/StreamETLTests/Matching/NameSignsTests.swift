import Testing

@testable import ETLMatching
@testable import ETLModel
@testable import ETLPipeline
@testable import ETLSettings

@Suite struct `A sign in a name` {
    private static func matcher(_ companies: [String]) throws -> Matcher {
        let rows = ["base_company,variant_name,telegram_group,slack_group"] + companies
        return Matcher(
            mapping: try CompanyMapping(bytes: Array(rows.joined(separator: "\n").utf8), fileName: "m.csv"),
            settings: MatchingSettings(internalDomains: ["halden.example"]))
    }

    private static func confidence(of name: String, _ companies: [String]) throws -> Double {
        try matcher(companies).confidences(ofConversation: name, in: .telegram)["Tharsis"] ?? 0
    }

    @Test(arguments: [
        ("Q&V Ferrics", "QV Ferrics"), ("R&D Partners", "R D Partners"), ("AT&T desk", "ATT desk"),
        ("B & W Line", "BW Line"), ("50% Cotton", "50 Cotton"), ("Quenby C++", "Quenby C"),
        ("A+ Markets", "A Markets"), ("$mart Quenby", "mart Quenby"), ("€uro Quenby", "uro Quenby"),
        ("Blue&Green Wexley", "Bluegreen Wexley"), ("Q+V Ferrics", "QV Ferrics"), ("₽ Quenby₽", "Quenby"),
    ])
    func `makes another group where it is missing or too much`(pair: (String, String)) throws {
        #expect(try Self.confidence(of: pair.0, ["Tharsis,,\(pair.0)"]) == 0.99)
        #expect(try Self.confidence(of: pair.1, ["Tharsis,,\(pair.0)"]) <= 0.7)
        #expect(try Self.confidence(of: pair.0, ["Tharsis,,\(pair.1)"]) <= 0.7)
    }

    @Test(arguments: [
        ("Q&V Ferrics", "QV Ferrics"), ("50% Wexley Cotton", "50 Wexley Cotton"), ("Quenby C++", "Quenby C"),
        ("Wexford T&V", "Wexford TV"),
    ])
    func `makes another company where it is missing or too much`(pair: (String, String)) throws {
        for (company, name) in [pair, (pair.1, pair.0)] {
            let found = try Self.matcher([company]).confidences(ofConversation: name, in: .telegram)
            #expect(found.values.allSatisfy { $0 <= 0.7 })
        }
    }

    @Test(arguments: [
        ("Q&V Ferrics", "Q & V Ferrics"), ("Q&V Ferrics", "q and v ferrics"),
        ("Tharn and Moor", "Tharn & Moor"),
        ("Acme & Quenby", "acme-quenby"), ("100% Yield", "100 % yield!"), ("Tharn – Desk", "tharn_desk"),
        ("Quenby: Desk", "Quenby / Desk"), ("100% Yield", "100％ Yield"),
        ("Acme + Quenby", "acme quenby"),
    ])
    func `makes no difference as & or "and", with blanks or between words`(pair: (String, String)) throws {
        #expect(try Self.confidence(of: pair.1, ["Tharsis,,\(pair.0)"]) == 0.97)
    }
}

@Suite struct `Of several mapped groups` {
    private static func matcher() throws -> Matcher {
        let rows = [
            "base_company,variant_name,telegram_group,slack_group,calendar_domain",
            "Tharsis,,Stano Markets,,t.example",
            "Quenby,,Stano Markets 🚀,,t.example", "Wexford,,Ober-Desk,ober-desk",
            "Borealis,,Ober Desk,ober_desk",
            "Cobalt,,Twice Named", "Dunlin,,Twice Named",
        ]
        return Matcher(
            mapping: try CompanyMapping(bytes: Array(rows.joined(separator: "\n").utf8), fileName: "m.csv"),
            settings: MatchingSettings())
    }

    @Test(arguments: [
        ("Stano Markets", "Tharsis", 0.99), ("Stano Markets 🚀", "Quenby", 0.99),
        ("STANO markets", "Tharsis", 0.97),
        ("stano markets 🚀", "Quenby", 0.97), ("Ober-Desk", "Wexford", 0.99), ("OBER DESK", "Borealis", 0.97),
    ])
    func `the one that differs least is meant`(name: String, company: String, confidence: Double) throws {
        let found = try Self.matcher().confidences(ofConversation: name, in: .telegram)
        #expect(found == [company: confidence])
    }

    @Test func `none is meant where all differ as much`() throws {
        let found = try Self.matcher().confidences(ofConversation: "ober/desk", in: .telegram)
        #expect(found == ["Wexford": 0.7, "Borealis": 0.7])
    }

    @Test(arguments: [
        ("Twice Named", "telegram_group", "m.csv:6, m.csv:7"),
        ("Somewhere", "calendar_domain", "m.csv:2, m.csv:3"),
    ])
    func `explain does not advise to write what stands there`(name: String, column: String, rows: String)
        throws
    {
        let subject = MatchSubject(
            source: .telegram, section: "telegram_chats", key: "1", names: [name],
            emails: name == "Somewhere" ? ["ann@t.example"] : [])
        let remedies = try Self.matcher().explain(subject).remedies
        let advice = remedies.filter { $0.contains(column) }
        #expect(advice.count == 1 && advice[0].contains(rows) && !advice[0].contains("write"))
        #expect(remedies.filter { $0.contains("Or write") }.count == (name == "Somewhere" ? 1 : 0))
    }
}
