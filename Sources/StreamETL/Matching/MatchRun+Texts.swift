public import ETLModel
import ETLSettings

extension MatchRun {
    /// What being named in messages says at most: a hint, whatever else there is.
    static let surestMention = 0.45
    /// More companies that messages name are not listed.
    private static let mostMentions = 16

    /// Looks for names in the messages of a conversation that no company has.
    ///
    /// Companies that are candidates already get it as further evidence and become no surer by it.
    mutating func addMentions(_ texts: [UInt8], _ names: TextNames, to decision: MatchDecision)
        -> MatchDecision
    {
        var mentions = TextMentions(index, names, terms, people: subject.people)
        mentions.read(texts)
        for hash in mentions.asked { note(asked: hash) }
        var found: [String: (entry: MatchEntry, count: Int)] = [:]
        for (place, count) in mentions.counts.sorted(by: { $0.key < $1.key }) {
            let entry = index[place]
            if count > found[entry.company]?.count ?? 0 { found[entry.company] = (entry, count) }
        }
        let ranked = found.values.sorted {
            $0.count != $1.count
                ? $0.count > $1.count
                : $0.entry.company.utf8.lexicographicallyPrecedes($1.entry.company.utf8)
        }
        trace?.note(
            .textMention, "\(mentions.textCount) texts of messages",
            ranked.isEmpty
                ? "no company's name"
                : ranked.prefix(5).map { entry, count in
                    let isListed = Self.isStrong(count, of: mentions.textCount)
                    return "\(entry.company) in \(count)\(isListed ? "" : ", too few for review")"
                }.joined(separator: "; "))
        var decision = decision
        decision.mentions = ranked.prefix(Self.mostMentions).map {
            CompanyMention(company: $0.entry.company, messageCount: $0.count)
        }
        for (entry, count) in Self.outstanding(ranked, most: terms.settings.mostCompaniesPerChat) {
            guard barred[entry.company] == nil, barred[""] == nil else { continue }
            let evidence = MatchEvidence(
                kind: "message_text",
                found: "\(entry.tokens.joined(separator: " ")) (\(count) message\(count == 1 ? "" : "s"))",
                expected: entry.text, origin: entry.origin)
            if let known = decision.candidates.firstIndex(where: { $0.company == entry.company }) {
                decision.candidates[known].evidence.append(evidence)
            } else if decision.candidates.count < Self.mostCandidates,
                Self.isStrong(count, of: mentions.textCount)
            {
                let confidence = count >= 3 ? Self.surestMention : 0.4
                guard confidence >= terms.settings.reviewThreshold else { continue }
                decision.candidates.append(
                    CompanyMatch(
                        company: entry.company, rule: .textMention, confidence: confidence,
                        evidence: [evidence]))
            }
        }
        return decision
    }

    /// Whether so many messages name a company that a person should look. Most chats name one once in a while.
    static func isStrong(_ count: Int, of messageCount: Int) -> Bool {
        switch count {
        case ..<2: false
        case 2: messageCount <= 40
        case 3..<10: messageCount <= count * 100
        default: true
        }
    }

    /// Where many companies are named the messages are about none of them, unless one is named more
    /// often than all others together.
    private static func outstanding(
        _ ranked: [(entry: MatchEntry, count: Int)], most: Int
    ) -> [(entry: MatchEntry, count: Int)] {
        guard ranked.count > most, let first = ranked.first else { return ranked }
        let others = ranked.dropFirst().reduce(0) { $0 + $1.count }
        return first.count > others ? [first] : []
    }
}

extension Matcher: ItemDecider {
    public func decideSigned(_ subject: MatchSubject, texts: [UInt8]) -> SignedDecision {
        var run = MatchRun(subject, index: index(for: subject), terms: terms)
        let decision = run.addMentions(texts, textNames, to: run.decide())
        return SignedDecision(decision: decision, signature: run.signature)
    }

    /// Whether names in an item's messages could make a difference: one that no company has, and of
    /// which nobody decided.
    package func wantsTexts(_ subject: MatchSubject, _ decision: MatchDecision) -> Bool {
        subject.source != .calendar && subject.source != .hubspot && decision.matches.isEmpty
            && terms.settings.reviewThreshold <= MatchRun.surestMention
    }
}
