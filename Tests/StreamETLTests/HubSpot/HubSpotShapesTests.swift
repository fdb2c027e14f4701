import Testing

@testable import ETLHubSpot
@testable import ETLMatching
@testable import ETLModel
@testable import ETLPipeline

@Suite struct `What clients of the CRM API write` {
    private let bench = HubSpotBench()

    private func claims(_ text: String, _ path: String) -> Bool {
        bench.api.claims(
            FileProbe(path: RelativePath(path), head: Array(text.utf8), byteCount: text.utf8.count))
    }

    private static let first =
        #"{"id":"1","properties":{"dealname":"Acme"},"createdAt":"2024-01-01T00:00:00Z","updatedAt":"2024-06-01T00:00:00Z"}"#
    private static let second =
        #"{"id":"2","properties":{"dealname":"Borealis","hs_object_id":"2"},"createdAt":"2024-01-01T00:00:00Z","updatedAt":"2024-06-01T00:00:00Z"}"#

    @Test(arguments: [
        ("[\(first),\n\(second)]", "deals.json"), ("\(first)\n\(second)\n", "deals.jsonl"),
        ("\u{FEFF}\(first)\r\n\r\n\(second)", "deals.ndjson"), ("\(first)\n\(second)", "deals.json"),
        (
            #"[{"id":"1","properties":{"dealname":"A"}},{"id":"2","properties":{"dealname":"B"}}]"#,
            "deals.json"
        ),
        ("{\"results\":[\(first)]}\n{\"results\":[\(second)]}\n", "pages.jsonl"),
    ])
    func `may be an array or lines of records`(text: String, path: String) async throws {
        #expect(claims(text, path))
        #expect(try await bench.read(Array(text.utf8), at: path, with: bench.api).map(\.unit) == ["1", "2"])
    }

