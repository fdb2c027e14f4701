import ETLFormats
import ETLModel

/// A CRM export on its way through: text comes in pieces, contributions go out.
struct HubSpotCSVReading {
    private let file: RelativePath
    private let limits: InputLimits
    private let zone: HubSpotZone
    private var reader: DelimitedReader
    private var table: HubSpotTable?
    private var faults = HubSpotFaults()
    private var byteCount = 0

    init(file: RelativePath, limits: InputLimits, zone: HubSpotZone) {
        self.file = file
        self.limits = limits
        self.zone = zone
        reader = DelimitedReader(limits: limits, file: file)
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
        guard table != nil else { throw headerFault }
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
        guard let columns = HubSpotColumns(header: header) else { throw headerFault }
        table = HubSpotTable(columns: columns, zone: zone)
        return table
    }

    private var headerFault: TransformError {
        TransformError(
            file: file, position: TextPosition(line: reader.headerLine, column: 1),
            cause: .malformed("hubspot.csv.header"))
    }
}
