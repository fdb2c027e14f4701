import ETLFormats
import ETLModel

/// The rows below a header that is known, whatever kind of file they stand in.
struct HubSpotTable {
    let columns: HubSpotColumns
    /// For times, which exports state without an offset.
    let zone: HubSpotZone
    let forms: HubSpotForms
    private let statement: HubSpotStatement

    init(columns: HubSpotColumns, zone: HubSpotZone, forms: HubSpotForms? = nil) {
        self.columns = columns
        self.zone = zone
        self.forms = forms ?? HubSpotForms(columns)
        var statement: HubSpotStatement = .isRow
        if columns.statesCompanies { statement.insert(.companies) }
        if columns.fields.contains(.contactIDs) { statement.insert(.contacts) }
        self.statement = statement
    }

    /// - Returns: What the row states; `nil`, with a warning, for one that cannot be used.
    func contribution(of row: DelimitedRow, faults: inout HubSpotFaults) -> Contribution? {
        // Spreadsheets leave rows of separators where records were deleted.
        if row.isBlank { return nil }
        let position = TextPosition(line: row.line, column: 1)
        // More cells than columns: a separator stands unquoted somewhere, and nobody knows where.
        guard row.cells.dropFirst(columns.fields.count).allSatisfy(\.isEmpty) else {
            faults.warn(.malformed("hubspot.csv.cells"), at: position, loses: true)
            return nil
        }
        if row.cells.count < columns.fields.count { faults.warn(.malformed("hubspot.csv.row"), at: position) }
        var builder = HubSpotRecordBuilder(object: columns.object)
        builder.setStatement(statement)
        let currency = forms.currency.flatMap {
            $0 < row.cells.count ? HubSpotValue.trimmed(row.cells[$0]) : nil
        }
        for (index, cell) in row.cells.prefix(columns.fields.count).enumerated()
        where !cell.isEmpty && index != columns.typedCompany {
            guard let field = columns.fields[index] else {
                builder.addProperty(columns.labels[index], cell)
                continue
            }
            let form = row.exact.contains(index) ? nil : forms.columns[index]
            switch builder.set(
                field, to: cell, label: columns.labels[index], zone: zone, form: form, currency: currency)
            {
            case .wrong(let name): faults.warn(.invalidValue(name), at: position, found: cell)
            case .undecided(let name): faults.warnOnce(.ambiguous(name), ofColumn: index, at: position)
            case nil: break
            }
        }
        addTypedCompany(of: row, to: &builder)
        do {
            return try builder.finish()
        } catch {
            faults.warn(error, at: position, loses: true)
            return nil
        }
    }

    /// What somebody typed counts where the record has no associated company.
    private func addTypedCompany(of row: DelimitedRow, to builder: inout HubSpotRecordBuilder) {
        guard let index = columns.typedCompany, index < row.cells.count else { return }
        let fields = builder.record.fields
        if fields[.companyNames] == nil, fields[.primaryCompanyNames] == nil, fields[.companyIDs] == nil,
            fields[.primaryCompanyIDs] == nil
        {
            _ = builder.set(.companyNames, to: row.cells[index], label: columns.labels[index], zone: zone)
        } else {
            builder.addProperty(columns.labels[index], row.cells[index])
        }
    }
}
