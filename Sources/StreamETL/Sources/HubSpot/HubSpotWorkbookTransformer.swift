import ETLFormats
package import ETLModel
package import Foundation

/// Reads CRM exports that are workbooks (`.xlsx`): every sheet whose first row is the header of deals,
/// companies or contacts. Other workbooks state nothing; that is no fault.
package struct HubSpotWorkbookTransformer: Transformer {
    package let limits: InputLimits
    /// The account's zone, for times, which exports state without an offset.
    package let zone: HubSpotZone

    package init(limits: InputLimits, zone: TimeZone) {
        self.limits = limits
        self.zone = HubSpotZone(zone)
    }

    package var source: Source { .hubspot }

    package var identity: String {
        "hubspot-xlsx/5 zone=\(zone.identity) fields=\(limits.fields) line=\(limits.lineBytes) "
            + "record=\(limits.messageBytes)"
    }

    package func claims(_ probe: FileProbe) -> Bool { Workbook.isOne(probe.head) }

    package func transform(_ file: SettledFile, emit: (Contribution) async throws -> Void) async throws {
        let workbook = try await Workbook(file.content, limits: limits)
        var counting = Sheets(zone: zone)
        try await workbook.readRows { sheet, row in counting.count(row, of: sheet) }
        counting.conclude()
        guard !counting.tables.isEmpty else { return }
        var faults = HubSpotFaults()
        var currentSheet: Int?
        try await workbook.readRows { sheet, row in
            guard let found = counting.tables[sheet], row.line > found.headerLine else { return }
            if sheet != currentSheet { faults.beginTable() }
            currentSheet = sheet
            // Sheets leave out the empty cells at a row's end.
            let missing = max(0, found.table.columns.fields.count - row.cells.count)
            let whole = DelimitedRow(
                line: row.line, cells: row.cells + Array(repeating: "", count: missing), isTerminated: true,
                exact: row.exact)
            guard let contribution = found.table.contribution(of: whole, faults: &faults),
                faults.allows(contribution, at: whole, limits: limits)
            else { return }
            if let complete = faults.add(contribution) { try await emit(complete) }
        }
        if let last = try faults.finish(file: file.path) { try await emit(last) }
    }

    /// A first look through the sheets: where their headers are, and how their columns are written.
    private struct Sheets {
        let zone: HubSpotZone
        private(set) var tables: [Int: (table: HubSpotTable, headerLine: Int)] = [:]
        private var forms: [Int: (columns: HubSpotColumns, forms: HubSpotForms, headerLine: Int)] = [:]
        private var looked: [Int: Int] = [:]

        init(zone: HubSpotZone) { self.zone = zone }

        mutating func count(_ row: DelimitedRow, of sheet: Int) {
            if forms[sheet] != nil {
                let cells = row.cells.enumerated().map { row.exact.contains($0) ? "" : $1 }
                forms[sheet]?.forms.count(cells)
            } else if looked[sheet, default: 0] < HubSpotHeader.lineCount {
                looked[sheet, default: 0] += 1
                guard let columns = HubSpotColumns(header: row.cells) else { return }
                forms[sheet] = (columns, HubSpotForms(columns), row.line)
            }
        }

        mutating func conclude() {
            for (sheet, found) in forms {
                var forms = found.forms
                forms.conclude()
                tables[sheet] = (
                    HubSpotTable(columns: found.columns, zone: zone, forms: forms), found.headerLine
                )
            }
            forms = [:]
        }
    }
}
