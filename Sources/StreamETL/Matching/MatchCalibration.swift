package import ETLModel

/// How often what is said with some confidence is right.
public struct MatchCalibration: Hashable, Encodable, Sendable {
    /// Companies found with like confidence, or by one rule.
    public struct Group: Hashable, Sendable {
        public let name: String
        /// Whether they count as matches; otherwise they are candidates for review.
        public let isMatch: Bool
        public private(set) var found = 0
        public private(set) var right = 0
        private var sum = 0.0

        package init(name: String, isMatch: Bool) {
            self.name = name
            self.isMatch = isMatch
        }

        /// The mean of the confidences.
        public var stated: Double { found == 0 ? 0 : sum / Double(found) }
        /// The share that is right.
        public var observed: Double { found == 0 ? 0 : Double(right) / Double(found) }

        package mutating func add(_ confidence: Double, isRight: Bool) {
            found += 1
            if isRight { right += 1 }
            sum += confidence
        }
    }

    /// From the surest to the least sure.
    public private(set) var bands: [Group] = []
    /// In the order in which the rules are asked; matches before candidates.
    public private(set) var rules: [Group] = []

    private static let steps: [(from: Double, name: String)] = [
        (0.95, "0.95 to 1"), (0.9, "0.90 to 0.95"), (0.85, "0.85 to 0.90"), (0.8, "0.80 to 0.85"),
        (0.7, "0.70 to 0.80"), (0.6, "0.60 to 0.70"), (0.5, "0.50 to 0.60"), (0, "below 0.50"),
    ]

    /// - Parameter found: What was decided of items, and whether it is right.
    package init(_ found: [(match: CompanyMatch, isMatch: Bool, isRight: Bool)]) {
        for step in Self.steps {
            for isMatch in [true, false] {
                bands.append(Group(name: step.name, isMatch: isMatch))
            }
        }
        for rule in MatchRule.allInOrder {
            for isMatch in [true, false] { rules.append(Group(name: rule.rawValue, isMatch: isMatch)) }
        }
        for (match, isMatch, isRight) in found {
            let name = Self.steps.first { match.confidence >= $0.from }?.name ?? ""
            Self.add(to: &bands, name, isMatch, match.confidence, isRight)
            Self.add(to: &rules, match.rule.rawValue, isMatch, match.confidence, isRight)
        }
        bands.removeAll { $0.found == 0 }
        rules.removeAll { $0.found == 0 }
    }

    private static func add(
        to groups: inout [Group], _ name: String, _ isMatch: Bool, _ confidence: Double, _ isRight: Bool
    ) {
        for index in groups.indices where groups[index].name == name && groups[index].isMatch == isMatch {
            groups[index].add(confidence, isRight: isRight)
        }
    }
}

extension MatchCalibration.Group: Encodable {
    private enum Key: String, CodingKey { case name, isMatch, found, right, stated, observed }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(name, forKey: .name)
        try container.encode(isMatch, forKey: .isMatch)
        try container.encode(found, forKey: .found)
        try container.encode(right, forKey: .right)
        try container.encode(stated, forKey: .stated)
        try container.encode(observed, forKey: .observed)
    }
}
