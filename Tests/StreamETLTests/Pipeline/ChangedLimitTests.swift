@testable import NotesExample
import StreamETL
import Testing

/// What a file says depends on the limits within which it is read, be they raised or lowered.
@Suite(.timeLimit(.minutes(10)))
struct `A changed limit` {
    private let fixture: PipelineFixture

    init() throws {
        fixture = try PipelineFixture()
        try fixture.scratch.write("note Acme Chat\n1 Ann hello\nend\n", to: "drop/a.note")
    }

    private func backfill(reactions: Int, _ change: (inout PipelineOptions) -> Void = { _ in }) async throws {
        let pipeline = try fixture.pipeline("state") {
            $0.limits.reactions = reactions
            change(&$0)
        }
        _ = try await pipeline.backfill()
    }

    /// Guarantee: the-json-follows-the-files/paths-and-bytes
    /// Promise: A file is its place and its bytes, never its inode alone.
    /// How: Paths own contents. A content is named by its hash, the reader and the limits, so a changed limit
    ///   has it parsed again. A renamed file is not parsed again.
    @Test func `has files parsed again whose bytes are known`() async throws {
        let counter = CountingTransformer()
        let catalog = SourceCatalog(transformers: [counter], assemblers: [NoteAssembler()])
        for (reactions, count) in [(10, 1), (10, 1), (5, 2), (20, 3), (20, 3)] {
            try await backfill(reactions: reactions) { $0.catalog = catalog }
            #expect(counter.count == count)
        }
    }

    @Test func `takes nothing from what is kept of files that are gone`() async throws {
        try await backfill(reactions: 10) { $0.retention = .keep }
        let before = try fixture.snapshot("state")
        try fixture.scratch.remove("drop/a.note")
        try await backfill(reactions: 5) { $0.retention = .keep }
        #expect(try fixture.snapshot("state") == before)
    }

    /// Guarantee: the-json-follows-the-files/paths-and-bytes
    @Test func `takes nothing from a drop directory that is away`() async throws {
        try await backfill(reactions: 10)
        let before = try fixture.snapshot("state")
        try fixture.scratch.move("drop", to: "away")
        try await fixture.withDaemon("state", change: { $0.limits.reactions = 5 }) { _ in
            #expect(try fixture.snapshot("state") == before)
            try fixture.scratch.move("away", to: "drop")
            try await fixture.settle("state")
        }
    }
}
