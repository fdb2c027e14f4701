import ETLFormats
public import ETLModel
public import ETLRendering
import ETLSettings

/// The company mapping: which groups, domains and names stand for which company.
///
/// Read from a CSV file with the columns of ``Column``, found by name and in any order. Rows with one
/// `base_company` are one company's variants. Lines that begin with `#` are comments.
public struct CompanyMapping: Sendable, Equatable {
    public let fileName: String
    /// Sorted by name (bytes).
    public let companies: [MappedCompany]
    /// Faults that cost a row or a cell, by line.
    public let problems: [MappingProblem]

    /// The columns of the mapping, in the order in which they are shown.
    public enum Column: String, CaseIterable, Sendable {
        case baseCompany = "base_company"
        case variantName = "variant_name"
        case slackGroup = "slack_group"
        case telegramGroup = "telegram_group"
        case calendarDomain = "calendar_domain"
        case fullNodeAddress = "full_node_address"
        case variantType = "variant_type"

        /// Those that a mapping may lack.
        package static let optional = allCases.filter { $0 != .baseCompany }.map(\.rawValue)
    }

    /// A mapping without companies.
    public static let empty = CompanyMapping(fileName: "company_mapping.csv", companies: [], problems: [])

    package init(fileName: String, companies: [MappedCompany], problems: [MappingProblem]) {
        self.fileName = fileName
        self.companies = companies
        self.problems = problems
    }

    /// - Throws: ``TransformError/Cause`` when the header cannot be used or the bytes are no CSV.
    public init(
        bytes: [UInt8], fileName: String = "company_mapping.csv", limits: InputLimits = InputLimits()
    ) throws {
        let text = try DelimitedText.utf8(from: bytes)
        let comments = Self.commentsAbove(text)
        var reader = try DelimitedReader(
            bytes: Array(text[comments.byteCount...]), limits: limits, line: comments.lineCount + 1)
        var builder = MappingBuilder()
        let encoding = MappingEncoding(of: bytes)
        let positions = try builder.columns(reader.header, line: reader.headerLine)
        while let row = try reader.next() { builder.add(row.cells, line: row.line, positions, encoding) }
        self = builder.finish(fileName: fileName)
    }

    /// Comments above the header. A `#` before the name of the first column makes no comment of the header.
    private static func commentsAbove(_ text: [UInt8]) -> (lineCount: Int, byteCount: Int) {
        var count = (lineCount: 0, byteCount: 0)
        var rest = text[...]
        while rest.first == UInt8(ascii: "#"), let end = rest.firstIndex(where: { $0 == 0x0A || $0 == 0x0D })
        {
            let line = String(decoding: rest[..<end], as: UTF8.self)
            if line.contains(Column.baseCompany.rawValue) { break }
            rest = rest[(end + (rest[end...].starts(with: [0x0D, 0x0A]) ? 2 : 1))...]
            count = (count.lineCount + 1, rest.startIndex)
        }
        return count
    }

    /// The company of that name, whatever its case.
    public func company(named name: String) -> MappedCompany? {
        let folded = MatchText.folded(name)
        return companies.first { $0.name == name }
            ?? companies.first { MatchText.folded($0.name) == folded }
    }
}

/// A company of the mapping with all of its variants.
public struct MappedCompany: Hashable, Sendable {
    /// `base_company`.
    public let name: String
    /// In the file's order.
    public let variants: [MappingRow]

    public init(name: String, variants: [MappingRow]) {
        self.name = name
        self.variants = variants
    }

    /// Writes `company_info` of the unified JSON: per column the first cell that holds something, and
    /// all rows as `variants`.
    public func write(to writer: inout JSONWriter) {
        writer.beginObject()
        for column in CompanyMapping.Column.allCases {
            writer.key(named: column.rawValue)
            writer.value(
                column == .baseCompany ? name : variants.lazy.map { $0[column] }.first { !$0.isEmpty } ?? "")
        }
        writer.key("variants")
        writer.beginArray()
        for variant in variants {
            writer.beginObject()
            for column in CompanyMapping.Column.allCases {
                writer.key(named: column.rawValue)
                writer.value(column == .baseCompany ? name : variant[column])
            }
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
    }
}

/// A row of the mapping: one variant of a company. Cells are without padding.
public struct MappingRow: Hashable, Sendable {
    /// 1-based line of the file.
    public let line: Int
    package let cells: [String]

