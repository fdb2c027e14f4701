import AsyncAlgorithms
import ETLModel
import GRDB

/// The number of readers that compute beside the writer, and their executor. No part changes meanwhile.
public struct WorkerOptions: Sendable {
    package let count: Int
    package let executor: any TaskExecutor
    package let cache = ScopeCache()

    /// - Parameter executor: Threads that may wait for the database.
    public init(count: Int, executor: any TaskExecutor) {
        self.count = count
        self.executor = executor
    }
}

/// The outcome that a worker hands to the writer.
package protocol StoreOutcome: Sendable {
    /// About the memory that it takes.
    var byteCount: Int { get }
}

extension Store {
    /// So few jobs are done where they are written, in one transaction.
    private static var fewJobs: Int { 16 }
    private static var chunkCount: Int { 64 }
    private static var chunkByteCount: Int { 1 << 20 }
    private static var bufferedChunkCount: Int { 2 }
    private static var batchCount: Int { 1_024 }
    private static var batchByteCount: Int { 4 << 20 }

    /// Computes the outcome of every job on the workers' own readers, and records outcomes in batches.
    ///
    /// `record` must not change anything that `compute` reads. Memory holds a batch and a few chunks for any number of
    /// jobs. Outcomes that were recorded before an error or a cancellation stay.
    ///
    /// - Parameters:
    ///   - compute: Reads the state as it was before the batch that is being written, or later.
    ///   - record: Is called within a transaction of its own.
    package func compute<Job: Sendable, Outcome: StoreOutcome>(
        _ jobs: [Job], on workers: WorkerOptions,
        computing compute: @escaping @Sendable (AssemblyReader, Job) throws -> Outcome,
        recording record: (inout AssemblyWriter, [Outcome]) throws -> Void
    ) async throws {
        guard jobs.count > Self.fewJobs else {
            return try computeAtOnce(jobs, workers.cache, compute, record)
        }
        let queue = JobQueue(jobs)
        let chunks = AsyncChannel<[Outcome]>()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await withThrowingTaskGroup(of: Void.self) { readers in
                    for _ in 0..<workers.count {
                        readers.addTask(executorPreference: workers.executor) {
                            while case let chunk = try self.chunk(of: queue, workers.cache, compute),
                                !chunk.isEmpty
                            {
                                await chunks.send(chunk)
                                try Task.checkCancellation()
                            }
                        }
                    }
                    // Ends all waiting senders and receivers, also after an error.
                    defer { chunks.finish() }
                    try await readers.waitForAll()
                }
            }
            var batch: [Outcome] = []
            var byteCount = 0
            for await chunk in chunks.buffer(policy: .bounded(Self.bufferedChunkCount)) {
                batch += chunk
                byteCount += chunk.reduce(0) { $0 + $1.byteCount }
                if batch.count >= Self.batchCount || byteCount >= Self.batchByteCount {
                    try write(batch, record)
                    batch.removeAll(keepingCapacity: true)
                    byteCount = 0
                }
            }
            try await group.waitForAll()
            try Task.checkCancellation()
            if !batch.isEmpty { try write(batch, record) }
        }
    }

    private func computeAtOnce<Job, Outcome>(
        _ jobs: [Job], _ cache: ScopeCache,
        _ compute: (AssemblyReader, Job) throws -> Outcome,
        _ record: (inout AssemblyWriter, [Outcome]) throws -> Void
    ) throws {
        guard !jobs.isEmpty else { return }
        try database.write { db in
            let reader = AssemblyReader(db, cache)
            var writer = AssemblyWriter(db)
            try record(&writer, try jobs.map { try compute(reader, $0) })
        }
    }

    private func write<Outcome>(
        _ batch: [Outcome], _ record: (inout AssemblyWriter, [Outcome]) throws -> Void
    ) throws {
        try database.write { db in
            var writer = AssemblyWriter(db)
            try record(&writer, batch)
        }
    }

    /// The outcomes of some jobs that no other worker has taken; empty when no job is left.
    private func chunk<Job, Outcome: StoreOutcome>(
        of queue: JobQueue<[Job]>, _ cache: ScopeCache,
        _ compute: (AssemblyReader, Job) throws -> Outcome
    ) throws -> [Outcome] {
        try database.read { db in
            let reader = AssemblyReader(db, cache)
            var outcomes: [Outcome] = []
            var byteCount = 0
            while outcomes.count < Self.chunkCount, byteCount < Self.chunkByteCount, let job = queue.next() {
                let outcome = try compute(reader, job)
                byteCount += outcome.byteCount
                outcomes.append(outcome)
            }
            return outcomes
        }
    }
}
