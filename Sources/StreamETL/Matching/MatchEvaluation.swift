import ETLModel

/// How well matching does on items of which people said whose they are.
public struct MatchEvaluation: Hashable, Encodable, Sendable {
    /// Counts of one rule, one source, or all.
    public struct Score: Hashable, Sendable {
        public var name: String
        public var truePositives = 0
        public var falsePositives = 0
        public var falseNegatives = 0

        public init(name: String) { self.name = name }

        /// 1 where nothing was matched.
        public var precision: Double {
            ratio(truePositives, truePositives + falsePositives)
        }
        /// 1 where nothing was to be found.
        public var recall: Double { ratio(truePositives, truePositives + falseNegatives) }
        public var f1: Double {
            let sum = precision + recall
            return sum == 0 ? 0 : 2 * precision * recall / sum
        }

        private func ratio(_ part: Int, _ whole: Int) -> Double {
            whole == 0 ? 1 : Double(part) / Double(whole)
        }
    }

    /// A label that matching does not agree with.
    public struct Confusion: Hashable, Encodable, Sendable {
        public let line: Int
        public let name: String
        public let expected: [String]
        public let found: [String]
        /// Of the first wrong match; 0 where a match is missing.
        public let confidence: Double
        public let rule: String
    }

    public private(set) var total = Score(name: "all")
    /// By the rule that decided; of a missing match, by the rule that the label names.
    public private(set) var rules: [Score] = []
    public private(set) var sources: [Score] = []
    public private(set) var confusions: [Confusion] = []
    /// How often what is said with some confidence is right.
    public private(set) var calibration = MatchCalibration([])

    public init(of labels: MatchLabels, by matcher: Matcher) {
        var found: [(match: CompanyMatch, isMatch: Bool, isRight: Bool)] = []
        for label in labels.rows {
            let decision = matcher.decide(label.subject)
            add(label, decision)
            found += decision.matches.map { ($0, true, label.companies.contains($0.company)) }
            found += decision.candidates.map { ($0, false, label.companies.contains($0.company)) }
        }
        calibration = MatchCalibration(found)
        rules.sort { $0.name < $1.name }
        sources.sort { $0.name < $1.name }
    }

    private mutating func add(_ label: MatchLabels.Row, _ decision: MatchDecision) {
        let found = Dictionary(
            decision.matches.map { ($0.company, $0) }, uniquingKeysWith: { first, _ in first })
        let expected = Set(label.companies)
        for company in label.companies {
            if let match = found[company] {
                count(match.rule.rawValue, label) { $0.truePositives += 1 }
            } else {
                count(label.rule, label) { $0.falseNegatives += 1 }
            }
        }
        let wrong = decision.matches.filter { !expected.contains($0.company) }
        for match in wrong { count(match.rule.rawValue, label) { $0.falsePositives += 1 } }
        guard Set(found.keys) != expected else { return }
        confusions.append(
            Confusion(
                line: label.line, name: label.subject.names.first ?? label.subject.key,
                expected: label.companies.sorted(), found: found.keys.sorted(),
                confidence: wrong.map(\.confidence).max() ?? 0,
                rule: wrong.first?.rule.rawValue ?? label.rule))
    }

    private mutating func count(_ rule: String, _ label: MatchLabels.Row, _ change: (inout Score) -> Void) {
        change(&total)
        Self.update(&rules, rule, change)
        Self.update(&sources, label.subject.source.rawValue, change)
    }

    private static func update(_ scores: inout [Score], _ name: String, _ change: (inout Score) -> Void) {
        if let index = scores.firstIndex(where: { $0.name == name }) {
            change(&scores[index])
        } else {
            var score = Score(name: name)
            change(&score)
            scores.append(score)
        }
    }
}

extension MatchEvaluation.Score: Encodable {
    private enum Key: String, CodingKey {
        case name, truePositives, falsePositives, falseNegatives, precision, recall, f1
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(name, forKey: .name)
        try container.encode(truePositives, forKey: .truePositives)
        try container.encode(falsePositives, forKey: .falsePositives)
        try container.encode(falseNegatives, forKey: .falseNegatives)
        try container.encode(precision, forKey: .precision)
        try container.encode(recall, forKey: .recall)
        try container.encode(f1, forKey: .f1)
    }
}
