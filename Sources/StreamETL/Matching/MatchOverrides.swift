import ETLFormats
public import ETLModel

/// What people decided about single items: `match_overrides.csv` beside the mapping. A decision wins
/// over every rule.
///
/// Columns `section,item,company,decision[,note][,decided_at]`. `item` is the item's key, or its name
/// (then every item of that name is meant); an empty section means any. `decision` is `match` or
/// `unmatch`; an `unmatch` without a company keeps the item from every company. Lines that begin with
/// `#` are comments. They stay when a decision is recorded, as do rows that are wrong and other columns.
public struct MatchOverrides: Sendable, Equatable {
    public let fileName: String
    /// Comments above the header.
    private var preamble: [String]
    private var entries: [Entry]
    /// Columns that mean nothing here.
    private var otherColumns: [String]
    public private(set) var problems: [MappingProblem]

    public enum Decision: String, Sendable { case match, unmatch }

    public struct Row: Hashable, Sendable {
        /// 1-based line of the file, as it is or as it will be rendered.
        public var line: Int
        public var section: String
        public var item: String
        public var company: String
        public var decision: Decision
        public var note: String
        public var decidedAt: String
        /// Cells of columns that mean nothing here.
        package var others: [String] = []

        package init(
            line: Int, section: String, item: String, company: String, decision: Decision, note: String,
            decidedAt: String, others: [String] = []
        ) {
            self.line = line
            self.section = section
            self.item = item
            self.company = company
            self.decision = decision
            self.note = note
            self.decidedAt = decidedAt
            self.others = others
        }
    }

    /// A line of the file.
    private enum Entry: Hashable {
        case row(Row)
        /// Cells of a comment, or of a row that cannot be used.
        case kept([String])
    }

    /// In the file's order.
    public var rows: [Row] {
        entries.compactMap { entry in
            guard case .row(let row) = entry else { return nil }
            return row
        }
    }

    public static let empty = MatchOverrides(
        fileName: "match_overrides.csv", preamble: [], entries: [], otherColumns: [], problems: [])
    private static let columns = ["section", "item", "company", "decision", "note", "decided_at"]

    private init(
        fileName: String, preamble: [String], entries: [Entry], otherColumns: [String],
        problems: [MappingProblem]
    ) {
        self.fileName = fileName
        self.preamble = preamble
        self.entries = entries
        self.otherColumns = otherColumns
        self.problems = problems
    }

    /// - Throws: ``TransformError`` or its cause when the header cannot be used.
    public init(
        bytes: [UInt8], fileName: String = "match_overrides.csv", limits: InputLimits = InputLimits()
    ) throws {
        let (preamble, table) = Self.withoutPreamble(bytes)
        var reader = try DelimitedReader(bytes: table, limits: limits)
        let header = reader.header.map { MatchText.trimmed($0).lowercased() }
        let positions = Self.columns.map { header.firstIndex(of: $0) }
        let otherPositions = header.indices.filter { !header[$0].isEmpty && !positions.contains($0) }
        var entries: [Entry] = []
        var problems: [MappingProblem] = []
        if !header.isEmpty {
            guard positions[0] != nil else { throw TransformError.Cause.missing("section") }
            guard positions[1] != nil else { throw TransformError.Cause.missing("item") }
            guard positions[2] != nil else { throw TransformError.Cause.missing("company") }
            guard positions[3] != nil else { throw TransformError.Cause.missing("decision") }
        }
        while let row = try reader.next() {
            let values = positions.map { position in
                guard let position, position < row.cells.count else { return "" }
                return MatchText.trimmed(row.cells[position])
            }
            if row.cells.first.map({ MatchText.trimmed($0).hasPrefix("#") }) == true {
                entries.append(.kept(row.cells))
                continue
            }
            if values.allSatisfy(\.isEmpty) { continue }
            let others = otherPositions.map { $0 < row.cells.count ? row.cells[$0] : "" }
            // It will come first when the file is written, and make a comment of the row.
            if values[0].hasPrefix("#") {
                entries.append(.kept(values + others))
                continue
            }
            let line = row.line + preamble.count
            func note(_ cause: String, _ remedy: String) {
                entries.append(.kept(values + others))
                if problems.count < 1_000 {
                    problems.append(MappingProblem(line: line, cause: cause, remedy: remedy))
                }
            }
            guard let decision = Decision(rawValue: values[3].lowercased()) else {
                note("decision is neither match nor unmatch", "Write one of the two")
                continue
            }
            guard !values[1].isEmpty else {
                note("item is empty", "Name the item by its key, or remove the row")
                continue
            }
            guard !values[2].isEmpty || decision == .unmatch else {
                note("company is empty", "Name the company, or remove the row")
                continue
            }
            entries.append(
                .row(
                    Row(
                        line: line, section: values[0], item: values[1], company: values[2],
                        decision: decision, note: values[4], decidedAt: values[5], others: others)))
        }
        self.init(
            fileName: fileName, preamble: preamble, entries: entries,
            otherColumns: otherPositions.map { MatchText.trimmed(reader.header[$0]) }, problems: problems)
    }

