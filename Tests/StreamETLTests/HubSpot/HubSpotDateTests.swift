import Testing

@testable import ETLFormats
@testable import ETLHubSpot
@testable import ETLModel
@testable import ETLStore

@Suite struct `The dates of a column` {
    private let bench = HubSpotBench()

    private func read(
        _ dates: [String], header: String = "Record ID,Deal Name,Close Date"
    ) async throws -> (dates: [String?], warnings: [TransformWarning]) {
        let delimiter = header.contains(";") ? ";" : ","
        var text = header + "\n"
        for (index, date) in dates.enumerated() {
            text += ["\(index + 1)", "Pilot", "\"\(date)\""].joined(separator: delimiter) + "\n"
        }
        let contributions = try await bench.read(text)
        let records = try contributions.map {
            try HubSpotRecord(kind: $0.kind, id: $0.unit, heading: $0.heading)
        }
        return (records.map { $0.fields[.closeDate] }, contributions.flatMap(\.warnings))
    }

    @Test(arguments: [
        (["28.06.2024", "03.07.2024"], ["2024-06-28", "2024-07-03"]),
        (["06/28/24", "07/03/24"], ["2024-06-28", "2024-07-03"]),
        (["28/06/2024", "03/07/2024"], ["2024-06-28", "2024-07-03"]),
        (["3-7-2024", "28-6-2024"], ["2024-07-03", "2024-06-28"]), (["03.07.2024"], ["2024-07-03"]),
        (["2024/07/03"], ["2024-07-03"]), (["2024. 7. 3."], ["2024-07-03"]), (["2024年7月3日"], ["2024-07-03"]),
        (["3 Jul 2024", "Jul 3, 2024", "3. Juli 2024"], ["2024-07-03", "2024-07-03", "2024-07-03"]),
        (
            ["3 de julio de 2024", "3 juillet 2024", "3 juin 2024"],
            ["2024-07-03", "2024-07-03", "2024-06-03"]
        ),
        (["28/06/24", "03/05/24", "14/01/24"], ["2024-06-28", "2024-05-03", "2024-01-14"]),
        (["13/02/23", "05/06/24", "30/11/22"], ["2023-02-13", "2024-06-05", "2022-11-30"]),
        (["24/06/28", "24/05/03", "23/01/14"], ["2024-06-28", "2024-05-03", "2023-01-14"]),
        (["05/05/2024"], ["2024-05-05"]), (["3-Jul-24"], ["2024-07-03"]),
    ])
    func `are read as its other values show`(written: [String], meant: [String]) async throws {
        let found = try await read(written)
        #expect(found.dates == meant)
        #expect(found.warnings.isEmpty)
    }

    @Test(arguments: [
        ("28.06.2024 17:30", "2024-06-28T15:30:00Z"), ("28.06.2024, 17:30:05", "2024-06-28T15:30:05Z"),
        ("06/28/2024 5:30 PM", "2024-06-28T15:30:00Z"), ("28/06/2024 5:30 p. m.", "2024-06-28T15:30:00Z"),
        ("06/28/2024 12:05 AM", "2024-06-27T22:05:00Z"), ("28-06-2024 17.30", "2024-06-28T15:30:00Z"),
        ("28/06/2024 17h30", "2024-06-28T15:30:00Z"), ("2024/06/28 17:30 UTC", "2024-06-28T17:30:00Z"),
        ("Jun 28, 2024 5:30 PM GMT+2", "2024-06-28T15:30:00Z"),
        ("28.06.2024 17:30 Uhr", "2024-06-28T15:30:00Z"),
        ("2024/06/28 午後5:30", "2024-06-28T15:30:00Z"),
    ])
    func `may have a time`(written: String, meant: String) async throws {
        #expect(try await read([written]).dates == [meant])
    }

    @Test(arguments: [
        ("Record ID;Deal Name;Close Date", "03/07/2024"),
        ("ID de registro,Nombre del negocio,Fecha de cierre", "03/07/2024"),
        ("ID do registro,Nome do negócio,Data de fechamento", "03-07-2024"),
        ("ID de l'enregistrement,Nom de la transaction,Date de fermeture", "03/07/24"),
    ])
    func `have the order of their language where no value shows it`(header: String, written: String)
        async throws
    {
        let found = try await read([written], header: header)
        #expect(found.dates == ["2024-07-03"])
        #expect(found.warnings.isEmpty)
    }

    @Test func `have the order of the other columns where no value shows it`() async throws {
        let text = "Record ID,Deal Name,Close Date,Create Date\n1,Pilot,03/07/2024,28/06/2024\n"
        let record = try #require(try await bench.records(text).first)
        #expect(record.fields[.closeDate] == "2024-07-03")
        #expect(record.originals[.closeDate] == "03/07/2024")
    }

    @Test(arguments: [
        (["03/07/2024", "04/07/2024"], [nil, nil]),
        (["28/06/2024", "06/28/2024", "03/07/2024"], ["2024-06-28", "2024-06-28", nil]),
        (["03-07-24", "05/05/2024"], [nil, "2024-05-05"]),
    ])
    func `never get a wrong month: what nothing decides is none, and warned of once`(
        written: [String], meant: [String?]
    ) async throws {
        let found = try await read(written)
        #expect(found.dates == meant)
        #expect(found.warnings.map(\.cause) == [.ambiguous("Close Date")])
    }

    @Test(arguments: [
        "31.02.2024", "13/13/2024", "yesterday", "28.06", "28.06.2024 25:00", "12.500",
        "28.06.2024 17:30 EDT", "1234567890/1/1",
        "06/28/2024 13:05 PM",
    ])
    func `are none of other texts`(text: String) async throws {
        let found = try await read([text])
        #expect(found.dates == [nil])
        #expect(found.warnings.map(\.cause) == [.invalidValue("Close Date")])
    }

    @Test func `tell which version of a record is the newest`() async throws {
        let header = "Record ID,Deal Name,Last Modified Date\n"
        let items = try await bench.items([
            "b.csv": header + "1,Old,28.06.2024 10:00\n", "a.csv": header + "1,New,29.06.2024 10:00\n",
        ])
        #expect(try items["hubspot_deals/1"]?.text("deal_name") == "New")
    }
}
