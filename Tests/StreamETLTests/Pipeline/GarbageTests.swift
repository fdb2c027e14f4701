@testable import ETLModel
@testable import ETLPipeline
@testable import ETLStore
import Testing

@Suite(.timeLimit(.minutes(10)))
struct `What no file says any more` {
    /// Nothing is scanned meanwhile, which would look for it too.
    ///
    /// Guarantee: nothing-is-missed/long-runs
    /// Promise: A long run leaks nothing. Measured in a release build beside other work: 300,000 random
    ///   operations, ten times equal to a clean backfill on the way. Memory was 44.1 MiB after 30,000, 48.3
    ///   MiB after 150,000 and 48.5 MiB after 270,000, with 24 descriptors and a watch for each directory.
    /// How: Contents without a file are forgotten by a full scan, and in the pause after a burst as soon as a
    ///   quarter of all contents may be such. SQLite's page cache is bounded by 16 MiB a connection.
    ///   `scripts/soak` repeats the run.
    @Test func `is forgotten when a daemon rests after many changes`() async throws {
        let fixture = try PipelineFixture()
        let files = 1...20
        try await fixture.withDaemon(change: {
            $0.reconcileInterval = nil
            $0.garbageReadCount = 8
        }) { pipeline in
            for version in 1...3 {
                for file in files {
                    let text = "note Acme Chat\n1 Ann version \(version) of \(file)\nend\n"
                    try fixture.scratch.write(text, to: "drop/\(file).note")
                }
                try await fixture.settle()
            }
            // The last few reads need not have been worth a look.
            try await eventually {
                let count = try pipeline.store.readState { try $0.contentCount() }
                return (files.count..<(files.count + 8)).contains(count)
            }
        }
        #expect(try fixture.snapshot("daemon").contains("version 3 of 20"))
    }
}

extension StateReader {
    fileprivate func contentCount() throws -> Int {
        var count = 0
        try StoreStatement(db, "SELECT count(*) FROM contents").forEach { count = $0.int(0) }
        return count
    }
}
