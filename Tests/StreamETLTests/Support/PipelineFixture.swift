import Foundation
import Logging
@testable import NotesExample
import StreamETL

/// A drop directory, a mapping and places for databases and outputs.
struct PipelineFixture {
    let scratch: ScratchDirectory

    init(in place: String? = nil) throws {
        scratch = try ScratchDirectory(in: place)
        try scratch.make("drop")
        try scratch.write(
            """
            base_company,variant_name,slack_group,telegram_group,calendar_domain,full_node_address,variant_type
            Acme,acme,,Acme Chat,acme.example,,
            Borealis,borealis,,Borealis Chat,borealis.example,,

            """, to: "company_mapping.csv")
    }

    func options(_ name: String, catalog: SourceCatalog = NoteSource.catalog) -> PipelineOptions {
        var options = PipelineOptions(
            drops: [DropRoot(index: 0, path: scratch.path + "/drop")], catalog: catalog,
            databasePath: scratch.path + "/\(name)/state.db",
            outputPath: scratch.path + "/\(name)/unified.json")
        options.mappingPath = scratch.path + "/company_mapping.csv"
        options.overridesPath = scratch.path + "/match_overrides.csv"
        options.asOf = 1_750_000_000
        options.settle = .milliseconds(20)
        options.snapshotInterval = .milliseconds(5)
        return options
    }

    func pipeline(_ name: String, change: (inout PipelineOptions) -> Void = { _ in }) throws -> Pipeline {
        var options = options(name)
        change(&options)
        return try Pipeline(options, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    /// What a clean backfill of the present tree writes, without what may differ between runs.
    func cleanBackfill() async throws -> String {
        let name = "clean-\(UUID().uuidString)"
        defer { try? scratch.remove(name) }
        _ = try await pipeline(name).backfill()
        return try snapshot(name)
    }

    /// Runs a daemon, lets `body` do what it likes beside it, and ends it.
    ///
    /// `body` gets the pipeline when everything present has been read.
    func withDaemon(
        _ name: String = "daemon", change: (inout PipelineOptions) -> Void = { _ in },
        _ body: (Pipeline) async throws -> Void
    ) async throws {
        let pipeline = try pipeline(name, change: change)
        let events = pipeline.events
        let running = Task { try await pipeline.run() }
        defer { running.cancel() }
        for await event in events {
            if case .degraded(_, let fault) = event { try KernelOfTests.requireInotify(fault) }
            if event == .ready { break }
        }
        try await body(pipeline)
        running.cancel()
        try await running.value
    }

    /// Waits until the daemon's snapshot is that of a clean backfill.
    func settle(_ name: String = "daemon") async throws {
        let expected = try await cleanBackfill()
        try await eventually { try snapshot(name) == expected }
    }

    /// A snapshot without `metadata.generated_at` and `metadata.performance_stats`.
    func snapshot(_ name: String) throws -> String {
        Self.comparable(try scratch.read("\(name)/unified.json"))
    }

    static func comparable(_ snapshot: String) -> String {
        snapshot
            .replacing(#/"generated_at":"[^"]*"/#, with: "")
            .replacing(#/"performance_stats":\{([^{}]*\{[^{}]*\})*[^{}]*\}/#, with: "")
    }
}
