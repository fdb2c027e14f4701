import ETLSettings

extension MatchRun {
    /// A conversation is not a company's because one of its people takes part: not where the channel is named after
    /// another company, is everybody's, or where the guest is one among many of one's own.
    mutating func weighGuests() {
        let guests = findings.indices.filter { findings[$0].tier == .indirect }
        guard !guests.isEmpty else { return }
        let companies = Set(guests.map { findings[$0].company })
        let named = Set(findings.filter(\.isCertainName).map(\.company))
        if !named.isEmpty, named.isDisjoint(with: companies) {
            for index in findings.indices where findings[index].tier >= .indirect {
                findings[index].confidence = min(findings[index].confidence, 0.7)
            }
            trace?.note(
                .participantDomain, companies.sorted().joined(separator: ", "),
                "less sure: named after \(named.sorted().joined(separator: ", "))")
            return
        }
        let guestCount = outsiders.values.reduce(0, +)
        let isFew = guestCount == 1 && ownPeople > 3
        let isGeneral = isEverybodys(guestCount < ownPeople)
        guard isFew || isGeneral else { return }
        for index in guests {
            let company = findings[index].company
            if findings.contains(where: {
                $0.company == company && $0.tier != .indirect && $0.confidence > 0.5
            }) {
                continue
            }
            findings[index].confidence = min(findings[index].confidence, 0.7)
            let rule = findings[index].rule
            trace?.note(
                rule, company,
                isGeneral ? "less sure: a channel for everybody" : "less sure: one guest among many")
        }
    }

    /// Whether the channel's name says that it is for all of one's own (`general`, `lunch`), or nothing at all and
    /// one's own are the most.
    private func isEverybodys(_ ownAreMost: Bool) -> Bool {
        let tokens = names.flatMap { MatchText.tokens($0) }
        var isOwn = [Bool](repeating: false, count: tokens.count)
        terms.markInternal(tokens, in: &isOwn)
        return !tokens.isEmpty
            && tokens.indices.allSatisfy { index in
                let token = tokens[index]
                if isOwn[index] || MatchingSettings.everybodyWords.contains(token) { return true }
                return ownAreMost && (terms.isNeutral(token) || terms.strength(of: [token]) == .commonWord)
            }
    }
}
