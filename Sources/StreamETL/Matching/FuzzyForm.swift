/// A name made ready for being compared with others: its words as bytes, and how much each tells.
package struct FuzzyForm: Sendable {
    package struct Word {
        /// Where the word's bytes stand in ``FuzzyForm/joined``.
        package let range: Range<Int>
        /// Which bytes the word has, as a set of 64.
        package let letters: UInt64
        /// What kind of organisation it is and everyday words tell little, articles and forms of
        /// incorporation next to nothing.
        package fileprivate(set) var weight: Double
        /// Whether it says what kind of organisation it is, or which part of one.
        let isKind: Bool
        package let isNumber: Bool
    }

    /// At most ``MatchText/mostTokens``.
    package let words: [Word]
    /// All words without blanks.
    package let joined: [UInt8]
    package let letters: UInt64

    /// - Parameter tokens: In the spelling of ``NameSpelling``.
    package init(_ tokens: [String], _ terms: MatchTerms) {
        var words: [Word] = []
        words.reserveCapacity(tokens.count)
        var joined: [UInt8] = []
        var isBehindForm = false
        for token in tokens.prefix(MatchText.mostTokens) {
            let start = joined.count
            joined.append(contentsOf: token.utf8)
            var (weight, isKind) = Self.weight(token, terms)
            if isBehindForm { weight *= 0.3 }
            // `Tharsis.com`
            if start > 0, token == "com" { weight = 0.2 }
            if start > 0, Self.endingForms.contains(token) { isBehindForm = true }
            words.append(
                Word(
                    range: start..<joined.count, letters: Self.letters(joined[start...]), weight: weight,
                    isKind: isKind, isNumber: NameSpelling.isNumber(joined[start...])))
        }
        self.words = Self.withoutInitials(words, joined)
        self.joined = joined
        letters = words.reduce(0) { $0 | $1.letters }
    }

    /// Forms that end a name beyond doubt: what follows says where the organisation is, or which part.
    private static let endingForms: Set<String> = [
        "corp", "corporation", "gmbh", "inc", "incorporated", "limited", "llc", "ltd", "plc",
    ]

    package func bytes(_ word: Word) -> ArraySlice<UInt8> { joined[word.range] }

    private static func letters(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reduce(0) { $0 | 1 << UInt64($1 & 63) }
    }

    /// A word that is made of the initials of the others says nothing more: `(IWM)` beside `Institute of Wexley
    /// Mechanics`.
    private static func withoutInitials(_ words: [Word], _ joined: [UInt8]) -> [Word] {
        guard words.count >= 4 else { return words }
        let telling = words.indices.filter { words[$0].weight > 0.1 }
        var words = words
        for index in words.indices where (3...8).contains(words[index].range.count) {
            let isAcronym = telling.indices.contains { start in
                var letters = joined[words[index].range]
                for other in telling[start...] where other != index {
                    guard letters.first == joined[words[other].range.lowerBound] else { break }
                    letters.removeFirst()
                }
                return letters.isEmpty
            }
            if isAcronym { words[index].weight = 0.1 }
        }
        return words
    }

    private static func weight(_ token: String, _ terms: MatchTerms) -> (Double, isKind: Bool) {
        let sense = terms.sense(of: token).subtracting(.occasion)
        if sense.isEmpty { return (terms.legalForms.isMistyped(token) ? 0.1 : 1, false) }
        if !sense.isDisjoint(with: [.legalForm, .particle]) { return (0.1, false) }
        if sense.contains(.region) { return (0.2, true) }
        if sense.contains(.kind) { return (0.3, true) }
        if sense.contains(.trade) { return (0.5, true) }
        if sense.contains(.neutral) { return (0.4, false) }
        return (sense.contains(.common) ? 0.7 : 1, false)
    }
}
