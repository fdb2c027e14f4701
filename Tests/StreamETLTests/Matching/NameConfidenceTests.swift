import Foundation
import Testing

@testable import ETLFormats
@testable import ETLMatching
@testable import ETLModel
@testable import ETLPipeline

@Suite struct `A run over pairs of organisations' names` {
    private struct Pair {
        let left: String
        let right: String
        let isSame: Bool
    }

    private static func pairs() throws -> [Pair] {
        let file = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("data/matching/organisation_pairs.csv")
        var reader = try DelimitedReader(bytes: [UInt8](try Data(contentsOf: file)), limits: InputLimits())
        var pairs: [Pair] = []
        while let cells = try reader.next()?.cells {
            pairs.append(Pair(left: cells[0], right: cells[1], isSame: cells[2] == "1"))
        }
        return pairs
    }

    /// How surely the right name's record is the left name's company.
    private static func confidence(_ pair: Pair) throws -> Double {
        let name = pair.left.replacing("\"", with: "\"\"")
        let matcher = Matcher(
            mapping: try CompanyMapping(bytes: Array("base_company\n\"\(name)\"".utf8), fileName: "m.csv"))
        let decision = matcher.decide(
            MatchSubject(source: .hubspot, section: "hubspot_companies", key: "1", names: [pair.right]))
        return (decision.matches + decision.candidates).map(\.confidence).max() ?? 0
    }

    private func measured(from threshold: Double) throws -> (precision: Double, recall: Double) {
        let pairs = try Self.pairs()
        let found = try pairs.filter { try Self.confidence($0) >= threshold }
        let right = found.count(where: \.isSame)
        return (Double(right) / Double(found.count), Double(right) / Double(pairs.count(where: \.isSame)))
    }

    @Test func `finds nearly all of them for a person to look at`() throws {
        let (precision, recall) = try measured(from: 0.4)
        #expect(2 * precision * recall / (precision + recall) >= 0.92)
    }

    @Test func `is right where it decides by itself`() throws {
        let (precision, recall) = try measured(from: 0.8)
        #expect(precision >= 0.95)
        #expect(recall >= 0.65)
    }
}
