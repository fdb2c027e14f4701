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

    package var identity: String { "hubspot-api/7 zone=\(zone.identity) record=\(limits.messageBytes)" }

    package func claims(_ probe: FileProbe) -> Bool {
        let name = probe.path.nameText.lowercased()
        guard [".json", ".jsonl", ".ndjson"].contains(where: name.hasSuffix) else { return false }
        guard let text = try? DelimitedText.utf8(from: DelimitedText.wholeCharacters(of: probe.head)) else {
            return false
        }
        let first = text.first { !Self.blanks.contains($0) }
        guard first == UInt8(ascii: "{") || first == UInt8(ascii: "[") else { return false }
        let found = Set(Self.quotedTexts(text))
        guard !found.contains("calendar#events") else { return false }
        if HubSpotAssociationPage.isOne(found) { return true }
        // Other tools write arrays of what has an id and properties.
        guard
            first == UInt8(ascii: "{") || found.contains("results") || found.contains("hs_object_id")
                || found.contains("dealname") || found.isSuperset(of: ["createdAt", "updatedAt"])
                || found.contains("objectTypeId")
        else { return false }
        guard found.isSuperset(of: ["properties", "id"]) else { return false }
        return HubSpotProperties.object(of: found, objectType: nil) != nil
            || (found.contains("objectTypeId") && !found.isDisjoint(with: ["0-1", "0-2", "0-3"]))
    }

    package func transform(_ file: SettledFile, emit: (Contribution) async throws -> Void) async throws {
        var faults = HubSpotFaults()
        let text = try await text(of: file)
        var isEmpty = true
        if let lines = try await HubSpotLines(text, limits: limits) {
            try await lines.forEach { value in
                isEmpty = false
                for contribution in read(value, records: nil, faults: &faults) {
                    try await emit(contribution)
                }
            }
        } else {
            var list = JSONListReader(file: text, limits: limits, rule: "hubspot.json", member: "results")
            list.takesSeveral = true
            list.pieceByteCount = pieceByteCount
            try await list.forEachPart { part in
                isEmpty = false
                for contribution in read(part.object, records: part.records, faults: &faults) {
                    try await emit(contribution)
                }
            }
        }
        if isEmpty { throw TransformError(file: file.path, cause: .malformed("hubspot.page")) }
        if let last = try faults.finish(file: file.path) { try await emit(last) }
    }

    /// Reads a page, some of its records, or a record alone.
    ///
    /// - Returns: The contributions that are complete.
    private func read(
        _ object: JSONValue, records: JSONElements?, faults: inout HubSpotFaults
    ) -> [Contribution] {
        guard let records = Self.records(of: object, records) else {
            faults.warn(.malformed("hubspot.page"))
            return []
        }
        var complete: [Contribution] = []
        for record in records {
            let read: [Contribution]
            if let page = HubSpotAssociationPage(record) {
                read = page.contributions(faults: &faults)
            } else {
                read = [contribution(of: HubSpotEntry(record), faults: &faults)].compactMap(\.self)
            }
            for contribution in read where faults.allows(contribution, limits: limits) {
                if let last = faults.add(contribution) { complete.append(last) }
            }
        }
        return complete
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

    private static func records(of object: JSONValue, _ records: JSONElements?) -> JSONElements? {
        if let results = object["results"], results.isArray { return records ?? results.eachElement }
        let isRecord = object["properties"] != nil || (object["from"] != nil && object["to"] != nil)
        return isRecord ? JSONElements(only: object) : nil
    }

    private func contribution(of entry: HubSpotEntry, faults: inout HubSpotFaults) -> Contribution? {
        guard entry.properties.count <= limits.fields else {
            faults.warn(.limitExceeded(.fields, limit: limits.fields), loses: true)
            return nil
        }
        guard
            let object = HubSpotProperties.object(of: entry.propertyNames, objectType: entry.objectType)
        else {
            faults.warn(.malformed("hubspot.object"), loses: true)
            return nil
        }
        var builder = HubSpotRecordBuilder(object: object)
        var taken: Set<HubSpotField> = []
        for (name, value) in entry.properties {
            if let field = HubSpotProperties.field(name, of: object), taken.insert(field).inserted {
                if case .wrong(let name)? = builder.set(field, to: value, label: name, zone: zone) {
                    faults.warn(.invalidValue(name), found: value)
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
        builder.setStatement(entry.statement)
        builder.associate(entry.companyIDs, as: .companyIDs)
        builder.associate(entry.contactIDs, as: .contactIDs)
        do {
            return try builder.finish()
        } catch {
            faults.warn(error, loses: true)
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
