import Foundation
import Glibc
@testable import NotesExample
import StreamETL
import Testing

@Suite(.timeLimit(.minutes(10)))
struct `What did not change costs nothing` {
    /// Guarantee: the-json-follows-the-files/nothing-changed
    /// Promise: Unchanged content is not parsed and makes no snapshot.
    /// How: Size, both times, device and inode are compared, then the hash.
    /// Guarantee: the-json-follows-the-files/same-size-and-time
    @Test func `a touched, re-permitted or identically rewritten file is not parsed and makes no snapshot`()
        async throws
    {
        let fixture = try PipelineFixture()
        let counter = CountingTransformer()
        let catalog = SourceCatalog(transformers: [counter], assemblers: [NoteAssembler()])
        let text = "note Acme Chat\n1 Ann hello\nend\n"
        try fixture.scratch.write(text, to: "drop/a.note")
        var listening: Task<Int, Never>?
        try await fixture.withDaemon(change: { $0.catalog = catalog }) { pipeline in
            let path = fixture.scratch.path + "/drop/a.note"
            let events = pipeline.events
            let all = pipeline.events
            listening = Task {
                await all.reduce(0) { count, event in
                    if case .published = event { count + 1 } else { count }
                }
            }
            utimes(path, nil)
            chmod(path, 0o640)
            try fixture.scratch.write(text, to: "drop/a.note")
            for await event in events {
                if case .ingested = event { break }
            }
            // A later change proves that the earlier ones have been dealt with.
            try fixture.scratch.write("note Borealis Chat\n1 Ann hello\nend\n", to: "drop/b.note")
            try await eventually { try fixture.snapshot("daemon").contains("b.note") }
            #expect(counter.count == 2)
        }
        #expect(await listening?.value == 1)
    }

    /// Guarantee: nothing-is-missed/changes-while-stopped
    /// Guarantee: the-json-follows-the-files/nothing-changed
    @Test func `a restart with nothing changed reads no file and leaves the snapshot as it is`() async throws
    {
        let fixture = try PipelineFixture()
        let counter = CountingTransformer()
        let catalog = SourceCatalog(transformers: [counter], assemblers: [NoteAssembler()])
        try fixture.scratch.write("note Acme Chat\n1 Ann hello\nend\n", to: "drop/a.note")
        try await fixture.withDaemon(change: { $0.catalog = catalog }) { _ in }
        let output = fixture.scratch.path + "/daemon/unified.json"
        let before = try FileManager.default.attributesOfItem(atPath: output)[.systemFileNumber] as? Int
        let pipeline = try fixture.pipeline("daemon") { $0.catalog = catalog }
        let events = pipeline.events
        let running = Task { try await pipeline.run() }
        for await event in events where event != .recovered(drop: 0) {
            // Nobody even looks into the file.
            #expect(event == .ready)
            break
        }
        running.cancel()
        try await running.value
        let after = try FileManager.default.attributesOfItem(atPath: output)[.systemFileNumber] as? Int
        #expect(counter.count == 1)
        #expect(before == after)
    }
}
