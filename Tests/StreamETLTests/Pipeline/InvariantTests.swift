import Foundation
import Glibc
@testable import NotesExample
import StreamETL
import Testing

@Suite(.timeLimit(.minutes(10)))
struct `The state is a function of the files present` {
    @Test func `a backfill reads, matches and writes`() async throws {
        let fixture = try PipelineFixture()
        try fixture.scratch.write("note Acme Chat\n1 Ann hello\nend\n", to: "drop/a.note")
        try fixture.scratch.write("note Search party\n1 Ann hello\nend\n", to: "drop/b.note")
        try fixture.scratch.write("nothing of ours", to: "drop/c.txt")
        let summary = try await fixture.pipeline("first").backfill()
        #expect(summary.presentFiles == 3)
        #expect(summary.tally.read == 2)
        #expect(summary.tally.ignored == 1)
        let json = try fixture.snapshot("first")
        #expect(json.contains(#""unmatched":{"notes":{"count":1,"names":["Search party"],"items":["#))
        #expect(json.contains(#""author":"Ann","text":"hello""#))
    }

    /// Guarantee: the-json-follows-the-files/equal-to-a-backfill
    /// Promise: After any sequence of operations, the state is that of a clean backfill.
    /// How: Events only name paths to compare.
    /// Guarantee: nothing-is-missed/counted-once
    /// Guarantee: nothing-is-missed/renames-without-pairs
    /// Guarantee: nothing-is-missed/long-runs
    /// Guarantee: the-json-follows-the-files/deleted-files
    @Test(arguments: 1...4 as ClosedRange<UInt64>)
    func `a daemon that saw every change ends where a clean backfill begins`(seed: UInt64) async throws {
        let fixture = try PipelineFixture()
        var changes = RandomChanges(seed: seed, scratch: fixture.scratch)
        for _ in 0..<10 { try changes.apply() }
        let pipeline = try fixture.pipeline("daemon")
        let snapshots = pipeline.snapshots
        let running = Task { try await pipeline.run() }
        defer { running.cancel() }
        for round in 1...6 {
            for _ in 0..<12 { try changes.apply() }
            let expected = try await fixture.cleanBackfill()
            if (try? fixture.snapshot("daemon")) == expected { continue }
            for await _ in snapshots {
                if try fixture.snapshot("daemon") == expected { break }
            }
            #expect(try fixture.snapshot("daemon") == expected, "round \(round)")
        }
        running.cancel()
        try await running.value
        #expect(try await fixture.snapshot("daemon") == fixture.cleanBackfill())
    }

    /// Guarantee: nothing-is-missed/changes-while-stopped
    /// Promise: Changes made while no daemon ran are found at the start.
    /// How: Everything is compared with the store.
    /// Seen: `Ready` when all is read.
    /// Guarantee: the-json-follows-the-files/equal-to-a-backfill
    @Test(arguments: 5...8 as ClosedRange<UInt64>)
    func `changes made while nobody watched are found at the next start`(seed: UInt64) async throws {
        let fixture = try PipelineFixture()
        var changes = RandomChanges(seed: seed, scratch: fixture.scratch)
        for _ in 0..<5 {
            for _ in 0..<15 { try changes.apply() }
            _ = try await fixture.pipeline("again").backfill()
            #expect(try await fixture.snapshot("again") == fixture.cleanBackfill())
        }
    }

    @Test func `a changed mapping matches again without reading a file`() async throws {
        let fixture = try PipelineFixture()
        try fixture.scratch.write("note Arc Launch\n1 Ann hello\nend\n", to: "drop/a.note")
        _ = try await fixture.pipeline("state").backfill()
        try fixture.scratch.write(
            """
            base_company,variant_name,slack_group,telegram_group,calendar_domain,full_node_address,variant_type
            Zephyr Works,zephyr,,Arc Launch,,,

            """, to: "company_mapping.csv")
        let summary = try await fixture.pipeline("state").backfill()
        #expect(summary.tally.total == 0)
        #expect(try await fixture.snapshot("state") == fixture.cleanBackfill())
    }

    /// Guarantee: the-json-follows-the-files/paths-and-bytes
    @Test func `a renamed file is not parsed again`() async throws {
        let fixture = try PipelineFixture()
        try fixture.scratch.write("note Acme Chat\n1 Ann hello\nend\n", to: "drop/a.note")
        let counter = CountingTransformer()
        let catalog = SourceCatalog(transformers: [counter], assemblers: [NoteAssembler()])
        _ = try await fixture.pipeline("state") { $0.catalog = catalog }.backfill()
        try fixture.scratch.move("drop/a.note", to: "drop/deep/down/b.note")
        _ = try await fixture.pipeline("state") { $0.catalog = catalog }.backfill()
        #expect(counter.count == 1)
        #expect(try await fixture.snapshot("state") == fixture.cleanBackfill())
    }

