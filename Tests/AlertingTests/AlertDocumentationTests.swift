import ETLSettings
import Foundation
import Testing

@Suite struct `The page of alerts` {
    private static func cells(_ line: Substring) -> [String] {
        line.split(separator: "|").map {
            $0.trimmingCharacters(in: .whitespaces).replacingOccurrences(of: "`", with: "")
        }
    }

    @Test func `lists every rule as it is built in`() throws {
        let page = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "docs/alerts.md")
        let rows = try String(contentsOf: page, encoding: .utf8).split(separator: "\n")
            .filter { $0.hasPrefix("| `") }.map(Self.cells)
            .filter { AlertRule.Name(rawValue: $0[0]) != nil }
        #expect(rows.map { $0[0] } == AlertRule.Name.allCases.map(\.rawValue))
        for row in rows {
            let built = AlertRule(try #require(AlertRule.Name(rawValue: row[0])))
            let limit = row[3] == "–" ? "" : " limit=\(row[3])"
            let loaded = try SettingsLoader(
                workingDirectory: "/nowhere",
                environment: [
                    "ETL_ALERTS_RULES":
                        "\(row[0])\(limit) for=\(row[4]) resolve_after=5m repeat=\(row[5]) severity=\(row[6])"
                ]
            ).load()
            #expect(loaded.settings.alerts.rule(built.name) == built)
        }
    }
}
