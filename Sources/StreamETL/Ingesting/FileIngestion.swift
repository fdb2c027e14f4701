import AsyncAlgorithms
package import ETLModel
package import ETLStore
import ETLTelemetry

/// Reads many paths on a bounded pool and applies the outcomes in batches.
///
/// Paths are pulled as workers get free, and a worker waits while the writer is behind: however many
/// files wait, only what `maxWorkers` of them have in hand, one batch and the chunks that arrive while
/// it is stored are in memory.
package struct FileIngestion: Sendable {
    package let reader: ContentReader
    package let store: Store
    package let assemblers: [Source: any Assembler]
    package let maxWorkers: Int
    package let budget: MemoryBudget
    package let executor: WorkerExecutor
    package let retention: Retention
    package static let batchByteCount = 8 << 20
    /// A worker hands over this many outcomes at once: waking the writer costs more than reading a small file.
    private static let chunkSize = 16
    private static let chunkByteCount = 1 << 20
    private static let bufferedChunkCount = 6
    /// So few files are read sooner than workers are woken up.
    private static let fewPaths = 2
    /// After so many files, the freed memory that the C library keeps is worth giving back.
    private static let releasingFileCount = 1_024

    package init(
        reader: ContentReader, store: Store, assemblers: [Source: any Assembler], maxWorkers: Int,
        budget: MemoryBudget, executor: WorkerExecutor, retention: Retention
    ) {
        self.reader = reader
        self.store = store
        self.assemblers = assemblers
        self.maxWorkers = maxWorkers
        self.budget = budget
        self.executor = executor
        self.retention = retention
    }

    package func ingest(
        _ paths: some RandomAccessCollection<DropPath> & Sendable,
        progress: @Sendable (IngestionTally) -> Void = { _ in }
    ) async throws -> IngestionTally {
        if paths.count <= Self.fewPaths { return try await ingestInTurn(paths, progress: progress) }
        return try await ingest(from: JobQueue(paths), progress: progress)
    }

    /// As ``ingest(_:progress:)``, of paths that come to light meanwhile.
    package func ingest(
        from waiting: some JobSource<DropPath>, progress: @Sendable (IngestionTally) -> Void = { _ in }
    ) async throws -> IngestionTally {
        let outcomes = AsyncChannel<[FileOutcome]>()
        return try await withThrowingTaskGroup(of: Void.self, returning: IngestionTally.self) { group in
            group.addTask {
                try await withThrowingTaskGroup(of: Void.self) { workers in
                    for _ in 0..<maxWorkers {
                        workers.addTask(executorPreference: executor) {
                            try await read(waiting, into: outcomes)
                        }
                    }
                    // Ends all waiting senders and receivers, also after an error.
                    defer { outcomes.finish() }
                    try await workers.waitForAll()
                }
            }
            var tally = IngestionTally()
            var batch: [FileOutcome] = []
            var batchBytes = 0
            var size = budget.nextBatch()
            var releasedAt = 0
            for await chunk in outcomes.buffer(policy: .bounded(Self.bufferedChunkCount)) {
                for outcome in chunk {
                    let changesState = changesState(outcome)
                    tally.add(outcome, isKept: !changesState)
                    guard changesState else { continue }
                    batch.append(outcome)
                    batchBytes += outcome.byteCount
                    if batch.count >= size.fileCount || batchBytes >= size.byteCount {
                        tally.add(try apply(batch))
                        batch.removeAll(keepingCapacity: true)
                        batchBytes = 0
                        size = budget.nextBatch()
                        progress(tally)
                        if tally.total - releasedAt >= Self.releasingFileCount {
                            FreedMemory.release()
                            releasedAt = tally.total
                        }
                    }
                }
            }
            try await group.waitForAll()
            if !batch.isEmpty { tally.add(try apply(batch)) }
            progress(tally)
            return tally
        }
    }

    private func ingestInTurn(
        _ paths: some Collection<DropPath>, progress: @Sendable (IngestionTally) -> Void
    ) async throws -> IngestionTally {
        var tally = IngestionTally()
        var batch: [FileOutcome] = []
        for path in paths {
            let outcome = try await reader.read(path)
            let changesState = changesState(outcome)
            tally.add(outcome, isKept: !changesState)
            if changesState { batch.append(outcome) }
        }
        if !batch.isEmpty { tally.add(try apply(batch)) }
        progress(tally)
        return tally
    }

    /// Whether the outcome is stored. A missing file is not, if its data is kept or if it may only be away.
    private func changesState(_ outcome: FileOutcome) -> Bool {
        guard case .gone(let path) = outcome else { return true }
        return retention != .keep && reader.canTellOfAbsence(of: path)
    }

    private func apply(_ batch: [FileOutcome]) throws -> [Int: DropTally] {
        let drops = try store.apply(batch, assemblers: assemblers, retention: retention)
        reader.noteStored(batch)
        return drops
    }

    /// Reads paths until none waits, handing on some at a time.
    private func read(
        _ waiting: some JobSource<DropPath>, into outcomes: AsyncChannel<[FileOutcome]>
    ) async throws {
        var chunk: [FileOutcome] = []
        var chunkBytes = 0
        while let path = try waiting.next() {
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

extension FileOutcome {
    fileprivate var byteCount: Int {
        guard case .read(_, _, _, .contributions(let contributions, _, _)) = self else { return 256 }
        return contributions.reduce(256) { $0 + $1.payload.count + $1.heading.count }
    }
}
