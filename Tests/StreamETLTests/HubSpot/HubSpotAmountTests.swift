import Testing

@testable import ETLFormats
@testable import ETLHubSpot
@testable import ETLMatching
@testable import ETLModel
@testable import ETLStore

@Suite struct `The amounts of a column` {
    private let bench = HubSpotBench()

    /// A table of deals with these amounts, one a row.
    private func read(
        _ amounts: [String], header: String = "Record ID,Deal Name,Amount", currency: String? = nil
    ) async throws -> (amounts: [String?], warnings: [TransformWarning]) {
        let delimiter = header.contains(";") ? ";" : header.contains("\t") ? "\t" : ","
        var text = header + (currency == nil ? "" : delimiter + "Currency") + "\n"
        for (index, amount) in amounts.enumerated() {
            let cells = ["\(index + 1)", "Pilot", "\"\(amount)\""] + (currency.map { [$0] } ?? [])
            text += cells.joined(separator: delimiter) + "\n"
        }
        let contributions = try await bench.read(text)
        let records = try contributions.map {
            try HubSpotRecord(kind: $0.kind, id: $0.unit, heading: $0.heading)
        }
        return (records.map { $0.fields[.amount] }, contributions.flatMap(\.warnings))
    }

    @Test(arguments: [
        (["12.500", "12.500,50"], ["12500", "12500.50"]), (["980,5", "1.234"], ["980.5", "1234"]),
        (["1.234.567", "12.500"], ["1234567", "12500"]),
        (["12,500", "1,234,567.00"], ["12500", "1234567.00"]),
        (["12.500", "99.95"], ["12.500", "99.95"]),
        (["1,234.50", "0.125", "12.500"], ["1234.50", "0.125", "12.500"]),
        (["12,500", "99,95"], ["12.500", "99.95"]), (["12 500,25", "1.234"], ["12500.25", "1234"]),
        (["12'500.25", "1,234"], ["12500.25", "1234"]), (["12.500 €", "€ 7,5"], ["12500", "7.5"]),
        (["kr 12.500", "kr 12.500,00"], ["12500", "12500.00"]), (["12.500,-", "1.234"], ["12500", "1234"]),
        (["−12.500", "3,50"], ["-12500", "3.50"]), (["1.234,50-", "2.000"], ["-1234.50", "2000"]),
        (["1234.567", "12.500"], ["1234.567", "12.500"]), (["1,00,000", "12,500"], ["100000", "12500"]),
    ])
    func `are read as its other values show`(written: [String], meant: [String]) async throws {
        let found = try await read(written)
        #expect(found.amounts == meant)
        #expect(found.warnings.isEmpty)
    }

    @Test(arguments: [
        ("Datensatz-ID;Dealname;Betrag", "12.500", "12500", nil as String?),
        ("Record ID;Deal Name;Amount", "12.500", "12500", nil),
        ("ID do registro\tNome do negócio\tValor", "12.500", "12500", nil),
        ("Record ID,Deal Name,Amount", "12,500", "12500", nil),
        ("Record ID\tDeal Name\tAmount", "12.500", "12500", "EUR"),
        ("Record ID\tDeal Name\tAmount", "12.500", "12500", "JPY"),
        ("Record ID\tDeal Name\tAmount", "12,500", "12500", "USD"),
        ("Record ID\tDeal Name\tAmount", "12.500", "12.500", "KWD"),
        ("Record ID\tDeal Name\tAmount", "₩12,500", "12500", nil),
        ("Record ID\tDeal Name\tAmount", "R$ 12.500", "12500", nil),
    ])
    func `are read as currency and language have them where no value shows it`(
        header: String, written: String, meant: String, currency: String?
    ) async throws {
        let found = try await read([written], header: header, currency: currency)
        #expect(found.amounts == [meant])
        #expect(found.warnings.isEmpty)
    }

    @Test(arguments: [
        (["USD", "EUR"], ["12,500", "1,25"], ["12500", "1.25"], 1),
        (["EUR", "USD"], ["12.500", "1.25"], ["12500", "1.25"], 1),
        (["USD", "EUR", "USD"], ["12,500", "1,25", "0.75"], ["12500", "1.25", "0.75"], 0),
        (["PLN", "USD", "EUR"], ["12.500", "1.25", "980,5"], ["12500", "1.25", "980.5"], 0),
        (["CHF", "EUR"], ["12,500", "1,25"], ["12500", "1.25"], 1),
        (["", ""], ["$12,500", "1,25 €"], ["12500", "1.25"], 1),
        (["", ""], ["$12,500", "1.25 €"], ["12500", "1.25"], 0),
        (["", ""], ["US$ 12,500", "1,25 €"], ["12500", "1.25"], 1),
    ])
    func `in several currencies are read as each is written`(
        currencies: [String], written: [String], meant: [String], warnings: Int
    ) async throws {
        let rows = zip(currencies, written).enumerated()
            .map { "\($0.offset + 1)\tPilot\t\($0.element.1)\t\($0.element.0)\n" }
        let contributions = try await bench.read("Record ID\tDeal Name\tAmount\tCurrency\n" + rows.joined())
        let amounts = try contributions.map {
            try HubSpotRecord(kind: $0.kind, id: $0.unit, heading: $0.heading).fields[.amount]
        }
        #expect(amounts == meant)
        #expect(contributions.flatMap(\.warnings).count == warnings)
    }

    @Test(arguments: [
        (["12.500", "1.234"], ["12500", "1234"]), (["5", "12.500", "7"], ["5", "12500", "7"]),
        (["12,500.75", "1.234,50", "12.500"], ["12500.75", "1234.50", "12500"]),
        (["US$ 12.500", "US$ 1.234"], ["12500", "1234"]),
    ])
    func `are never a thousandth, and a warning a column says where nothing decides`(
        written: [String], meant: [String]
    ) async throws {
        let found = try await read(written)
        #expect(found.amounts == meant)
        #expect(found.warnings.map(\.cause) == [.ambiguous("Amount")])
        #expect(
            found.warnings.first?.position?.line == 2 + (written.firstIndex { $0.contains("12.500") } ?? 0))
    }

    @Test func `keep the text of what has two readings`() async throws {
        let contribution = try #require(
            try await bench.read("Record ID,Deal Name,Amount\n1,Pilot,12.500\n").first)
        #expect(String(decoding: contribution.payload, as: UTF8.self) == #"{"Amount":"12.500"}"#)
    }

    @Test(arguments: ["28.06.2024", "12.50.000", "1,23,4", "12K", "3 Mio", "1.234.56", "12.500,00 x"])
    func `are none of other texts`(text: String) {
        #expect(HubSpotAmount(text) == nil)
    }

    @Test func `are the numbers of a workbook, whatever their decimals`() async throws {
        let fixture = WorkbookFixture([
            ["Record ID", "Deal Name", "Amount"].map { .shared($0) },
            [.number("1"), .shared("Pilot"), .number("12.125")],
            [.number("2"), .shared("Pilot"), .shared("12.500")],
            [.number("3"), .shared("Pilot"), .shared("1.250,75")],
        ])
        let reader = HubSpotWorkbookTransformer(limits: bench.limits, zone: bench.zone)
        let found = try await bench.read(fixture.bytes, at: "deals.xlsx", with: reader)
        let amounts = try found.map {
            try HubSpotRecord(kind: $0.kind, id: $0.unit, heading: $0.heading).fields[.amount]
        }
        #expect(amounts == ["12.125", "12500", "1250.75"])
        #expect(found.flatMap(\.warnings).isEmpty)
    }
}
