import ETLModel
import ETLSettings

extension MatchRun {
    /// A company's name found in one of the item's names.
    fileprivate struct Hit {
        var range: Range<Int>
        var entries: [MatchEntry]
        /// Its words as the mapping or the CRM has them.
        var name: [String] { entries.first?.tokens ?? [] }
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
        let form = NameForm(name)
        guard form.isJoint, MatchText.tokens(name).contains("x") else { return form }
        let whole = NameForm(name, joinsAtX: false)
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
        let signs = MatchText.signedWords(name)
        // `acme-borealis`: nothing but companies.
        let named = Set(found.flatMap { $0.entries.map(\.company) })
        let isShared =
            found.count > 1 && named.count > 1
            && tokens.indices.allSatisfy { isNamed[$0] || terms.isNeutral(tokens[$0]) }
        for hit in found {
            if hit.range.allSatisfy({ isInternal[$0] }) { continue }
            let segments = form.segments.filter { $0.range.overlaps(hit.range) }
            let isSegment = segments.count == 1 && segments[0].isParty && form.segments.count > 1
            let around = segments.flatMap { Array($0.range) }
            let forms = Set(segments.flatMap { formIndices(tokens, $0.range) })
            let isWhole = around.allSatisfy {
                isNamed[$0] || terms.isNeutral(tokens[$0]) || forms.contains($0)
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
            if subject.isCRMCompany, isOnlyPart(hit.range, of: tokens) { confidence = min(confidence, 0.7) }
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
                }
                let isCertain = own >= terms.settings.matchThreshold
                if speaksAgainst(entry, beside: isParty && isWhole ? named : []) {
                    own = min(own, 0.7)
                    isContradicted = true
                }
                if isLearned { own = min(own, 0.85) }
                let theirs = signs.filter { !Set(MatchText.tokens($0)).isDisjoint(with: alias) }
                let hasOtherSigns = MatchText.signedWords(entry.text) != theirs
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
        askFuzzily(form, named: isNamed, people: isPerson, isInternal: isInternal)
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
    private func isOpposite(_ range: Range<Int>, _ form: NameForm, _ isInternal: [Bool]) -> Bool {
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
        terms.legalForms.stripped(tokens) == alias
    }

    /// Where forms of incorporation of several words stand at the ends of a part.
    private func formIndices(_ tokens: [String], _ range: Range<Int>) -> [Int] {
        guard range.count > 2 else { return [] }
        let name = terms.legalForms.stripped(tokens[range])
        return range.filter { !name.indices.contains($0) }
    }

    /// Whether the name of a CRM's company says more than the name found in it: `Blue Harbour Shipping` is
    /// another company than `Blue Harbour`, `Blue Harbour Group` may be the same.
    private func isOnlyPart(_ range: Range<Int>, of tokens: [String]) -> Bool {
        tokens.indices.contains { index in
            !range.contains(index)
                && terms.sense(of: tokens[index]).isDisjoint(with: [
                    .kind, .trade, .region, .neutral, .legalForm, .particle,
                ])
        }
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
    private func speaksAgainst(_ entry: MatchEntry, beside parties: Set<String> = []) -> Bool {
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

    // MARK: Whole words

    /// The longest names at each place; a name inside a longer one is not found.
    private mutating func hits(in form: NameForm) -> [Hit] {
        var found: [Hit] = []
        for start in form.tokens.indices {
            var longest = 0
            var best: [MatchEntry] = []
            for tokens in form.readings {
                for entry in names(at: start, of: tokens) where entry.tokens.count >= longest {
                    if entry.tokens.count > longest {
                        longest = entry.tokens.count
                        best = []
                    }
                    if !best.contains(entry) { best.append(entry) }
                }
            }
            if best.contains(where: { $0.kind != .shortName }) { best.removeAll { $0.kind == .shortName } }
            if longest > 0 { found.append(Hit(range: start..<(start + longest), entries: best)) }
        }
        guard found.count > 1 else { return found }
        var taken = [Bool](repeating: false, count: form.tokens.count)
        var kept: [Hit] = []
        let ordered = found.sorted {
            ($1.range.count, $0.range.lowerBound) < ($0.range.count, $1.range.lowerBound)
        }
        for hit in ordered where !hit.range.contains(where: { taken[$0] }) {
            for index in hit.range { taken[index] = true }
            kept.append(hit)
        }
        return kept.sorted { $0.range.lowerBound < $1.range.lowerBound }
    }

    /// The names that stand in `tokens` from `start` on.
    private mutating func names(at start: Int, of tokens: [String]) -> [MatchEntry] {
        var keys = [MatchKey(.firstToken, tokens[start])]
        if start + 1 < tokens.count { keys.append(MatchKey(.firstTwo, tokens[start], tokens[start + 1])) }
        var found: [MatchEntry] = []
        for key in keys {
            for entry in entries(key) where [.alias, .crmName, .shortName].contains(entry.kind) {
                let end = start + entry.tokens.count
                if end <= tokens.count, tokens[start..<end].elementsEqual(entry.tokens) {
                    found.append(entry)
                }
            }
        }
        return found
    }

    /// Marks tokens that are the name of a person who takes part.
    private func personTokens(in form: NameForm) -> [Bool] {
        var marks = [Bool](repeating: false, count: form.tokens.count)
        // `jordan.miller@…` and `Jordan Miller <jm@…>` take part as Jordan Miller.
        let addressed = subject.emails.prefix(200).lazy.compactMap { email -> Substring? in
            let name = EmailAddress.bare(email).prefix { $0 != "@" }
            return name.contains { $0 == "." || $0 == "_" || $0 == "-" } ? name : nil
        }
        let shown = subject.emails.prefix(200).lazy.compactMap(EmailAddress.displayName)
        let people = [
            subject.people.prefix(200).map { $0[...] }, Array(addressed), Array(shown), ownFirstNames(),
        ]
        for person in people.joined() {
            let name = MatchText.tokens(String(person))
            guard let first = name.first, name.count <= form.tokens.count else { continue }
            for start in form.tokens.indices
            where form.tokens[start] == first && start + name.count <= form.tokens.count {
                let range = start..<(start + name.count)
                guard form.tokens[range].elementsEqual(name) else { continue }
                // A first name alone is a person only where nothing else stands beside it.
                let isAlone = form.segments.contains { segment in
                    segment.range.contains(start)
                        && segment.range.allSatisfy { range.contains($0) || terms.isNeutral(form.tokens[$0]) }
                }
                if name.count == 1, !isAlone { continue }
                for index in range { marks[index] = true }
            }
        }
        return marks
    }

    /// `Ann <> Morgan` is a meeting of two of one's own if `morgan@` or Morgan Reyes is invited.
    private func ownFirstNames() -> [Substring] {
        func first(_ name: Substring) -> Substring {
            name.prefix { !($0 == " " || $0 == "." || $0 == "_" || $0 == "-" || $0 == "+") }
        }
        var names: [Substring] = []
        for email in subject.emails.prefix(200) {
            let address = EmailAddress.bare(email)
            guard let at = address.lastIndex(of: "@"),
                let host = HostName.normalised(String(address[address.index(after: at)...])),
                terms.isInternal(host)
            else { continue }
            names.append(first(address[..<at][...]))
            if let shown = EmailAddress.displayName(email) { names.append(first(shown)) }
        }
        // Among one's own only, whoever is named is one of them.
        if subject.source == .calendar, ownPeople > 0, outsiders.isEmpty {
            names += subject.people.prefix(200).map { first($0[...]) }
        }
        return names.filter { !$0.isEmpty }
    }

    // MARK: Like names

    private mutating func askFuzzily(
        _ form: NameForm, named: [Bool], people: [Bool], isInternal: [Bool]
    ) {
        // Where something better is known a likeness adds only noise.
        guard !findings.contains(where: { $0.confidence >= 0.6 && $0.tier != .name }) else { return }
        for question in FuzzyName.questions(of: form, terms) {
            guard !question.range.contains(where: { named[$0] || people[$0] }) else { continue }
            // Without the affixes around it.
            let starts = question.range.first { form.tokens[$0...].starts(with: question.tokens) }
            let range = starts.map { $0..<($0 + question.tokens.count) } ?? question.range
            askFuzzily(question, isOpposite: isOpposite(range, form, isInternal))
        }
    }

    private mutating func askFuzzily(_ question: FuzzyName.Question, isOpposite: Bool) {
        let tokens = question.tokens
        var best: [String: (score: Double, entry: MatchEntry)] = [:]
        let (keys, forms) = FuzzyName.prepared(question, terms)
        var compared: Set<Int32> = []
        for key in keys {
            for place in places(key) where compared.insert(place).inserted {
                guard let (entry, theirs) = index.name(at: place) else { continue }
                let score = FuzzyName.similarity(forms, theirs)
                guard score >= FuzzyName.reviewScore else { continue }
                guard let known = best[entry.company] else {
                    best[entry.company] = (score, entry)
                    continue
                }
                if score > known.score || (score == known.score && entry.text < known.entry.text)
                    || (score == known.score && entry.text == known.entry.text
                        && (entry.origin.utf8.count, entry.origin)
                            < (known.entry.origin.utf8.count, known.entry.origin))
                {
                    best[entry.company] = (score, entry)
                }
            }
        }
        guard let highest = best.values.map(\.score).max() else { return }
        // A name is one company's: what another is clearly liker to is none of this one's.
        let ranked = best.values.filter { $0.score > highest - FuzzyName.clearLead }.sorted {
            ($1.score, $0.entry.company) < ($0.score, $1.entry.company)
        }
        let isClose = ranked.count > 1
        for candidate in ranked.prefix(3) {
            var confidence = FuzzyName.confidence(candidate.score, tokens, candidate.entry.tokens, terms)
            let theirs = candidate.entry.tokens
            if candidate.score == 1, tokens.joined() == theirs.joined() {
                // Only blanks differ: `JPQuenby`.
                let count = tokens.joined().unicodeScalars.count
                if count >= 7, terms.strength(of: theirs) >= .word { confidence = max(confidence, 0.82) }
                // `Greyharbour <> us`
                if count >= 5, isOpposite { confidence = max(confidence, 0.8) }
            }
            if question.isWeak { confidence = min(confidence, 0.65) }
            if subject.source != .hubspot, !question.isParty,
                terms.readsLikePerson(tokens) || terms.readsLikePerson(theirs)
            {
                confidence = min(confidence, 0.7)
            }
            if isClose { confidence = min(confidence, 0.6) }
            if speaksAgainst(candidate.entry) {
                confidence = min(confidence, 0.5)
            }
            find(
                .nameFuzzy, candidate.entry.company, confidence, tier: .name, isParty: question.isParty,
                kind: "company_name", found: tokens.joined(separator: " "), candidate.entry)
        }
        trace?.note(
            .nameFuzzy, tokens.joined(separator: " "),
            ranked.prefix(3).map { "\($0.entry.company) \(MatchTrace.percent($0.score))" }
                .joined(separator: ", "))
    }
}
