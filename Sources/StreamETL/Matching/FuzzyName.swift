/// Similarity of two names that are not the same text: typing errors, left-out and swapped words.
enum FuzzyName {
    /// A company's name as it is looked for and compared.
    static func prepared(_ tokens: [String], _ terms: MatchTerms) -> (keys: [MatchKey], form: FuzzyForm) {
        let unified = unified(tokens, terms)
        return (blockingKeys(of: unified, terms), FuzzyForm(unified, terms))
    }

    /// A question as it is looked for, and the forms in which it is compared.
    static func prepared(
        _ question: Question, _ terms: MatchTerms
    ) -> (keys: [MatchKey], forms: [FuzzyForm]) {
        if question.isWeak {
            let unified = unified(question.tokens, terms)
            return ([wholeKey(of: unified), wholeKey(of: unified.sorted())], [FuzzyForm(unified, terms)])
        }
        let (keys, form) = prepared(question.tokens, terms)
        guard let whole = question.whole else { return (keys, [form]) }
        return (keys, [form, FuzzyForm(unified(whole, terms), terms)])
    }

    /// Longer parts of a title are sentences rather than names.
    private static let mostTokens = 24

    private static func unified(_ tokens: [String], _ terms: MatchTerms) -> [String] {
        NameSpelling.unified(terms.legalForms.strippedOfMistyped(tokens))
    }

    /// The keys under which a name is found by those like it: each telling token and the whole name,
    /// with any one letter left out; without repetition.
    private static func blockingKeys(of tokens: [String], _ terms: MatchTerms) -> [MatchKey] {
        var hashes: [UInt64] = []
        hashes.reserveCapacity(64)
        let telling = tokens.filter { !terms.isCommon($0) }
        for token in (telling.isEmpty ? tokens : telling).prefix(8) {
            addDeletions(of: Array(token.utf8), .fuzzyToken, to: &hashes)
        }
        addDeletions(of: tokens.flatMap { Array($0.utf8) }, .fuzzyWhole, to: &hashes)
        // `First Bank Int'l` and `First International Bank`
        if tokens.count > 1, terms.strength(of: tokens) <= .commonWords {
            hashes.append(wholeKey(of: tokens.sorted()).hash)
        }
        hashes.sort()
        var keys: [MatchKey] = []
        keys.reserveCapacity(hashes.count)
        for hash in hashes where keys.last?.hash != hash { keys.append(MatchKey(hash: hash)) }
        return keys
    }

    private static func wholeKey(of tokens: [String]) -> MatchKey {
        MatchKey(hash: MatchKey.mixed(.fuzzyWhole, tokens.flatMap { Array($0.utf8) }))
    }

    private static func addDeletions(
        of bytes: [UInt8], _ space: MatchKey.Space, to hashes: inout [UInt64]
    ) {
        hashes.append(MatchKey.mixed(space, bytes))
        guard bytes.count >= 5, bytes.count <= 40 else { return }
        // A removed byte need not leave UTF-8: the bytes are hashed, never shown.
        var before = MatchKey.start(space)
        for skipped in bytes.indices {
            var hash = before
            for byte in bytes[(skipped + 1)...] { hash = MatchKey.step(hash, byte) }
            hashes.append(MatchKey.finish(hash))
            before = MatchKey.step(before, bytes[skipped])
        }
    }

