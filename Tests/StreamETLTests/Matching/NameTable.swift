import Foundation

@testable import ETLFormats
@testable import ETLMatching
@testable import ETLModel
@testable import ETLSettings

/// Organisations' names and their other spellings, each asked against all.
struct NameTable {
    struct Measured: CustomStringConvertible {
        var companies: Int
        var names: Int
        var found: Int
        var right: Int
        /// Other spellings that a run would give to one organisation, not only as a candidate.
        var matches: Int
        var rightMatches: Int

        var precision: Double { Double(right) / Double(found) }
        var recall: Double { Double(right) / Double(names) }
        /// F1.
        var score: Double { 2 * precision * recall / (precision + recall) }

        var description: String {
            "\(companies) companies, \(names) names, \(found) found, \(right) right: precision \(precision), "
                + "recall \(recall), F1 \(score); \(matches) matches, \(rightMatches) right"
        }
    }

    private typealias Row = (organisation: String, name: String)

    private static let terms = MatchTerms(MatchingSettings())
    private var companies: [Row] = []
    private var others: [Row] = []

    init(_ file: URL) throws {
        var reader = try DelimitedReader(
            bytes: [UInt8](try Data(contentsOf: file)), limits: InputLimits())
        while let cells = try reader.next()?.cells {
            // An organisation's first name is the mapping's.
            let row = (cells[0], cells[1])
            if companies.last?.organisation == row.0 { others.append(row) } else { companies.append(row) }
        }
    }

    func measured() -> Measured {
        let asked = Self.found(others.map(\.name), among: companies.map(\.name))
        let matches = asked.filter(\.value.isMatch).keys
        var found = Set(asked.keys)
        for pair in Self.found(companies.map(\.name), among: others.map(\.name)).keys {
            found.insert(Pair(question: pair.name, name: pair.question))
        }
        func isRight(_ pair: Pair) -> Bool {
            others[pair.question].organisation == companies[pair.name].organisation
        }
        return Measured(
            companies: companies.count, names: others.count, found: found.count,
            right: found.count(where: isRight), matches: matches.count,
            rightMatches: matches.count(where: isRight))
    }

    private struct Pair: Hashable {
        var question: Int
        var name: Int
    }

    private struct Likeness {
        var score: Double
        var isMatch: Bool
    }

    /// The likenesses that a run would find, by the index's keys.
    private static func found(_ questions: [String], among names: [String]) -> [Pair: Likeness] {
        var byKey: [UInt64: [Int]] = [:]
        var forms: [FuzzyForm] = []
        let tokens = names.map(terms.aliasTokens)
        for position in names.indices {
            let (keys, form) = FuzzyName.prepared(tokens[position], terms)
            forms.append(form)
            for key in keys { byKey[key.hash, default: []].append(position) }
        }
        byKey = byKey.filter { $0.value.count <= MatchIndex.largestBlock }
        var found: [Pair: Likeness] = [:]
        for (asker, name) in questions.enumerated() {
            for question in FuzzyName.questions(of: NameForm(name), terms) {
                let (keys, asked) = FuzzyName.prepared(question, terms)
                let scores = Set(keys.flatMap { byKey[$0.hash] ?? [] }).map { other in
                    (other, FuzzyName.similarity(asked, forms[other]))
                }
                let highest = scores.map(\.1).max() ?? 0
                let leading = scores.filter {
                    $0.1 >= FuzzyName.reviewScore && $0.1 > highest - FuzzyName.clearLead
                }
                for (other, score) in leading {
                    let confidence = FuzzyName.confidence(
                        score, question.tokens, tokens[other], terms)
                    let isMatch =
                        leading.count == 1 && !question.isWeak && confidence >= terms.settings.matchThreshold
                    let pair = Pair(question: asker, name: other)
                    if score > found[pair]?.score ?? 0 {
                        found[pair] = Likeness(score: score, isMatch: isMatch)
                    }
                }
            }
        }
        return found
    }
}