    package init(line: Int, cells: [String]) {
        self.line = line
        self.cells = cells
    }

    public subscript(column: CompanyMapping.Column) -> String {
        cells[CompanyMapping.Column.allCases.firstIndex(of: column) ?? 0]
    }

    /// The names in a cell that may hold several, separated by `;`, without `#`.
    public func names(in column: CompanyMapping.Column) -> [String] {
        let cell = self[column]
        guard !cell.isEmpty else { return [] }
        return cell.split(separator: ";").map { MatchText.withoutHash(String($0)) }
            .filter { !$0.isEmpty }
    }
}

/// Something in the mapping or in the decisions that a person should correct.
public struct MappingProblem: Hashable, Sendable, CustomStringConvertible {
    public let line: Int
    public let cause: String
    public let remedy: String

    public init(line: Int, cause: String, remedy: String) {
        self.line = line
        self.cause = cause
        self.remedy = remedy
    }

    public var description: String { "\(line): \(cause). \(remedy)." }
}

/// Collects rows into companies and notes what is wrong with them.
private struct MappingBuilder {
    typealias Column = CompanyMapping.Column

    private var names: [String: String] = [:]
    private var rows: [String: [MappingRow]] = [:]
    private var groups: [String: (company: String, line: Int)] = [:]
    private var domains: [String: (company: String, line: Int)] = [:]
    private var seen: Set<[String]> = []
    private var problems: [MappingProblem] = []
    /// Rows with text that was written in another encoding, and the first of them.
    private var misread = (lines: 0, first: 0)
    private let freeMail = FreeMail(MatchingSettings.defaultFreeMailDomains, .system)

    /// The position of each column in the file's rows.
    mutating func columns(_ header: [String], line: Int) throws -> [Column: Int] {
        var positions: [Column: Int] = [:]
        for (index, cell) in header.enumerated() {
            let name = MatchText.tokens(cell).joined(separator: "_")
            guard let column = Column(rawValue: name) else {
                if !name.isEmpty {
                    let nearest = NearestName.of(name, among: Column.allCases.map(\.rawValue))
                    note(
                        line, "column \(index + 1) has an unknown name",
                        nearest.map { "Is it \($0)? Otherwise remove it" } ?? "Remove it, or correct its name"
                    )
                }
                continue
            }
            if positions[column] != nil {
                note(line, "the column \(name) occurs twice", "Keep one of them; the first is used")
            } else {
                positions[column] = index
            }
        }
        guard positions[.baseCompany] != nil else {
            throw TransformError.Cause.missing("base_company")
        }
        return positions
    }

    mutating func add(
        _ cells: [String], line: Int, _ positions: [Column: Int], _ encoding: MappingEncoding
    ) {
        if isComment(cells, positions) { return }
        let values = Column.allCases.map { column in
            guard let position = positions[column], position < cells.count else { return "" }
            return MatchText.trimmed(cells[position])
        }
        if values.allSatisfy(\.isEmpty) { return }
        if cells.contains(where: { $0.utf8.contains(0x0A) || $0.utf8.contains(0x0D) }) {
            note(
                line, "a cell holds a line break, as behind a quote that is never closed",
                "Close the quote, or write the cell on one line")
        }
        if values.contains(where: encoding.isMisread) {
            misread.lines += 1
            if misread.lines == 1 { misread.first = line }
        }
        let row = MappingRow(line: line, cells: values)
        let base = row[.baseCompany]
        guard !base.isEmpty else {
            return note(line, "base_company is empty", "Name the company, or remove the row")
        }
        guard !Self.spreadsheetErrors.contains(base.uppercased()) else {
            return note(
                line, "base_company is an error of a spreadsheet", "Name the company, or remove the row")
        }
        if cells.count > (positions.values.max() ?? 0) + 1,
            cells[((positions.values.max() ?? 0) + 1)...].contains(where: { !$0.isEmpty }),
            cells.count > positions.count
        {
            note(line, "the row has more cells than the header", "Quote cells that hold a comma")
        }
        guard seen.insert(values).inserted else {
            return note(line, "the row repeats an earlier one", "Remove it")
        }
        let folded = MatchText.folded(base)
        let name = names[folded] ?? base
        names[folded] = name
        if name != base {
            note(line, "base_company is spelt differently from an earlier row", "Use one spelling")
        }
        rows[name, default: []].append(row)
        checkGroups(of: row, company: name)
        checkDomains(of: row, company: name)
    }

