package import ETLModel
import ETLSettings

extension MatchRun {
    /// What all rules said of one company.
    private struct Case {
        var company: String
        var findings: [Finding]
        var confidence: Double
        var tier: Tier
        var isParty: Bool
    }

    package mutating func conclude() -> MatchDecision {
        var byCompany: [String: [Finding]] = [:]
        for finding in findings { byCompany[finding.company, default: []].append(finding) }
        let all = byCompany.map { Self.weigh($0.key, $0.value, threshold: terms.settings.matchThreshold) }
        let threshold = terms.settings.matchThreshold
        let strongest = all.filter { $0.confidence >= threshold }.map(\.tier).min() ?? .name
        var matches: [CompanyMatch] = []
        var candidates: [CompanyMatch] = []
        for found in all.sorted(by: Self.precedes) {
            if barred[found.company] != nil || barred[""] != nil {
                trace?.note(.override, found.company, "kept apart by a decision")
                continue
            }
            if forced[found.company] != nil { continue }
            var match = Self.match(found)
            if match.confidence >= threshold, !forced.isEmpty || (found.tier > strongest && !found.isParty) {
                match.confidence = min(match.confidence, max(0.7, terms.settings.reviewThreshold))
                trace?.note(
                    match.rule, found.company,
                    forced.isEmpty ? "gives way to more direct evidence" : "gives way to a decision")
            }
            if match.rule != .mention, match.confidence >= threshold {
                matches.append(match)
            } else if match.confidence >= terms.settings.reviewThreshold {
                candidates.append(match)
            }
        }
        if matches.count > terms.settings.mostCompaniesPerChat {
            candidates =
                matches.map { match in
                    var unsure = match
                    unsure.confidence = min(unsure.confidence, 0.7)
                    return unsure
                } + candidates
            matches = []
        }
        let decided = forced.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map {
            CompanyMatch(company: $0.key, rule: .override, confidence: 1, evidence: [$0.value])
        }
        return MatchDecision(
            matches: decided + matches, candidates: Array(candidates.prefix(Self.mostCandidates)))
    }

    static let mostCandidates = 8
    private static let mostEvidence = 6

    private static func weigh(_ company: String, _ findings: [Finding], threshold: Double) -> Case {
        // What the same tier says twice is said once; different tiers support each other.
        var best: [Tier: Double] = [:]
        for finding in findings { best[finding.tier] = max(best[finding.tier] ?? 0, finding.confidence) }
        let top = best.values.max() ?? 0
        let doubt = [Tier.group, .direct, .indirect, .name].reduce(1.0) { $0 * (1 - (best[$1] ?? 0)) }
        // That two kinds find what has other signs is one doubt.
        let isJoined = best.count > 1 && top < 0.9 && !findings.allSatisfy(\.hasOtherSigns)
        let confidence = isJoined ? min(max(top, 1 - doubt), 0.89) : top
        let tiers = best.filter { $0.value >= threshold }.keys
        return Case(
            company: company, findings: findings, confidence: confidence, tier: tiers.min() ?? .name,
            isParty: findings.contains { $0.isParty && $0.confidence >= threshold })
    }

    private static func match(_ found: Case) -> CompanyMatch {
        let order = Dictionary(
            uniqueKeysWithValues: MatchRule.allInOrder.enumerated().map { ($1, $0) })
        let sorted = found.findings.sorted { lhs, rhs in
            if lhs.confidence != rhs.confidence { return lhs.confidence > rhs.confidence }
            let first = order[lhs.rule] ?? order.count
            let second = order[rhs.rule] ?? order.count
            if first != second { return first < second }
            return isBefore(lhs.evidence, rhs.evidence)
        }
        var evidence: [MatchEvidence] = []
        for finding in sorted where evidence.count < mostEvidence {
            // Several rows of a company say the same of an item: the first one stands for all.
            let isNew = evidence.allSatisfy { known in
                known.kind != finding.evidence.kind || known.found != finding.evidence.found
                    || MatchText.folded(known.expected) != MatchText.folded(finding.evidence.expected)
            }
            if isNew { evidence.append(finding.evidence) }
        }
        return CompanyMatch(
            company: found.company, rule: sorted.first?.rule ?? .mention,
            confidence: (found.confidence * 10_000).rounded() / 10_000, evidence: evidence)
    }

    private static func isBefore(_ lhs: MatchEvidence, _ rhs: MatchEvidence) -> Bool {
        if lhs.origin.utf8.count != rhs.origin.utf8.count {
            return lhs.origin.utf8.count < rhs.origin.utf8.count
        }
        return [lhs.origin, lhs.kind, lhs.expected, lhs.found]
            .lexicographicallyPrecedes([rhs.origin, rhs.kind, rhs.expected, rhs.found])
    }

    private static func precedes(_ lhs: Case, _ rhs: Case) -> Bool {
        if lhs.confidence != rhs.confidence { return lhs.confidence > rhs.confidence }
        return lhs.company.utf8.lexicographicallyPrecedes(rhs.company.utf8)
    }
}
