extension MatchTerms {
    /// The tokens by which a company's name is looked for.
    func aliasTokens(_ name: String) -> [String] { legalForms.stripped(MatchText.tokens(name)) }

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
        return spellings.filter { !$0.isEmpty }
    }
}
