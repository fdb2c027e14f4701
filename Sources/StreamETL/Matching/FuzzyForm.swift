/// A name made ready for being compared with others: its words as bytes, and how much each tells.
struct FuzzyForm: Sendable {
    struct Word {
        /// Where the word's bytes stand in ``FuzzyForm/joined``.
        let range: Range<Int>
        /// Which bytes the word has, as a set of 64.
        let letters: UInt64
        /// What kind of organisation it is and everyday words tell little, articles and forms of
        /// incorporation next to nothing.
        let weight: Double
        /// Whether it says what kind of organisation it is.
        let isKind: Bool
    }

    /// At most ``MatchText/mostTokens``.
    let words: [Word]
    /// All words without blanks.
    let joined: [UInt8]
    let letters: UInt64

    init(_ tokens: [String], _ terms: MatchTerms) {
        var words: [Word] = []
        words.reserveCapacity(tokens.count)
        var joined: [UInt8] = []
        for token in tokens.prefix(MatchText.mostTokens) {
            let start = joined.count
            joined.append(contentsOf: token.utf8)
            let isKind = terms.kindWords.contains(token)
            words.append(
                Word(
                    range: start..<joined.count, letters: Self.letters(joined[start...]),
                    weight: Self.weight(token, isKind: isKind, terms), isKind: isKind))
        }
        self.words = words
        self.joined = joined
        letters = words.reduce(0) { $0 | $1.letters }
    }

    func bytes(_ word: Word) -> ArraySlice<UInt8> { joined[word.range] }

    private static func letters(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reduce(0) { $0 | 1 << UInt64($1 & 63) }
    }

    private static func weight(_ token: String, isKind: Bool, _ terms: MatchTerms) -> Double {
        if terms.legalForms.contains(token) || terms.particles.contains(token) { return 0.1 }
        if isKind { return 0.3 }
        if terms.neutralWords.contains(token) { return 0.4 }
        return terms.commonWords.contains(token) ? 0.7 : 1
    }
}
