import ETLModel

/// The names of a directory in little memory: one run of bytes, and twelve bytes a name.
package struct NameList: Sendable {
    private var bytes: [UInt8] = []
    private var ends: [Int] = []
    /// The names that were not taken yet, the last one first.
    private var order: [UInt32] = []

    package init() {
    }

    package var count: Int { order.count }

    package mutating func append(_ name: some Collection<UInt8>) {
        order.append(UInt32(ends.count))
        bytes.append(contentsOf: name)
        ends.append(bytes.count)
    }

    /// Makes ``takeFirst()`` give the names in the order of their bytes.
    package mutating func sort() {
        order = order.sorted { one, other in
            bytes[range(of: one)].withUnsafeBytes { one in
                bytes[range(of: other)].withUnsafeBytes { RelativePath.order(of: one, against: $0) > 0 }
            }
        }
    }

    /// After ``sort()``: the least name that was not taken yet.
    package mutating func takeFirst() -> ArraySlice<UInt8>? {
        guard let name = order.popLast() else { return nil }
        return bytes[range(of: name)]
    }

    private func range(of name: UInt32) -> Range<Int> {
        (name == 0 ? 0 : ends[Int(name) - 1])..<ends[Int(name)]
    }
}
