import Testing

@testable import ETLMatching
@testable import ETLModel
@testable import ETLPipeline
@testable import ETLSettings

@Suite struct `A guest in a conversation or a meeting` {
    private static let own = (1...5).map { "p\($0)@halden.example" }

    private static func decide(
        _ source: Source, _ name: String, _ emails: [String]
    ) throws -> (matches: [String], candidates: [String]) {
        let rows = ["base_company,calendar_domain", "Acme,acme.example", "Tharsis,tharsis.example"]
        let matcher = Matcher(
            mapping: try CompanyMapping(bytes: Array(rows.joined(separator: "\n").utf8), fileName: "m.csv"),
            settings: MatchingSettings(internalDomains: ["halden.example"]))
        let section = source == .slack ? "slack_channels" : "calendar_meetings"
        let decision = matcher.decide(
            MatchSubject(source: source, section: section, key: "1", names: [name], emails: emails))
        return (decision.matches.map(\.company).sorted(), decision.candidates.map(\.company).sorted())
    }

    @Test(arguments: [
        "general", "random", "announcements", "all-hands", "lunch", "eng-internal", "halden-team",
    ])
    func `does not make a channel for everybody the guest's company's`(name: String) throws {
        let found = try Self.decide(.slack, name, ["ann@acme.example", "p1@halden.example"])
        #expect(found.matches.isEmpty)
        #expect(found.candidates == ["Acme"])
    }

    @Test func `is too little among many of one's own`() throws {
        #expect(try Self.decide(.slack, "zephyr", Self.own + ["ann@acme.example"]).matches.isEmpty)
        let two = ["ann@acme.example", "bob@acme.example"]
        #expect(try Self.decide(.slack, "zephyr", Self.own + two).matches == ["Acme"])
        #expect(try Self.decide(.slack, "ext-acme", Self.own + ["ann@acme.example"]).matches == ["Acme"])
        #expect(
            try Self.decide(.slack, "zephyr", ["p1@halden.example", "ann@acme.example"]).matches == ["Acme"])
    }

    @Test(arguments: ["ext-tharsis", "tharsis-support"])
    func `is open where the channel is named after another company`(name: String) throws {
        let found = try Self.decide(.slack, name, ["ann@acme.example"])
        #expect(found.matches.isEmpty)
        #expect(found.candidates == ["Acme", "Tharsis"])
    }

    @Test(arguments: ["Acme <> Tharsis", "Acme / Tharsis", "Acme x Tharsis", "Tharsis <> Acme intro"])
    func `of one party leaves the other its own`(title: String) throws {
        #expect(try Self.decide(.calendar, title, ["ann@acme.example"]).matches == ["Acme", "Tharsis"])
        #expect(try Self.decide(.slack, "acme-tharsis", ["ann@acme.example"]).matches == ["Acme", "Tharsis"])
        let stranger = try Self.decide(.calendar, title, ["ann@acme.example", "eve@stranger.example"])
        #expect(stranger.matches == ["Acme"])
    }
}
