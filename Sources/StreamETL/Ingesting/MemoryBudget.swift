import ETLTelemetry

/// The size of a batch that fits into the remaining memory.
package struct MemoryBudget: Sendable {
    package struct Batch: Hashable, Sendable {
        package var fileCount: Int
        package var byteCount: Int

        package init(fileCount: Int, byteCount: Int) {
            self.fileCount = fileCount
            self.byteCount = byteCount
        }
    }

    /// A transaction this small is slow, but goes on.
    private static let leastByteCount = 64 << 10

    /// Bytes that the process may use; `nil`: as many as there are.
    package let limit: Int?
    /// The size of a batch when nothing is short.
    package let whole: Batch

    package init(limit: Int?, whole: Batch) {
        self.limit = limit
        self.whole = whole
    }

    /// Whole batches until half of the limit is used. From there they shrink with the remaining memory.
    package func batch(whenUsing used: Int) -> Batch {
        guard let limit, used > limit / 2 else { return whole }
        let rest = Double(max(0, limit - used)) / Double(max(1, limit - limit / 2))
        return Batch(
            fileCount: max(1, Int(Double(whole.fileCount) * rest)),
            byteCount: max(min(Self.leastByteCount, whole.byteCount), Int(Double(whole.byteCount) * rest)))
    }

    /// The size of the next batch, for the memory that is used now.
    func nextBatch() -> Batch { limit == nil ? whole : batch(whenUsing: ResidentMemory.bytes()) }
}
