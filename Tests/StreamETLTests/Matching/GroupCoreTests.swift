import Testing

@testable import ETLMatching
@testable import ETLModel
@testable import ETLPipeline
@testable import ETLSettings

@Suite struct `What is left of a group's name without its affixes` {
    private static func found(_ group: String, _ source: Source, _ name: String) throws -> [String: Double] {
        let column = source == .slack ? "slack_group" : "telegram_group"
        let matcher = Matcher(
            mapping: try CompanyMapping(
                bytes: Array("base_company,\(column)\nZeta Custody,\(group)".utf8), fileName: "m.csv"),
            settings: MatchingSettings(internalDomains: ["halden.example"]))
        return matcher.confidences(ofConversation: name, in: source)
    }

    @Test(arguments: [
        ("Halden Support", "Halden"), ("Halden Support", "Halden internal"), ("ext-trading", "trading"),
        ("shared-releases", "releases"), ("ext-dev", "dev"), ("halden-ext", "ext-halden"),
    ])
    func `is nothing where it is one's own name or an everyday word`(pair: (String, String)) throws {
        #expect(try Self.found(pair.0, .telegram, pair.1).isEmpty)
        #expect(try Self.found(pair.0, .telegram, pair.0) == ["Zeta Custody": 0.99])
    }

    @Test func `is a candidate where it is not like the company's name`() throws {
        #expect(try Self.found("ext-quenby", .slack, "quenby-prod") == ["Zeta Custody": 0.6])
    }

    @Test(arguments: [
        ("ext-zeta", "zeta-prod"), ("ext-zetacustody", "zetacustody"), ("ext-zeta-halden", "zeta-halden"),
    ])
    func `is the company's where it is like its name`(pair: (String, String)) throws {
        #expect(try Self.found(pair.0, .slack, pair.1) == ["Zeta Custody": 0.93])
    }

    @Test func `may have its parties in another order`() throws {
        #expect(try Self.found("Halden <> Quenby", .telegram, "Quenby <> Halden") == ["Zeta Custody": 0.93])
    }
}
