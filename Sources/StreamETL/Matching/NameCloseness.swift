/// How close two texts are that may differ by typing errors.
///
/// Compared are bytes: the texts are folded before, and an error in a letter of several bytes counts
/// as more than one.
enum NameCloseness {
    /// Longer texts are not close to any.
    static let longest = 64

    /// How many edits texts of up to `length` letters may be apart.
    static func mostEdits(_ length: Int) -> Int { length >= 15 ? 3 : length >= 9 ? 2 : 1 }

    /// Jaro–Winkler for texts within a few edits of each other, 0 for others: long common beginnings
    /// alone (`Arcadia`, `Arcturus`) say nothing.
    ///
    /// - Parameter letters: Which bytes each of the texts has, as ``FuzzyForm/Word/letters``.
    static func closeness(
        _ lhs: ArraySlice<UInt8>, _ rhs: ArraySlice<UInt8>, letters: (UInt64, UInt64)
    ) -> Double {
        let byteCount = max(lhs.count, rhs.count)
        guard byteCount >= 5, byteCount <= longest else { return 0 }
        let length = max(letterCount(lhs), letterCount(rhs))
        guard length >= 5 else { return 0 }
        let most = mostEdits(length)
        // An edit takes away or brings in one letter at most.
        guard abs(lhs.count - rhs.count) <= most,
            (letters.0 & ~letters.1).nonzeroBitCount <= most,
            (letters.1 & ~letters.0).nonzeroBitCount <= most
        else { return 0 }
        return compare(lhs.span, rhs.span, atMost: most)
    }

    private static func letterCount(_ bytes: ArraySlice<UInt8>) -> Int {
        bytes.count { $0 & 0xC0 != 0x80 }
    }

    private static func compare(_ lhs: Span<UInt8>, _ rhs: Span<UInt8>, atMost most: Int) -> Double {
        guard editDistance(lhs, rhs, atMost: most) <= most else { return 0 }
        return max(jaroWinkler(lhs, rhs), 0)
    }

    /// Insertions, deletions, substitutions and swaps of neighbours; more than `limit` is `limit + 1`.
    static func editDistance(_ lhs: Span<UInt8>, _ rhs: Span<UInt8>, atMost limit: Int) -> Int {
        if abs(lhs.count - rhs.count) > limit { return limit + 1 }
        var beforeLast = InlineArray<65, UInt8>(repeating: 0)
        var last = InlineArray<65, UInt8>(repeating: 0)
        var current = InlineArray<65, UInt8>(repeating: 0)
        for column in 0...rhs.count { last[column] = UInt8(column) }
        for row in 0..<lhs.count {
            current[0] = UInt8(row + 1)
            var least = current[0]
            for column in 0..<rhs.count {
                let isSame = lhs[row] == rhs[column]
                var best = min(last[column + 1], current[column]) + 1
                best = min(best, last[column] + (isSame ? 0 : 1))
                if row > 0, column > 0, lhs[row] == rhs[column - 1], lhs[row - 1] == rhs[column] {
                    best = min(best, beforeLast[column - 1] + 1)
                }
                current[column + 1] = best
                least = min(least, best)
            }
            if least > limit { return limit + 1 }
            beforeLast = last
            last = current
        }
        return min(Int(last[rhs.count]), limit + 1)
    }

    static func jaroWinkler(_ lhs: Span<UInt8>, _ rhs: Span<UInt8>) -> Double {
        guard !lhs.isEmpty, !rhs.isEmpty else { return lhs.count == rhs.count ? 1 : 0 }
        let reach = max(max(lhs.count, rhs.count) / 2 - 1, 0)
        var taken: UInt64 = 0
        var found = InlineArray<64, UInt8>(repeating: 0)
        var count = 0
        for index in 0..<lhs.count {
            let low = max(0, index - reach)
            let high = min(rhs.count - 1, index + reach)
            guard low <= high else { continue }
            for other in low...high where taken & (1 << UInt64(other)) == 0 && rhs[other] == lhs[index] {
                taken |= 1 << UInt64(other)
                found[count] = lhs[index]
                count += 1
                break
            }
        }
        guard count > 0 else { return 0 }
        var swaps = 0
        var position = 0
        for other in 0..<rhs.count where taken & (1 << UInt64(other)) != 0 {
            if rhs[other] != found[position] { swaps += 1 }
            position += 1
        }
        let common = Double(count)
        let jaro =
            (common / Double(lhs.count) + common / Double(rhs.count)
                + (common - Double(swaps / 2)) / common) / 3
        var prefix = 0
        while prefix < min(4, lhs.count, rhs.count), lhs[prefix] == rhs[prefix] { prefix += 1 }
        return jaro + Double(prefix) * 0.1 * (1 - jaro)
    }
}
