/// Very many paths in little memory: one run of bytes instead of an array each.
///
/// A path takes its own length and sixteen bytes, where an array of arrays takes seventy more.
struct DropPathList: RandomAccessCollection, Sendable {
    private var bytes: [UInt8] = []
    /// Where each path ends in ``bytes``, in the order in which they were added.
    private var ends: [Int] = []
    private var drops: [Int32] = []
    /// The order of the collection.
    private var order: [UInt32] = []

    let startIndex = 0
    var endIndex: Int { order.count }

    subscript(position: Int) -> DropPath {
        let entry = Int(order[position])
        return DropPath(drop: Int(drops[entry]), path: RelativePath(bytes: Array(bytes[range(of: entry)])))
    }

    mutating func append(_ path: DropPath) {
        bytes.append(contentsOf: path.path.bytes)
        order.append(UInt32(ends.count))
        ends.append(bytes.count)
        drops.append(Int32(path.drop))
    }

    /// Sorts the paths as ``DropPath`` does and leaves each only once.
    mutating func sortUniquely() {
        order = bytes.withUnsafeBytes { bytes in
            let sorted = order.sorted { compare(Int($0), Int($1), bytes) < 0 }
            var kept: [UInt32] = []
            kept.reserveCapacity(sorted.count)
            for entry in sorted {
                if let last = kept.last, compare(Int(last), Int(entry), bytes) == 0 { continue }
                kept.append(entry)
            }
            return kept
        }
    }

    private func range(of entry: Int) -> Range<Int> {
        (entry == 0 ? 0 : ends[entry - 1])..<ends[entry]
    }

    /// As ``RelativePath/order(of:against:)``, with the drop directory before the path.
    private func compare(_ one: Int, _ other: Int, _ bytes: UnsafeRawBufferPointer) -> Int {
        if drops[one] != drops[other] { return drops[one] < drops[other] ? -1 : 1 }
        return RelativePath.order(
            of: UnsafeRawBufferPointer(rebasing: bytes[range(of: one)]),
            against: UnsafeRawBufferPointer(rebasing: bytes[range(of: other)]))
    }
}
