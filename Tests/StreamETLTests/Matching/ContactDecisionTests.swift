import Testing

@testable import ETLMatching
@testable import ETLModel
@testable import ETLPipeline

@Suite struct `A decision about a CRM contact` {
    private static func matcher(_ decisions: String) throws -> Matcher {
        Matcher(
            mapping: try CompanyMapping(bytes: Array("base_company\nPenrose\n".utf8), fileName: "m.csv"),
            overrides: try MatchOverrides(bytes: Array(("section,item,company,decision\n" + decisions).utf8)))
    }

    @Test(arguments: [
        ("hubspot_contacts,Ada Quill,Penrose,match\n", ["Ada Quill"]),
        (",Ada Quill,Penrose,match\n", ["Ada Quill"]),
        ("hubspot_contacts,801,Penrose,match\n", ["Ada Quill"]),
        ("hubspot_contacts,ada@quill.example,Penrose,match\n", []),
    ])
    func `names it by key or as the JSON calls it`(decision: String, people: [String]) throws {
        let contact = MatchSubject(
            source: .hubspot, section: "hubspot_contacts", key: "801", emails: ["ada@quill.example"],
            people: people,
            crmRecordID: "801")
        #expect(try Self.matcher(decision).decide(contact).matches.map(\.company) == ["Penrose"])
    }

    @Test func `says nothing of what else the person takes part in`() throws {
        let chat = MatchSubject(source: .telegram, section: "telegram_chats", key: "x", people: ["Ada Quill"])
        #expect(try Self.matcher(",Ada Quill,Penrose,match\n").decide(chat).matches.isEmpty)
    }
}
