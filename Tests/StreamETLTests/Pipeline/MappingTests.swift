import Foundation
import Glibc
import StreamETL
import Testing

@Suite(.timeLimit(.minutes(10)))
struct `The company mapping` {
    private let fixture: PipelineFixture

    init() throws { fixture = try PipelineFixture() }

    private func candidate(_ options: inout PipelineOptions) {
        options.mappingPath = nil
        options.mappingCandidates = [fixture.scratch.path + "/drop/company_mapping.csv"]
    }

    @Test func `is taken over when it is dropped in later`() async throws {
        try await fixture.withDaemon(change: candidate) { _ in
            let before = try fixture.snapshot("daemon")
            #expect(before.contains(#""companies":{"#) && !before.contains("Acme"))
            try fixture.scratch.write(
                fixture.scratch.read("company_mapping.csv"), to: "drop/company_mapping.csv")
            try await eventually { try fixture.snapshot("daemon").contains(#""Acme":{"company_info""#) }
        }
    }

    @Test(arguments: ["broken", "away", "a FIFO"])
    func `leaves the companies as they were while it is broken or away`(what: String) async throws {
        try await fixture.withDaemon { _ in
            if what == "broken" {
                try fixture.scratch.write("nonsense\n", to: "company_mapping.csv")
            } else {
                try fixture.scratch.remove("company_mapping.csv")
            }
            if what == "a FIFO" { mkfifo(fixture.scratch.path + "/company_mapping.csv", 0o600) }
            try fixture.scratch.write("note Acme Chat\n1 Ann hello\nend\n", to: "drop/a.note")
            try await eventually { try fixture.snapshot("daemon").contains("Acme Chat") }
            #expect(try fixture.snapshot("daemon").contains(#""total_companies":2"#))
        }
    }

    /// No event of the directory that was watched tells of these.
    ///
    /// Guarantee: nothing-is-missed/lost-events
    @Test(arguments: ["its directory is replaced", "the target of its link changes"])
    func `is taken over when`(what: String) async throws {
        let scratch = fixture.scratch
        let mapping = try scratch.read("company_mapping.csv")
        let changed = mapping.replacing("Borealis,", with: "Boreal,")
        let isSymbolicLink = what == "the target of its link changes"
        try scratch.make("conf")
        try scratch.write(mapping, to: isSymbolicLink ? "kept/mapping.csv" : "conf/mapping.csv")
        if isSymbolicLink { symlink("../kept/mapping.csv", scratch.path + "/conf/mapping.csv") }
        try await fixture.withDaemon(change: { $0.mappingPath = scratch.path + "/conf/mapping.csv" }) { _ in
            if isSymbolicLink {
                try scratch.write(changed, to: "kept/mapping.csv")
            } else {
                try scratch.write(changed, to: "conf.new/mapping.csv")
                try scratch.move("conf", to: "conf.old")
                try scratch.move("conf.new", to: "conf")
            }
            try await eventually { try fixture.snapshot("daemon").contains(#""Boreal":{"company_info""#) }
        }
    }

    @Test func `is named with cause and remedy when it is none, without its text`() async throws {
        try fixture.scratch.write("name,domain\nsecret,text\n", to: "company_mapping.csv")
        let pipeline = try fixture.pipeline("state")
        let error = await #expect(throws: PipelineError.self) { _ = try await pipeline.backfill() }
        let text = try #require(error).description
        #expect(text.hasPrefix(fixture.scratch.path + "/company_mapping.csv: lacks base_company. "))
        #expect(!text.contains("secret"))
    }

    @Test func `must be there for questions about matches`() async throws {
        _ = try await fixture.pipeline("state").backfill()
        var options = fixture.options("state")
        candidate(&options)
        #expect(throws: PipelineError.mappingMissing) { _ = try MatchDesk(options) }
    }
}

@Suite
struct `A place that cannot be made` {
    @Test func `for the output sends snapshots beside the database`() async throws {
        let fixture = try PipelineFixture()
        try fixture.scratch.write("", to: "file")
        let pipeline = try fixture.pipeline("state") {
            $0.outputPath = fixture.scratch.path + "/file/output/unified.json"
        }
        let summary = try await pipeline.backfill()
        #expect(summary.snapshot.isFallback)
        #expect(try fixture.scratch.read("state/fallback-unified.json").hasPrefix("{"))
    }

    @Test func `for the database is an error that names it`() throws {
        let fixture = try PipelineFixture()
        try fixture.scratch.write("", to: "file")
        let path = fixture.scratch.path + "/file/state/state.db"
        #expect(throws: PipelineError.directoryUnwritable(path: path, errno: ENOTDIR)) {
            _ = try fixture.pipeline("state") { $0.databasePath = path }
        }
    }
}
