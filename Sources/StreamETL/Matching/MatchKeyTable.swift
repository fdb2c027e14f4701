/// Keys and where what stands under each of them is found.
///
/// The keys are hashes already: they are sorted by counting, and found by their leading bits.
struct MatchKeyTable: Sendable {
    /// Something that stands under a key.
    struct Pair {
        var key: UInt64
        var id: Int32
        /// Whether the key is one of likeness, which too many may share to tell anything.
        var isLikeness: Bool
    }

    /// Sorted, each once.
    private let keys: [UInt64]
    /// By key, and one more: where its slots begin.
    private let starts: [Int32]
    /// By the leading bits of keys, and one more: the first key with them.
    private let buckets: [Int32]
    private let shift: UInt64

    /// - Parameters:
    ///   - rank: By id, what is stored in its place.
    ///   - largestBlock: Keys of likeness with more are left out.
    /// - Returns: The table, and the ranks in its order; under one key they rise.
    static func made(
        of pairs: consuming [Pair], rank: [Int32], largestBlock: Int
    ) -> (table: MatchKeyTable, slots: [Int32]) {
        let bitCount = max(1, Int.bitWidth - max(pairs.count / 2, 1).leadingZeroBitCount)
        let shift = UInt64(64 - bitCount)
        var counts = [Int32](repeating: 0, count: 1 << bitCount + 1)
        for index in pairs.indices { counts[Int(pairs[index].key >> shift) + 1] += 1 }
        for index in 1..<counts.count { counts[index] += counts[index - 1] }
        let starts = counts
        var sorted = [Pair](repeating: Pair(key: 0, id: 0, isLikeness: false), count: pairs.count)
        for index in pairs.indices {
            let pair = pairs[index]
            let bucket = Int(pair.key >> shift)
            sorted[Int(counts[bucket])] = Pair(
                key: pair.key, id: rank[Int(pair.id)], isLikeness: pair.isLikeness)
            counts[bucket] += 1
        }
        pairs = []
        for bucket in 0..<(starts.count - 1) where starts[bucket + 1] - starts[bucket] > 1 {
            sorted[Int(starts[bucket])..<Int(starts[bucket + 1])].sort { ($0.key, $0.id) < ($1.key, $1.id) }
        }
        return collected(sorted, shift: shift, bucketCount: 1 << bitCount, largestBlock: largestBlock)
    }

    private static func collected(
        _ sorted: [Pair], shift: UInt64, bucketCount: Int, largestBlock: Int
    ) -> (MatchKeyTable, [Int32]) {
        var keys: [UInt64] = []
        var starts: [Int32] = []
        var slots: [Int32] = []
        var buckets = [Int32](repeating: 0, count: bucketCount + 1)
        let keyCount = sorted.indices.count { $0 == 0 || sorted[$0].key != sorted[$0 - 1].key }
        keys.reserveCapacity(keyCount)
        starts.reserveCapacity(keyCount + 1)
        slots.reserveCapacity(sorted.count)
        var position = 0
        while position < sorted.count {
            let key = sorted[position].key
            var end = position
            while end < sorted.count, sorted[end].key == key { end += 1 }
            let range = position..<end
            position = end
            let start = slots.count
            for index in range where slots.count == start || slots[slots.count - 1] != sorted[index].id {
                slots.append(sorted[index].id)
            }
            if slots.count - start > largestBlock, sorted[range.lowerBound].isLikeness {
                slots.removeLast(slots.count - start)
                continue
            }
            keys.append(key)
            starts.append(Int32(start))
            buckets[Int(key >> shift) + 1] += 1
        }
        starts.append(Int32(slots.count))
        for index in 1..<buckets.count { buckets[index] += buckets[index - 1] }
        return (MatchKeyTable(keys: keys, starts: starts, buckets: buckets, shift: shift), slots)
    }

    private init(keys: [UInt64], starts: [Int32], buckets: [Int32], shift: UInt64) {
        self.keys = keys
        self.starts = starts
        self.buckets = buckets
        self.shift = shift
    }

    /// The slots of a key.
    @inline(__always)
    func range(of key: UInt64) -> Range<Int>? {
        let bucket = Int(key >> shift)
        var index = Int(buckets[bucket])
        let end = Int(buckets[bucket + 1])
        while index < end {
            if keys[index] == key { return slots(at: index) }
            index += 1
        }
        return nil
    }

    @inline(__always)
    private func slots(at index: Int) -> Range<Int> { Int(starts[index])..<Int(starts[index + 1]) }

    /// Every key of either table with its slots in both; no slots where a table lacks it.
    static func compare(
        _ old: MatchKeyTable, _ new: MatchKeyTable, _ body: (UInt64, Range<Int>, Range<Int>) -> Void
    ) {
        var left = 0
        var right = 0
        while left < old.keys.count || right < new.keys.count {
            let isOld =
                right == new.keys.count || (left < old.keys.count && old.keys[left] <= new.keys[right])
            let isNew =
                left == old.keys.count || (right < new.keys.count && new.keys[right] <= old.keys[left])
            let key = isOld ? old.keys[left] : new.keys[right]
            body(key, isOld ? old.slots(at: left) : 0..<0, isNew ? new.slots(at: right) : 0..<0)
            if isOld { left += 1 }
            if isNew { right += 1 }
        }
    }
}
