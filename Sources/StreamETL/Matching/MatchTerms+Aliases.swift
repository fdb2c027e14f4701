extension MatchTerms {
    /// The tokens by which a company's name is looked for.
    func aliasTokens(_ name: String) -> [String] { withoutForms(MatchText.tokens(name)) }

    /// The tokens without forms of incorporation, of which one may have a typing error.
    func withoutForms(_ tokens: [String]) -> [String] {
        let tokens = legalForms.stripped(tokens)
        // `Quandrel Aktiengeselschaft`
        guard tokens.count > 1, let last = tokens.last, legalForms.isNearlyForm(last) else { return tokens }
        return legalForms.stripped(Array(tokens.dropLast()))
    }

    static let longestShortName = 4

    /// What people may leave of a longer name: its beginning without what kind of organisation it is or what an
    /// affix says, and its first word.
    func shortNames(_ name: String) -> Set<[String]> {
        let full = aliasTokens(name)
        var rest = full[...]
        let endings: WordSense = [.kind, .trade, .region, .neutral, .legalForm, .suffix, .occasion]
        while rest.count > 1, let last = rest.last, !sense(of: last).isDisjoint(with: endings) {
            rest.removeLast()
        }
        return Set(
            [Array(rest), Array(full.prefix(1))].filter { tokens in
                !tokens.isEmpty && tokens.count < full.count && tokens.count <= Self.longestShortName
                    && !isInternalName(tokens) && strength(of: tokens) >= .word
                    && !(tokens.count == 1 && sense(of: tokens[0]).contains(.givenName))
            })
    }

    /// A way of writing a company's name that says a little less, or something else.
    struct LooseSpelling: Equatable {
        var tokens: [String]
        var confidence = 0.95
        /// Whether names that are like it are found, too.
        var isCompared = true
        /// Whether it is found by likeness only, since small letters do not say that a word ends there.
        var isOnlyAlike = false
    }

    /// The name without its article, its genitive or a legal form that is one word with it, and with `%` as a word.
    func looseSpellings(_ name: String) -> [LooseSpelling] {
        let main = aliasTokens(name)
        var spellings: [LooseSpelling] = []
        if main.count > 1, Self.articles.contains(main[0]) {
            // `Window Market` says less than `The Window Market`: everyday words are left to a person.
            let rest = Array(main.dropFirst())
            spellings.append(
                LooseSpelling(
                    tokens: rest, confidence: strength(of: rest) >= .word ? 0.95 : 0.7, isCompared: false))
        }
        if let stem = LegalForms.joinedStem(name), let last = main.last, last != stem, last.hasPrefix(stem) {
            spellings.append(LooseSpelling(tokens: main.dropLast() + [stem]))
        } else if let apart = legalForms.unglued(main), let stem = apart.last, stem.unicodeScalars.count >= 6
        {
            spellings.append(LooseSpelling(tokens: apart, isOnlyAlike: true))
        }
        if let plain = MatchText.withoutGenitive(name) {
            let tokens = aliasTokens(plain)
            if tokens != main, strength(of: tokens) == .words {
                spellings.append(LooseSpelling(tokens: tokens, isCompared: false))
            }
        }
        if name.contains("%") {
            spellings.append(LooseSpelling(tokens: aliasTokens(name.replacing("%", with: " percent "))))
        }
        return spellings.filter { !$0.tokens.isEmpty && $0.tokens != main }
    }

    /// Articles that begin names, in the languages that put them there most.
    private static let articles: Set<String> = [
        "the", "a", "an", "de", "het", "der", "die", "das", "le", "la", "les", "el", "los", "las", "il", "lo",
    ]

    /// The tokens by which a company's name is looked for, the main ones first: `&` and `and` are one, and
    /// `O'Wexley` and `J.P. Quenby` may be written with blanks.
    func aliasSpellings(_ name: String) -> [[String]] {
        let main = aliasTokens(name)
        var spellings = [main]
        let parts = name.split(whereSeparator: { $0 == "&" || $0 == "\u{FF06}" }).map {
            MatchText.tokens(String($0))
        }
        if parts.count > 1, !parts.contains(where: \.isEmpty) {
            spellings.append(legalForms.stripped(Array(parts.joined(separator: ["and"]))))
        } else if main.dropFirst().dropLast().contains("and") {
            spellings.append(main.filter { $0 != "and" })
        }
        if let apart = MatchText.withInitialsApart(name) {
            let tokens = legalForms.stripped(MatchText.tokens(apart))
            if tokens != main, strength(of: tokens) == .words { spellings.append(tokens) }
        }
        if let plain = MatchText.withoutUmlauts(name) { spellings.append(aliasTokens(plain)) }
        return spellings.filter { !$0.isEmpty }
    }
}
