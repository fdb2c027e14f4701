import Testing

@testable import ETLFiles
@testable import ETLFormats
@testable import ETLHubSpot
@testable import ETLMatching
@testable import ETLModel
@testable import ETLSettings

@Suite struct `A page of the CRM API` {
    private let bench = HubSpotBench()

    /// Oddities that pages really have: all values are texts or null, epoch milliseconds, amounts with
    /// thousands separators, several ids in a number, a primary company that is listed twice.
    private static let page = """
        {"results":[
          {"id":"9003","properties":{"amount":"123,123.456","closedate":"1719748800000","createdate":\
        "2021-02-10 21:38:58","dealname":"Everly \\u0026 Sons pilot","dealstage":"contractsent",\
        "hs_lastmodifieddate":"2024-07-02T10:00:00.000Z","hs_object_id":"9003","hubspot_owner_id":"55",\
        "hs_all_ids":"134;137","pipeline":"default","notes_last_updated":""},\
        "createdAt":"2024-05-05T10:00:00.000Z","updatedAt":"2024-07-02T10:00:01.250Z","archived":false,\
        "associations":{"companies":{"results":[{"id":"705","type":"deal_to_company_unlabeled"},\
        {"id":"704","type":"deal_to_company"},{"id":"704","type":"deal_to_company_unlabeled"}]},\
        "contacts":{"results":[{"id":"41","type":"deal_to_contact"}]}}},
          {"id":"9005","properties":{"amount":null,"closedate":null,"dealname":null,"hs_object_id":"9005"},\
        "updatedAt":"2024-07-01T10:00:00Z","archived":true}
        ],"paging":{"next":{"after":"9006"}}}
        """

    @Test func `states its records`() async throws {
        let records = try await bench.records(Self.page, at: "deals.json")
        #expect(records.map(\.id) == ["9003", "9005"])
        #expect(records.map(\.isArchived) == [false, true])
        let first = try #require(records.first)
        #expect(first.object == .deal)
        #expect(first.updated == 1_719_914_401_250)
        #expect(first.fields[.name] == "Everly & Sons pilot")
        #expect(first.fields[.amount] == "123123.456")
        #expect(first.fields[.closeDate] == "2024-06-30T12:00:00Z")
        #expect(first.originals[.closeDate] == "1719748800000")
        #expect(first.fields[.createdDate] == "2021-02-10T20:38:58Z")
        #expect(first.fields[.lastActivity] == nil)
        #expect(first.fields[.companyIDs] == "704;705")
        #expect(first.fields[.contactIDs] == "41")
        let contribution = try #require(try await bench.read(Self.page, at: "deals.json").first)
        #expect(String(decoding: contribution.payload, as: UTF8.self) == #"{"hs_all_ids":"134;137"}"#)
    }

    @Test func `leaves out archived records`() async throws {
        #expect(try await bench.items(["deals.json": Self.page]).keys.sorted() == ["hubspot_deals/9003"])
    }

