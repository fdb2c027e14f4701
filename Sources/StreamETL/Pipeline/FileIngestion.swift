import AsyncAlgorithms
import Synchronization

/// Reads many paths on a bounded pool and applies what became of them in batches.
///
/// Paths are pulled as workers get free, and a worker waits while the writer is behind: however many
/// files wait, only what `maxWorkers` of them have in hand and two batches are in memory.
struct FileIngestion: Sendable {
    let reader: ContentReader
    let store: Store
    let assemblers: [Source: any Assembler]
    let maxWorkers: Int
    let batchSize: Int
    let executor: WorkerExecutor
    let retention: Retention
    private static let batchByteCount = 8 << 20
    /// What a worker hands over at once: waking the writer costs more than reading a small file.
    private static let chunkSize = 16
    private static let chunkByteCount = 1 << 20

    func ingest(
        _ paths: [DropPath], progress: @Sendable (IngestionTally) -> Void = { _ in }
    ) async throws -> IngestionTally {
        let waiting = WaitingPaths(paths)
        let outcomes = AsyncChannel<[FileOutcome]>()
        let batches = AsyncChannel<Batch>()
        return try await withThrowingTaskGroup(of: Void.self, returning: IngestionTally.self) { group in
            group.addTask {
                try await withThrowingTaskGroup(of: Void.self) { workers in
                    for _ in 0..<maxWorkers {
                        workers.addTask(executorPreference: executor) {
                            try await read(waiting, into: outcomes)
                        }
                    }
                    // Whoever waits to send or to receive is let go, whether all went well or not.
                    defer { outcomes.finish() }
                    try await workers.waitForAll()
                }
            }
            group.addTask(executorPreference: executor) {
                await collect(outcomes, into: batches)
                batches.finish()
            }
            var tally = IngestionTally()
            for await batch in batches {
                try apply(batch.outcomes)
                tally = batch.tally
                progress(tally)
            }
            try await group.waitForAll()
            // A batch that was not handed over because of it must not pass for one that was applied.
            try Task.checkCancellation()
            return tally
        }
    }

    /// What goes into one transaction, and all that was read until then.
    private struct Batch {
        var outcomes: [FileOutcome] = []
        var byteCount = 0
        var tally = IngestionTally()
    }

    /// Gathers the next batch while the one before is applied, so that workers need not wait for a
    /// transaction; what is left over is the last one.
    private func collect(
        _ outcomes: AsyncChannel<[FileOutcome]>, into batches: AsyncChannel<Batch>
    ) async {
        var batch = Batch()
        for await chunk in outcomes {
            for outcome in chunk {
                batch.tally.add(outcome)
                if case .gone(let path) = outcome,
                    retention == .keep || !reader.isDropPresent(of: path)
                {
                    continue
                }
                batch.outcomes.append(outcome)
                batch.byteCount += outcome.byteCount
                if batch.outcomes.count >= batchSize || batch.byteCount >= Self.batchByteCount {
                    await batches.send(batch)
                    batch = Batch(tally: batch.tally)
                }
            }
        }
        await batches.send(batch)
    }

    private func apply(_ batch: [FileOutcome]) throws {
        guard !batch.isEmpty else { return }
        try store.apply(batch, assemblers: assemblers)
        reader.noteStored(batch)
    }

    /// Reads paths until none waits, handing on some at a time.
    private func read(_ waiting: WaitingPaths, into outcomes: AsyncChannel<[FileOutcome]>) async throws {
        var chunk: [FileOutcome] = []
        var chunkBytes = 0
        while let path = waiting.next() {
            try Task.checkCancellation()
            let outcome = try await reader.read(path)
            chunk.append(outcome)
            chunkBytes += outcome.byteCount
            if chunk.count >= Self.chunkSize || chunkBytes >= Self.chunkByteCount {
                await outcomes.send(chunk)
                chunk.removeAll(keepingCapacity: true)
                chunkBytes = 0
            }
        }
        if !chunk.isEmpty { await outcomes.send(chunk) }
    }
}

/// The paths that no worker has taken yet, in order.
private final class WaitingPaths: Sendable {
    private let paths: [DropPath]
    private let taken = Atomic<Int>(0)

    init(_ paths: [DropPath]) { self.paths = paths }

    func next() -> DropPath? {
        let index = taken.wrappingAdd(1, ordering: .relaxed).oldValue
        return index < paths.count ? paths[index] : nil
    }
}

extension FileOutcome {
    fileprivate var byteCount: Int {
        guard case .read(_, _, _, .contributions(let contributions, _, _)) = self else { return 256 }
        return contributions.reduce(256) { $0 + $1.payload.count + $1.heading.count }
    }
}
