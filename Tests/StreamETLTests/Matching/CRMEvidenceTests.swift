import Testing

@testable import ETLFormats
@testable import ETLMatching
@testable import ETLModel
@testable import ETLPipeline
@testable import ETLSettings

@Suite struct `What the CRM says of a deal` {
    private static func matcher(_ contacts: [MatchSubject] = []) throws -> Matcher {
        let rows = [
            "base_company,calendar_domain", "Penrose,penrose.example", "Tharsis,tharsis.example", "Quenby,",
        ]
        let records = [
            ("800", "Penrose", "penrose-tiles.example"), ("801", "Tharsis", "tharsis.example"),
            ("802", "Wexley", "wexley.example"),
        ]
        var crm = CRMDirectory(
            companies: records.map { id, name, domain in
                MatchSubject(
                    source: .hubspot, section: "hubspot_companies", key: id, names: [name], domains: [domain],
                    crmRecordID: id)
            })
        for contact in contacts { crm.add(contact: contact) }
        return Matcher(
            mapping: try CompanyMapping(bytes: Array(rows.joined(separator: "\n").utf8), fileName: "m.csv"),
            settings: MatchingSettings(internalDomains: ["halden.example"]), crm: crm)
    }

    private static func deal(
        _ name: String, companies: [String] = [], called: [String] = [], contacts: [String] = []
    ) -> MatchSubject {
        MatchSubject(
            source: .hubspot, section: "hubspot_deals", key: "1", names: [name], crmCompanyIDs: companies,
            crmContactIDs: contacts, crmCompanyNames: called)
    }

    private static func contact(_ id: String, company: String = "", email: String = "") -> MatchSubject {
        MatchSubject(
            source: .hubspot, section: "hubspot_contacts", key: id, emails: email.isEmpty ? [] : [email],
            crmCompanyIDs: company.isEmpty ? [] : [company], crmRecordID: id)
    }

    @Test func `is not the name of a company whose record is somebody else's`() throws {
        let decision = try Self.matcher().decide(
            Self.deal("Container contract", companies: ["800"], called: ["Penrose"]))
        #expect(decision.matches.isEmpty)
        #expect(decision.candidates.isEmpty)
    }

    @Test func `is the name of a company of which there is no record`() throws {
        let decision = try Self.matcher().decide(
            Self.deal("Container contract", companies: ["999"], called: ["Penrose"]))
        #expect(decision.matches.map(\.company) == ["Penrose"])
    }

    @Test(arguments: ["Penrose - renewal", "Quenby - renewal", "Tharsis"])
    func `outweighs its name where it is associated with a company that the mapping lacks`(
        name: String
    ) throws {
        let decision = try Self.matcher().decide(Self.deal(name, companies: ["802"]))
        #expect(decision.matches.isEmpty)
        #expect(decision.candidates.map(\.confidence) == [0.7])
        let text = try Self.matcher().explain(Self.deal(name, companies: ["802"])).description
        #expect(text.contains("associated with hubspot company 802, which is no mapped company"))
    }

    @Test func `are also its contacts, by their company or their address`() throws {
        let matcher = try Self.matcher([
            Self.contact("1", company: "801"), Self.contact("2", email: "ann@penrose.example"),
            Self.contact("3", company: "802", email: "bob@wexley.example"),
        ])
        func found(_ contacts: String...) -> [String: Double] {
            let decision = matcher.decide(Self.deal("Pilot", contacts: contacts))
            return Dictionary(
                uniqueKeysWithValues: (decision.matches + decision.candidates).map {
                    ($0.company, $0.confidence)
                })
        }
        #expect(found("1") == ["Tharsis": 0.86])
        #expect(found("2") == ["Penrose": 0.86])
        #expect(found("3").isEmpty)
        #expect(found("1", "2") == ["Penrose": 0.6, "Tharsis": 0.6])
        let decision = matcher.decide(Self.deal("Pilot", companies: ["801"], contacts: ["2"]))
        #expect(decision.matches.map(\.company) == ["Tharsis"])
        #expect(decision.candidates.map(\.company) == ["Penrose"])
        let text = matcher.explain(Self.deal("Pilot", contacts: ["1", "3"])).description
        #expect(text.contains("crm_contact: contact 1: associated"))
        #expect(text.contains("crm_contact: contact 3: no mapped company's"))
    }

    @Test func `keeps what the item calls the companies`() throws {
        let deal = Self.deal("Pilot", companies: ["800"], called: ["Penrose", "Wexley"])
        #expect(try MatchSubject(encoded: deal.encoded()) == deal)
        let plain = Self.deal("Pilot")
        #expect(try MatchSubject(encoded: plain.encoded()) == plain)
    }
}