    /// Comments above the header, and what follows them.
    private static func withoutPreamble(_ bytes: [UInt8]) -> ([String], [UInt8]) {
        var rest = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
        var preamble: [String] = []
        while rest.first == UInt8(ascii: "#") {
            let end = rest.firstIndex(of: 0x0A) ?? rest.endIndex
            let line = rest[..<end].last == 0x0D ? rest[..<(end - 1)] : rest[..<end]
            preamble.append(String(decoding: line, as: UTF8.self))
            rest = end < rest.endIndex ? rest[(end + 1)...] : []
        }
        return preamble.isEmpty ? ([], bytes) : (preamble, Array(rest))
    }

    /// Records a decision in place of an earlier one about the same item and company. That an item is nobody's takes
    /// the place of all about it, and any match that of this.
    public mutating func record(
        _ decision: Decision, section: String, item: String, company: String, note: String = "",
        decidedAt: String = ""
    ) {
        remove(section: section, item: item, company: company.isEmpty ? nil : company)
        if decision == .match { remove(section: section, item: item, company: "") }
        entries.append(
            .row(
                Row(
                    line: 0, section: section, item: item, company: company, decision: decision, note: note,
                    decidedAt: decidedAt, others: otherColumns.map { _ in "" })))
        renumber()
    }

    /// Forgets what was decided about an item and a company, or with `nil` about an item.
    ///
    /// - Returns: Whether there was such a decision.
    @discardableResult
    public mutating func remove(section: String, item: String, company: String?) -> Bool {
        let count = entries.count
        entries.removeAll { entry in
            guard case .row(let row) = entry else { return false }
            return row.section == section && row.item == item
                && (company.map { MatchText.folded($0) == MatchText.folded(row.company) } ?? true)
        }
        renumber()
        return entries.count != count
    }

    /// The decisions as a CSV file, in their order.
    public func rendered() -> String {
        let header = (Self.columns + otherColumns).map(CSVCell.quoted).joined(separator: ",")
        return (preamble + [header] + entries.map(Self.line)).joined(separator: "\n") + "\n"
    }

    private static func line(_ entry: Entry) -> String {
        switch entry {
        case .row(let row):
            let cells = [
                row.section, row.item, row.company, row.decision.rawValue, row.note, row.decidedAt,
            ]
            return (cells + row.others).map(CSVCell.quoted).joined(separator: ",")
        case .kept(let cells): return cells.map(CSVCell.quoted).joined(separator: ",")
        }
    }

    /// Rows that name a company which the mapping does not have.
    public func problems(with mapping: CompanyMapping) -> [MappingProblem] {
        let known = Set(mapping.companies.map { MatchText.folded($0.name) })
        return rows.filter { !$0.company.isEmpty && !known.contains(MatchText.folded($0.company)) }.map {
            MappingProblem(
                line: $0.line, cause: "the company is not in the mapping",
                remedy: "Correct its name, or add it to the mapping; the decision has no effect until then")
        }
    }

    private mutating func renumber() {
        var line = preamble.count + 2
        for index in entries.indices {
            if case .row(var row) = entries[index] {
                row.line = line
                entries[index] = .row(row)
            }
            // A cell may hold line ends; the next row starts after them.
            line += 1 + Self.line(entries[index]).utf8.count { $0 == 0x0A }
        }
    }
}

/// Writing of one cell of a CSV file.
enum CSVCell {
    static func quoted(_ text: String) -> String {
        let needsQuotes = text.utf8.contains { byte in
            byte == 0x22 || byte == 0x2C || byte == 0x0A || byte == 0x0D || byte == 0x3B || byte == 0x09
        }
        guard needsQuotes else { return text }
        var quoted = "\""
        for scalar in text.unicodeScalars {
            if scalar == "\"" { quoted.unicodeScalars.append("\"") }
            quoted.unicodeScalars.append(scalar)
        }
        return quoted + "\""
    }
}
