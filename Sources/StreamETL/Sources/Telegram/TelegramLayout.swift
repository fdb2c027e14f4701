/// Writes the text of a rich message: blocks on lines of their own, cells parted by tabs.
///
/// Blanks around the parts are the exporter's layout and are left out.
struct TelegramLayout: Sendable {
    /// What stands between two parts; of several the greatest.
    enum Gap: Int, Comparable {
        case none
        case cell
        case line
        /// Behind the mark of an item.
        case mark

        static func < (lhs: Self, rhs: Self) -> Bool { lhs.rawValue < rhs.rawValue }
    }

    /// Where the message begins in the text.
    private let start: Int
    private var gap = Gap.none

    init(start: Int) { self.start = start }

    /// Ends a part of the text.
    mutating func part(_ gap: Gap, in text: inout [UInt8]) {
        while text.count > start, let last = text.last, last <= 0x20 { text.removeLast() }
        self.gap = max(self.gap, gap)
    }

    mutating func append(_ bytes: UnsafeBufferPointer<UInt8>, to text: inout [UInt8]) {
        let isFirst = text.count == start
        guard isFirst || gap != .none else { return text.append(contentsOf: bytes) }
        guard let first = bytes.firstIndex(where: { $0 > 0x20 }) else { return }
        if !isFirst {
            switch gap {
            case .cell: text.append(UInt8(ascii: "\t"))
            case .mark: text.append(UInt8(ascii: " "))
            case .line, .none: text.append(UInt8(ascii: "\n"))
            }
        }
        gap = .none
        text.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[first...]))
    }

    mutating func append(_ words: String, to text: inout [UInt8]) {
        var words = words
        words.withUTF8 { append($0, to: &text) }
    }
}
