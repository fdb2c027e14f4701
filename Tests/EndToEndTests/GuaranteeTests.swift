import Foundation
import Testing

@Suite
struct `The table of guarantees` {
    /// Cells of the rows of a page's tables.
    private static let rows: [[String]] = {
        let page = EtlWatchProcess.repository + "/docs/guarantees.md"
        let text = (try? String(contentsOfFile: page, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").filter { $0.hasPrefix("| ") }.map { line in
            line.dropFirst(2).dropLast(2).components(separatedBy: " | ")
        }
    }()

    private static let guarantees = rows.filter { Int($0[0]) != nil }

    /// The text of the file that declares each suite, by the letters that stand for it.
    private static let suites: [String: String] = {
        var suites: [String: String] = [:]
        for row in rows where row.count == 3 && row[0].count <= 2 {
            let folder = EtlWatchProcess.repository + "/Tests/" + row[2].replacing("`", with: "")
            let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            suites[row[0]] =
                files.lazy.filter { $0.hasSuffix(".swift") }
                .compactMap { try? String(contentsOfFile: folder + "/" + $0, encoding: .utf8) }
                .first { $0.contains("struct \(row[1]) {") }
        }
        return suites
    }()

    @Test func `is numbered from 1 to 65`() {
        #expect(Self.guarantees.map { Int($0[0]) } == Array(1...65))
    }

    @Test func `names tests that exist`() {
        for row in Self.guarantees {
            #expect(row.count == 5, "row \(row[0])")
            for name in row[3].matches(of: #/([A-Z]{1,2}): (`[^`]+`)/#) {
                let suite = Self.suites[String(name.1)]
                #expect(suite != nil, "row \(row[0]): no suite \(name.1)")
                let exists = suite?.contains("func \(name.2)(") ?? false
                #expect(exists, "row \(row[0]): \(name.2)")
            }
        }
    }

    @Test func `has a test for each promise, or says that it is not kept`() {
        for row in Self.guarantees {
            #expect(row[3].isEmpty == row[1].hasPrefix("**not kept**"), "row \(row[0])")
        }
    }
}
