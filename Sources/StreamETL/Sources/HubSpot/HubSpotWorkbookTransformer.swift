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
        "hubspot-xlsx/4 zone=\(zone.identity) fields=\(limits.fields) line=\(limits.lineBytes) "
            + "record=\(limits.messageBytes)"
    }

    package func claims(_ probe: FileProbe) -> Bool { Workbook.isOne(probe.head) }

    package func transform(_ file: SettledFile, emit: (Contribution) async throws -> Void) async throws {
        let workbook = try await Workbook(file.content, limits: limits)
        var faults = HubSpotFaults()
        var table: HubSpotTable?
        var currentSheet: Int?
        try await workbook.readRows { sheet, row in
            if sheet != currentSheet {
                currentSheet = sheet
                table = HubSpotColumns(header: row.cells).map { HubSpotTable(columns: $0, zone: zone) }
                return
            }
            guard let table else { return }
            // Sheets leave out the empty cells at a row's end.
            let missing = max(0, table.columns.fields.count - row.cells.count)
            let whole = DelimitedRow(
                line: row.line, cells: row.cells + Array(repeating: "", count: missing), isTerminated: true)
            guard let contribution = table.contribution(of: whole, faults: &faults),
                faults.allows(contribution, at: whole, limits: limits)
            else { return }
            if let complete = faults.add(contribution) { try await emit(complete) }
        }
        if let last = try faults.finish(file: file.path) { try await emit(last) }
    }
}
