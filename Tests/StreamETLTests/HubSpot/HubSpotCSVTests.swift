import Foundation
import Testing

@testable import ETLFormats
@testable import ETLHubSpot
@testable import ETLMatching
@testable import ETLModel
@testable import ETLPipeline

@Suite struct `A CRM export` {
    private let bench = HubSpotBench()

    private static let deals = """
        Record ID,Deal Name,Deal Stage,Pipeline,Amount,Close Date,Create Date,Deal owner,\
        Associated Company IDs,Associated Company IDs (Primary),Associated Company
        101,Acme - Validator,Closed Won,Sales,"12,500.50",2024-06-30,2024-01-15 09:30,Ann Example,7;8,8,Acme; Inc.

        """

    @Test func `states its records whatever the order of its columns`() async throws {
        let header = ["Record ID", "Deal Name", "Amount", "Close Date"]
        let cells = ["101", "Acme", "5", "2024-06-30"]
        var seen: Set<[Contribution]> = []
        for order in [[0, 1, 2, 3], [3, 2, 1, 0], [1, 0, 3, 2]] {
            let text =
                order.map { header[$0] }.joined(separator: ",") + "\n"
                + order.map { cells[$0] }.joined(separator: ",") + "\n"
            seen.insert(try await bench.read(text))
        }
        #expect(seen.count == 1)
    }

    @Test func `states a deal's fields in one form`() async throws {
        let record = try #require(try await bench.records(Self.deals).first)
        #expect(record.object == .deal)
        #expect(record.id == "101")
        #expect(record.fields[.amount] == "12500.50")
        #expect(record.fields[.closeDate] == "2024-06-30")
        #expect(record.originals[.closeDate] == nil)
        #expect(record.fields[.createdDate] == "2024-01-15T08:30:00Z")
        #expect(record.originals[.createdDate] == "2024-01-15 09:30")
        #expect(record.fields[.companyIDs] == "7;8")
        #expect(record.fields[.primaryCompanyIDs] == "8")
        #expect(record.fields[.companyNames] == "Acme; Inc.")
    }