    @Test func `may be lines of which one is cut, which is named`() async {
        await #expect {
            try await bench.read(
                Array("\(Self.first)\n\(Self.second.dropLast(9))".utf8), at: "d.jsonl", with: bench.api)
        } throws: { error in
            let error = error as? TransformError
            return error?.cause == .truncated && error?.position?.line == 2
        }
    }

    @Test(arguments: [
        (#"{"name":"Acme","createdate":"2024-01-01T00:00:00Z","hs_object_id":"1"}"#, "company"),
        (
            #"{"name":"Acme","hs_lastmodifieddate":"2024-01-01T00:00:00Z","email":"office@acme.example"}"#,
            "company"
        ),
        (
            #"{"name":"Acme","domain":"acme.example","email":"x@acme.example","pipeline":"x","firstname":"y"}"#,
            "company"
        ),
        (
            #"{"name":"Acme","domain":"acme.example","dealstage":"x","hs_lastmodifieddate":"2024-01-01T00:00:00Z"}"#,
            "company"
        ),
        (
            #"{"email":"a@acme.example","lastmodifieddate":"2024-01-01T00:00:00Z","domain":"x","pipeline":"y"}"#,
            "contact"
        ),
        (
            #"{"firstname":"Ann","lastname":"Wex","lastmodifieddate":"2024-01-01T00:00:00Z","dealname":"x"}"#,
            "contact"
        ),
        (#"{"dealname":"Pilot","dealstage":"won","email":"x@acme.example","name":"x"}"#, "deal"),
        (
            #"{"dealname":"Pilot","amount":"5","firstname":"Ann","hs_lastmodifieddate":"2024-01-01T00:00:00Z"}"#,
            "deal"
        ),
        (#"{"name":"Seat","price":"5","createdate":"2024-01-01T00:00:00Z"}"#, nil as String?),
        (#"{"name":"Rex","hs_createdate":"2024-01-01T00:00:00Z","hs_object_id":"1"}"#, nil),
        (#"{"subject":"Help","hs_pipeline_stage":"1","createdate":"2024-01-01T00:00:00Z"}"#, nil),
    ])
    func `is known by what its object always has, not by an account's own properties`(
        properties: String, kind: String?
    ) async throws {
        let text = #"{"results":[{"id":"1","properties":\#(properties)}]}"#
        #expect(claims(text, "objects.json") == (kind != nil))
        guard let kind else { return }
        #expect(try await bench.read(text, at: "objects.json").map(\.kind) == [kind])
    }

    @Test(arguments: [
        (#"{"id":"1","objectTypeId":"0-2","properties":{"name":"Acme"}}"#, "company"),
        (#"{"id":"1","objectTypeId":"0-1","properties":{"dealname":"x"}}"#, "contact"),
        (#"{"id":"1","objectTypeId":"0-3","properties":{"hs_object_id":"1"}}"#, "deal"),
        (
            #"{"id":"1","properties":{"name":"Acme","createdate":"2024-01-01"},"url":"https://app.crm.example/contacts/1/record/0-3/1"}"#,
            "deal"
        ),
    ])
    func `is known by its type where it states one`(record: String, kind: String) async throws {
        let text = #"{"results":[\#(record)]}"#
        #expect(claims(text, "objects.json"))
        #expect(try await bench.read(text, at: "objects.json").map(\.kind) == [kind])
    }

    @Test(arguments: [
        #"{"results":[{"id":"x","object":"page","properties":{"Name":{"name":"x","type":"title"}}}]}"#,
        #"{"type":"FeatureCollection","features":[{"id":"1","type":"Feature","properties":{"name":"Lake"}}]}"#,
        #"[{"id":"C1","name":"general","created":1,"properties":{"domain":"x","canvas":{}}}]"#,
    ])
    func `is not seen in what other tools write`(text: String) {
        #expect(!claims(text, "x.json"))
    }

    // MARK: Associations

    private static func deal(_ updated: String, _ associations: String, name: String = "Acme") -> String {
        #"{"results":[{"id":"1","properties":{"dealname":"\#(name)"},"updatedAt":"2024-0\#(updated)T00:00:00Z"\#(associations)}]}"#
    }

    private static func companies(_ ids: String...) -> String {
        let list = ids.map { #"{"id":"\#($0)","type":"deal_to_company"}"# }.joined(separator: ",")
        return #","associations":{"companies":{"results":[\#(list)]}}"#
    }

    private func companyIDs(_ files: [String: String]) async throws -> [String]? {
        try await bench.items(files)["hubspot_deals/1"]?.object["associated_company_ids"] as? [String]
    }

    @Test func `keeps associations where a newer read did not ask for them`() async throws {
        let read = Self.deal("5-01", Self.companies("701"))
        #expect(try await companyIDs(["a.json": read, "b.json": Self.deal("6-01", "")]) == ["701"])
        #expect(
            try await companyIDs(["a.json": read, "b.json": Self.deal("6-01", Self.companies("702"))]) == [
                "702"
            ])
        #expect(
            try await companyIDs(["a.json": read, "b.json": Self.deal("6-01", Self.companies())]) == [])
        let items = try await bench.items(["a.json": read, "b.json": Self.deal("6-01", "", name: "New")])
        #expect(try items["hubspot_deals/1"]?.text("deal_name") == "New")
        let csv = "Record ID,Deal Name,Associated Company IDs\n1,Acme,703\n"
        #expect(
            try await companyIDs(["deals-2024-05-01.csv": csv, "b.json": Self.deal("6-01", "")]) == ["703"])
    }

    @Test func `keeps a contact's companies where a newer table has only what somebody typed`() async throws {
        let items = try await bench.items([
            "contacts-2024-05-01.csv":
                "Record ID - Contact,Email,Associated Company,Associated Company IDs\n1,a@acme.example,Acme,701\n",
            "contacts-2024-06-01.csv": "Record ID - Contact,Email,Company name\n1,a@acme.example,Typed\n",
        ])
        let contact = try #require(items["hubspot_contacts/1"])
        #expect(try contact.object["associated_company_ids"] as? [String] == ["701"])
        #expect(try contact.object["associated_companies"] as? [String] == ["Acme"])
    }

    @Test func `takes a new primary company over from a read without associations`() async throws {
        let contact =
            #"{"results":[{"id":"1","properties":{"email":"a@acme.example","associatedcompanyid":"702"},"updatedAt":"2024-06-01T00:00:00Z"}]}"#
        let csv = "Record ID - Contact,Email,Associated Company IDs\n1,a@acme.example,701\n"
        let items = try await bench.items(["contacts-2024-05-01.csv": csv, "c.json": contact])
        #expect(try items["hubspot_contacts/1"]?.object["associated_company_ids"] as? [String] == ["702"])
    }

    @Test(arguments: [
        #"{"results":[{"from":{"id":"1"},"to":[{"toObjectId":702,"associationTypes":[{"category":"HUBSPOT_DEFINED","typeId":341}]},{"toObjectId":"701","associationTypes":[{"category":"USER_DEFINED","typeId":7},{"category":"HUBSPOT_DEFINED","typeId":5,"label":"Primary"}]}]}]}"#,
        #"{"results":[{"from":{"id":"701"},"to":[{"toObjectId":1,"associationTypes":[{"category":"HUBSPOT_DEFINED","typeId":6}]}]},{"from":{"id":"702"},"to":[{"toObjectId":1,"associationTypes":[{"category":"HUBSPOT_DEFINED","typeId":342}]}]}]}"#,
        #"{"results":[{"from":{"id":"1"},"to":[{"id":"701","type":"deal_to_company"},{"id":"702","type":"deal_to_company_unlabeled"}]}]}"#,
    ])
    func `may be a page of associations`(page: String) async throws {
        #expect(claims(page, "associations.json"))
        let found = try await companyIDs(["associations.json": page, "deals.json": Self.deal("6-01", "")])
        #expect(found == ["701", "702"])
        // Alone they are no record.
        #expect(try await bench.items(["associations.json": page]).isEmpty)
    }

    @Test(arguments: [
        (
            #"{"results":[{"toObjectId":701,"associationTypes":[{"category":"HUBSPOT_DEFINED","typeId":5}]}]}"#,
            TransformError.Cause.missing("from")
        ),
        (
            #"{"results":[{"from":{"id":"1"},"to":[{"toObjectId":701,"associationTypes":[{"category":"USER_DEFINED","typeId":7}]}]}]}"#,
            .malformed("hubspot.association")
        ),
    ])
    func `is named where it does not say what it associates`(page: String, cause: TransformError.Cause) async
    {
        #expect(claims(page, "associations.json"))
        await #expect {
            try await bench.read(page, at: "associations.json")
        } throws: { ($0 as? TransformError)?.cause == cause }
    }

    @Test func `unites rows that differ in their companies only`() async throws {
        let header = "Record ID,Deal Name,Deal Stage,Associated Company IDs,Associated Company\n"
        let joint = header + "1,Joint,Won,701,Acme\n1,Joint,Won,702,Borealis\n1,Joint,Won,701,Acme\n"
        let item = try #require(try await bench.items(["deals.csv": joint])["hubspot_deals/1"])
        #expect(try item.object["associated_company_ids"] as? [String] == ["701", "702"])
        #expect(try item.object["associated_companies"] as? [String] == ["Acme", "Borealis"])
        let changed = header + "1,Joint,Open,701,Acme\n1,Joint,Won,702,Borealis\n"
        #expect(try await companyIDs(["deals.csv": changed]) == ["702"])
    }

    // MARK: Owners

    @Test(arguments: [
        #"{"results":[{"id":"55","email":"odo@halden.example","type":"PERSON","userId":1,"archived":false}]}"#,
        #"[{"id":"55","email":"odo@halden.example","firstName":null,"userId":1,"archived":false}]"#,
    ])
    func `may be owners without names, who are their addresses`(owners: String) async throws {
        let probe = FileProbe(
            path: RelativePath("owners.json"), head: Array(owners.utf8), byteCount: owners.utf8.count)
        #expect(bench.names.claims(probe))
        let deal = #"{"results":[{"id":"1","properties":{"dealname":"Acme","hubspot_owner_id":"55"}}]}"#
        let items = try await bench.items(["deals.json": deal, "owners.json": owners])
        #expect(try items["hubspot_deals/1"]?.text("owner") == "odo@halden.example")
    }
}
