import Foundation
import Testing

@testable import ETLMatching
@testable import ETLModel
@testable import ETLPipeline
@testable import ETLSettings

@Suite
struct `Matching, held against labels` {
    private static let directory = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("data/matching")

    private static func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: directory.appendingPathComponent(name)))
    }

    private static func evaluation() throws -> MatchEvaluation {
        let mapping = try CompanyMapping(
            bytes: bytes("company_mapping.csv"), fileName: "company_mapping.csv", limits: InputLimits())
        let crm = CRMDirectory(
            companies: try MatchLabels(bytes: bytes("crm_companies.csv"), limits: InputLimits()))
        let matcher = Matcher(
            mapping: mapping, settings: MatchingSettings(internalDomains: ["ourteam.example"]), crm: crm)
        return MatchEvaluation(of: try MatchLabels(bytes: bytes("labels.csv")), by: matcher)
    }

    @Test func `makes no false match that it is sure of`() throws {
        let confusions = try Self.evaluation().confusions
        #expect(confusions.filter { $0.confidence >= 0.9 }.isEmpty)
    }

    @Test(arguments: ["group_exact", "group_normalised", "domain", "crm_company"])
    func `is precise and complete by the rules that are certain`(rule: String) throws {
        let score = try #require(try Self.evaluation().rules.first { $0.name == rule })
        #expect(score.truePositives > 20)
        #expect(score.precision >= 0.99)
        #expect(score.recall >= 0.97)
    }

    @Test func `is precise over all sources`() throws {
        let evaluation = try Self.evaluation()
        #expect(evaluation.total.precision >= 0.99)
        #expect(evaluation.total.recall >= 0.97)
        #expect(Set(evaluation.sources.map(\.name)) == ["slack", "telegram", "calendar", "hubspot"])
    }

    /// What the labels cannot tell of a few cases, and rounding.
    private static let tolerance = 0.05

    @Test func `is right as often as it says`() throws {
        let calibration = try Self.evaluation().calibration
        let groups = (calibration.bands + calibration.rules).filter { $0.isMatch && $0.found >= 20 }
        #expect(groups.count >= 7)
        for group in groups {
            #expect(group.observed >= group.stated - Self.tolerance, "\(group.name)")
        }
    }

    @Test func `counts what was found by its confidence`() {
        func found(_ confidence: Double, isMatch: Bool, isRight: Bool) -> (CompanyMatch, Bool, Bool) {
            let match = CompanyMatch(company: "Acme", rule: .domain, confidence: confidence, evidence: [])
            return (match, isMatch, isRight)
        }
        let calibration = MatchCalibration([
            found(0.97, isMatch: true, isRight: true), found(0.95, isMatch: true, isRight: false),
            found(0.82, isMatch: true, isRight: true), found(0.65, isMatch: false, isRight: false),
        ])
        #expect(calibration.bands.map(\.name) == ["0.95 to 1", "0.80 to 0.85", "0.60 to 0.70"])
        #expect(calibration.bands.map(\.found) == [2, 1, 1])
        #expect(calibration.bands.map(\.observed) == [0.5, 1, 0])
        #expect(abs(calibration.bands[0].stated - 0.96) < 1e-9)
        #expect(calibration.rules.map(\.isMatch) == [true, false])
        #expect(calibration.rules.map(\.found) == [3, 1])
    }
}
