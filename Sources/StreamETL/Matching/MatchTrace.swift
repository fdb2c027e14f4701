package import ETLModel

/// What was asked on the way to a decision; recorded only where somebody wants to know.
package struct MatchTrace {
    package var steps: [MatchExplanation.Step] = []

    package mutating func note(_ rule: MatchRule, _ asked: String, _ outcome: String) {
        steps.append(MatchExplanation.Step(rule: rule, asked: asked, outcome: outcome))
    }

    /// `0.93`
    package static func percent(_ value: Double) -> String {
        let hundredths = Int((value * 100).rounded())
        return "\(hundredths / 100)." + (hundredths % 100 < 10 ? "0" : "") + "\(hundredths % 100)"
    }
}
