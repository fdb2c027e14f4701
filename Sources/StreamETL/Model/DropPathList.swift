/// Very many paths in little memory: names in one run of bytes, and each directory once for all of its
/// files that are added one after the other.
///
/// A path takes its name's length and sixteen bytes, where an array of arrays takes the path's and ninety.
struct DropPathList: RandomAccessCollection, Sendable {
    private var directories = DirectoryList()
    private var names = ByteRuns()
    /// Of each path in the order in which they were added, its place in ``directories``.
    private var directoryPlaces: [UInt32] = []
    /// The order of the collection.
    private var order: [UInt32] = []

    let startIndex = 0
    var endIndex: Int { order.count }

    subscript(position: Int) -> DropPath {
        let entry = Int(order[position])
        return DropPath(drop: drop(of: entry), path: RelativePath(bytes: path(of: entry)))
    }

    mutating func append(_ path: DropPath) {
        let bytes = path.path.bytes
        let slash = bytes.lastIndex(of: UInt8(ascii: "/"))
        let place = directories.place(of: slash.map { bytes[..<$0] } ?? [], inDrop: path.drop)
        order.append(UInt32(directoryPlaces.count))
        directoryPlaces.append(place)
        names.append(slash.map { bytes[($0 + 1)...] } ?? bytes[...])
    }

    /// Sorts the paths as ``DropPath`` does and leaves each only once.
    mutating func sortUniquely() {
        let sorted = order.sorted { compare(Int($0), Int($1)) < 0 }
        var kept: [UInt32] = []
        kept.reserveCapacity(sorted.count)
        for entry in sorted {
            if let last = kept.last, compare(Int(last), Int(entry)) == 0 { continue }
            kept.append(entry)
        }
        order = kept
    }

    private func drop(of entry: Int) -> Int { directories.drop(at: directoryPlaces[entry]) }

    private func path(of entry: Int) -> [UInt8] {
        let directory = directories.bytes(at: directoryPlaces[entry])
        guard !directory.isEmpty else { return Array(names[entry]) }
        var path: [UInt8] = []
        path.reserveCapacity(directory.count + 1 + names[entry].count)
        path.append(contentsOf: directory)
        path.append(UInt8(ascii: "/"))
        path.append(contentsOf: names[entry])
        return path
    }

    /// As ``RelativePath/order(of:against:)``, with the drop directory before the path.
    private func compare(_ one: Int, _ other: Int) -> Int {
        let (first, second) = (directoryPlaces[one], directoryPlaces[other])
        if first == second { return Self.order(names[one], names[other]) }
        let drops = (drop(of: one), drop(of: other))
        if drops.0 != drops.1 { return drops.0 < drops.1 ? -1 : 1 }
        let (left, right) = (directories.bytes(at: first), directories.bytes(at: second))
        let common = Swift.min(left.count, right.count)
        let difference = Self.order(left.prefix(common), right.prefix(common))
        // One of them may be above the other.
        return difference != 0 ? difference : Self.order(path(of: one)[...], path(of: other)[...])
    }

    private static func order(_ one: ArraySlice<UInt8>, _ other: ArraySlice<UInt8>) -> Int {
        one.withUnsafeBytes { one in
            other.withUnsafeBytes { RelativePath.order(of: one, against: $0) }
        }
    }
}

/// Directories of drops, in the order in which files were found in them.
private struct DirectoryList: Sendable {
    private var paths = ByteRuns()
    private var drops: [Int32] = []

    /// Where the directory stands, if it was the last one or is new.
    mutating func place(of directory: ArraySlice<UInt8>, inDrop drop: Int) -> UInt32 {
        let last = drops.count - 1
        if last >= 0, drops[last] == Int32(drop), paths[last] == directory { return UInt32(last) }
        paths.append(directory)
        drops.append(Int32(drop))
        return UInt32(drops.count - 1)
    }

    func bytes(at place: UInt32) -> ArraySlice<UInt8> { paths[Int(place)] }

    func drop(at place: UInt32) -> Int { Int(drops[Int(place)]) }
}

/// Runs of bytes, one behind the other.
private struct ByteRuns: Sendable {
    private var bytes: [UInt8] = []
    private var ends: [Int] = []

    mutating func append(_ run: ArraySlice<UInt8>) {
        bytes.append(contentsOf: run)
        ends.append(bytes.count)
    }

    subscript(index: Int) -> ArraySlice<UInt8> { bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]] }
}
