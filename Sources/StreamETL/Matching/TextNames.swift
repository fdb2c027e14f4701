/// Which of the companies' names are looked for in what people write, as filters that one pass over a text asks.
///
/// Several words of which one is no everyday word are a name as they are. One word, and everyday words in
/// a row, must be written with capitals. One everyday word is never looked for.
struct TextNames: Sendable {
    /// Names in other letters than ASCII's exist.
    let hasOtherLetters: Bool
    private(set) var isEmpty = true
    /// Names of one word.
    private(set) var single: HashFilter
    /// First words of longer names, and their first two.
    private(set) var first: HashFilter
    private(set) var pair: HashFilter
    /// First words of names whose second word no outline tells.
    private(set) var lone: HashFilter
    /// The first two characters of names in Han, Hangul or Kana, and names of one.
    private(set) var ideographs: HashFilter
    private(set) var hasIdeographs = false
    /// Whether some name begins with a word that no outline tells: then every word of other letters may.
    private(set) var hasOddNames = false
    /// A bit for the length and the first two letters of a name's first word.
    private var beginnings: [UInt64]
    private static let beginningCount = 1 << 14

    init(_ index: MatchIndex, _ terms: MatchTerms) {
        let entries = index.entries(MatchKey.allNames)
        let count = entries.count
        single = HashFilter(for: count)
        first = single
        pair = single
        lone = HashFilter(for: 1)
        ideographs = single
        beginnings = [UInt64](repeating: 0, count: Self.beginningCount / 64)
        hasOtherLetters = index.holds(.namesInOtherLetters)
        for entry in entries where Self.demand(entry.tokens, terms) != .never {
            isEmpty = false
            add(entry)
        }
    }

    private mutating func add(_ entry: MatchEntry) {
        let outlines = entry.tokens.prefix(2).map(TextOutline.withoutMarks)
        guard let beginning = outlines.first, let scalar = beginning.unicodeScalars.first else {
            hasOddNames = true
            return
        }
        if TextOutline.isIdeograph(scalar) {
            hasIdeographs = true
            let second = beginning.unicodeScalars.dropFirst().first
            ideographs.insert(TextOutline.pair(UInt64(scalar.value), second.map { UInt64($0.value) } ?? 0))
            return
        }
        if beginning.unicodeScalars.contains(where: { $0.value >= 0x1_0000 }) { hasOddNames = true }
        let bytes = Array(beginning.utf8)
        let hash = bytes.reduce(TextOutline.start) { TextOutline.step($0, $1) }
        if outlines.count == 1 {
            single.insert(hash)
        } else if let other = outlines[1].unicodeScalars.first, !TextOutline.isIdeograph(other) {
            first.insert(hash)
            pair.insert(TextOutline.pair(hash, TextOutline.hash(outlines[1])))
        } else {
            lone.insert(hash)
        }
        let second = bytes.count > 1 ? bytes[1] : Self.beginsWithInitial(entry) ? Self.capital : 0
        let place = Self.beginning(bytes[0], second, bytes.count)
        beginnings[place / 64] |= 1 << UInt64(place % 64)
    }

    /// Whether a name may begin with a word of ASCII letters, told by little of it.
    @inline(__always)
    func mayBegin(_ bytes: Span<UInt8>, _ word: Range<Int>) -> Bool {
        let initial = bytes[unchecked: word.lowerBound]
        let first = Self.folded(initial)
        let second = word.count > 1 ? Self.folded(bytes[unchecked: word.lowerBound + 1]) : 0
        if word.count == 1, initial != first, begins(first, Self.capital, 1) { return true }
        return begins(first, second, word.count)
    }

    @inline(__always)
    private func begins(_ first: UInt8, _ second: UInt8, _ byteCount: Int) -> Bool {
        let beginning = Self.beginning(first, second, byteCount)
        return beginnings[beginning / 64] & (1 << UInt64(beginning % 64)) != 0
    }

    /// Stands for the second letter of a word of one that must be a capital: `a` is in every text, the
    /// `A` of `A.P. Wexley` is not.
    private static let capital: UInt8 = 1

    /// Whether a name begins with one letter that is a word only because a dot or an apostrophe follows.
    static func beginsWithInitial(_ entry: MatchEntry) -> Bool {
        guard entry.tokens.first?.utf8.count == 1 else { return false }
        return entry.text.utf8.contains { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "'") }
            || entry.text.contains("\u{2019}")
    }

    @inline(__always)
    private static func beginning(_ first: UInt8, _ second: UInt8, _ byteCount: Int) -> Int {
        ((Int(first) &* 37 &+ Int(second)) &* 16 &+ min(byteCount, 15)) & (beginningCount - 1)
    }

    @inline(__always)
    static func folded(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }

    enum Demand { case nothing, capitals, never }

    /// How a name must be written to count.
    static func demand(_ tokens: [String], _ terms: MatchTerms) -> Demand {
        switch terms.strength(of: tokens) {
        case .words: .nothing
        case .word, .commonWords: .capitals
        case .commonWord: .never
        }
    }
}

extension MatchKey {
    /// Under this key stand all names.
    static let allNames = MatchKey(.texts, "all")
    /// Under this key stand the names that have other letters than ASCII's.
    static let namesInOtherLetters = MatchKey(.texts, "other")
}

extension MatchIndex.Builder {
    /// Adds a name where whole words and where texts are looked for.
    mutating func add(name entry: MatchEntry) {
        guard let key = MatchKey(name: entry.tokens) else { return }
        add(entry, under: key)
        add(entry, under: .allNames)
        if entry.tokens.contains(where: { !$0.utf8.allSatisfy { $0 < 0x80 } }) {
            add(entry, under: .namesInOtherLetters)
        }
    }
}
