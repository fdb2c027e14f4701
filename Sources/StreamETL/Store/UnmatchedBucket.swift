/// A part of the list of a section's items that no company has: small enough to be written again when one
/// of its items changes.
///
/// Which part an item stands in follows from its key alone, so that equal states have equal lists.
package struct UnmatchedBucket: Hashable, Sendable, Comparable {
    package let section: String
    package let number: Int

    package static let count = 64

    package init(section: String, number: Int) {
        self.section = section
        self.number = number
    }

    package init(section: String, key: String) {
        self.section = section
        // FNV-1a, folded: the same in every process.
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in key.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        number = Int((hash ^ hash >> 32) % UInt64(Self.count))
    }

    /// By which it is marked as out of date, among names of companies, which hold no control characters
    /// at their start.
    package var mark: String { "\(Self.markPrefix)\(section)/\(number)" }

    /// - Parameter mark: `nil` for one of something else.
    package init?(mark: String) {
        guard mark.hasPrefix(Self.markPrefix), let slash = mark.lastIndex(of: "/"),
            let number = Int(mark[mark.index(after: slash)...])
        else { return nil }
        self.init(section: String(mark[..<slash].dropFirst()), number: number)
    }

    /// As ``mark``, of an item's row.
    static let markSQL = "char(31) || section || '/' || bucket"

    static let markPrefix = "\u{1F}"
    /// Marks that some record of the CRM has another owner.
    package static let ownersMark = "\u{1F}"

    package static func < (left: UnmatchedBucket, right: UnmatchedBucket) -> Bool {
        (left.section, left.number) < (right.section, right.number)
    }
}
