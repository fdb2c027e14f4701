/// How large a batch may be for the memory that is left.
struct MemoryBudget: Sendable {
    struct Batch: Hashable, Sendable {
        var fileCount: Int
        var byteCount: Int
    }

    /// A transaction this small is slow, but goes on.
    private static let leastByteCount = 64 << 10

    /// Bytes that the process may use; `nil`: as many as there are.
    let limit: Int?
    /// The size of a batch when nothing is short.
    let whole: Batch

    /// Whole batches until half of the limit is used; from there they shrink with what is left.
    func batch(whenUsing used: Int) -> Batch {
        guard let limit, used > limit / 2 else { return whole }
        let rest = Double(max(0, limit - used)) / Double(max(1, limit - limit / 2))
        return Batch(
            fileCount: max(1, Int(Double(whole.fileCount) * rest)),
            byteCount: max(min(Self.leastByteCount, whole.byteCount), Int(Double(whole.byteCount) * rest)))
    }

    /// The size of the next batch, for what the process uses now.
    func nextBatch() -> Batch { limit == nil ? whole : batch(whenUsing: ResidentMemory.bytes()) }
}