    @Test(arguments: [
        ("Record ID,Deal Name,Deal Stage", "deal"), ("Record ID,Company name,Company Domain Name", "company"),
        ("Record ID - Contact,First Name,Last Name,Email,Company name", "contact"),
        ("Record ID - Contact,Email,Company name,Create Date", "contact"),
        ("Record ID,Email,Company Name,Company Domain Name,First Name", "contact"),
        ("Record ID - Company,Phone,Email", "company"), ("Record ID,Deal Name,Email,Company name", "deal"),
        ("Record ID - Deal,Amount", "deal"),
        ("Deal ID,Deal Name,Company ID", "deal"), ("Company ID,Company name", "company"),
        ("Company ID,Contact ID,Email", "contact"),
        ("Datensatz-ID;Dealname;Dealphase;Betrag", "deal"),
        ("Datensatz-ID;Unternehmensname;Domain-Name des Unternehmens", "company"),
        ("ID de l'enregistrement,Prénom,Nom de famille,Adresse e-mail", "contact"),
        ("ID de registro,Nombre del negocio,Etapa del negocio", "deal"),
        ("ID do registro,Nome da empresa,Nome de domínio da empresa", "company"),
        ("レコードID,取引名,取引ステージ", "deal"), ("RECORD ID , deal name,DEAL-STAGE", "deal"),
        ("\u{FEFF}\"Record ID\",\"Deal Name\"", "deal"),
    ])
    func `is told by its header in any language`(header: String, kind: String) throws {
        let columns = try #require(
            HubSpotColumns(header: DelimitedReader(bytes: Array(header.utf8), limits: InputLimits()).header))
        #expect(columns.object.rawValue == kind)
        let probe = FileProbe(
            path: RelativePath("x.csv"), head: Array(header.utf8), byteCount: header.utf8.count)
        #expect(bench.csv.claims(probe))
    }

    @Test(arguments: [
        "base_company,variant_name,slack_group,telegram_group", "Record ID,Ticket name,Status", "Name,Email",
        "",
        "Company ID,Email", "Record ID - Deal,Record ID - Company,Amount",
        "{\"results\":[]}", "\"Record ID,Deal Name",
    ])
    func `is not seen in other files`(header: String) {
        let probe = FileProbe(
            path: RelativePath("x.csv"), head: Array(header.utf8), byteCount: header.utf8.count)
        #expect(!bench.csv.claims(probe))
    }

    @Test func `takes a record's id from the column of its kind`() async throws {
        let text = "Company ID,Contact ID,Email\n7,101,ann@acme.example\n"
        let record = try #require(try await bench.records(text).first)
        #expect(record.object == .contact && record.id == "101")
    }

    @Test func `is claimed by a head that cuts a character`() {
        let text = Array("Record ID,Deal Name\n1,é".utf8)
        for end in 20...text.count {
            let probe = FileProbe(
                path: RelativePath("x.csv"), head: Array(text[..<end]), byteCount: text.count)
            #expect(bench.csv.claims(probe))
        }
    }

    private static let zurich = "Record ID,Deal Name\n1,Zürich\n"
    private static let encodings: [[UInt8]] = [
        Array(("\u{FEFF}" + zurich).utf8),
        [0xFF, 0xFE] + zurich.utf16.map { [UInt8($0 & 255), UInt8($0 >> 8)] }.joined(),
        zurich.unicodeScalars.map { UInt8($0.value) },
    ]

    @Test(arguments: encodings)
    func `is read in the encodings of spreadsheets`(bytes: [UInt8]) async throws {
        let contribution = try #require(try await bench.read(bytes).first)
        let record = try HubSpotRecord(kind: "deal", id: "1", heading: contribution.heading)
        #expect(record.fields[.name] == "Zürich")
    }

    @Test func `keeps quoted newlines and other columns`() async throws {
        let text = "Record ID,Deal Name,Notes,Notes,Empty,\n1,Acme,\"two\nlines\",again,,x\n2,Borealis,,,,\n"
        let contributions = try await bench.read(text)
        #expect(contributions.map(\.unit) == ["1", "2"])
        let properties = String(decoding: contributions[0].payload, as: UTF8.self)
        #expect(properties == #"{"Notes":"two\nlines","Notes (2)":"again","column 6":"x"}"#)
        #expect(String(decoding: contributions[1].payload, as: UTF8.self) == "{}")
    }

    @Test func `may be as wide and as long as exports get`() async throws {
        let names = (0..<198).map { "Property \($0)" }
        let long = String(repeating: "line of text\n", count: 15_000)
        let cells = (0..<198).map { $0 == 100 ? "\"\(long)\"" : "v\($0)" }
        let text =
            (["Record ID", "Deal Name"] + names).joined(separator: ",") + "\n"
            + (["1", "Acme"] + cells).joined(separator: ",") + "\n"
        let contribution = try #require(try await bench.read(text).first)
        #expect(contribution.payload.count > 200_000)
        #expect(contribution.heading.count < 100)
    }

    @Test func `reports bad rows by line and keeps the others`() async throws {
        let text = """
            Record ID,Deal Name,Amount,Close Date
            1,Acme,5,2024-01-01
            ,No id,5,2024-01-01
            2,Two,Commas,5,2024-01-01
            "3","Bad
            amount",lots,2024-13-40
            4 4,Bad id,,
            5,Short
            6,Fine,7,

            """
        let contributions = try await bench.read(text)
        #expect(contributions.map(\.unit) == ["1", "3", "5", "6"])
        let warnings = contributions.flatMap(\.warnings)
        #expect(warnings.map { $0.position?.line } == [3, 4, 5, 5, 7, 8])
        #expect(
            warnings.map(\.cause) == [
                .missing("Record ID"), .malformed("hubspot.csv.cells"), .invalidValue("Amount"),
                .invalidValue("Close Date"), .invalidValue("Record ID"), .malformed("hubspot.csv.row"),
            ])
        #expect(warnings.map(\.isLoss) == [true, true, false, false, true, false])
        #expect(warnings.map { $0.found?.text } == [nil, nil, "a", "9999-99-99", nil, nil])
        #expect(
            String(decoding: contributions[1].payload, as: UTF8.self)
                == #"{"Amount":"lots","Close Date":"2024-13-40"}"#)
    }

    @Test func `counts what is wrong with many rows`() async throws {
        let text = "Record ID,Deal Name\n" + String(repeating: ",x\n", count: 500) + "1,Acme\n"
        #expect(try await bench.read(text).flatMap(\.warnings).map(\.count) == [500])
    }

    @Test func `is refused when none of its rows can be used`() async throws {
        await #expect(throws: TransformError.self) { try await bench.read("Record ID,Deal Name\n,x\n,y\n") }
        #expect(try await bench.read("Record ID,Deal Name\n").isEmpty)
    }

    @Test(arguments: ["Record ID,Deal Name,Amount\n1,Acme", "Record ID,Deal Name\n1,\"Acme"])
    func `is refused when it is cut off`(text: String) async {
        await #expect { try await bench.read(text) } throws: { error in
            (error as? TransformError)?.cause == .truncated
        }
    }

    @Test(arguments: [
        ("", nil), ("12", "12"), ("123,123.456", "123123.456"), ("1.234,5", "1234.5"), ("1,234", "1234"),
        ("12,5", "12.5"), ("$1,000.00", "1000.00"), ("-007", "-7"), ("€ 0,50", "0.50"), (".5", "0.5"),
        ("1'000", "1000"), ("1e3", "1000.0"), ("134;137", nil), ("n/a", nil), ("1.2.3,4", "123.4"),
        (".", nil),
        ("1-2", nil), ("nan", nil), ("0x10", nil), ("0,500", "0.500"), ("-0,125", "-0.125"),
        ("10,500", "10500"), ("1234.5 EUR", "1234.5"),
        ("EUR 1.234,50", "1234.50"), ("US$ 5", "5"), ("R$5", "5"), ("(1,234.56)", "-1234.56"), ("($5)", "-5"),
        ("12K", nil), ("Q5", nil), ("(5", nil), ("EUR", nil), ("()", nil),
    ])
    func `reads amounts as they are written`(text: String, amount: String?) {
        #expect(HubSpotValue.amount(text).flatMap { $0.isEmpty ? nil : $0 } == amount)
    }

    @Test(arguments: [
        ("2024-06-30", "2024-06-30"), ("2024-06-30 13:05", "2024-06-30T11:05:00Z"),
        ("2021-02-10 21:38:58", "2021-02-10T20:38:58Z"), ("2024-03-31 02:30", "2024-03-31T01:30:00Z"),
        ("2024-10-27 02:30", "2024-10-27T00:30:00Z"), ("1612993138000", "2021-02-10T21:38:58Z"),
        ("1612993138", "2021-02-10T21:38:58Z"), ("2021-02-10T21:38:58.123Z", "2021-02-10T21:38:58Z"),
        ("2021-02-10T21:38:58+02:00", "2021-02-10T19:38:58Z"), ("2023-02-29", nil), ("2023-2-9", nil),
        ("yesterday", nil), ("2023-01-01 25:00", nil), ("2024-06-30 13:05 junk", nil),
    ])
    func `reads dates in the account's zone`(text: String, date: String?) {
        let zone = HubSpotZone(bench.zone)
        #expect(HubSpotValue.date(text, zone: zone) == date)
    }

    @Test func `has an identity that names its settings`() {
        let other = HubSpotCSVTransformer(limits: bench.limits, zone: .gmt)
        #expect(bench.csv.identity != other.identity)
    }
}
