import ArgumentParser
import Foundation
import StreamETL

struct MatchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "match",
        abstract: "Decide that an item is a company's.",
        discussion: """
            Writes into match_overrides.csv beside the mapping. A running daemon takes it over at once,
            otherwise the next backfill does. A decision wins over every rule.
            """)

    @Argument(help: "The item's key or name, as review and the JSON show it.")
    var item: String

    @Argument(help: "base_company of the mapping.")
    var company: String

    @OptionGroup var decision: DecisionOptions
    @OptionGroup var shared: SharedOptions

    func run() throws {
        try decision.record(.match, item: item, company: company, shared: shared)
    }
}

struct UnmatchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unmatch",
        abstract: "Decide that an item is not a company's, or nobody's.",
        discussion: "Writes into match_overrides.csv beside the mapping; see etl-watch match --help.")

    @Argument(help: "The item's key or name, as review and the JSON show it.")
    var item: String

    @Argument(help: "base_company of the mapping; without it the item belongs to no company at all.")
    var company: String?

    @OptionGroup var decision: DecisionOptions
    @OptionGroup var shared: SharedOptions

    func run() throws {
        try decision.record(.unmatch, item: item, company: company, shared: shared)
    }
}

struct DecisionOptions: ParsableArguments {
    @Option(help: "The item's list, such as telegram_chats, where several lists have an item of that name.")
    var section: String?

    @Option(help: "Why, for the file's readers.")
    var note = ""

    func record(
        _ kind: MatchOverrides.Decision, item name: String, company companyName: String?,
        shared: SharedOptions
    ) throws {
        let desk = try MatchDesk(Session(shared, needsDrops: false).options)
        let company = try companyName.map { text in
            guard let company = desk.company(named: text) else {
                let nearest = desk.nearestCompany(to: text).map { " Is it \(TextTable.printable($0.name))?" }
                throw ValidationError("The mapping has no company of that name.\(nearest ?? "")")
            }
            return company
        }
        let found = try desk.items(named: name, section: section)
        guard let item = found.first else {
            throw ValidationError("There is no such item. See etl-watch review and the JSON's unmatched.")
        }
        guard found.count == 1 else {
            let keys = found.map { "  \($0.section) \(TextTable.printable($0.key))" }.joined(separator: "\n")
            let hint = Set(found.map(\.section)).count > 1 ? ", or add --section" : ""
            throw ValidationError("Several items are called that; name one by its key\(hint):\n\(keys)")
        }
        let path = try desk.record(kind, item: item, company: company, note: note)
        print("\(kind.rawValue) recorded in \(path)")
        if let problem = desk.readingProblem {
            FileHandle.standardError.write(Data("warning: \(problem)\n".utf8))
        }
    }
}
