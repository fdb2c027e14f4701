import Foundation
import Testing

@testable import ETLMatching
@testable import ETLModel
@testable import ETLPipeline
@testable import ETLSnapshot

@Suite struct `An archive of snapshots` {
    private let scratch: ScratchDirectory

    init() throws { scratch = try ScratchDirectory() }

    private func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: scratch.path + "/archive").sorted()
    }

    /// Guarantee: readers-see-whole-snapshots/past-snapshots
    /// Promise: Past snapshots stay as they were written, and no temporary files are left over.
    /// How: Past snapshots are hard links. Temporary files are removed at the start.
    /// Seen: Files in `archive.directory`.
    @Test func `keeps the newest, one an interval`() throws {
        let archive = SnapshotArchive(
            directory: scratch.path + "/archive", count: 2, interval: .seconds(60))
        let noon = UTCTime.seconds(year: 2024, month: 7, day: 20, hour: 12)
        try scratch.write("other", to: "archive/unified-of-somebody.json")
        for second in stride(from: Int64(0), through: 200, by: 20) {
            try scratch.write("\(second)", to: "unified.json")
            try archive.keep(scratch.path + "/unified.json", generatedAt: noon + second)
            try scratch.remove("unified.json")
        }
        #expect(
            try names() == [
                "unified-20240720T120200Z.json", "unified-20240720T120300Z.json", "unified-of-somebody.json",
            ])
        #expect(try scratch.read("archive/unified-20240720T120200Z.json") == "120")
    }

    /// A daemon writes over older snapshots, but for those that have another name.
    ///
    /// Guarantee: readers-see-whole-snapshots/past-snapshots
    @Test func `is left as it was by all that follow`() async throws {
        let fixture = try PipelineFixture()
        let directory = fixture.scratch.path + "/past"
        try await fixture.withDaemon("state") {
            $0.archive = SnapshotArchive(directory: directory, count: 3, interval: .seconds(3_600))
        } _: { _ in
            let first = try fixture.scratch.read("state/unified.json")
            for step in 1...4 {
                try fixture.scratch.write("note Acme Chat\n1 Ann \(step)\nend\n", to: "drop/a.note")
                try await fixture.settle("state")
            }
            let kept = try FileManager.default.contentsOfDirectory(atPath: directory)
            #expect(kept.count == 1)
            #expect(try String(contentsOfFile: directory + "/" + kept[0], encoding: .utf8) == first)
        }
    }

    @Test func `holds what a daemon wrote before`() async throws {
        let fixture = try PipelineFixture()
        let directory = fixture.scratch.path + "/past"
        _ = try await fixture.pipeline("state") {
            $0.archive = SnapshotArchive(directory: directory, count: 3, interval: .zero)
        }.backfill()
        let kept = try FileManager.default.contentsOfDirectory(atPath: directory)
        #expect(kept.count == 1)
        let archived = try String(contentsOfFile: directory + "/" + kept[0], encoding: .utf8)
        #expect(archived == (try fixture.scratch.read("state/unified.json")))
    }
}
