import ETLFormats
package import ETLModel
package import Foundation

/// Reads answers of the CRM's API (objects, version 3): pages of a list, arrays of pages, and single
/// records.
package struct HubSpotAPITransformer: Transformer {
    package let limits: InputLimits
    /// For times without an offset, which some properties have.
    package let zone: HubSpotZone
    package var pieceByteCount = JSONListReader.pieceByteCount

    package init(limits: InputLimits, zone: TimeZone) {
        self.limits = limits
        self.zone = HubSpotZone(zone)
    }

    package var source: Source { .hubspot }

    package var identity: String { "hubspot-api/6 zone=\(zone.identity) record=\(limits.messageBytes)" }

    package func claims(_ probe: FileProbe) -> Bool {
        guard probe.path.nameText.lowercased().hasSuffix(".json") else { return false }
        guard let text = try? DelimitedText.utf8(from: DelimitedText.wholeCharacters(of: probe.head)) else {
            return false
        }
        let first = text.first { !Self.blanks.contains($0) }
        guard first == UInt8(ascii: "{") || first == UInt8(ascii: "[") else { return false }
        var found: Set<String> = []
        for name in Self.quotedTexts(text) { found.insert(name) }
        // Other tools write arrays of what has an id and properties.
        guard first == UInt8(ascii: "{") || found.contains("results") else { return false }
        return found.contains("properties") && found.contains("id") && !found.contains("calendar#events")
            && HubSpotProperties.object(of: found, objectType: nil) != nil
    }

    package func transform(_ file: SettledFile, emit: (Contribution) async throws -> Void) async throws {
        var faults = HubSpotFaults()
        var list = JSONListReader(
            file: try await text(of: file), limits: limits, rule: "hubspot.json", member: "results")
        list.takesSeveral = true
        list.pieceByteCount = pieceByteCount
        var isEmpty = true
        try await list.forEachPart { part in
            isEmpty = false
            guard let records = Self.records(of: part) else { return faults.warn(.malformed("hubspot.page")) }
            for record in records {
                guard let contribution = contribution(of: HubSpotEntry(record), faults: &faults),
                    faults.allows(contribution, limits: limits)
                else { continue }
                if let complete = faults.add(contribution) { try await emit(complete) }
            }
        }
        if isEmpty { throw TransformError(file: file.path, cause: .malformed("hubspot.page")) }
        if let last = try faults.finish(file: file.path) { try await emit(last) }
    }

    /// The file in UTF-8.
    private func text(of file: SettledFile) async throws -> SettledFile {
        try file.content.checkDocument(limits)
        if file.content.byteCount > pieceByteCount,
            try await DelimitedText.utf8Start(of: file.content) != nil
        {
            return file
        }
        let bytes = try file.content.document(limits)
        do throws(TransformError.Cause) {
            return SettledFile(path: file.path, bytes: try DelimitedText.utf8(from: bytes))
        } catch {
            throw TransformError(file: file.path, cause: error)
        }
    }

    private static func records(of part: JSONListReader.Part) -> JSONElements? {
        if let results = part.object["results"], results.isArray {
            return part.records ?? results.eachElement
        }
        return part.object["properties"] == nil ? nil : JSONElements(only: part.object)
    }

    private func contribution(of entry: HubSpotEntry, faults: inout HubSpotFaults) -> Contribution? {
        guard entry.properties.count <= limits.fields else {
            faults.warn(.limitExceeded(.fields, limit: limits.fields))
            return nil
        }
        guard
            let object = HubSpotProperties.object(of: entry.propertyNames, objectType: entry.objectType)
        else {
            faults.warn(.malformed("hubspot.object"))
            return nil
        }
        var builder = HubSpotRecordBuilder(object: object)
        var taken: Set<HubSpotField> = []
        for (name, value) in entry.properties {
            if let field = HubSpotProperties.field(name, of: object), taken.insert(field).inserted {
                if let wrong = builder.set(field, to: value, label: name, zone: zone) {
                    faults.warn(.invalidValue(wrong))
                }
            } else {
                builder.addProperty(name, value)
            }
        }
        if let id = entry.id { _ = builder.set(.recordID, to: id, label: "id", zone: zone) }
        // To archive a record is a change, though it leaves `updatedAt` as it was.
        let changes = [entry.updatedAt, entry.isArchived ? entry.archivedAt : nil]
        if let last = changes.compactMap({ $0.flatMap { HubSpotValue.milliseconds($0, zone: zone) } }).max() {
            builder.setUpdated(last)
        }
        builder.setArchived(entry.isArchived)
        builder.associate(entry.companyIDs, as: .companyIDs)
        builder.associate(entry.contactIDs, as: .contactIDs)
        do {
            return try builder.finish()
        } catch {
            faults.warn(error)
            return nil
        }
    }

    private static let blanks: Set<UInt8> = [0x20, 0x09, 0x0A, 0x0D]

    /// What stands between quotes, as far as names of properties go: no escapes, at most 64 bytes.
    private static func quotedTexts(_ text: [UInt8]) -> [String] {
        var texts: [String] = []
        var start: Int?
        var index = 0
        while index < text.count {
            if text[index] == UInt8(ascii: "\\") {
                index += 2
                continue
            }
            if text[index] == UInt8(ascii: "\"") {
                if let opening = start {
                    if index - opening <= 64 {
                        texts.append(String(decoding: text[opening..<index], as: UTF8.self))
                    }
                    start = nil
                } else {
                    start = index + 1
                }
            }
            index += 1
        }
        return texts
    }
}
