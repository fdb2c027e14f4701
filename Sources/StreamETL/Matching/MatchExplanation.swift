public import ETLModel
import ETLSettings

/// Why an item is whose it is: the rules that were asked, what each found, and what would have to
/// change for another outcome.
public struct MatchExplanation: Hashable, Sendable {
    public let subject: MatchSubject
    public let decision: MatchDecision
    /// In the order in which the rules were asked.
    public let steps: [Step]
    /// What a person can do, in sentences.
    public let remedies: [String]

    public struct Step: Hashable, Sendable {
        public let rule: MatchRule
        /// What of the item was looked for.
        public let asked: String
        public let outcome: String

        package init(rule: MatchRule, asked: String, outcome: String) {
            self.rule = rule
            self.asked = asked
            self.outcome = outcome
        }
    }
}

extension Matcher {
    /// - Parameter texts: What ``decideSigned(_:texts:)`` gets, for items that want it.
    public func explain(_ subject: MatchSubject, texts: [UInt8]? = nil) -> MatchExplanation {
        var run = MatchRun(subject, index: index(for: subject), terms: terms)
        run.trace = MatchTrace()
        var decision = run.decide()
        if let texts { decision = run.addMentions(texts, textNames, to: decision) }
        return MatchExplanation(
            subject: subject, decision: decision, steps: run.trace?.steps ?? [],
            remedies: remedies(for: subject, decision, outsiders: run.outsiders, index: run.index))
    }

    private func remedies(
        for subject: MatchSubject, _ decision: MatchDecision, outsiders: [String: Int], index: MatchIndex
    ) -> [String] {
        var remedies: [String] = []
        let threshold = MatchTrace.percent(terms.settings.matchThreshold)
        for candidate in decision.candidates {
            let found = MatchTrace.percent(candidate.confidence)
            remedies.append(
                "\(candidate.company) has confidence \(found) and needs \(threshold): confirm it with "
                    + "`etl-watch match`, or rule it out with `etl-watch unmatch`.")
        }
        for match in decision.matches where match.rule != .override {
            remedies.append("If \(match.company) is wrong, rule it out with `etl-watch unmatch`.")
        }
        guard decision.matches.isEmpty else { return remedies }
        if subject.source == .slack || subject.source == .telegram, let name = subject.names.first {
            let isSlack = subject.source == .slack
            let group = MatchText.withoutHash(name)
            let rows = index.entries(
                MatchKey(isSlack ? .slackGroup : .telegramGroup, MatchText.groupKey(group))
            ).filter { $0.kind == .group && $0.text == group }
            remedies.append(
                Self.remedy(group, isSlack ? "slack_group" : "telegram_group", statedBy: rows))
        }
        for domain in outsiders.keys.sorted().prefix(5) {
            let rows = index.entries(MatchKey(.domain, domain)).filter {
                $0.kind == .domain && $0.text == domain && $0.confidence == 1
            }
            remedies.append(Self.remedy(domain, "calendar_domain", statedBy: rows))
        }
        return remedies
    }

    /// What a cell of the mapping would change, or whose cell it is already.
    private static func remedy(_ text: String, _ column: String, statedBy rows: [MatchEntry]) -> String {
        let origins = Set(rows.map(\.origin)).sorted { ($0.utf8.count, $0) < ($1.utf8.count, $1) }
        let companies = Set(rows.map(\.company)).sorted()
        switch companies.count {
        case 0: return "Or write \"\(text)\" into \(column) of a mapping row."
        case 1: return "\"\(text)\" is in \(column) of \(companies[0]) already (\(origins[0]))."
        default:
            return "\"\(text)\" is in \(column) of \(companies.joined(separator: " and ")) "
                + "(\(origins.joined(separator: ", "))): leave it with one of them, or decide with `etl-watch match`."
        }
    }
}

extension MatchExplanation: CustomStringConvertible {
    /// Several lines for a terminal.
    public var description: String {
        var lines = ["\(subject.names.first ?? subject.key)  (\(subject.section) \(subject.key))"]
        for (title, list) in [("match", decision.matches), ("candidate", decision.candidates)] {
            for match in list {
                lines.append(
                    "  \(title): \(match.company), \(match.rule.rawValue), "
                        + "confidence \(MatchTrace.percent(match.confidence))")
                for evidence in match.evidence { lines.append("    " + Self.text(evidence)) }
            }
        }
        if decision.matches.isEmpty { lines.append("  matches no company") }
        lines.append("  rules asked:")
        for step in steps { lines.append("    \(step.rule.rawValue): \(step.asked): \(step.outcome)") }
        if !remedies.isEmpty {
            lines.append("  what would change it:")
            for remedy in remedies { lines.append("    \(remedy)") }
        }
        return lines.map(Self.printable).joined(separator: "\n") + "\n"
    }

    private static func text(_ evidence: MatchEvidence) -> String {
        "\(evidence.kind): \"\(evidence.found)\" is \"\(evidence.expected)\" of \(evidence.origin)"
    }

    /// Names come from strangers: nothing in them may steer a terminal.
    package static func printable(_ line: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in line.unicodeScalars {
            let category = scalar.properties.generalCategory
            if category == .control || category == .format || category == .lineSeparator
                || category == .paragraphSeparator
            {
                result.append("\u{FFFD}")
            } else {
                result.append(scalar)
            }
        }
        return String(result)
    }
}