    /// Whether a row begins with `#`, which may also stand before a channel's name.
    private func isComment(_ cells: [String], _ positions: [Column: Int]) -> Bool {
        let first = cells.first.map(MatchText.trimmed) ?? ""
        guard first.hasPrefix("#"), !Self.spreadsheetErrors.contains(first.uppercased()) else { return false }
        let isGroup = positions[.slackGroup] == 0 || positions[.telegramGroup] == 0
        return !isGroup || first.dropFirst().first?.isWhitespace ?? true
    }

    /// What spreadsheets write for a formula without a value.
    private static let spreadsheetErrors: Set<String> = [
        "#N/A", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!", "#ERROR!", "#SPILL!", "#NV",
        "#BEZUG!",
        "#WERT!",
    ]

    private mutating func checkGroups(of row: MappingRow, company: String) {
        for column in [Column.slackGroup, .telegramGroup] {
            for group in row.names(in: column) {
                let key = column.rawValue + "\u{0}" + MatchText.groupKey(group)
                if let other = groups[key], other.company != company {
                    note(
                        row.line, "\(column.rawValue) is also that of another company (line \(other.line))",
                        "Keep it for one of them; chats of this name go to review until then")
                } else {
                    groups[key] = (company, row.line)
                }
            }
        }
    }

    private mutating func checkDomains(of row: MappingRow, company: String) {
        for cell in row.names(in: .calendarDomain) {
            guard let host = HostName.normalised(cell) else {
                let isList = cell.contains { ",|\n".contains($0) || $0.isWhitespace }
                note(
                    row.line, "calendar_domain is no domain",
                    isList ? "Separate several domains by ;" : "Write it as example.com")
                continue
            }
            if freeMail.contains(host) {
                note(
                    row.line, "calendar_domain is a free mail provider's", "Remove it; it matches nobody")
            } else if PublicSuffixList.system?.isPublicSuffix(host) == true, host.contains(".") {
                note(
                    row.line, "calendar_domain is a public suffix",
                    "Write the whole domain; a suffix matches nobody")
            } else if let other = domains[host], other.company != company {
                note(
                    row.line, "calendar_domain is also that of another company (line \(other.line))",
                    "Keep it for one of them; its meetings go to review until then")
            } else {
                domains[host] = (company, row.line)
            }
        }
    }

    private mutating func note(_ line: Int, _ cause: String, _ remedy: String) {
        // A file of another kind would give a problem for each of its lines.
        if problems.count < 1_000 {
            problems.append(MappingProblem(line: line, cause: cause, remedy: remedy))
        }
    }

    func finish(fileName: String) -> CompanyMapping {
        var problems = problems
        if misread.lines > 0 {
            let others = misread.lines > 1 ? " and \(misread.lines - 1) more" : ""
            problems.append(
                MappingProblem(
                    line: misread.first,
                    cause:
                        "the row\(others) has text that was written in another encoding than it is read in",
                    remedy: "Save the file as UTF-8"))
        }
        let companies = rows.map { MappedCompany(name: $0.key, variants: $0.value) }
            .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        return CompanyMapping(
            fileName: fileName, companies: companies, problems: problems.sorted { $0.line < $1.line })
    }
}
