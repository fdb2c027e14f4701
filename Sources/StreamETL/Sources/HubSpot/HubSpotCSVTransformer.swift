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
        "hubspot-csv/5 zone=\(zone.identity) fields=\(limits.fields) line=\(limits.lineBytes) "
            + "record=\(limits.messageBytes)"
    }

    package func claims(_ probe: FileProbe) -> Bool {
        let name = probe.path.nameText.lowercased()
        guard name.hasSuffix(".csv") || name.hasSuffix(".tsv") || name.hasSuffix(".txt") else { return false }
        let isCut = probe.byteCount > probe.head.count
        let head = isCut ? DelimitedText.wholeCharacters(of: probe.head) : probe.head
        // A table beyond the limits is refused with its reason, not passed over: here only the head counts.
        var unlimited = InputLimits()
        unlimited.fields = .max
        guard let reader = try? DelimitedReader(bytes: head, limits: unlimited) else { return false }
        return HubSpotColumns(header: reader.header) != nil
    }

    package func transform(_ file: SettledFile, emit: (Contribution) async throws -> Void) async throws {
        guard file.content.byteCount <= limits.fileBytes else {
            throw TransformError.Cause.limitExceeded(.fileBytes, limit: limits.fileBytes)
        }
        var reading = HubSpotCSVReading(file: file.path, limits: limits, zone: zone)
        var start = try await DelimitedText.utf8Start(of: file.content)
        let text: any FileContent = try start == nil ? MemoryContent(whole(file)) : file.content
        try await text.readChunks(ofBytes: Self.chunkByteCount) { chunk in
            let skipped = min(start ?? 0, chunk.count)
            start? -= skipped
            for contribution in try reading.read(chunk[skipped...]) { try await emit(contribution) }
        }
        for contribution in try reading.finish() { try await emit(contribution) }
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
