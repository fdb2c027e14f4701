import Foundation
import Testing

@testable import ETLHubSpot
@testable import ETLModel
@testable import ETLSettings
@testable import ETLSnapshot

@Suite struct `A CRM record` {
    private let bench = HubSpotBench()

    @Test func `becomes a deal with the keys that readers know`() async throws {
        let text = """
            Record ID,Deal Name,Deal Stage,Pipeline,Amount,Currency,Close Date,Create Date,Last Activity Date,\
            Deal owner,Associated Company IDs,Associated Company IDs (Primary),Associated Company,\
            Associated Contact IDs,Note
            101,Acme - Validator,Closed Won,Sales,"1,250.50",EUR,2024-06-30,2024-01-15 09:30,2024-02-01,\
            Ann Example,7;8,8,Acme; Borealis,41;41;42,hello

            """
        let item = try #require(try await bench.items(["deals.csv": text])["hubspot_deals/101"])
        #expect(
            String(decoding: item.members, as: UTF8.self)
                == #""record_id":"101","deal_name":"Acme - Validator","deal_stage":"Closed Won","#
                + #""deal_value":1250.50,"deal_currency":"EUR","deal_value_company_currency":null,"#
                + #""close_date":"2024-06-30","pipeline":"Sales","associated_company_ids":["8","7"],"#
                + #""associated_companies":["Borealis","Acme"],"associated_contact_ids":["41","42"],"#
                + #""owner":"Ann Example","created_date":"2024-01-15T08:30:00Z","#
                + #""created_date_original":"2024-01-15 09:30","last_activity":"2024-02-01","last_modified":null,"#
                + #""stage_label":"Closed Won","owner_label":"Ann Example","is_open":false,"is_won":true,"#
                + #""state_basis":"stage_name""#
        )
        #expect(item.subject.names == ["Acme - Validator"])
        #expect(item.subject.crmCompanyNames == ["Borealis", "Acme"])
        #expect(item.subject.crmCompanyIDs == ["8", "7"])
        #expect(item.subject.crmContactIDs == ["41", "42"])
        #expect(item.subject.crmRecordID == nil)
        #expect(item.firstActivity == 1_705_307_400)
        #expect(item.lastActivity == 1_706_745_600)
        #expect(item.title == "Acme - Validator")
        #expect(
            item.data == [
                .bytes(Array(#"{"source_files":["deals.csv"],"properties":"#.utf8)),
                .payload(of: 0, byteCount: #"{"Note":"hello"}"#.utf8.count), .bytes(Array("}".utf8)),
            ])
    }

    @Test func `names companies by domain and website`() async throws {
        let text = """
            Record ID,Company name,Company Domain Name,Website URL,Create Date
            8,Acme,acme.example;acme.test,https://www.acme.example:443/about?x,2024-01-01
            9,,borealis.example,,

            """
        let items = try await bench.items(["companies.csv": text])
        let acme = try #require(items["hubspot_companies/8"])
        #expect(acme.subject.domains == ["acme.example", "acme.test", "www.acme.example"])
        #expect(acme.subject.names == ["Acme"])
        #expect(acme.subject.crmRecordID == "8")
        #expect(acme.subject.crmCompanyIDs.isEmpty)
        #expect(try acme.text("company_name") == "Acme")
        #expect(try acme.text("created_date") == "2024-01-01")
        #expect(items["hubspot_companies/9"]?.title == "borealis.example")
    }

    @Test func `names contacts by person, address and primary company`() async throws {
        let text = """
            Record ID - Contact,First Name,Last Name,Email,Primary Associated Company ID,Associated Company IDs
            41,Ann,Example,ann@acme.example,8,7;8

            """
        let item = try #require(try await bench.items(["contacts.csv": text])["hubspot_contacts/41"])
        #expect(item.people == ["Ann Example"])
        #expect(item.subject.emails == ["ann@acme.example"])
        #expect(item.subject.crmCompanyIDs == ["8", "7"])
        #expect(item.subject.crmRecordID == "41")
        #expect(try item.text("email") == "ann@acme.example")
    }

    /// A record as an export under that path states it; the name tells which.
    private func deal(_ name: String, modified: String = "") -> String {
        "Record ID,Deal Name,Last Modified Date\n101,\(name),\(modified)\n"
    }

    private func page(_ name: String, updated: String, archived: Bool = false) -> String {
        #"{"results":[{"id":"101","properties":{"dealname":"\#(name)","hs_object_id":"101"},"#
            + #""createdAt":"2020-01-01T00:00:00Z","updatedAt":"\#(updated)","archived":\#(archived)}]}"#
    }

    private func winner(_ files: [String: String]) async throws -> String? {
        try await bench.items(files)["hubspot_deals/101"]?.text("deal_name")
    }

    @Test func `is what its newest export says`() async throws {
        let old = "hubspot-crm-exports-all-deals-2024-05-31.csv"
        let new = "hubspot-crm-exports-all-deals-2024-06-01.csv"
        let second = "hubspot-crm-exports-all-deals-2024-06-01-2.csv"
        let tenth = "hubspot-crm-exports-all-deals-2024-06-01-10.csv"
        #expect(try await winner([old: deal("old"), new: deal("new")]) == "new")
        #expect(try await winner([new: deal("old"), second: deal("new")]) == "new")
        #expect(try await winner([second: deal("old"), tenth: deal("new")]) == "new")
        #expect(try await winner(["z/\(old)": deal("old"), "a/\(new)": deal("new")]) == "new")
        #expect(
            try await winner([
                "hubspot-2024-06-01.zip/deals.csv": deal("new"),
                "hubspot-2024-05-01.zip/deals.csv": deal("old"),
            ]) == "new")
        // Without a date in the name the record's own last change counts.
        #expect(
            try await winner([
                "a.csv": deal("new", modified: "2024-06-02 10:00"),
                "b.csv": deal("old", modified: "2024-06-01 10:00"),
            ]) == "new")
        // What a browser saved under a name that was there already.
        for names in [
            ["d-2024-06-30.csv", "d-2024-06-30 (1).csv"], ["d-2024-06-30 (2).csv", "d-2024-06-30 (10).csv"],
            ["d-2024-06-30-1.csv", "d-2024-06-30-2 (1).csv"], ["d-2024-06-30 (1).csv", "d-2024-06-30-1.csv"],
            ["d-2024-06-30/d.csv", "d-2024-06-30 (1)/d.csv"],
        ] {
            #expect(try await winner([names[0]: deal("old"), names[1]: deal("new")]) == "new", "\(names)")
        }
        // Nothing tells them apart but the path.
        #expect(try await winner(["a.csv": deal("old"), "b.csv": deal("new")]) == "new")
    }

    @Test func `is newer from the API or from a file, by date`() async throws {
        let file = "hubspot-crm-exports-all-deals-2024-06-01.csv"
        let later = page("api", updated: "2024-06-02T08:00:00.123Z")
        let earlier = page("api", updated: "2024-05-02T08:00:00Z")
        #expect(try await winner([file: deal("csv"), "page.json": later]) == "api")
        #expect(try await winner([file: deal("csv"), "page.json": earlier]) == "csv")
    }

    @Test func `does not mix a newer export with an older one`() async throws {
        let files = [
            "d-2024-01-01.csv": "Record ID,Deal Name,Amount\n101,Acme,5\n",
            "d-2024-01-02.csv": "Record ID,Deal Name\n101,Acme\n",
        ]
        let item = try #require(try await bench.items(files)["hubspot_deals/101"])
        #expect(try item.object["deal_value"] is NSNull)
        #expect(
            item.data.first
                == .bytes(
                    Array(#"{"source_files":["d-2024-01-01.csv","d-2024-01-02.csv"],"properties":"#.utf8)))
    }

    @Test func `is the later of two rows of one file`() async throws {
        let text = "Record ID,Deal Name\n101,first\n101,second\n"
        #expect(try await winner(["deals.csv": text]) == "second")
    }

    @Test func `is gone when its newest version is archived`() async throws {
        let archived = page("api", updated: "2024-06-02T08:00:00Z", archived: true)
        #expect(try await winner(["d-2024-06-01.csv": deal("csv"), "page.json": archived]) == nil)
        #expect(try await winner(["d-2024-06-03.csv": deal("csv"), "page.json": archived]) == "csv")
    }

    @Test func `is archived on the day that says so, though its last change is older`() async throws {
        let archived = page("api", updated: "2024-06-01T08:00:00Z", archived: true)
            .replacing("\"archived\":true", with: #""archived":true,"archivedAt":"2024-06-20T08:00:00Z""#)
        #expect(archived.contains("archivedAt"))
        #expect(try await winner(["d-2024-06-15.csv": deal("csv"), "page.json": archived]) == nil)
        #expect(try await winner(["d-2024-06-21.csv": deal("csv"), "page.json": archived]) == "csv")
    }

    @Test(arguments: [
        (
            "Associated Company IDs,Associated Company IDs (Primary),Associated Company",
            "701;702,702,Acme;Bolt", ["702", "701"], ["Bolt", "Acme"]
        ),
        (
            "Associated Company IDs,Associated Company", "701;702,Acme;Acme", ["701", "702"],
            ["Acme", "Acme"]
        ),
        (
            "Associated Company IDs,Associated Company,Associated Company (Primary)",
            "701;702,Acme;Bolt,Bolt", ["702", "701"], ["Bolt", "Acme"]
        ),
        ("Associated Company IDs,Associated Company", "701,Acme; Inc.", ["701"], ["Acme; Inc."]),
        ("Associated Company IDs (Primary),Associated Company (Primary)", "702,Bolt", ["702"], ["Bolt"]),
        ("Associated Company", "Acme", [], ["Acme"]),
        (
            "Associated Company IDs,Associated Company IDs (Primary),Associated Company (Primary)",
            "701;702,702,Bolt", ["702", "701"], ["Bolt"]
        ),
    ])
    func `lists companies and their names in one order`(
        header: String, cells: String, ids: [String], names: [String]
    ) async throws {
        let text = "Record ID,Deal Name,\(header)\n1,Deal,\(cells)\n"
        let item = try #require(try await bench.items(["d.csv": text])["hubspot_deals/1"])
        #expect(try item.object["associated_company_ids"] as? [String] == ids)
        #expect(try item.object["associated_companies"] as? [String] == names)
    }

    @Test func `keeps kinds with equal ids apart`() async throws {
        let items = try await bench.items([
            "deals.csv": "Record ID,Deal Name\n5,Acme deal\n",
            "companies.csv": "Record ID,Company name\n5,Acme\n",
            "contacts.csv": "Record ID,First Name\n5,Ann\n",
        ])
        #expect(items.keys.sorted() == ["hubspot_companies/5", "hubspot_contacts/5", "hubspot_deals/5"])
    }

    @Test func `has no activity in the future`() async throws {
        let text = "Record ID,Deal Name,Create Date,Last Activity Date\n1,Acme,2024-01-01,2024-03-01\n"
        let start: Int64 = 1_704_067_200
        let end: Int64 = 1_709_251_200
        let before = try #require(try await bench.assemblies(["d.csv": text], asOf: start + 5).first)
        #expect(before.items.first?.lastActivity == start)
        #expect(before.validFrom == start)
        #expect(before.validUntil == end)
        let after = try #require(try await bench.assemblies(["d.csv": text], asOf: end).first)
        #expect(after.items.first?.lastActivity == end)
        #expect(after.validUntil == .max)
    }

    @Test func `is sorted by its number`() async throws {
        let items = try await bench.items(["d.csv": "Record ID,Deal Name\n9,a\n10,b\n100,c\n"])
        #expect(items.values.sorted { $0.sortKey < $1.sortKey }.map(\.key) == ["9", "10", "100"])
    }
}
