import ETLModel
package import ETLSettings

/// Something that a rule finds at one moment.
package struct AlertFinding: Hashable, Sendable {
    package let rule: AlertRule.Name
    /// They tell it from others of the rule: a source, the name of a drop directory. Never a person or a company.
    package let labels: [String: String]
    /// One sentence, with numbers.
    package let summary: String

    package init(_ rule: AlertRule.Name, _ labels: [String: String], _ summary: String) {
        self.rule = rule
        self.labels = labels
        self.summary = summary
    }

    /// Of rule and labels: the same for the same thing at another time.
    package var fingerprint: String {
        let pairs = labels.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] }
        return Digest.text(of: [rule.rawValue] + pairs, byteCount: 8)
    }
}

/// What the rules find, of those that could be asked. What could not stays as it was.
package struct AlertFindings: Hashable, Sendable {
    package private(set) var byRule: [AlertRule.Name: [AlertFinding]] = [:]

    package init() {}

    /// Notes that a rule was asked, and what it found.
    package mutating func note(_ rule: AlertRule.Name, _ found: [AlertFinding]) { byRule[rule] = found }
}

enum Digest {
    /// Hexadecimal digits that tell one list of texts from another.
    static func text(of parts: [String], byteCount: Int) -> String {
        // No part holds the separator.
        let hash = ContentHash.of(Array(parts.joined(separator: "\u{0}").utf8))
        return hash.prefix(byteCount).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
}
