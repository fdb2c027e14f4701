import ETLModel
import ETLSettings

extension MatchRun {
    /// A company's name found in one of the item's names.
    package struct Hit {
        package var range: Range<Int>
        package var entries: [MatchEntry]
        /// Its words as the mapping or the CRM has them.
        package var name: [String] { entries.first?.tokens ?? [] }
        /// Whether it is only the beginning of longer names.
        var isShort: Bool { entries.allSatisfy { $0.kind == .shortName } }
    }

    /// The companies whose names stand in `name` as whole words.
    package mutating func namedCompanies(in name: String) -> Set<String> {
        let form = NameForm(name)
        return Set(hits(in: form).flatMap { $0.entries.map(\.company) })
    }

    mutating func askNames() {
        for name in names.prefix(Self.mostNames) {
            let form = form(of: name)
            guard !form.tokens.isEmpty else { continue }
            let first = findings.count
            ask(form, of: name)
            trace?.note(
                .nameTokens, MatchText.trimmed(MatchText.bounded(name)),
                findings.count > first
                    ? "found" : "no company's name in \(form.tokens.joined(separator: " "))")
        }
    }

    /// The name taken apart, the longest names first: `Form x Function` is no joint chat if a company is called so.
    private mutating func form(of name: String) -> NameForm {
        var form = NameForm(name)
        form.joinForms(terms.legalForms)
        guard form.isJoint, MatchText.tokens(name).contains("x") else { return form }
        var whole = NameForm(name, joinsAtX: false)
        whole.joinForms(terms.legalForms)
        let isNamed = hits(in: whole).contains { hit in
            !hit.isShort && hit.range.count > 1 && whole.tokens[hit.range].contains("x")
        }
        return isNamed ? whole : form
    }

    private mutating func ask(_ form: NameForm, of name: String) {
        let tokens = form.tokens
        var isInternal = [Bool](repeating: false, count: tokens.count)
        terms.markInternal(tokens, in: &isInternal)
        let all = hits(in: form)
        let found = all.filter { !$0.isShort }
        var isNamed = isInternal
        for hit in found { for index in hit.range { isNamed[index] = true } }
        let isPerson = personTokens(in: form)
        // Words that name somebody beyond doubt: oneself, or a company by more than an everyday word.
        var isCertain = isInternal
        for hit in found where terms.strength(of: hit.name) >= .word {
            for index in hit.range where !isPerson[index] { isCertain[index] = true }
        }
        let certainParties = form.segments.filter { segment in
            segment.isParty && segment.range.contains { isCertain[$0] }
                && segment.range.allSatisfy { isCertain[$0] || terms.isNeutral(tokens[$0]) }
        }
        let signs = NameSigns(name)
        // `acme-borealis`: nothing but companies.
        let named = Set(found.flatMap { $0.entries.map(\.company) })
        let isShared =
            found.count > 1 && named.count > 1
            && tokens.indices.allSatisfy { isNamed[$0] || terms.isNeutral(tokens[$0]) }
        for hit in found {
            if hit.range.allSatisfy({ isInternal[$0] }) { continue }
            let segments = form.segments.filter { $0.range.overlaps(hit.range) }
            // A slash or a bracket may stand in the name of a party.
            let isSegment =
                segments.count < form.segments.count && segments.contains(where: \.isParty)
                && !segments.dropFirst().contains(where: \.followsParty)
            let around = segments.flatMap { Array($0.range) }
            let forms = Set(segments.flatMap { formIndices(tokens, $0.range) })
            let isWhole = around.allSatisfy {
                isNamed[$0] || terms.isNeutral(tokens[$0]) || forms.contains($0)
                    || terms.legalForms.isNearlyForm(tokens[$0])
            }
            let isParty = isShared || isSegment
            let alias = hit.name
            let strength = terms.strength(of: alias)
            var confidence = Self.confidence(strength, isWhole: isWhole)
            if isWhole, isSegment, strength <= .commonWords,
                certainParties.contains(where: { !$0.range.overlaps(hit.range) })
            {
                // `Arc <> Us`, `Arc <> Acme`: nobody writes an everyday word there.
                confidence = 0.82
            }
            if subject.isCRMCompany, isOnlyPart(hit.range, of: tokens, named: alias) {
                confidence = min(confidence, 0.7)
            }
            if !isWhole, isContinued(hit.range, form, named: isNamed, in: name) {
                confidence = min(confidence, 0.65)
            }
            // People meet people, and a chat with one is called so: `Lunch with Jordan Wexley`.
            let mayBePerson =
                subject.source != .hubspot && !(isWhole && isSegment) && terms.readsLikePerson(alias)
            if mayBePerson { confidence = min(confidence, 0.7) }
            if hit.range.contains(where: { isPerson[$0] }) { confidence = min(confidence, 0.45) }
            let companies = Set(hit.entries.map(\.company))
            if companies.count > 1 { confidence = min(confidence, 0.7) }
            var isContradicted = false
            for entry in hit.entries {
                let isLearned = entry.kind == .crmName
                var own = confidence
                if subject.isCRMCompany, alias.count == tokens.count || isWholeName(tokens, alias),
                    strength >= .word,
                    companies.count == 1
                {
                    own = 0.93
                } else if subject.isCRMCompany, companies.count == 1, strength == .commonWord,
                    isWholeName(tokens, alias), haveSameForm(tokens, entry.text)
                {
                    // `Comma, Inc.` is no everyday word.
                    own = 0.88
                }
                own = min(own, entry.confidence)
                let isCertain = own >= terms.settings.matchThreshold
                if speaksAgainst(entry, beside: isParty && isWhole ? named : []) {
                    own = min(own, 0.7)
                    isContradicted = true
                }
                if isLearned { own = min(own, 0.85) }
                let hasOtherSigns = NameSigns(entry.text).differ(
                    fromPartOf: signs, named: alias, as: alias)
                if hasOtherSigns { own = min(own, 0.7) }
                let rule: MatchRule = own < 0.5 ? .mention : isLearned ? .crmName : .nameTokens
                find(
                    rule, entry.company, own, tier: .name, isParty: isParty && isWhole,
                    isCertainName: isCertain, kind: isLearned ? "crm_name" : "company_name",
                    found: alias.joined(separator: " "), entry)
                findings[findings.count - 1].hasOtherSigns = hasOtherSigns
            }
            if trace != nil {
                noteDoubts(
                    alias, confidence == 0.82 ? .word : strength, isWhole: isWhole,
                    isPerson: hit.range.contains { isPerson[$0] }, mayBePerson: mayBePerson,
                    companyCount: companies.count, isContradicted: isContradicted)
            }
        }
        for hit in all where hit.isShort {
            askShortly(hit, form, isInternal: isInternal, isPerson: isPerson)
        }
        askFuzzily(form, signs, named: isNamed, people: isPerson, isInternal: isInternal)
    }