    /// What is asked of a name: each of its parts, and all of it unless the parts are parties of their own,
    /// without what says nothing about whose it is.
    static func questions(of form: NameForm, _ terms: MatchTerms) -> [Question] {
        var ranges = form.segments.map { (range: $0.range, isParty: $0.isParty && form.segments.count > 1) }
        if form.segments.count > 1, !form.segments.contains(where: \.isParty) {
            // `Acme, Borealis & Cie` is one name, and only commas say so.
            ranges.append((form.tokens.indices, false))
        }
        return ranges.flatMap { range, isParty -> [Question] in
            var tokens = terms.legalForms.stripped(terms.withoutAffixes(Array(form.tokens[range])))
            let whole = tokens
            while let last = tokens.last, terms.isFiller(last) { tokens.removeLast() }
            while let first = tokens.first, terms.isFiller(first) { tokens.removeFirst() }
            guard !tokens.isEmpty, terms.strength(of: tokens) >= .word else {
                guard !whole.isEmpty, whole.count <= mostTokens else { return [] }
                return [Question(tokens: whole, range: range, isParty: isParty, isWeak: true)]
            }
            guard tokens.count <= mostTokens else { return [] }
            let spellings = [tokens] + (terms.legalForms.unglued(tokens).map { [$0] } ?? [])
            // `First Bank` begins with a word that says nothing elsewhere.
            let untrimmed = whole.count > tokens.count && whole.count <= mostTokens ? whole : nil
            return spellings.map {
                Question(tokens: $0, whole: untrimmed, range: range, isParty: isParty)
            }
        }
    }

    struct Question {
        var tokens: [String]
        /// With the words at its ends that say nothing, where there are any.
        var whole: [String]?
        /// Where the tokens stand in the name.
        var range: Range<Int>
        var isParty: Bool
        /// Whether it is made of everyday words: then only the same name is like it.
        var isWeak = false
    }

    /// The likeness of a question to a name, from 0 to 1.
    static func similarity(_ forms: [FuzzyForm], _ name: FuzzyForm) -> Double {
        forms.reduce(0) { max($0, similarity($1, name)) }
    }

    /// From 0 to 1; symmetric. 1 means equal apart from order, spacing and forms of incorporation.
    static func similarity(_ lhs: FuzzyForm, _ rhs: FuzzyForm) -> Double {
        if lhs.joined.isEmpty || rhs.joined.isEmpty { return 0 }
        if lhs.joined == rhs.joined { return 1 }
        let alignment = TokenAlignment(lhs, rhs)
        if alignment.differsInNumbers { return 0 }
        let whole = NameCloseness.closeness(
            lhs.joined[...], rhs.joined[...], letters: (lhs.letters, rhs.letters))
        if whole > alignment.score, !alignment.differsElsewhere { return whole }
        return alignment.differsInTelling ? min(alignment.score, 0.8) : alignment.score
    }
}

extension FuzzyName {
    /// From here on a likeness is worth a look.
    static let reviewScore = 0.84

    /// By how much a likeness must be ahead of another company's to be the only one that counts.
    static let clearLead = 0.04

    /// One word with a typing error is too often another company; two words that agree are not. Where names
    /// differ in more than their spelling, only words count that tell.
    static func confidence(_ score: Double, _ lhs: [String], _ rhs: [String], _ terms: MatchTerms) -> Double {
        let isSame =
            NameSpelling.unified(lhs) == NameSpelling.unified(rhs) || lhs.joined() == rhs.joined()
        let names = isSame ? [lhs, rhs] : [lhs, rhs].map { $0.filter(terms.isTelling) }
        let isLong =
            names.allSatisfy { $0.count >= 2 }
            || names.allSatisfy { $0.joined().unicodeScalars.count >= 10 }
        if score >= 0.95, isLong { return min(0.8 + (score - 0.95), 0.84) }
        return score >= 0.92 && isLong ? 0.65 : 0.5
    }

    /// Whether a typing error makes one of the other, two neighbouring letters that changed places: `Galorna` and
    /// `Galrona`. Of names with fewer letters, two may be two names.
    static func areOneSwapApart(_ lhs: [String], _ rhs: [String]) -> Bool {
        let (one, other) = (Array(lhs.joined().unicodeScalars), Array(rhs.joined().unicodeScalars))
        guard lhs.count == rhs.count, one.count == other.count, one.count >= 6,
            let first = one.indices.first(where: { one[$0] != other[$0] }), first + 1 < one.count
        else { return false }
        return one[first] == other[first + 1] && one[first + 1] == other[first]
            && one[first].properties.isAlphabetic && one[first + 1].properties.isAlphabetic
            && one[(first + 2)...] == other[(first + 2)...]
    }
}