    @Test(arguments: [
        (#"{"id":"1","properties":{"domain":"acme.example","name":"Acme"}}"#, "company"),
        (#"{"id":1,"properties":{"firstname":"Ann","lastname":null,"email":"ann@acme.example"}}"#, "contact"),
        (#"{"id":"1","properties":{"dealname":{"value":"Acme"}},"archived":false}"#, "deal"),
        (#"{"id":"1","properties":{"amount":"5","pipeline":"default"}}"#, "deal"),
        (#"{"id":"1","properties":{"company":"Acme","lastmodifieddate":"2024-06-01T10:00:00Z"}}"#, "contact"),
        ("\u{FEFF}" + #"{"results":[{"id":"1","properties":{"dealname":"Acme"}}]}"#, "deal"),
    ])
    func `may be a single record of any kind`(text: String, kind: String) async throws {
        #expect(try await bench.read(text, at: "record.json").map(\.kind) == [kind])
        let probe = FileProbe(
            path: RelativePath("record.json"), head: Array(text.utf8), byteCount: text.utf8.count)
        #expect(bench.api.claims(probe))
    }

    @Test func `may stand in an array with others`() async throws {
        let others = Self.page.replacing("\"9003\"", with: "\"9010\"")
        let text = "[\(Self.page),7,\n\(others)]"
        let probe = FileProbe(
            path: RelativePath("deals.json"), head: Array(text.utf8), byteCount: text.utf8.count)
        #expect(bench.api.claims(probe))
        let contributions = try await bench.read(text, at: "deals.json")
        #expect(contributions.map(\.unit) == ["9003", "9005", "9010", "9005"])
        #expect(contributions.flatMap(\.warnings).map(\.cause) == [.malformed("hubspot.page")])
    }

    @Test(arguments: [
        #"[{"id":"C1","name":"general","properties":{"domain":"x"}}]"#,
        #"{"name":"Chat","id":1,"messages":[]}"#,
        #"{"kind":"calendar#events","items":[{"id":"1","email":"x"}]}"#, #"{"results":[]}"#, "", "{",
        #"{"results":[{"id":"1","properties":{"subject":"A ticket"}}]}"#, "id,properties,dealname",
    ])
    func `is not seen in other files`(text: String) {
        let probe = FileProbe(
            path: RelativePath("x.json"), head: Array(text.utf8), byteCount: text.utf8.count)
        #expect(!bench.api.claims(probe))
    }

    @Test func `loses only records that cannot be used`() async throws {
        let text = """
            {"results":[{"properties":{"dealname":"No id"}},{"id":"1","properties":{"subject":"A ticket"}},
            {"id":"2","properties":{"dealname":"Acme","amount":"much"}},7,{"id":"x y","properties":{"dealname":""}}]}
            """
        let contributions = try await bench.read(text, at: "deals.json")
        #expect(contributions.map(\.unit) == ["2"])
        #expect(
            contributions.flatMap(\.warnings).map(\.cause) == [
                .missing("Record ID"), .malformed("hubspot.object"), .invalidValue("Amount"),
                .malformed("hubspot.object"), .invalidValue("Record ID"),
            ])
    }

    @Test(
        arguments: [
            (#"{"results":[{"id":"1""#, TransformError.Cause.truncated), ("", .truncated),
            (#"{"results":[}"#, .malformed("hubspot.json")), (#"{"items":[]}"#, .malformed("hubspot.page")),
            ("[]", .malformed("hubspot.page")),
            (LongText(String(repeating: "[", count: 100_000)), .truncated),
        ] as [(LongText, TransformError.Cause)])
    func `is refused with a reason`(text: LongText, cause: TransformError.Cause) async {
        await #expect {
            try await bench.read(text.text, at: "deals.json")
        } throws: { ($0 as? TransformError)?.cause == cause }
    }

    @Test func `may be empty`() async throws {
        #expect(try await bench.read(#"{"results":[]}"#, at: "deals.json").isEmpty)
    }
}

@Suite struct `A damaged CRM file` {
    private let bench = HubSpotBench()

    private static let samples: [(path: String, text: String)] = [
        (
            "deals.csv",
            "\u{FEFF}Record ID,Deal Name,Amount,Close Date,Notes\r\n1,\"Acme, \"\"Inc\"\"\",\"1,5\",2024-02-29,\"a\r\nb\"\r\n"
                + "2,Zürich,-,2021-02-10 21:38,\n"
        ),
        (
            "deals.json",
            #"{"results":[{"id":"1","properties":{"dealname":"Acmé","amount":"1,000.5","closedate":"1719748800000"},"#
                + #""archived":false,"associations":{"companies":{"results":[{"id":"7","type":"x"}]}}}]}"#
        ),
    ]

    /// Whatever the bytes: facts that can be assembled, or a typed error.
    private func survives(_ bytes: [UInt8], at path: String) async throws {
        do {
            for contribution in try await bench.read(bytes, at: path) {
                let record = try HubSpotRecord(
                    kind: contribution.kind, id: contribution.unit, heading: contribution.heading)
                let item = HubSpotItem(record: record).item(asOf: 0)
                _ = try item.object
            }
        } catch is TransformError {}
        let probe = FileProbe(path: RelativePath(path), head: bytes, byteCount: bytes.count)
        _ = bench.csv.claims(probe)
        _ = bench.api.claims(probe)
    }

    @Test(arguments: samples.indices)
    func `gives facts or an error when it is cut anywhere`(sample: Int) async throws {
        let (path, text) = Self.samples[sample]
        let bytes = Array(text.utf8)
        for end in 0...bytes.count { try await survives(Array(bytes[..<end]), at: path) }
    }

    @Test(arguments: samples.indices, 1...3)
    func `gives facts or an error when bytes are changed`(sample: Int, seed: Int) async throws {
        let (path, text) = Self.samples[sample]
        var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15
        func draw(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(bound))
        }
        for _ in 0..<500 {
            var bytes = Array(text.utf8)
            for _ in 0...draw(4) {
                switch draw(3) {
                case 0: bytes[draw(bytes.count)] = UInt8(draw(256))
                case 1: bytes.remove(at: draw(bytes.count))
                default: bytes.insert(UInt8(draw(256)), at: draw(bytes.count))
                }
            }
            try await survives(bytes, at: path)
        }
    }
}
