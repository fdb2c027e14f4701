import ETLFormats
import ETLModel

/// The rows below a header that is known, whatever kind of file they stand in.
struct HubSpotTable {
    let columns: HubSpotColumns
    /// For times, which exports state without an offset.
    let zone: HubSpotZone

    /// - Returns: What the row states; `nil`, with a warning, for one that cannot be used.
    func contribution(of row: DelimitedRow, faults: inout HubSpotFaults) -> Contribution? {
        let position = TextPosition(line: row.line, column: 1)
        // More cells than columns: a separator stands unquoted somewhere, and nobody knows where.
        guard row.cells.dropFirst(columns.fields.count).allSatisfy(\.isEmpty) else {
            faults.warn(.malformed("hubspot.csv.row"), at: position)
            return nil
        }
        if row.cells.count < columns.fields.count { faults.warn(.malformed("hubspot.csv.row"), at: position) }
        var builder = HubSpotRecordBuilder(object: columns.object)
        for (index, cell) in row.cells.prefix(columns.fields.count).enumerated() {
            let label = columns.labels[index]
            if let field = columns.fields[index] {
                if let wrong = builder.set(field, to: cell, label: label, zone: zone) {
                    faults.warn(.invalidValue(wrong), at: position)
                }
            } else {
                builder.addProperty(label, cell)
            }
        }
        do {
            return try builder.finish()
        } catch {
            faults.warn(error, at: position)
            return nil
        }
    }
}
