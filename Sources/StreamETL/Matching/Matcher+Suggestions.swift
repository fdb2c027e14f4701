import ETLModel

extension Matcher {
    /// Registrable domains of outsiders whom the item names, without those that are no evidence; sorted.
    func foreignDomains(of subject: MatchSubject) -> [String] {
        var run = MatchRun(subject, index: index(for: subject), terms: terms)
        _ = run.decide()
        return run.outsiders.keys.sorted()
    }

    /// What of a chat's or channel's name tells it from others, joined; `nil` when nothing does.
    func distinctiveName(of name: String) -> String? {
        let tokens = terms.withoutAffixes(MatchText.tokens(MatchText.withoutHash(name)))
        let core = terms.legalForms.stripped(tokens).filter { !terms.isNeutral($0) }
        guard !core.isEmpty, terms.strength(of: core) >= .word else { return nil }
        return core.joined(separator: " ")
    }
}
