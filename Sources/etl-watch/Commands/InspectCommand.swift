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

    @Flag(help: "Show the messages of every conversation too.")
    var messages = false

    @OptionGroup var shared: SharedOptions
    @OptionGroup var output: SummaryOptions

    func run() async throws {
        let session = try Session(shared, needsDrops: false)
        let inspection = try await Inspection(
            of: file, catalog: session.options.catalog, limits: session.options.limits,
            asOf: session.options.asOf ?? Int64(Date().timeIntervalSince1970), holdsData: messages)
        if let error = inspection.quarantine {
            FileHandle.standardError.write(Data("\(error)\n".utf8))
            if output.asJSON { print(try json(inspection)) }
            throw ExitCode(2)
        }
        print(output.asJSON ? try json(inspection) : try text(inspection))
    }

    private func text(_ inspection: Inspection) throws -> String {
        guard let source = inspection.source else {
            let missing = inspection.ignoredAs.map { ": it \($0.missing)" } ?? ""
            return "\(file): ignored, no source recognises it (\(inspection.byteCount) bytes)\(missing)."
        }
        var lines = [
            "file      \(file)", "source    \(source.rawValue)", "reader    \(inspection.reader ?? "")",
            "bytes     \(inspection.byteCount)",
            "records   "
                + inspection.contributions.map { Figures.count($0.count, $0.name) }.joined(separator: ", "),
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
        if messages {
            for item in inspection.items where item.messages > 0 {
                lines += ["", TextTable.printable(item.title)]
                lines += try MessageLines(of: item.data ?? []).lines.map { "  \($0)" }
            }
        }
        if !inspection.warnings.isEmpty {
            lines += ["", "warnings"]
            lines += inspection.warnings.map { warning in
                let place = warning.position.map { "\($0.line):\($0.column): " } ?? ""
                let member = warning.member.map { "\($0):" } ?? ""
                let count = warning.count > 1 || warning.isLoss ? "\(warning.count)× " : ""
                let loss = warning.isLoss ? "lost: " : ""
                return "  \(count)\(loss)\(member)\(place)\(warning.summary). \(warning.cause.remedy)."
            }
        }
        return lines.joined(separator: "\n")
    }

    private func json(_ inspection: Inspection) throws -> String {
        struct Warning: Encodable {
            let line: Int?
            let column: Int?
            let member: String?
            let count: Int
            let lost: Bool
            let cause: String
            let remedy: String
        }
        struct Report: Encodable {
            let file: String
            let state: String
            let source: String?
            let ignoredAs: String?
            let reader: String?
            let bytes: Int
            let quarantine: Quarantine?
            let records: [Inspection.Kind]
            let items: [Item]
            let warnings: [Warning]
            let counts: [Inspection.Kind]
            let notes: [String]
        }
        struct Quarantine: Encodable {
            let line: Int?
            let column: Int?
            let cause: String
            let remedy: String
        }
        struct Item: Encodable {
            let section: String
            let title: String
            let messages: Int
            let firstActivity: String?
            let lastActivity: String?
            let data: JSONTree?
        }
        return try JSONText.encode(
            Report(
                file: file,
                state: inspection.quarantine != nil
                    ? "quarantined" : inspection.source == nil ? "ignored" : "read",
                source: inspection.source?.rawValue, ignoredAs: inspection.ignoredAs?.rawValue,
                reader: inspection.reader, bytes: inspection.byteCount,
                quarantine: inspection.quarantine.map {
                    Quarantine(
                        line: $0.position?.line, column: $0.position?.column, cause: $0.cause.summary,
                        remedy: $0.cause.remedy)
                },
                records: inspection.contributions,
                items: try inspection.items.map { item in
                    Item(
                        section: item.section, title: item.title, messages: item.messages,
                        firstActivity: item.firstActivity, lastActivity: item.lastActivity,
                        data: try item.data.flatMap { $0.isEmpty ? nil : try JSONTree($0) })
                },
                warnings: inspection.warnings.map {
                    Warning(
                        line: $0.position?.line, column: $0.position?.column, member: $0.member,
                        count: $0.count, lost: $0.isLoss, cause: $0.summary, remedy: $0.cause.remedy)
                }, counts: inspection.counts, notes: inspection.notes))
    }
}
