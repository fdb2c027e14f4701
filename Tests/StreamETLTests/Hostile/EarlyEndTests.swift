import Testing

@testable import ETLFormats
@testable import ETLMatching
@testable import ETLModel
@testable import ETLPipeline
@testable import ETLSettings
@testable import ETLSnapshot

/// A copy that stopped early is never taken for the whole file.
@Suite struct `A file that ends early` {
    private struct Export: Sendable, CustomTestStringConvertible {
        let path: String
        let bytes: [UInt8]

        var testDescription: String { path }

        init(_ path: String, _ bytes: [UInt8]) {
            self.path = path
            self.bytes = bytes
        }

        init(_ format: HostileFormat) { self.init(format.path, Array(format.good.utf8)) }

        func read(to end: Int) async throws -> [Contribution] {
            let probe = FileProbe(path: RelativePath(path), head: bytes, byteCount: bytes.count)
            let catalog = SourceCatalog.standard(Settings(workingDirectory: "/"))
            let reader = try #require(catalog.transformer(claiming: probe, source: nil))
            var contributions: [Contribution] = []
            try await reader.transform(SettledFile(path: probe.path, bytes: Array(bytes[..<end]))) {
                contributions.append($0)
            }
            return contributions
        }
    }

    private static let slack = ZipFixture.zip([
        ("general/2024-05-02.json", HostileFormat.day.good), ("users.json", HostileFormat.users.good),
    ])
    private static let tar = ZipFixture.tar([
        ("general/2024-05-02.json", HostileFormat.day.good),
        ("general/2024-05-03.json", HostileFormat.day.good),
    ])
    private static let workbook = WorkbookFixture([
        [.shared("Record ID"), .shared("Deal Name"), .shared("Amount"), .shared("Close Date")],
        [.number("9001"), .shared("Acme - Validator"), .number("12500.5"), .day("45471")],
    ])

    private static let exports = [
        Export(.page), Export(.result), Export(.day), Export(.users), Export(.channels), Export(.calendar),
        Export(.events), Export(.records), Export(.names), Export("Acme Slack export.zip", slack),
        Export("hubspot-crm-exports-all-deals-2024-06-30.xlsx", workbook.bytes),
        Export("Acme Slack export.tar", tar),
    ]

    /// Nothing lacks the line break after a text, or some of the zeros that a tar ends with.
    ///
    /// Guarantee: a-damaged-file-costs-only-itself/cut-files
    /// Promise: A cut copy is quarantined wherever it stops, if its format has an end. A CSV has none, and
    ///   counts as what it holds. With `retention: keep` the last good state stays and the fault is reported
    ///   beside it. By default the state follows from the files present, so that a rebuild gives the same.
    /// How: Each parser reports an early end. Of a cut CSV exactly the whole records count, and a last row
    ///   that lacks only a part of its last cell.
    /// Seen: `errors` in the JSON and `status` name it. Its items are gone until it is copied again; with
    ///   `keep` they stay.
    @Test(arguments: exports)
    private func `is refused, or its gap is told, wherever it ends`(export: Export) async throws {
        #expect(try await export.read(to: export.bytes.count).flatMap(\.warnings).isEmpty)
        let filler: UInt8 = export.path.hasSuffix("tar") ? 0 : 0x0A
        for end in 0...(export.bytes.lastIndex { $0 != filler } ?? 0) {
            do {
                let read = try await export.read(to: end)
                #expect(!read.flatMap(\.warnings).isEmpty, "\(end) of \(export.bytes.count) bytes")
            } catch is TransformError {
            } catch is TransformError.Cause {
            }
        }
    }

    /// Nothing in a table tells that there should be more of it, but for a row that stops in the middle.
    ///
    /// Guarantee: a-damaged-file-costs-only-itself/cut-files
    @Test func `holds exactly its whole records when it is a table`() async throws {
        let rows = (1...9).map { "\($0),\"Deal \($0), \"\"x\"\"\",\($0 * 10),2024-06-30\n" }
        let header = "Record ID,Deal Name,Amount,Close Date\n"
        let export = Export(
            "hubspot-crm-exports-all-deals-2024-06-30.csv", Array((header + rows.joined()).utf8))
        let records = try await export.read(to: export.bytes.count)
        #expect(records.count == rows.count)
        var ends = [header.utf8.count]
        for row in rows { ends.append(ends[ends.count - 1] + row.utf8.count) }
        for end in header.utf8.count...export.bytes.count {
            let whole = ends.lastIndex { $0 <= end } ?? 0
            do {
                let read = try await export.read(to: end)
                // A last row may lack its line break, and what is left of its last cell cannot be told.
                let isWhole = read == Array(records.prefix(whole))
                let isLast = read.dropLast() == records.prefix(whole) && read.count == whole + 1
                #expect(isWhole || isLast && end + "2024-06-30\n".utf8.count >= ends[whole + 1], "\(end)")
            } catch is TransformError {
                #expect(!ends.contains(end), "\(end)")
            }
        }
    }
}
