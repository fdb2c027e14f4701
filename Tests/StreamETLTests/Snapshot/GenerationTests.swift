import Foundation
import Synchronization
import Testing

@testable import ETLPipeline
@testable import ETLSnapshot
@testable import ETLFiles
@testable import ETLMatching
@testable import ETLModel

@Suite(.timeLimit(.minutes(10)))
struct `The moment of a snapshot` {
    private func moment(_ fixture: PipelineFixture) throws -> String {
        let text = try fixture.scratch.read("state/unified.json")
        return String(try #require(text.firstMatch(of: #/"generated_at":"([^"]*)"/#)).1)
    }

    /// Guarantee: readers-see-whole-snapshots/always-parses
    @Test func `does not go back when the clock does, neither in one process nor in the next`() async throws {
        let fixture = try PipelineFixture()
        let moments: [(now: Int64, shown: String)] = [
            (1_750_000_000, "2025-06-15T15:06:40Z"), (1_650_000_000, "2025-06-15T15:06:40Z"),
            (1_750_000_001, "2025-06-15T15:06:41Z"),
        ]
        for (now, shown) in moments {
            try fixture.scratch.write("note Acme Chat\n1 Ann \(now)\nend\n", to: "drop/a.note")
            _ = try await fixture.pipeline("state") { $0.now = { now } }.backfill()
            #expect(try moment(fixture) == shown)
        }
        let clock = Clock(1_750_000_009)
        try await fixture.withDaemon("state") {
            $0.now = { clock.time }
        } _: { _ in
            for (now, shown) in [(1_750_000_009, "49Z"), (1_000_000_000, "49Z")] {
                clock.set(Int64(now))
                try fixture.scratch.write("note Acme Chat\n1 Ann at \(now)\nend\n", to: "drop/a.note")
                try await eventually { try fixture.snapshot("state").contains(#""text":"at \#(now)""#) }
                #expect(try moment(fixture).hasSuffix(shown))
            }
        }
    }

    /// Guarantee: readers-see-whole-snapshots/always-parses
    /// Promise: The published JSON always parses, and `generated_at` never goes back.
    /// How: It is written beside its place, synced and renamed. The last moment is read from the last
    ///   snapshot.
    /// Seen: If the clock is set back, the last moment again.
    @Test func `leaves the one before whole for whoever is reading it`() async throws {
        let fixture = try PipelineFixture()
        try fixture.scratch.write("note Acme Chat\n1 Ann before\nend\n", to: "drop/a.note")
        try await fixture.withDaemon("state") { _ in
            let path = fixture.scratch.path + "/state/unified.json"
            let before = try fixture.scratch.read("state/unified.json")
            let reader = try #require(FileHandle(forReadingAtPath: path))
            // The file that is written over is the one before the last.
            for round in 1...4 {
                try fixture.scratch.write("note Acme Chat\n1 Ann after \(round)\nend\n", to: "drop/a.note")
                try await eventually { try fixture.snapshot("state").contains(#""text":"after \#(round)""#) }
            }
            #expect(try reader.readToEnd() == Data(before.utf8))
        }
    }

    @Test(arguments: [
        "", "{}", #"{"metadata":{"generated_at":"9999999999999999999Z""#, "no JSON at all, but long enough",
    ])
    func `is not taken from a file that is no snapshot`(text: String) throws {
        let scratch = try ScratchDirectory()
        try scratch.write(text, to: "unified.json")
        #expect(SnapshotHead.generatedAt(of: scratch.path + "/unified.json") == 0)
    }
}

private final class Clock: Sendable {
    private let seconds: Mutex<Int64>
    var time: Int64 { seconds.withLock(\.self) }

    init(_ seconds: Int64) { self.seconds = Mutex(seconds) }

    func set(_ time: Int64) { seconds.withLock { $0 = time } }
}
