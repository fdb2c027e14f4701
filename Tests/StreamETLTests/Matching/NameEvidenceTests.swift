import Testing

@testable import ETLMatching
@testable import ETLModel
@testable import ETLPipeline
@testable import ETLSettings

@Suite struct `A company's name in the name of an item` {
    private static func matcher(crm: CRMDirectory = .empty) throws -> Matcher {
        let rows = [
            "base_company,variant_name,slack_group,telegram_group,calendar_domain",
            "Tharsis,,,,tharsis.example", "Quenby Robotics,,,,", "Jordan Wexley,,,,wexley.example", "Arc,,,,",
            "J.P. Kuvalis,,,,",
        ]
        return Matcher(
            mapping: try CompanyMapping(bytes: Array(rows.joined(separator: "\n").utf8), fileName: "m.csv"),
            settings: MatchingSettings(internalDomains: ["halden.example"]), crm: crm)
    }

    private static func meeting(_ title: String, emails: [String] = []) -> MatchSubject {
        MatchSubject(
            source: .calendar, section: "calendar_meetings", key: "1", names: [title], emails: emails)
    }

    @Test func `gives way to outsiders from elsewhere, also if HubSpot has the name too`() throws {
        let record = MatchSubject(
            source: .hubspot, section: "hubspot_companies", key: "7", names: ["Tharsis"],
            domains: ["tharsis.example"], crmRecordID: "7")
        let matcher = try Self.matcher(crm: CRMDirectory(companies: [record]))
        let decision = matcher.decide(Self.meeting("Tharsis intro", emails: ["ann@stranger.example"]))
        #expect(decision.matches.isEmpty)
        #expect(decision.candidates.map(\.company) == ["Tharsis"])
        #expect(matcher.decide(Self.meeting("Tharsis intro")).matches.map(\.company) == ["Tharsis"])
    }

    @Test(arguments: [
        "jordan.wexley@halden.example", "Jordan_Wexley@halden.example", "jordan-wexley@halden.example",
    ])
    func `is a person's where an address says so`(address: String) throws {
        let matcher = try Self.matcher()
        #expect(matcher.decide(Self.meeting("Jordan Wexley <> Halden")).matches.count == 1)
        #expect(matcher.decide(Self.meeting("Jordan Wexley <> Halden", emails: [address])).matches.isEmpty)
    }

    @Test(arguments: [
        "Lunch with Jordan Wexley", "Call Jordan Wexley", "Jordan Wexley", "Lunch: Jordan Wexley",
    ])
    func `goes to review where a meeting may be with somebody called so`(title: String) throws {
        let matcher = try Self.matcher()
        let decision = matcher.decide(Self.meeting(title))
        #expect(decision.matches.isEmpty)
        #expect(decision.candidates.map(\.company) == ["Jordan Wexley"])
        let invited = matcher.decide(Self.meeting(title, emails: ["ann@wexley.example"]))
        #expect(invited.matches.map(\.company) == ["Jordan Wexley"])
        let deal = MatchSubject(source: .hubspot, section: "hubspot_deals", key: "1", names: [title])
        #expect(matcher.decide(deal).matches.map(\.company) == ["Jordan Wexley"])
    }

    @Test(arguments: [
        ("J.P. Kuvalis Wexler", 0.65), ("JP Kuvalis Wexler renewal", 0.65), ("J.P. Kuvalis renewal", 0.88),
        ("J.P. Kuvalis - Wexler", 0.88), ("J.P. Kuvalis wharf", 0.82), ("J.P. Kuvalis Bank", 0.82),
    ])
    func `of initials and one word is no surer than that word where it goes on`(
        title: String, confidence: Double
    ) throws {
        let deal = MatchSubject(source: .hubspot, section: "hubspot_deals", key: "1", names: [title])
        let decision = try Self.matcher().decide(deal)
        let found = decision.matches + decision.candidates
        #expect(found.map(\.company) == ["J.P. Kuvalis"])
        #expect(found.first?.confidence == confidence)
    }

    @Test(arguments: [
        "Quenby Robotics vs Tharsis", "Quenby Robotics vs. Tharsis", "Tharsis VS Quenby Robotics",
        "quenby robotics vs tharsis",
    ])
    func `stands on either side of a vs`(title: String) throws {
        let found = try Self.matcher().decide(Self.meeting(title)).matches.map(\.company)
        #expect(found.sorted() == ["Quenby Robotics", "Tharsis"])
    }

    @Test(arguments: ["Quenbyvs Tharsis", "Quenby vsTharsis", "vs Tharsis"])
    func `is not cut at other words with a v and an s`(title: String) {
        #expect(NameForm(title).segments.count == 1)
    }

    @Test(arguments: [
        ("Arc <> Tharsis", ["Arc", "Tharsis"]), ("Quenby Robotics | Arc", ["Arc", "Quenby Robotics"]),
        ("Arc / Tharsis", ["Tharsis"]), ("Arc of Tharsis", ["Tharsis"]), ("Arc <> Somebody", []),
    ])
    func `of an everyday word counts beside another party`(title: String, companies: [String]) throws {
        let found = try Self.matcher().decide(Self.meeting(title)).matches.map(\.company)
        #expect(found.sorted() == companies)
    }
}
