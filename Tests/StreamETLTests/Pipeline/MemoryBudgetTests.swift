@testable import NotesExample
import Synchronization
import Testing

@testable import ETLModel
@testable import ETLIngesting
@testable import ETLPipeline
@testable import ETLTelemetry

@Suite struct `A budget of memory` {
    private let whole = MemoryBudget.Batch(fileCount: 256, byteCount: 8 << 20)

    /// Guarantee: no-input-exhausts-the-process/memory-budget
    /// Promise: From half of `memory_limit` on, or of the control group's limit, batches get smaller, down to
    ///   one file. They never stop.
    /// How: The limit of a batch follows from the memory in use.
    @Test(
        arguments: [
            (0, 256, 8 << 20), (512, 256, 8 << 20), (768, 128, 4 << 20), (1_016, 4, 128 << 10),
            (1_024, 1, 64 << 10), (5_000, 1, 64 << 10),
        ])
    func `gives smaller batches the less is left, and never none`(
        usedMiB: Int, fileCount: Int, byteCount: Int
    ) {
        let budget = MemoryBudget(limit: 1 << 30, whole: whole)
        #expect(
            budget.batch(whenUsing: usedMiB << 20)
                == MemoryBudget.Batch(fileCount: fileCount, byteCount: byteCount))
    }

    @Test func `that has no limit gives whole batches`() {
        #expect(MemoryBudget(limit: nil, whole: whole).batch(whenUsing: .max) == whole)
    }

    /// Guarantee: no-input-exhausts-the-process/memory-budget
    @Test(
        arguments: [
            (
                "0::/system.slice/etl.service\n", ["system.slice/etl.service/memory.max": "268435456\n"],
                268_435_456
            ),
            (
                "0::/a/b\n",
                ["a/b/memory.max": "max\n", "a/memory.max": "1000000\n", "memory.max": "2000000\n"],
                1_000_000
            ),
            ("0::/\n", ["memory.max": "5000000\n"], 5_000_000),
            ("0::/../../other\n", [:], nil),
            ("0::/a\n", ["a/memory.max": "max\n"], nil),
            (
                "4:cpu,memory:/docker/1\n0::/\n", ["memory/docker/1/memory.limit_in_bytes": "3000000\n"],
                3_000_000
            ),
            ("4:memory:/\n", ["memory/memory.limit_in_bytes": "9223372036854771712\n"], nil),
            ("", [:], nil),
        ] as [(String, [String: String], Int?)])
    func `is the least that a control group allows`(
        membership: String, files: [String: String], limit: Int?
    ) throws {
        let scratch = try ScratchDirectory()
        for (name, text) in files {
            if let slash = name.lastIndex(of: "/") { try scratch.make(String(name[..<slash])) }
            try scratch.write(text, to: name)
        }
        #expect(ControlGroupMemory.limit(of: membership, below: scratch.path) == limit)
    }

    /// The process uses more than this before it begins.
    ///
    /// Guarantee: no-input-exhausts-the-process/memory-budget
    @Test func `that is used up does not keep files from being read`() async throws {
        let fixture = try PipelineFixture()
        for number in 1...40 {
            try fixture.scratch.write(
                "note Acme Chat \(number)\n1 Ann hello\nend\n", to: "drop/\(number).note")
        }
        let batches = Atomic<Int>(0)
        let summary = try await fixture.pipeline("state") { $0.memoryLimit = 1 << 20 }
            .backfill { _ in batches.add(1, ordering: .relaxed) }
        #expect(summary.tally.read == 40)
        #expect(batches.load(ordering: .relaxed) >= 40)
        #expect(try fixture.snapshot("state") == (try await fixture.cleanBackfill()))
    }
}