    /// The beginning of a company's name that only this one has: a candidate where nothing stands beside it, and a
    /// match beside one's own name (`Obsidian <> us`, `ext-obsidian`).
    private mutating func askShortly(
        _ hit: Hit, _ form: NameForm, isInternal: [Bool], isPerson: [Bool]
    ) {
        guard !hit.range.contains(where: { isInternal[$0] || isPerson[$0] }) else { return }
        let others = form.tokens.indices.filter { !hit.range.contains($0) }
        guard others.allSatisfy({ isInternal[$0] || terms.isNeutral(form.tokens[$0]) }) else { return }
        let isOpposite = isOpposite(hit.range, form, isInternal)
        for entry in hit.entries {
            var confidence = isOpposite ? 0.8 : 0.6
            if speaksAgainst(entry) { confidence = min(confidence, 0.6) }
            find(
                .nameTokens, entry.company, confidence, tier: .name, kind: "company_name",
                found: hit.name.joined(separator: " "), entry)
        }
        trace?.note(.nameTokens, hit.name.joined(separator: " "), "only the beginning of a name")
    }

    /// Whether a name stands beside one's own and nothing else: `Obsidian <> us`, `ext-obsidian`.
    func isOpposite(_ range: Range<Int>, _ form: NameForm, _ isInternal: [Bool]) -> Bool {
        let others = form.tokens.indices.filter { !range.contains($0) }
        guard others.allSatisfy({ isInternal[$0] || terms.isNeutral(form.tokens[$0]) }) else { return false }
        return others.contains { index in
            let token = form.tokens[index]
            // `Quillon <> us`, not `Quillon US`.
            let isApart = !form.segments.contains { $0.range.contains(index) && $0.range.overlaps(range) }
            return isInternal[index] || token == "us" && isApart
                || subject.source == .slack && terms.sense(of: token).contains(.prefix)
        }
    }

    /// Whether nothing but forms of incorporation stands around the name.
    private func isWholeName(_ tokens: [String], _ alias: [String]) -> Bool {
        terms.withoutForms(tokens) == alias
    }