    /// Guarantee: the-json-follows-the-files/same-size-and-time
    /// Promise: New content with the same size and time is found. A touched file is not parsed.
    /// How: Device, inode, size and both times are compared, then the XXH3-128 of the content.
    /// Guarantee: the-json-follows-the-files/paths-and-bytes
    /// Guarantee: the-json-follows-the-files/old-times
    @Test func `other content of the same size and time is found, and so is an older time`() async throws {
        let fixture = try PipelineFixture()
        let path = fixture.scratch.path + "/drop/a.note"
        for (text, time) in [("one", 1_000_000), ("two", 1_000_000), ("six", 500_000)] {
            try fixture.scratch.write("note Acme Chat\n1 Ann \(text)\nend\n", to: "drop/a.note")
            let times = [timespec(tv_sec: time, tv_nsec: 0), timespec(tv_sec: time, tv_nsec: 0)]
            #expect(utimensat(AT_FDCWD, path, times, 0) == 0)
            _ = try await fixture.pipeline("state").backfill()
            #expect(try fixture.snapshot("state").contains(#""text":"\#(text)""#))
        }
    }

    /// Guarantee: a-crash-loses-nothing/killed
    @Test func `a snapshot that could not be put in place is made up for by the next process`() async throws {
        let fixture = try PipelineFixture()
        try fixture.scratch.write("note Acme Chat\n1 Ann before\nend\n", to: "drop/a.note")
        _ = try await fixture.pipeline("state").backfill()
        try fixture.scratch.write("note Acme Chat\n1 Ann after\nend\n", to: "drop/a.note")
        // Nothing can be renamed over a directory that is not empty.
        try fixture.scratch.move("state/unified.json", to: "kept.json")
        for name in ["unified.json", "fallback-unified.json"] { try fixture.scratch.make("state/\(name)/x") }
        await #expect(throws: (any Error).self) { try await fixture.pipeline("state").backfill() }
        for name in ["unified.json", "fallback-unified.json"] { try fixture.scratch.remove("state/\(name)") }
        try fixture.scratch.move("kept.json", to: "state/unified.json")
        // A daemon writes one only if something is left to show.
        try await fixture.withDaemon("state") { _ in }
        #expect(try await fixture.snapshot("state") == fixture.cleanBackfill())
    }

    @Test func `what vanished stays when it is to be kept`() async throws {
        let fixture = try PipelineFixture()
        try fixture.scratch.write("note Acme Chat\n1 Ann hello\nend\n", to: "drop/a.note")
        _ = try await fixture.pipeline("state") { $0.retention = .keep }.backfill()
        let before = try fixture.snapshot("state")
        try fixture.scratch.remove("drop/a.note")
        _ = try await fixture.pipeline("state") { $0.retention = .keep }.backfill()
        #expect(try fixture.snapshot("state") == before)
    }

    /// What is left of a copy that was cut.
    ///
    /// Guarantee: a-damaged-file-costs-only-itself/cut-files
    @Test(arguments: ["note Acme Chat\n1 Ann he", "note", ""])
    func `what a file said that is cut stays when it is to be kept, and is told`(rest: String) async throws {
        let fixture = try PipelineFixture()
        let whole = "note Acme Chat\n1 Ann hello\nend\n"
        func backfill() async throws -> BackfillSummary {
            try await fixture.pipeline("state") { $0.retention = .keep }.backfill()
        }
        try fixture.scratch.write(whole, to: "drop/a.note")
        try fixture.scratch.write("note Borealis Chat\n1 Ann other\nend\n", to: "drop/b.note")
        _ = try await backfill()
        let before = try fixture.snapshot("state")
        for _ in 1...2 {
            try fixture.scratch.write(rest, to: "drop/a.note")
            _ = try await backfill()
            let snapshot = try fixture.snapshot("state")
            let mirrored = try await fixture.cleanBackfill()
            #expect(snapshot.contains(#""text":"hello""#))
            #expect(!mirrored.contains(#""text":"hello""#))
            let fault = #""file":"a.note""#
            #expect(snapshot.contains(fault) == mirrored.contains(fault))
            // Nothing that is referred to is forgotten.
            #expect(try await backfill().tally.total == 0)
        }
        try fixture.scratch.write("note Acme Chat\n1 Ann newer\nend\n", to: "drop/a.note")
        _ = try await backfill()
        #expect(try await fixture.snapshot("state") == fixture.cleanBackfill())
        try fixture.scratch.write(rest, to: "drop/a.note")
        _ = try await backfill()
        try fixture.scratch.write(whole, to: "drop/a.note")
        _ = try await backfill()
        #expect(try fixture.snapshot("state") == before)
    }
}
