/// Finds the name that was probably meant by a mistyped one.
package enum NearestName {
    /// - Returns: The candidate with the fewest typing errors, the first of equals; `nil` when even
    ///   that one is a different word.
    package static func of(_ text: String, among candidates: some Sequence<String>) -> String? {
        // A key without its group (`min_interval`) or with another (`snapshot.settle`).
        let leaf = text.lowercased().split(separator: ".").last.map(String.init) ?? ""
        if leaf.count >= 3, let same = candidates.first(where: { $0 == leaf || $0.hasSuffix("." + leaf) }) {
            return same
        }
        let typed = Array(text.lowercased().utf8.prefix(64))
        let allowed = max(1, min(4, typed.count / 3))
        var best: (name: String, distance: Int)?
        for candidate in candidates {
            let distance = Self.distance(typed, Array(candidate.utf8))
            if distance <= allowed, distance < best?.distance ?? .max { best = (candidate, distance) }
        }
        return best?.name
    }

    /// Insertions, deletions, replacements and swaps of neighbours that turn one into the other.
    package static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for i in left.indices {
            var row = [i + 1]
            row.reserveCapacity(right.count + 1)
            for j in right.indices {
                var cost = min(
                    last[j + 1] + 1, row[j] + 1, last[j] + (left[i] == right[j] ? 0 : 1))
                if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
                    cost = min(cost, beforeLast[j - 1] + 1)
                }
                row.append(cost)
            }
            beforeLast = last
            last = row
        }
        return last[right.count]
    }
}
