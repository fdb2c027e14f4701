import ETLFormats
package import ETLModel
package import Foundation

/// Reads CRM exports: deals, companies or contacts, told apart by their header in any language.
package struct HubSpotCSVTransformer: Transformer {
    private static let chunkByteCount = 1 << 18

    package let limits: InputLimits
    /// The account's zone, for times, which exports state without an offset.
    package let zone: HubSpotZone

    package init(limits: InputLimits, zone: TimeZone) {
        self.limits = limits
        self.zone = HubSpotZone(zone)
    }

    package var source: Source { .hubspot }

    package var identity: String {
        "hubspot-csv/6 zone=\(zone.identity) fields=\(limits.fields) line=\(limits.lineBytes) "
            + "record=\(limits.messageBytes)"
    }

    package func claims(_ probe: FileProbe) -> Bool {
        let name = probe.path.nameText.lowercased()
        guard name.hasSuffix(".csv") || name.hasSuffix(".tsv") || name.hasSuffix(".txt") else { return false }
        return HubSpotHeader.text(of: probe.head, isCut: probe.byteCount > probe.head.count)
            .flatMap { HubSpotHeader(in: $0) } != nil
    }

    package func transform(_ file: SettledFile, emit: (Contribution) async throws -> Void) async throws {
        guard file.content.byteCount <= limits.fileBytes else {
            throw TransformError.Cause.limitExceeded(.fileBytes, limit: limits.fileBytes)
        }
        let mark = try await DelimitedText.utf8Start(of: file.content)
        let text: any FileContent = try mark == nil ? MemoryContent(whole(file)) : file.content
        let header = try await header(of: text, mark ?? 0)
        let start = (mark ?? 0) + header.offset
        // What a column holds tells how its amounts and dates are to be read: it is gone through twice.
        var counting = HubSpotCSVCounting(file: file.path, header: header, limits: limits)
        var skipped = start
        try await text.readChunks(ofBytes: Self.chunkByteCount) { chunk in
            let count = min(skipped, chunk.count)
            skipped -= count
            if counting.isNeeded { try counting.read(chunk[count...]) }
        }
        if counting.isNeeded { try counting.finish() }
        var reading = HubSpotCSVReading(
            file: file.path, header: header, forms: counting.forms, limits: limits, zone: zone)
        skipped = start
        try await text.readChunks(ofBytes: Self.chunkByteCount) { chunk in
            let count = min(skipped, chunk.count)
            skipped -= count
            for contribution in try reading.read(chunk[count...]) { try await emit(contribution) }
        }
        for contribution in try reading.finish() { try await emit(contribution) }
    }

    /// Where the header is by the same bytes that the file was claimed by; the first line where none is one.
    private func header(of text: any FileContent, _ mark: Int) async throws -> HubSpotHeader {
        struct Enough: Error {}
        var head: [UInt8] = []
        do {
            try await text.readChunks(ofBytes: FileProbe.headByteCount) { chunk in
                head = copy chunk
                throw Enough()
            }
        } catch is Enough {}
        let isCut = text.byteCount > head.count
        return HubSpotHeader.text(of: head, isCut: isCut).flatMap { HubSpotHeader(in: $0) } ?? HubSpotHeader()
    }

    private func whole(_ file: SettledFile) throws -> [UInt8] {
        let bytes = try file.content.readAll(limit: limits.fileBytes)
        do {
            return try DelimitedText.utf8(from: bytes)
        } catch {
            throw TransformError(file: file.path, cause: error)
        }
    }
}
