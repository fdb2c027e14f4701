import Testing

@testable import ETLMatching
@testable import ETLModel
@testable import ETLSettings

@Suite struct `What says nothing about whose an item is` {
    private static let terms = MatchTerms(MatchingSettings())

    @Test(arguments: [
        "hotmail.fr", "hotmail.co.uk", "outlook.de", "live.nl", "yahoo.com.br", "mail.yahoo.co.jp", "gmx.at",
        "protonmail.ch", "rocketmail.com", "icloud.com.cn", "foxmail.com", "btinternet.com", "docomo.ne.jp",
        "privaterelay.appleid.com", "wp.pl", "comcast.net",
    ])
    func `are the domains of mail providers in all their countries`(domain: String) throws {
        #expect(Self.terms.exclusion(of: domain) != nil)
        let mapping = try CompanyMapping(
            bytes: Array("base_company,calendar_domain\nAcme,\(domain)".utf8), fileName: "m.csv")
        #expect(mapping.problems.contains { $0.cause.contains("free mail") })
    }

    @Test(arguments: [
        "live.acme.example", "live.capital", "outlook.ventures", "nothotmail.fr", "yahoo.acme.com",
        "acme.live",
    ])
    func `are no domains that only look like theirs`(domain: String) {
        #expect(Self.terms.exclusion(of: domain) == nil)
    }

    @Test(arguments: ["gong.io", "fathom.video", "tldv.io", "cal.com", "granola.ai", "fellow.app"])
    func `are those who take notes and find dates`(domain: String) {
        #expect(Self.terms.exclusion(of: "app.\(domain)") != nil)
    }

    @Test(arguments: [
        "proj-acme-2024", "int-acme", "cs-acme-onboarding", "zz-archived-acme", "Acme validators", "Acme UK",
        "Acme - Enterprise", "Acme $50k", "Acme 12 months", "Acme's chat", "ACME’S weekly", "Acme RFP",
    ])
    func `are everyday words beside a name`(name: String) throws {
        #expect(try Self.companies(name) == ["Acme"])
    }

    @Test(arguments: ["acmes", "Acmes chat", "Acme Plumbing", "Acme Finance", "Acme Custody"])
    func `are no words that may be a part of another name`(name: String) throws {
        #expect(try Self.companies(name).isEmpty)
    }

    @Test func `is no genitive where the name itself has it`() throws {
        #expect(try Self.companies("Wexley's <> Us") == ["Wexley's"])
    }

    private static func companies(_ name: String) throws -> [String] {
        let mapping = try CompanyMapping(
            bytes: Array("base_company\nAcme\nWexley's".utf8), fileName: "m.csv")
        return Matcher(mapping: mapping).decide(
            MatchSubject(source: .slack, section: "slack_channels", key: "1", names: [name])
        ).matches.map(\.company)
    }
}
