@testable import NotesExample
import Synchronization
import Testing

@testable import ETLFiles
@testable import ETLFormats
@testable import ETLIngesting
@testable import ETLMatching
@testable import ETLModel
@testable import ETLPipeline
@testable import ETLStore

/// However many workers there are, only so much of large files is read at once.
@Suite struct `Large files` {
    /// Notes how much is being read, and how much it was at most.
    private final class Meter: Sendable {
        private let counts = Mutex((now: 0, most: 0))

        var most: Int { counts.withLock { $0.most } }

        /// Lets others go on in between, as if it took long.
        func read(_ byteCount: Int) async {
            counts.withLock {
                $0.now += byteCount
                $0.most = max($0.most, $0.now)
            }
            for _ in 0..<20 { await Task.yield() }
            counts.withLock { $0.now -= byteCount }
        }
    }

    private struct MeteredTransformer: Transformer {
        let meter: Meter

        var source: Source { NoteSource.source }
        var identity: String { "metered/1" }

        func claims(_ probe: FileProbe) -> Bool { true }

        func transform(_ file: SettledFile, emit: (Contribution) async throws -> Void) async throws {
            await meter.read(file.content.byteCount)
        }
    }

    /// Guarantee: no-input-exhausts-the-process/streams
    @Test func `take turns, and none is left waiting`() async {
        let shares = ReadingSemaphore(byteCount: 10 << 20)
        let meter = Meter()
        await withTaskGroup(of: Void.self) { group in
            for megabytes in [3, 9, 4, 2, 30, 5, 5, 8, 2, 10] {
                group.addTask {
                    let share = await shares.begin(byteCount: megabytes << 20)
                    await meter.read(share)
                    shares.end(share)
                }
            }
        }
        #expect(meter.most > 0)
        #expect(meter.most <= 10 << 20)
    }

    /// Guarantee: no-input-exhausts-the-process/streams
    @Test func `are not read all at once by many workers`() async throws {
        let fixture = try PipelineFixture()
        let names = (1...8).map { "\($0).note" }
        for (index, name) in names.enumerated() {
            let text = String(repeating: "\(index)", count: ReadingSemaphore.smallByteCount + 1 + index)
            try fixture.scratch.write(text, to: "drop/\(name)")
        }
        let meter = Meter()
        var catalog = NoteSource.catalog
        catalog.transformers = [MeteredTransformer(meter: meter)]
        let options = fixture.options("state", catalog: catalog)
        try fixture.scratch.make("state")
        let reader = try ContentReader(
            roots: DropRoots(options.drops), catalog: catalog, limits: options.limits,
            store: try Store(path: options.databasePath), shares: ReadingSemaphore(byteCount: 3 << 20))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for name in names {
                group.addTask { _ = try await reader.read(DropPath(drop: 0, path: RelativePath(name))) }
            }
            try await group.waitForAll()
        }
        #expect(meter.most > 0)
        #expect(meter.most <= 3 << 20)
    }
}
