import ETLFormats
public import ETLModel

/// Items of which people said whose they are: a CSV file
/// `source,names,emails,domains,people,crm_company_ids,companies,rule[,note]`.
///
/// Cells with several values separate them by `;`, `companies` by `|`, since names may hold anything else; an empty
/// `companies` says that the item is nobody's. `rule` is the rule that should tell.
public struct MatchLabels: Sendable {
    public struct Row: Sendable {
        public let line: Int
        public let subject: MatchSubject
        public let companies: [String]
        public let rule: String

        package init(line: Int, subject: MatchSubject, companies: [String], rule: String) {
            self.line = line
            self.subject = subject
            self.companies = companies
            self.rule = rule
        }
    }

    public private(set) var rows: [Row] = []
    public private(set) var problems: [MappingProblem] = []

    /// - Throws: ``TransformError`` or its cause when the header cannot be used.
    public init(bytes: [UInt8], limits: InputLimits = InputLimits()) throws {
        var reader = try DelimitedReader(bytes: bytes, limits: limits)
        let header = reader.header.map { MatchText.trimmed($0).lowercased() }
        guard header.contains("source") else { throw TransformError.Cause.missing("source") }
        guard header.contains("companies") else { throw TransformError.Cause.missing("companies") }
        while let row = try reader.next() {
            func cell(_ name: String) -> String {
                guard let index = header.firstIndex(of: name), index < row.cells.count else { return "" }
                return row.cells[index]
            }
            func list(_ name: String, _ separator: Character = ";") -> [String] {
                cell(name).split(separator: separator).map { MatchText.trimmed(String($0)) }.filter {
                    !$0.isEmpty
                }
            }
            let stated = MatchText.trimmed(cell("source"))
            let isCRMCompany = stated == MatchSubject.crmCompanies
            let source = isCRMCompany ? .hubspot : Source(rawValue: stated)
            guard let section = isCRMCompany ? stated : Self.sections[source] else {
                problems.append(
                    MappingProblem(
                        line: row.line, cause: "the source is unknown",
                        remedy: "Write slack, telegram, calendar, hubspot or hubspot_companies"))
                continue
            }
            // A name is one, whatever it holds: only further names are separated.
            let names = source == .slack || source == .telegram ? [cell("names")] : list("names")
            rows.append(
                Row(
                    line: row.line,
                    subject: MatchSubject(
                        source: source, section: section, key: "label \(row.line)", names: names,
                        emails: list("emails"), domains: list("domains"), people: list("people"),
                        crmCompanyIDs: list("crm_company_ids")),
                    companies: list("companies", "|"), rule: MatchText.trimmed(cell("rule"))))
        }
    }

    private static let sections: [Source: String] = [
        .slack: "slack_channels", .telegram: "telegram_chats", .calendar: "calendar_meetings",
        .hubspot: "hubspot_deals",
    ]
}
