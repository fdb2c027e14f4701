/// Which of the companies' names are looked for in what people write.
///
/// Several words of which one is no everyday word are a name as they are. One word, and everyday words in
/// a row, must be written with capitals. One everyday word is never looked for.
struct TextNames: Sendable {
    /// Names in other letters than ASCII's exist.
    let hasOtherLetters: Bool
    let isEmpty: Bool
    /// A bit for some hashes of keys; set for those under which a name stands.
    private let filter: [UInt64]
    private static let bitCount: UInt64 = 1 << 16
    /// A bit for the length and the first two letters of a name's first word.
    private let beginnings: [UInt64]
    /// A bit for some hashes of names' first words.
    private let firstWords: [UInt64]
    private static let beginningCount = 1 << 14

    init(_ index: MatchIndex, _ terms: MatchTerms) {
        var filter = [UInt64](repeating: 0, count: Int(Self.bitCount / 64))
        var beginnings = [UInt64](repeating: 0, count: Self.beginningCount / 64)
        var firstWords = filter
        var isEmpty = true
        for entry in index.entries(MatchKey.allNames) where Self.demand(entry.tokens, terms) != .never {
            guard let key = MatchKey(name: entry.tokens) else { continue }
            let bit = key.hash % Self.bitCount
            filter[Int(bit / 64)] |= 1 << (bit % 64)
            isEmpty = false
            let firstWord = MatchKey(.firstToken, entry.tokens.first ?? "").hash % Self.bitCount
            firstWords[Int(firstWord / 64)] |= 1 << (firstWord % 64)
            let word = Array((entry.tokens.first ?? "").utf8)
            let second = word.count > 1 ? word[1] : Self.beginsWithInitial(entry) ? Self.capital : 0
            let beginning = Self.beginning(word.first ?? 0, second, word.count)
            beginnings[beginning / 64] |= 1 << UInt64(beginning % 64)
        }
        self.filter = filter
        self.beginnings = beginnings
        self.firstWords = firstWords
        self.isEmpty = isEmpty
        hasOtherLetters = index.holds(.namesInOtherLetters)
    }

    func mayHold(_ hash: UInt64) -> Bool {
        let bit = hash % Self.bitCount
        return filter[Int(bit / 64)] & (1 << (bit % 64)) != 0
    }

    /// Whether some word of a text may be the first of a name. Words of other letters always may.
    ///
    /// Every byte of every message goes through here, so that none is checked twice for being there.
    func mayOccur(in bytes: Span<UInt8>, _ text: Range<Int>) -> Bool {
        precondition(text.lowerBound >= 0 && text.upperBound <= bytes.count)
        var position = text.lowerBound
        while position < text.upperBound {
            let byte = bytes[unchecked: position]
            if byte >= 0x80 { return true }
            guard TextWords.isWord(byte) else {
                let isEscape = byte == UInt8(ascii: "\\") && position + 1 < text.upperBound
                position += !isEscape ? 1 : bytes[unchecked: position + 1] == UInt8(ascii: "u") ? 6 : 2
                continue
            }
            let start = position
            position += 1
            while position < text.upperBound, TextWords.isWord(bytes[unchecked: position]) { position += 1 }
            if mayBegin(bytes, start..<position), isFirstWord(bytes, start..<position) { return true }
        }
        return false
    }

    private func isFirstWord(_ bytes: Span<UInt8>, _ word: Range<Int>) -> Bool {
        var key = MatchKey.start(.firstToken)
        for index in word { key = MatchKey.step(key, Self.folded(bytes[index])) }
        let bit = MatchKey.finish(key) % Self.bitCount
        return firstWords[Int(bit / 64)] & (1 << (bit % 64)) != 0
    }

    /// Whether a name may begin with a word, told by little of it.
    @inline(__always)
    func mayBegin(_ bytes: Span<UInt8>, _ word: Range<Int>) -> Bool {
        let first = Self.folded(bytes[word.lowerBound])
        let second = word.count > 1 ? Self.folded(bytes[word.lowerBound + 1]) : 0
        if word.count == 1, bytes[word.lowerBound] != first, begins(first, Self.capital, 1) { return true }
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
    private static func folded(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }

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
