import Foundation
import Testing

@Suite(.timeLimit(.minutes(10)))
struct `The example of a fifth source` {
    private static let note = """
        note Rotation
        1714640400 Ann <ann@acme.example> Shall we rotate the keys?
        a line that is no message
        1714644000 Bo Yes, on Friday.
        another one
        end

        """

    private func run(_ place: Workplace, _ program: String = "NotesExample", _ arguments: [String] = [])
        async throws -> EtlWatchProcess.Result
    {
        let process = try EtlWatchProcess(
            arguments, in: place.path, environment: ["ETL_DROPS": place.drop, "ETL_LOG_FILE": "none"],
            program: EtlWatchProcess.program(program))
        return await process.wait()
    }

    private func place() throws -> Workplace {
        let place = try Workplace(sample: false)
        let mapping = "base_company,calendar_domain\nAcme,acme.example\n"
        try place.write(Data(mapping.utf8), to: "company_mapping.csv")
        try place.write(Data(Self.note.utf8), to: "a.note")
        return place
    }

    @Test func `publishes what it reads, and matches it by people's addresses`() async throws {
        let place = try place()
        let result = try await run(place)
        #expect(result.status == 0, "\(result.errors)")
        let json = try String(contentsOfFile: place.path + "/data/unified.json", encoding: .utf8)
        for part in [
            #""data_sources":["slack","telegram","calendar","hubspot","notes"]"#, #""total_notes":1"#,
            #""companies_with_notes":1"#, #""name":"Rotation","files":["a.note"]"#,
            #"{"time":"2024-05-02T09:00:00Z","author":"Ann","text":"Shall we rotate the keys?"}"#,
            #""addresses":["ann@acme.example"]"#, #""side":"theirs","side_reason":"company_domain""#,
            #""last_contact":"2024-05-02T10:00:00Z""#, #"{"week":"2024-04-29","messages":2,"meetings":0}"#,
            #""match_rule":"participant_domain""#,
        ] {
            #expect(json.contains(part), "\(part)\n\(json)")
        }
    }

    @Test func `tells of lines that it cannot read`() async throws {
        let place = try place()
        _ = try await run(place)
        let result = try await run(place, "etl-watch", ["status"])
        let lost = "2 of notes: is not as its format prescribes (note.line)"
        #expect(result.output.contains(lost), "\(result.output)")
    }

    @Test func `is reviewed and decided by etl-watch`() async throws {
        let place = try place()
        _ = try await run(place)
        let decided = try await run(place, "etl-watch", ["unmatch", "Rotation", "Acme"])
        #expect(decided.status == 0, "\(decided.errors)")
        _ = try await run(place)
        let json = try String(contentsOfFile: place.path + "/data/unified.json", encoding: .utf8)
        #expect(json.contains(#""notes":{"count":1,"names":["Rotation"]"#), "\(json)")
    }
}
