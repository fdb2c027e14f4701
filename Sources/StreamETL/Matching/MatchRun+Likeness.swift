import ETLModel

extension MatchRun {
    mutating func askFuzzily(
        _ form: NameForm, _ signs: NameSigns, named: [Bool], people: [Bool], isInternal: [Bool]
    ) {
        // Where something better is known a likeness adds only noise.
        guard !findings.contains(where: { $0.confidence >= 0.6 && $0.tier != .name }) else { return }
        for question in FuzzyName.questions(of: form, terms) {
            guard !question.range.contains(where: { people[$0] }) else { continue }
            // Without the affixes around it.
            let starts = question.range.first { form.tokens[$0...].starts(with: question.tokens) }
            let range = starts.map { $0..<($0 + question.tokens.count) } ?? question.range
            let isOpposite = isOpposite(range, form, isInternal)
            let isNamed = question.range.contains { named[$0] }
            // `Torthos Lbas <> us`: its beginning is a name already, but less sure.
            guard !isNamed || isOpposite && question.tokens.count > 1 else { continue }
            askFuzzily(question, signs, isOpposite: isOpposite, swapsOnly: isNamed)
        }
    }

    private mutating func askFuzzily(
        _ question: FuzzyName.Question, _ signs: NameSigns, isOpposite: Bool, swapsOnly: Bool
    ) {
        let tokens = question.tokens
        var best: [String: (score: Double, entry: MatchEntry)] = [:]
        let (keys, forms) = FuzzyName.prepared(question, terms)
        var compared: Set<Int32> = []
        for key in keys {
            for place in places(key) where compared.insert(place).inserted {
                guard let (entry, theirs) = index.name(at: place) else { continue }
                let score = FuzzyName.similarity(forms, theirs)
                guard score >= FuzzyName.reviewScore else { continue }
                guard !swapsOnly || FuzzyName.areOneSwapApart(tokens, entry.tokens) else { continue }
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
            if isOpposite, FuzzyName.areOneSwapApart(tokens, theirs), terms.strength(of: tokens) >= .word,
                terms.strength(of: theirs) >= .word
            {
                confidence = max(confidence, 0.8)
            }
            if question.isWeak { confidence = min(confidence, 0.65) }
            if NameSpelling.withNumerals(question.whole ?? tokens) == NameSpelling.withNumerals(theirs) {
                // `Brigade Forty-Four` and `Brigade 44` are one name.
                confidence = max(confidence, 0.82)
            }
            let hasOtherSigns = NameSigns(candidate.entry.text).differ(
                fromPartOf: signs, named: theirs, as: tokens)
            if hasOtherSigns || namesOtherPlaces(question.whole ?? tokens, theirs) {
                confidence = min(confidence, 0.7)
            }
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
            findings[findings.count - 1].hasOtherSigns = hasOtherSigns
        }
        trace?.note(
            .nameFuzzy, tokens.joined(separator: " "),
            ranked.prefix(3).map { "\($0.entry.company) \(MatchTrace.percent($0.score))" }
                .joined(separator: ", "))
    }

    /// Whether one of the names says a place that the other does not: `Quandrel Tarvo` and `Quandrel Tarvo Mexico`
    /// may be two.
    private func namesOtherPlaces(_ one: [String], _ other: [String]) -> Bool {
        let places = (Set(one.filter(terms.isPlace)), Set(other.filter(terms.isPlace)))
        return Set(NameSpelling.unified(places.0.sorted())) != Set(NameSpelling.unified(places.1.sorted()))
    }
}