    /// Whether both names have the same form of incorporation, and have one.
    private func haveSameForm(_ tokens: [String], _ text: String) -> Bool {
        let form = terms.legalForms.ending(of: tokens)
        return !form.isEmpty && form == terms.legalForms.ending(of: MatchText.tokens(text))
    }

    /// Where forms of incorporation of several words stand at the ends of a part.
    private func formIndices(_ tokens: [String], _ range: Range<Int>) -> [Int] {
        guard range.count > 2 else { return [] }
        let name = terms.legalForms.stripped(tokens[range])
        return range.filter { !name.indices.contains($0) }
    }

    /// Whether the name of a CRM's company says more than the name found in it: `Blue Harbour Shipping` is
    /// another company than `Blue Harbour`, so may be `Blue Harbour Mexico`; `Blue Harbour Group` may be the same.
    private func isOnlyPart(_ range: Range<Int>, of tokens: [String], named alias: [String]) -> Bool {
        let isMore = tokens.indices.contains { index in
            !range.contains(index) && saysMore(tokens[index])
        }
        return isMore && terms.legalForms.strippedOfMistyped(terms.legalForms.stripped(tokens)) != alias
    }

    /// Whether a word beside a company's name makes it another company's.
    private func saysMore(_ token: String) -> Bool {
        if terms.isPlace(token) { return true }
        return terms.sense(of: token).isDisjoint(with: [
            .kind, .trade, .region, .neutral, .legalForm, .particle,
        ]) && !terms.legalForms.isNearlyForm(token)
    }

    /// Whether a name of which only one word tells goes on: `J.P. Wexley` in `J.P. Wexley Tharsis` may be
    /// another's, as `Wexley` in `Wexley Tharsis` may be.
    private func isContinued(
        _ range: Range<Int>, _ form: NameForm, named: [Bool], in name: String
    ) -> Bool {
        let next = range.upperBound
        guard next < form.tokens.count, !named[next], terms.hasInitials(Array(form.tokens[range])),
            form.segments.contains(where: { $0.range.contains(next) && $0.range.contains(next - 1) }),
            terms.sense(of: form.tokens[next]).subtracting(.givenName).isEmpty
        else { return false }
        return MatchText.bounded(name).split { !$0.isLetter }.contains { word in
            word.first?.isUppercase == true && MatchText.tokens(String(word)) == [form.tokens[next]]
        }
    }

    private static func confidence(_ strength: NameStrength, isWhole: Bool) -> Double {
        switch strength {
        case .words: isWhole ? 0.88 : 0.82
        case .word: isWhole ? 0.88 : 0.65
        case .commonWords: isWhole ? 0.82 : 0.5
        case .commonWord: isWhole ? 0.6 : 0.3
        }
    }

    /// Whether outsiders take part, none of them from a domain known of the company, or the CRM says that the
    /// item is somebody else's.
    ///
    /// - Parameter parties: The companies of a joint title: their guests do not speak against the others.
    func speaksAgainst(_ entry: MatchEntry, beside parties: Set<String> = []) -> Bool {
        let isElsewhere =
            entry.hasDomain
            && outsiders.keys.contains { parties.isDisjoint(with: outsiderCompanies[$0] ?? []) }
        guard isElsewhere || !strangers.isEmpty else { return false }
        return !findings.contains { finding in
            finding.company == entry.company && finding.tier != .name && finding.tier != .group
        }
    }

    /// Says in an explanation why a name is not surer.
    private mutating func noteDoubts(
        _ name: [String], _ strength: NameStrength, isWhole: Bool, isPerson: Bool, mayBePerson: Bool,
        companyCount: Int, isContradicted: Bool
    ) {
        var doubts: [String] = []
        if isPerson {
            doubts.append("somebody who takes part is called so")
        } else if mayBePerson {
            doubts.append("reads like somebody's name")
        }
        if companyCount > 1 { doubts.append("\(companyCount) companies have that name") }
        if strength == .commonWord { doubts.append("an everyday or very short word") }
        if strength == .commonWords { doubts.append("everyday words") }
        if !isWhole { doubts.append("stands among other words") }
        if isContradicted, !strangers.isEmpty {
            doubts.append("associated with hubspot company \(strangers[0]), which is no mapped company")
        } else if isContradicted {
            let domains = outsiders.keys.sorted().prefix(3).joined(separator: ", ")
            doubts.append("guests are of \(domains), none of the company's domain")
        }
        guard !doubts.isEmpty else { return }
        trace?.note(.nameTokens, name.joined(separator: " "), "less sure: " + doubts.joined(separator: "; "))
    }
}
