import Foundation
import Testing

@testable import StreamETL

@Suite
struct `The fuzzy name rule alone` {
    private struct Pair {
        let left: String
        let right: String
        let isSame: Bool
        let half: String
    }

    private static let terms = MatchTerms(MatchingSettings())

    private static func pairs() throws -> [Pair] {
        let file = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("data/matching/restaurant_pairs.csv")
        var reader = try DelimitedReader(
            bytes: [UInt8](try Data(contentsOf: file)), limits: InputLimits())
        var pairs: [Pair] = []
        while let cells = try reader.next()?.cells {
            try #require(cells.count == 4)
            pairs.append(Pair(left: cells[0], right: cells[1], isSame: cells[2] == "1", half: cells[3]))
        }
        return pairs
    }

    /// The likeness that a run would find between an item's name and a company's, by the index's keys.
    private static func likeness(of item: String, to company: String) -> Double {
        let alias = terms.aliasTokens(company)
        let keys = Set(FuzzyName.blockingKeys(of: alias, terms).map(\.hash))
        return FuzzyName.questions(of: NameForm(item), terms)
            .filter { question in
                FuzzyName.blockingKeys(of: question.tokens, terms).contains { keys.contains($0.hash) }
            }
            .map { FuzzyName.similarity(FuzzyForm($0.tokens, terms), FuzzyForm(alias, terms)) }.max() ?? 0
    }

    private static func finds(_ left: String, _ right: String) -> Bool {
        max(likeness(of: left, to: right), likeness(of: right, to: left)) >= FuzzyName.reviewScore
    }

    @Test(arguments: ["held-out", "development"])
    func `is precise and nearly complete on pairs that others labelled`(half: String) throws {
        let pairs = try Self.pairs().filter { $0.half == half }
        let same = pairs.filter(\.isSame)
        let found = pairs.filter { Self.finds($0.left, $0.right) }
        let right = found.filter(\.isSame)
        try #require(same.count > 50 && pairs.count > 220 && !found.isEmpty)
        let precision = Double(right.count) / Double(found.count)
        let recall = Double(right.count) / Double(same.count)
        #expect(precision > 0.92)
        #expect(2 * precision * recall / (precision + recall) > 0.90)
    }

    @Test(arguments: [
        ("Tharsis", "Tharsis Holdings"), ("The Quenby Foundation of Wexley", "Quenby Foundation, Wexley"),
        ("Quenby, Tharsis and Wexleigh", "Quenby, Tharsis and Wexley"), ("Tharsis (Lisbon)", "Tharsis"),
        ("Wexley Robotcs", "Wexley Robotics"), ("Wexley Blueharbour", "Wexley Blue Harbour"),
        ("Robotics Tharsis", "Tharsis Robotics"),
    ])
    func `finds typing errors, other orders and words that are often left out`(pair: (String, String)) {
        #expect(Self.finds(pair.0, pair.1))
    }

    @Test(arguments: [
        ("Fig Bank", "Wig Bank"), ("Tharsis Hotel", "Tharsis Bakery"), ("Quenby Wexley", "Quenby Tharsis"),
        ("Wexley Robotics", "Wexley Robotics AI"), ("Arcadia", "Arcturus"),
    ])
    func `does not take a shared word for a shared name`(pair: (String, String)) {
        #expect(!Self.finds(pair.0, pair.1))
    }
}
