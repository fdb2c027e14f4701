import ArgumentParser
import Foundation
import StreamETL

struct InspectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Show what is made of one file: source, records and warnings.",
        discussion: "Nothing is stored. A file that would be quarantined gives exit code 2 and says why.")

    @Argument(help: "An export file.", completion: .file())
    var file: String

    @OptionGroup var shared: SharedOptions
    @OptionGroup var output: SummaryOptions

    func run() async throws {
        let session = try Session(shared, needsDrops: false)
        let inspection: Inspection
        do {
            inspection = try await Inspection(
                of: file, catalog: session.options.catalog, limits: session.options.limits,
                asOf: session.options.asOf ?? Int64(Date().timeIntervalSince1970))
        } catch let error as TransformError {
            FileHandle.standardError.write(Data("\(error)\n".utf8))
            throw ExitCode(2)
        }
        print(output.asJSON ? try json(inspection) : text(inspection))
    }

    private func text(_ inspection: Inspection) -> String {
        guard let source = inspection.source else {
            return "\(file): ignored, no source claims it (\(inspection.byteCount) bytes)"
        }
        var lines = [
            "file      \(file)", "source    \(source.rawValue)", "reader    \(inspection.reader ?? "")",
            "bytes     \(inspection.byteCount)",
            "records   " + inspection.contributions.map { "\($0.count) \($0.name)" }.joined(separator: ", "),
        ]
        lines += inspection.counts.map { "counted   \($0.count) \($0.name)" }
        lines += inspection.notes.map { "libxml2   because of \($0)" }
        if !inspection.items.isEmpty {
            var table = TextTable(["section", "name", "messages", "first", "last"], rightAligned: [2])
            for item in inspection.items {
                table.add([
                    item.section, item.title, Figures.messages(item.messages), item.firstActivity ?? "",
                    item.lastActivity ?? "",
                ])
            }
            lines += ["", table.rendered()]
        }
        if !inspection.warnings.isEmpty {
            lines += ["", "warnings"]
            lines += inspection.warnings.map { warning in
                let place = warning.position.map { "\($0.line):\($0.column): " } ?? ""
                return "  \(place)\(warning.cause.summary). \(warning.cause.remedy)."
            }
        }
        return lines.joined(separator: "\n")
    }

    private func json(_ inspection: Inspection) throws -> String {
        struct Warning: Encodable {
            let line: Int?
            let column: Int?
            let cause: String
            let remedy: String
        }
        struct Report: Encodable {
            let file: String
            let source: String?
            let reader: String?
            let bytes: Int
            let records: [Inspection.Kind]
            let items: [Inspection.Item]
            let warnings: [Warning]
            let counts: [Inspection.Kind]
            let notes: [String]
        }
        return try JSONText.encode(
            Report(
                file: file, source: inspection.source?.rawValue, reader: inspection.reader,
                bytes: inspection.byteCount, records: inspection.contributions, items: inspection.items,
                warnings: inspection.warnings.map {
                    Warning(
                        line: $0.position?.line, column: $0.position?.column, cause: $0.cause.summary,
                        remedy: $0.cause.remedy)
                }, counts: inspection.counts, notes: inspection.notes))
    }
}
