@testable import ETLModel
@testable import ETLMatching

extension FuzzTarget {
    static let tableTargets = [mapping, overrides, labels]

    /// A mapping, and the index that matching builds of it.
    private static let mapping = FuzzTarget("mapping") { input in
        let mapping = try CompanyMapping(bytes: input)
        for company in mapping.companies.prefix(8) {
            require(mapping.company(named: company.name) != nil, "a company cannot be found")
        }
    }

    /// Decisions come back as they were written.
    private static let overrides = FuzzTarget("overrides") { input in
        let overrides = try MatchOverrides(bytes: input)
        let again = try MatchOverrides(bytes: Array(overrides.rendered().utf8))
        func facts(_ overrides: MatchOverrides) -> [[String]] {
            overrides.rows.map {
                [$0.section, $0.item, $0.company, $0.decision.rawValue, $0.note, $0.decidedAt]
            }
        }
        require(facts(overrides) == facts(again), "decisions change when they are written")
    }

    private static let labels = FuzzTarget("labels") { input in
        let labels = try MatchLabels(bytes: input)
        require(labels.rows.allSatisfy { $0.line > 0 }, "a label has no line")
    }
}
