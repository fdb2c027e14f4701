package import ETLFiles
import Foundation

extension Store {
    private static let report = "watching"

    /// Leaves a note of how the drop directories are watched; `nil` if no daemon watches them.
    package func set(_ report: WatchReport?) throws {
        let text = try report.map { String(decoding: try JSONEncoder().encode($0), as: UTF8.self) }
        try set(text ?? "", for: Self.report)
    }

    /// The note of the process that has the database open; `nil` if it watches nothing.
    package func watchReport(of process: Int32?) throws -> WatchReport? {
        guard let text: String = try setting(Self.report),
            let report = try? JSONDecoder().decode(WatchReport.self, from: Data(text.utf8)),
            report.process == process
        else { return nil }
        return report
    }
}
