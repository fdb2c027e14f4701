import Foundation
import Testing

@testable import ETLMetrics

@Suite struct `The page of metrics` {
    @Test func `has every family with its type, labels and meaning`() throws {
        let path = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../docs/metrics.md").standardizedFileURL
        let rows = try String(contentsOf: path, encoding: .utf8).split(separator: "\n")
            .filter { $0.hasPrefix("| `etlwatch_") || $0.hasPrefix("| `process_") }.map(String.init)
        let families = MetricFamily.all.map { family in
            let labels = family.labels.map { "`\($0)`" }.joined(separator: ", ")
            return "| `\(family.name)` | \(family.kind.rawValue) | \(labels) | \(family.help) |"
        }
        #expect(rows == families)
    }
}
