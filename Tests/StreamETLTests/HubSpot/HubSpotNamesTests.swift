import Testing

@testable import ETLHubSpot
@testable import ETLModel

@Suite
struct `The names of stages, pipelines and owners` {
    private let bench = HubSpotBench()

    private static let deals = """
        {"results":[{"id":"1","properties":{"dealname":"Acme","dealstage":"112","pipeline":"default",\
        "hubspot_owner_id":"55"},"updatedAt":"2024-06-01T00:00:00Z"}]}
        """
    private static let pipelines = """
        {"results":[{"label":"Sales","displayOrder":0,"id":"default","stages":[{"label":"Contract sent",\
        "metadata":{"isClosed":"false"},"id":"112","archived":false}],"archived":false},{"label":"no id"}]}
        """
    private static let owners = """
        {"results":[{"id":"55","email":"nora@halden.example","firstName":"Nora","lastName":"Halden","userId":7},\
        {"id":"56","email":"x@halden.example","firstName":"","lastName":""}]}
        """

    @Test func `stand for the ids of the API, which stay beside them`() async throws {
        let items = try await bench.items([
            "deals.json": Self.deals, "pipelines.json": Self.pipelines, "owners.json": Self.owners,
        ])
        let deal = try #require(items["hubspot_deals/1"])
        #expect(try deal.text("deal_stage") == "Contract sent")
        #expect(try deal.text("deal_stage_id") == "112")
        #expect(try deal.text("pipeline") == "Sales")
        #expect(try deal.text("pipeline_id") == "default")
        #expect(try deal.text("owner") == "Nora Halden")
        #expect(try deal.text("owner_id") == "55")
    }

    @Test func `are the ids where no page names them`() async throws {
        let deal = try #require(try await bench.items(["deals.json": Self.deals])["hubspot_deals/1"])
        #expect(try deal.text("deal_stage") == "112")
        #expect(try deal.text("owner") == "55")
        #expect(try deal.object["deal_stage_id"] == nil)
        #expect(try deal.object["owner_id"] == nil)
    }

    @Test func `do not change what a CSV export calls them`() async throws {
        let csv = "Record ID,Deal Name,Deal Stage,Deal owner\n1,Acme,112,55\n"
        let deal = try #require(
            try await bench.items([
                "deals.csv": csv, "pipelines.json": Self.pipelines, "owners.json": Self.owners,
            ])["hubspot_deals/1"])
        #expect(try deal.text("deal_stage") == "112")
        #expect(try deal.text("owner") == "55")
    }

    @Test func `are an address where an owner has no name, and warn of what has no id`() async throws {
        let owner = try await bench.read(Self.owners, at: "owners.json")
        var reader = ByteReader(try #require(owner.first).payload)
        let entries = try reader.readArray { reader throws(ByteReader.Corruption) in
            try HubSpotNames.Entry(from: &reader)
        }
        #expect(entries.filter { $0.kind == .owner }.map(\.name) == ["Nora Halden", "x@halden.example"])
        let warnings = try await bench.read(Self.pipelines, at: "pipelines.json").flatMap(\.warnings)
        #expect(warnings.map(\.cause) == [.missing("id")])
    }

    @Test(arguments: [
        deals, #"{"results":[],"stages":1}"#, #"[{"id":"1","label":"x","stages":[]}]"#,
        #"{"chats":{"list":[{"id":1,"first_name":"x"}]}}"#,
    ])
    func `are not seen in other pages`(text: String) {
        let probe = FileProbe(
            path: RelativePath("x.json"), head: Array(text.utf8), byteCount: text.utf8.count)
        #expect(!bench.names.claims(probe))
    }
}
