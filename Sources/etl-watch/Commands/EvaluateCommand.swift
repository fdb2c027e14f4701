import ArgumentParser
import Foundation
import Logging
import StreamETL

struct EvaluateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate",
        abstract: "Hold matching against labels: precision, recall, F1 and calibration.",
        discussion: """
            LABELS is a CSV file source,names,emails,domains,people,crm_company_ids,companies,rule. Several \
            values are separated by ; and companies by |. The mapping is the one of --mapping.

            The first table counts matches per source and rule. The second says how often what was found \
            with a confidence, or by a rule, is right: "stated" is the mean confidence, "observed" the \
            share that is right. Candidates for review are counted there too, apart from matches.

            The repository's own set: etl-watch evaluate data/matching/labels.csv --mapping \
            data/matching/company_mapping.csv --crm data/matching/crm_companies.csv --internal-domain \
            ourteam.example
            """)

    @Argument(help: "The labels.", completion: .file(extensions: ["csv"]))
    var labels: String

    @Option(
        help: ArgumentHelp(
            "The CRM companies that crm_company_ids stand for, in the same columns.", valueName: "file"),
        completion: .file(extensions: ["csv"]))
    var crm: String?

    @OptionGroup var shared: SharedOptions
    @OptionGroup var output: SummaryOptions

    func run() throws {
        let session = try Session(shared, needsDrops: false)
        let rows = try read(labels, session)
        let companies = try crm.map { CRMDirectory(companies: try read($0, session)) } ?? .empty
        let evaluation = try MatchEvaluation(of: rows, crm: companies, options: session.options)
        if output.asJSON {
            print(try JSONText.encode(evaluation))
            return
        }
        var table = TextTable(
            ["", "right", "wrong", "missed", "precision", "recall", "F1"], rightAligned: [1, 2, 3, 4, 5, 6])
        for score in evaluation.sources + evaluation.rules + [evaluation.total] {
            table.add([
                score.name, "\(score.truePositives)", "\(score.falsePositives)", "\(score.falseNegatives)",
                String(format: "%.3f", score.precision), String(format: "%.3f", score.recall),
                String(format: "%.3f", score.f1),
            ])
        }
        print(table.rendered())
        print("\n" + calibration(evaluation.calibration))
        if !evaluation.confusions.isEmpty { print("\nconfusions") }
        for confusion in evaluation.confusions {
            let expected = confusion.expected.isEmpty ? "nobody" : confusion.expected.joined(separator: ", ")
            let found = confusion.found.isEmpty ? "nobody" : confusion.found.joined(separator: ", ")
            print(
                TextTable.printable(
                    "  line \(confusion.line): \(confusion.name): \(found) instead of \(expected)"
                        + " (\(confusion.rule), \(confusion.confidence))"))
        }
    }

    private func calibration(_ calibration: MatchCalibration) -> String {
        var table = TextTable(
            ["calibration", "counts as", "found", "right", "stated", "observed"], rightAligned: [2, 3, 4, 5])
        for group in calibration.bands + calibration.rules {
            table.add([
                group.name, group.isMatch ? "match" : "review", "\(group.found)", "\(group.right)",
                String(format: "%.3f", group.stated), String(format: "%.3f", group.observed),
            ])
        }
        return table.rendered()
    }

    private func read(_ path: String, _ session: Session) throws -> MatchLabels {
        guard let bytes = FileManager.default.contents(atPath: path).map([UInt8].init) else {
            throw ValidationError("\(path): cannot be read. Check the path and its permissions.")
        }
        let labels: MatchLabels
        do {
            labels = try MatchLabels(bytes: bytes, limits: session.settings.limits)
        } catch let cause as TransformError.Cause {
            throw ValidationError("\(path): \(cause.summary). \(cause.remedy).")
        }
        for problem in labels.problems { session.logger.warning("\(path):\(problem)") }
        return labels
    }
}
