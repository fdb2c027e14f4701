extension MatchTerms {
    /// The tokens by which a company's name is looked for.
    func aliasTokens(_ name: String) -> [String] { legalForms.stripped(MatchText.tokens(name)) }

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
