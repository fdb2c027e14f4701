import ArgumentParser
import StreamETL

struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Show why an item is whose it is, or all that a company has and why.",
        discussion: "Uses today's mapping and decisions, also those that no backfill has applied yet.")

    @Argument(help: "An item's key or name, or a company of the mapping.")
    var subject: String

    @Option(help: "The item's list, such as telegram_chats.")
    var section: String?

    @OptionGroup var shared: SharedOptions

    func run() throws {
        let desk = try MatchDesk(Session(shared, needsDrops: false).options)
        let items = try desk.items(named: subject, section: section)
        for item in items { print(try desk.explanation(of: item)) }
        if let company = desk.company(named: subject), section == nil {
            print("\(desk.explanation(of: company))  has:")
            for item in try desk.items(of: company) {
                guard let match = item.decision.matches.first(where: { $0.company == company.name }) else {
                    continue
                }
                let reason = match.evidence.first.map {
                    "\($0.kind) \"\($0.found)\" is \"\($0.expected)\" of \($0.origin)"
                }
                print(
                    TextTable.printable(
                        "    \(item.section)  \(item.title)  \(match.rule.rawValue)  \(match.confidence)  \(reason ?? "")"
                    ))
            }
        } else if items.isEmpty {
            let nearest = desk.nearestCompany(to: subject).map {
                " Is it the company \(TextTable.printable($0.name))?"
            }
            throw ValidationError("Neither an item nor a company is called that.\(nearest ?? "")")
        }
    }
}
