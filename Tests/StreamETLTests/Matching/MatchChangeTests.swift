import Logging
import Testing

@testable import ETLMatching
@testable import ETLModel
@testable import ETLPipeline
@testable import ETLSettings
@testable import ETLStore
@testable import ETLTelemetry

@Suite struct `A change of the mapping` {
    private static let words = [
        "Acme", "Borealis", "Cobalt", "Dunlin", "Everly", "Fjord", "Gannet", "Halcyon", "Indigo", "Juniper",
        "Arc", "Arcadia", "Block", "Blockforge",
    ]

    private static func mapping(_ rows: [String]) throws -> CompanyMapping {
        let header = "base_company,variant_name,slack_group,telegram_group,calendar_domain"
        return try CompanyMapping(
            bytes: Array(([header] + rows).joined(separator: "\n").utf8), fileName: "m.csv",
            limits: InputLimits())
    }

    private static func row(_ random: inout SplitMix) -> String {
        let name = words[Int.random(in: words.indices, using: &random)]
        let more = words[Int.random(in: words.indices, using: &random)]
        let company = Bool.random(using: &random) ? name : "\(name) \(more)"
        return [
            company, company.lowercased(), Bool.random(using: &random) ? "ext-\(name.lowercased())" : "",
            Bool.random(using: &random) ? "\(name) <> Us" : "",
            Bool.random(using: &random) ? "\(more.lowercased()).example" : "",
        ].joined(separator: ",")
    }

    private static func subject(_ index: Int, _ random: inout SplitMix) -> MatchSubject {
        let name = words[Int.random(in: words.indices, using: &random)]
        let more = words[Int.random(in: words.indices, using: &random)]
        let source: Source = [.slack, .telegram, .calendar, .hubspot][index % 4]
        let section =
            source == .hubspot && Bool.random(using: &random) ? "hubspot_companies" : "items"
        return MatchSubject(
            source: source, section: section, key: "\(index)",
            names: [
                [name, "\(name) <> Us", "ext-\(name.lowercased())", "\(name) \(more) weekly"][index % 3]
            ],
            emails: Bool.random(using: &random) ? ["a@\(more.lowercased()).example"] : [],
            domains: Bool.random(using: &random) ? ["\(name.lowercased()).example"] : [],
            crmRecordID: section == "hubspot_companies" ? "\(index)" : nil)
    }

    /// Rows come, go and change; whoever is not told to be affected must be decided as before.
    @Test(arguments: 1...20)
    func `leaves the decisions alone that it says it leaves alone`(seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        let subjects = (0..<200).map { Self.subject($0, &random) }
        let crm = CRMDirectory(companies: subjects.filter { $0.crmRecordID != nil })
        var rows = (0..<12).map { _ in Self.row(&random) }
        var matcher = Matcher(mapping: try Self.mapping(rows), crm: crm)
        var left = 0
        for _ in 0..<10 {
            switch Int.random(in: 0..<3, using: &random) {
            case 0: rows.append(Self.row(&random))
            case 1 where rows.count > 1: rows.removeLast()
            default: rows[Int.random(in: rows.indices, using: &random)] = Self.row(&random)
            }
            let next = Matcher(mapping: try Self.mapping(rows), crm: crm)
            let change = MatchChange(from: matcher, to: next)
            for subject in subjects {
                let before = matcher.decideSigned(subject)
                if change.affects(section: subject.section, signature: before.signature) { continue }
                left += 1
                #expect(next.decide(subject) == before.decision)
            }
            matcher = next
        }
        #expect(left > 200)
    }

    @Test func `that changes nothing affects nobody`() throws {
        let mapping = try Self.mapping(["Acme,acme,ext-acme,,acme.example"])
        #expect(MatchChange(from: Matcher(mapping: mapping), to: Matcher(mapping: mapping)).isEmpty)
    }

    @Test func `of the settings affects everybody`() throws {
        let mapping = try Self.mapping(["Acme,acme,ext-acme,,acme.example"])
        let other = Matcher(mapping: mapping, settings: MatchingSettings(internalDomains: ["us.example"]))
        let change = MatchChange(from: Matcher(mapping: mapping), to: other)
        #expect(change.affects(section: "items", signature: MatchSignature()))
    }

    @Test func `decides only what it affects`() async throws {
        let fixture = try PipelineFixture()
        for name in ["Acme Chat", "Borealis Chat", "Search party"] {
            try fixture.scratch.write("note \(name)\n1 Ann hello\nend\n", to: "drop/\(name).note")
        }
        try await fixture.withDaemon { _ in
            let rows = try fixture.scratch.read("company_mapping.csv")
            try fixture.scratch.write(rows + "Cobalt,cobalt,,Search party,,,\n", to: "company_mapping.csv")
            try await fixture.settle()
        }
        let store = try Store(path: fixture.scratch.path + "/daemon/state.db")
        var matching = CompanyMatching(fixture.options("daemon"))
        try matching.load()
        #expect(try matching.update(store) == nil)
        let rows = try fixture.scratch.read("company_mapping.csv")
        try fixture.scratch.write(rows + "Search Party,search-party,,,,,\n", to: "company_mapping.csv")
        try matching.load()
        #expect(try matching.update(store) == 1)
    }

    @Test func `is logged, and a first run is none`() async throws {
        let fixture = try PipelineFixture()
        try fixture.scratch.write("Record ID,Company name\n8,Acme\n9,Cobalt\n", to: "drop/companies.csv")
        var settings = Settings(workingDirectory: fixture.scratch.path)
        settings.logFile = fixture.scratch.path + "/etl.log"
        let target = LogTarget(settings, console: -1)
        var isLogged: [Bool] = []
        for rows in ["", "Cobalt,cobalt,,,,,\n"] {
            let mapping = try fixture.scratch.read("company_mapping.csv")
            try fixture.scratch.write(mapping + rows, to: "company_mapping.csv")
            let options = fixture.options("state", catalog: .standard(settings))
            let logger = Logger(label: "test") { _ in LineLogHandler(target) }
            _ = try await Pipeline(options, logger: logger).backfill()
            let log = (try? fixture.scratch.read("etl.log")) ?? ""
            isLogged.append(log.contains("matched again"))
        }
        #expect(isLogged == [false, true])
    }

    @Test func `a signature holds what was put into it, also after it was stored`() throws {
        var random = SplitMix(seed: 7)
        var signature = MatchSignature()
        let hashes = (0..<20).map { _ in UInt64.random(in: 0 ... .max, using: &random) }
        hashes.forEach { signature.insert($0) }
        let stored = try #require(MatchSignature(bytes: signature.bytes))
        #expect(hashes.allSatisfy(stored.mayHold))
        let others = (0..<1_000).filter { _ in stored.mayHold(UInt64.random(in: 0 ... .max, using: &random)) }
        #expect(others.isEmpty)
        #expect(MatchSignature(bytes: [1, 2, 3]) == nil)
    }
}
