import Testing

@testable import ETLMatching
@testable import ETLModel
@testable import ETLPipeline
@testable import ETLSettings

@Suite struct `An e-mail address` {
    @Test(arguments: [
        "ann@acme.example", " Ann@ACME.example ", "Ann Wexley <ann@acme.example>", "<ann@acme.example>",
        "\"Wexley, Ann\" <ann@acme.example>", "mailto:ann@acme.example", "MAILTO:Ann@acme.example",
        "<mailto:ann@acme.example>", "mailto:ann@acme.example?subject=a@b", "Ann <ann@acme.example",
    ])
    func `is found in what stands around it`(text: String) {
        #expect(EmailAddress.normalised(text) == "ann@acme.example")
    }

    @Test(arguments: ["", "Ann", "@acme.example", "Ann <>", "Ann <ann>", "mailto:", "ann@", "<@a.example>"])
    func `is not made up`(text: String) {
        #expect(EmailAddress.normalised(text) == nil)
    }

    @Test(arguments: [
        "Ann <ann@acme.example>", "mailto:ann@acme.example", "<ann@acme.example>",
    ])
    func `tells of the domain of somebody invited`(email: String) throws {
        let matcher = Matcher(
            mapping: try CompanyMapping(
                bytes: Array("base_company,calendar_domain\nAcme,acme.example".utf8), fileName: "m.csv"),
            settings: MatchingSettings())
        let subject = MatchSubject(
            source: .calendar, section: "calendar_meetings", key: "1", names: ["Call"], emails: [email])
        let match = try #require(matcher.decide(subject).matches.first)
        #expect(match.rule == .domain)
    }

    @Test func `brings the name that stands before it`() throws {
        let matcher = Matcher(
            mapping: try CompanyMapping(
                bytes: Array("base_company,calendar_domain\nQuenby Tharsis,".utf8), fileName: "m.csv"),
            settings: MatchingSettings())
        func matches(_ email: String) -> Int {
            matcher.decide(
                MatchSubject(
                    source: .telegram, section: "telegram_chats", key: "1", names: ["Quenby Tharsis"],
                    emails: [email])
            ).matches.count
        }
        #expect(matches("Somebody <q@stranger.example>") == 1)
        #expect(matches("Quenby Tharsis <q@stranger.example>") == 0)
    }
}
