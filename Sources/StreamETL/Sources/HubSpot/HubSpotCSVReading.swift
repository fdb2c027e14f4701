import ETLFormats
import ETLModel

/// A CRM export on its way through: text comes in pieces, contributions go out.
struct HubSpotCSVReading {
    private let file: RelativePath
    private let limits: InputLimits
    private let zone: HubSpotZone
    /// How the columns are written, where all rows were counted before.
    private let forms: HubSpotForms?
    private var reader: DelimitedReader
    private var table: HubSpotTable?
    private var faults = HubSpotFaults()
    private var byteCount = 0

    init(
        file: RelativePath, header: HubSpotHeader = HubSpotHeader(), forms: HubSpotForms? = nil,
        limits: InputLimits, zone: HubSpotZone
    ) {
        self.file = file
        self.limits = limits
        self.zone = zone
        self.forms = forms
        reader = DelimitedReader(limits: limits, file: file, line: header.line)
    }

    /// - Parameter text: UTF-8.
    /// - Returns: The contributions that are complete.
    mutating func read(_ text: ArraySlice<UInt8>) throws(TransformError) -> [Contribution] {
        byteCount += text.count
        guard byteCount <= limits.fileBytes else {
            throw TransformError(file: file, cause: .limitExceeded(.fileBytes, limit: limits.fileBytes))
        }
        reader.append(text)
        return try readRows()
    }

    /// - Returns: The last contributions; none of a file without records.
    mutating func finish() throws(TransformError) -> [Contribution] {
        reader.finish()
        let contributions = try readRows()
        // A file without a header is none of ours.
        guard table != nil else { throw reader.headerFault }
        return try contributions + [faults.finish(file: file)].compactMap(\.self)
    }

    private mutating func readRows() throws(TransformError) -> [Contribution] {
        var complete: [Contribution] = []
        while let row = try reader.next() {
            guard let table = try currentTable() else { continue }
            if row.cells.count < table.columns.fields.count, !row.isTerminated {
                throw TransformError(
                    file: file, position: TextPosition(line: row.line, column: 1), cause: .truncated)
            }
            guard let contribution = table.contribution(of: row, faults: &faults),
                faults.allows(contribution, at: row, limits: limits)
            else { continue }
            if let last = faults.add(contribution) { complete.append(last) }
        }
        _ = try currentTable()
        return complete
    }

    /// By the header, where that is known.
    private mutating func currentTable() throws(TransformError) -> HubSpotTable? {
        if let table { return table }
        guard let header = reader.knownHeader else { return nil }
        guard let columns = HubSpotColumns(header: header) else { throw reader.headerFault }
        table = HubSpotTable(columns: columns, zone: zone, forms: forms)
        return table
    }
}

/// A first look through a CRM export: how its columns write amounts and dates.
struct HubSpotCSVCounting {
    private var reader: DelimitedReader
    private(set) var forms: HubSpotForms?

    init(file: RelativePath, header: HubSpotHeader = HubSpotHeader(), limits: InputLimits) {
        reader = DelimitedReader(limits: limits, file: file, line: header.line)
    }

    /// Whether more rows tell more.
    var isNeeded: Bool { forms?.needsCounting ?? true }

    mutating func read(_ text: ArraySlice<UInt8>) throws(TransformError) {
        reader.append(text)
        try count()
    }

    mutating func finish() throws(TransformError) {
        reader.finish()
        try count()
        forms?.conclude()
    }

    private mutating func count() throws(TransformError) {
        while let row = try reader.next() {
            if forms == nil { try begin() }
            forms?.count(row.cells)
        }
        if forms == nil, reader.knownHeader != nil { try begin() }
    }

    private mutating func begin() throws(TransformError) {
        guard let header = reader.knownHeader else { return }
        guard let columns = HubSpotColumns(header: header) else { throw reader.headerFault }
        let forms = HubSpotForms(columns, delimiter: reader.delimiter)
        reader.wanted = forms.columns.indices.map { forms.columns[$0] != nil || $0 == forms.currency }
        self.forms = forms
    }
}

extension DelimitedReader {
    fileprivate var headerFault: TransformError {
        fault(.malformed("hubspot.csv.header"), atLine: headerLine)
    }
}
