import Foundation

/// Reads CRM exports: deals, companies or contacts, told apart by their header in any language.
struct HubSpotCSVTransformer: Transformer {
    let limits: InputLimits
    /// The account's zone, for times, which exports state without an offset.
    let zone: HubSpotZone

    init(limits: InputLimits, zone: TimeZone) {
        self.limits = limits
        self.zone = HubSpotZone(zone)
    }

    var source: Source { .hubspot }

    var identity: String {
        "hubspot-csv/2 zone=\(zone.identity) fields=\(limits.fields) line=\(limits.lineBytes) "
            + "record=\(limits.messageBytes)"
    }

    func claims(_ probe: FileProbe) -> Bool {
        let name = probe.path.nameText.lowercased()
        guard name.hasSuffix(".csv") || name.hasSuffix(".tsv") || name.hasSuffix(".txt") else { return false }
        let head = probe.byteCount > probe.head.count ? Self.wholeCharacters(of: probe.head) : probe.head
        // A table beyond the limits is refused with its reason, not passed over: here only the head counts.
        var unlimited = InputLimits()
        unlimited.fields = .max
        guard let reader = try? DelimitedReader(bytes: head, limits: unlimited) else { return false }
        return HubSpotColumns(header: reader.header) != nil
    }

    func transform(_ file: SettledFile, emit: (Contribution) async throws -> Void) async throws {
        var reader = try DelimitedReader(
            bytes: try file.content.readAll(limit: limits.fileBytes), limits: limits, file: file.path)
        guard let columns = HubSpotColumns(header: reader.header) else {
            throw TransformError(
                file: file.path, position: TextPosition(line: reader.headerLine, column: 1),
                cause: .malformed("hubspot.csv.header"))
        }
        let table = HubSpotTable(columns: columns, zone: zone)
        var faults = HubSpotFaults()
        while let row = try reader.next() {
            if row.cells.count < columns.fields.count, !row.isTerminated {
                throw TransformError(
                    file: file.path, position: TextPosition(line: row.line, column: 1), cause: .truncated)
            }
            guard let contribution = table.contribution(of: row, faults: &faults),
                faults.allows(contribution, at: row, limits: limits)
            else { continue }
            if let complete = faults.add(contribution) { try await emit(complete) }
        }
        if let last = try faults.finish(file: file.path) { try await emit(last) }
    }

    /// Without a character that the end of the probe cuts in two.
    static func wholeCharacters(of head: [UInt8]) -> [UInt8] {
        if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) {
            return Array(head.prefix(head.count & ~1))
        }
        var end = head.count
        while end > 0, head.count - end < 4, head[end - 1] & 0xC0 == 0x80 { end -= 1 }
        if end > 0, head[end - 1] >= 0xC0 { end -= 1 }
        return Array(head[..<end])
    }
}
