import Foundation
import Testing

@testable import ETLPipeline
@testable import ETLFormats
@testable import ETLHubSpot
@testable import ETLMatching
@testable import ETLModel
@testable import ETLSettings

@Suite
struct `A CRM export as a workbook` {
    private let bench = HubSpotBench()

    private var transformer: HubSpotWorkbookTransformer {
        HubSpotWorkbookTransformer(limits: bench.limits, zone: bench.zone)
    }

    private static let header = [
        "Record ID", "Deal Name", "Deal Stage", "Amount", "Close Date", "Create Date", "Deal owner",
        "Associated Company IDs", "Next step",
    ]

    private static let csv = """
        9001,Acme - Validator,Closed Won,12500.5,2024-06-28,2024-01-15 09:30,Nora Halden,701;702,"Send it.
        Then celebrate, with ""cake""."
        9002,Borealis & Sons,,,,2024-02-01 08:00,,,

        """

    private static let workbook = WorkbookFixture([
        header.map { .shared($0) },
        [
            .number("9001"), .shared("Acme - Validator"), .inline("Closed Won"), .number("12500.5"),
            .day("45471"), .moment("45306.395833333336"), .shared("Nora Halden"), .shared("701;702"),
            .shared("Send it.\nThen celebrate, with \"cake\"."),
        ],
        [.number("9.002E3"), .shared("Borealis & Sons"), .none, .none, .none, .moment("45323.333333333336")],
    ])

    @Test func `states what the same export as CSV states`() async throws {
        let expected = try await bench.read(Self.header.joined(separator: ",") + "\n" + Self.csv)
        #expect(expected.count == 2)
        let found = try await bench.read(Self.workbook.bytes, at: "export.xlsx", with: transformer)
        #expect(found == expected)
    }

    @Test func `is read in an archive too`() async throws {
        let path = "hubspot-crm-exports-all-deals-2024-06-30.xlsx"
        let bytes = ZipFixture.zip([ZipFixture.Member(name: Array(path.utf8), content: Self.workbook.bytes)])
        let settings = Settings(workingDirectory: "/")
        let probe = FileProbe(
            path: RelativePath("export.zip"), head: Array(bytes.prefix(FileProbe.headByteCount)),
            byteCount: bytes.count)
        let reader = try #require(
            SourceCatalog.standard(settings).transformer(claiming: probe, source: nil))
        #expect(reader.source == .hubspot)
        let found = try await bench.read(bytes, at: "export.zip", with: reader)
        #expect(found.map(\.unit) == ["9001", "9002"])
        #expect(found.first?.member == RelativePath(path))
    }

    @Test func `is asked for before archives are`() throws {
        let bytes = Self.workbook.bytes
        let probe = FileProbe(path: RelativePath("whatever"), head: bytes, byteCount: bytes.count)
        let reader = try #require(
            SourceCatalog.standard(Settings(workingDirectory: "/")).transformer(claiming: probe, source: nil))
        #expect(reader is HubSpotWorkbookTransformer)
    }

    @Test func `warns of a row without a record id, by its row`() async throws {
        let fixture = WorkbookFixture([
            Self.header.map { .shared($0) }, [.none, .shared("nobody's")],
            [.number("1"), .shared("somebody's")],
        ])
        let found = try await bench.read(fixture.bytes, at: "export.xlsx", with: transformer)
        #expect(found.map(\.unit) == ["1"])
        #expect(
            found.flatMap(\.warnings) == [
                TransformWarning(.missing("Record ID"), at: TextPosition(line: 2, column: 1), isLoss: true)
            ])
    }

    @Test func `may have a title above its header, and dates as texts`() async throws {
        let fixture = WorkbookFixture([
            [.shared("All deals of May")], ["Record ID", "Deal Name", "Close Date"].map { .shared($0) },
            [.number("1"), .shared("Acme"), .shared("07/03/2024")], [.none, .shared("nobody's")],
            [.number("2"), .shared("Borealis"), .shared("07/28/2024")],
        ])
        let found = try await bench.read(fixture.bytes, at: "export.xlsx", with: transformer)
        let dates = try found.map {
            try HubSpotRecord(kind: $0.kind, id: $0.unit, heading: $0.heading).fields[.closeDate]
        }
        #expect(dates == ["2024-07-03", "2024-07-28"])
        #expect(found.flatMap(\.warnings).map(\.position?.line) == [4])
    }

    @Test func `states nothing where it is no CRM export`() async throws {
        let fixture = WorkbookFixture([[.shared("Month"), .shared("Sum")], [.shared("May"), .number("7")]])
        #expect(try await bench.read(fixture.bytes, at: "budget.xlsx", with: transformer) == [])
    }
}
