import Foundation
@testable import ETLFiles
@testable import ETLMatching
@testable import ETLModel
@testable import ETLPipeline
import Testing

@Suite struct `What a person reads of a fault` {
    private static let rules: [String] = {
        let sources = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../Sources").standardizedFileURL
        var rules: Set<String> = []
        let files = FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil)
        while let file = files?.nextObject() as? URL {
            guard file.pathExtension == "swift",
                let text = try? String(contentsOf: file, encoding: .utf8)
            else { continue }
            for match in text.matches(of: #/(?:malformed\(|rule: |fault\(|Rule = )"([a-z.]+)"/#) {
                rules.insert(String(match.output.1))
            }
        }
        return rules.sorted()
    }()

    @Test(arguments: rules)
    func `is a sentence and no name of a rule`(rule: String) {
        #expect(!TransformError.Rule(rawValue: rule).text.contains(rule))
    }

    @Test func `tells the first of many with their number, and hides no other`() {
        var tally = FaultTally()
        for line in 1...25 {
            tally.add(TransformWarning(.missing("id"), at: TextPosition(line: line, column: 1)))
        }
        tally.add(TransformWarning(.missing("id"), isLoss: true))
        tally.add(TransformWarning(.truncated))
        #expect(tally.warnings.map(\.count) == [25, 1, 1])
        #expect(tally.warnings[0].position?.line == 1)
        #expect(tally.warningCount == 26)
        #expect(tally.lostCount == 1)
    }

    @Test(arguments: [
        ("31/12/2024", "99/99/9999"), ("1.234,50 €", "9.999,99 €"), ("Ada Quandrel", "a a"),
        ("2024-01-01T10:00:00Z", "9999-99-99a99:99:99a"), ("", ""),
        ("@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@", "????????????????????????…"),
    ])
    func `is the form of a value and not the value`(value: String, shape: String) {
        #expect(ValueShape(of: value).text == shape)
    }

    @Test func `of an error of the system is what it means`() {
        #expect("\(SystemError(errno: 2))" == "no such file or directory (errno 2)")
        #expect(TransformError.Cause.unreadable(errno: 13).summary.contains("permission denied"))
    }
}
