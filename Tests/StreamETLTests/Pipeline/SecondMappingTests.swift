import Glibc
import StreamETL
import Testing

@Suite struct `A second company mapping` {
    private let fixture: PipelineFixture

    init() throws { fixture = try PipelineFixture() }

    private var options: PipelineOptions {
        var options = fixture.options("state")
        options.mappingPath = nil
        options.mappingCandidates = ["", "/other"].map {
            fixture.scratch.path + $0 + "/company_mapping.csv"
        }
        return options
    }

    private func warnings() -> [String] {
        PipelineCheck(options).findings.filter { $0.severity == .warning }.map(\.text)
    }

    @Test func `is told, since only the first counts`() throws {
        try fixture.scratch.write(
            fixture.scratch.read("company_mapping.csv"), to: "other/company_mapping.csv")
        let path = fixture.scratch.path
        #expect(
            warnings().filter { $0.contains("company_mapping.csv") } == [
                "\(path)/other/company_mapping.csv: does not count, since \(path)/company_mapping.csv is the company"
                    + " mapping. Put its rows into that one, or name one of them with --mapping."
            ])
    }

    @Test func `is none where it is the same file`() throws {
        try fixture.scratch.make("other")
        symlink("../company_mapping.csv", fixture.scratch.path + "/other/company_mapping.csv")
        #expect(!warnings().contains { $0.contains("does not count") })
    }
}
