import ETLModel
import ETLRendering

/// A kind of CRM record; the raw value is the kind of its contributions.
enum HubSpotObject: String, CaseIterable, Sendable {
    case deal, company, contact
}

/// A column or property whose meaning is known. Raw values are stored: never reuse one.
enum HubSpotField: UInt8, CaseIterable, Sendable {
    case name = 1
    case stage = 2
    case pipeline = 3
    case amount = 4
    case companyAmount = 5
    case currency = 6
    case closeDate = 7
    case createdDate = 8
    case lastActivity = 9
    case modified = 10
    case owner = 11
    case companyIDs = 12
    case primaryCompanyIDs = 13
    case companyNames = 14
    case primaryCompanyNames = 15
    case contactIDs = 16
    case domain = 17
    case website = 18
    case firstName = 19
    case lastName = 20
    case email = 21
    case recordID = 22
    /// Ids of the API, which ``HubSpotNames`` may name.
    case stageID = 23
    case pipelineID = 24
    case ownerID = 25
}

/// What one export states of one CRM record.
struct HubSpotRecord: Hashable, Sendable {
    var object: HubSpotObject
    var id: String
    /// Milliseconds since 1970 of the record's last change, where the export states it.
    var updated: Int64?
    /// Deleted in the CRM; only the API lists such records.
    var isArchived = false
    /// Normalised: dates as `2026-03-01` or UTC, amounts as decimal text, ids joined by `;`. Fields
    /// that the export does not show, or shows empty, are absent.
    var fields: [HubSpotField: String] = [:]
    /// Dates as the export writes them, where that is not how ``fields`` has them.
    var originals: [HubSpotField: String] = [:]
}

extension HubSpotRecord {
    /// - Parameter properties: JSON object of the export's other columns.
    func contribution(properties: [UInt8]) -> Contribution {
        var heading = ByteWriter(reserving: 256)
        heading.write(updated)
        heading.write(isArchived)
        for table in [fields, originals] {
            heading.write(HubSpotField.allCases.filter { table[$0] != nil }) {
                $0.write(Int($1.rawValue))
                $0.write(table[$1] ?? "")
            }
        }
        return Contribution(
            kind: object.rawValue, unit: id, heading: heading.bytes, payload: properties)
    }

    init(kind: String, id: String, heading: [UInt8]) throws(ByteReader.Corruption) {
        guard let object = HubSpotObject(rawValue: kind) else { throw ByteReader.Corruption() }
        self.init(object: object, id: id)
        var reader = ByteReader(heading)
        updated = try reader.readOptionalInt64()
        isArchived = try reader.readBool()
        fields = try Self.readTable(&reader)
        originals = try Self.readTable(&reader)
    }

    private static func readTable(
        _ reader: inout ByteReader
    ) throws(ByteReader.Corruption) -> [HubSpotField: String] {
        let pairs = try reader.readArray { reader throws(ByteReader.Corruption) in
            (HubSpotField(rawValue: UInt8(clamping: try reader.readInt())), try reader.readString())
        }
        var table: [HubSpotField: String] = [:]
        for case (let field?, let value) in pairs { table[field] = value }
        return table
    }
}

/// Builds a record from the texts of an export, one field at a time.
struct HubSpotRecordBuilder {
    private(set) var record: HubSpotRecord
    private var properties = JSONWriter(reserving: 512)

    init(object: HubSpotObject) {
        record = HubSpotRecord(object: object, id: "")
        properties.beginObject()
    }

    /// Takes the text of a known field over; an empty one says nothing.
    ///
    /// - Returns: The name of the field if the text is not of its type; it then stays a property.
    mutating func set(
        _ field: HubSpotField, to text: String, label: String, zone: HubSpotZone
    ) -> TransformError.Field? {
        let text = HubSpotValue.trimmed(text)
        guard !text.isEmpty else { return nil }
        switch field {
        case .recordID: record.id = text
        case .amount, .companyAmount:
            guard let amount = HubSpotValue.amount(text) else { return keep(text, label, "Amount") }
            record.fields[field] = amount
        case .closeDate: return setDate(field, text, label, zone, "Close Date")
        case .createdDate: return setDate(field, text, label, zone, "Create Date")
        case .lastActivity: return setDate(field, text, label, zone, "Last Activity Date")
        case .modified:
            if let updated = HubSpotValue.milliseconds(text, zone: zone) { record.updated = updated }
            return setDate(field, text, label, zone, "Last Modified Date")
        case .companyIDs, .primaryCompanyIDs, .contactIDs:
            let ids = HubSpotValue.ids(text)
            if !ids.isEmpty { record.fields[field] = ids.joined(separator: ";") }
        default: record.fields[field] = text
        }
        return nil
    }

    /// Keeps a column that has no meaning here; empty ones are left out.
    mutating func addProperty(_ label: String, _ value: String) {
        guard !value.isEmpty else { return }
        properties.key(label)
        properties.value(value)
    }

    mutating func setUpdated(_ milliseconds: Int64) { record.updated = milliseconds }
    mutating func setArchived(_ isArchived: Bool) { record.isArchived = isArchived }

    /// The ids of associated records, in order and each once.
    mutating func associate(_ ids: [String], as field: HubSpotField) {
        let known = record.fields[field].map { HubSpotValue.ids($0) } ?? []
        let all = HubSpotValue.distinct(known + ids)
        if !all.isEmpty { record.fields[field] = all.joined(separator: ";") }
    }

    /// - Throws: What makes the record unusable.
    mutating func finish() throws(TransformError.Cause) -> Contribution {
        guard !record.id.isEmpty else { throw .missing("Record ID") }
        guard HubSpotValue.isRecordID(record.id) else { throw .invalidValue("Record ID") }
        properties.endObject()
        return record.contribution(properties: properties.take())
    }

    private mutating func setDate(
        _ field: HubSpotField, _ text: String, _ label: String, _ zone: HubSpotZone,
        _ name: TransformError.Field
    ) -> TransformError.Field? {
        guard let date = HubSpotValue.date(text, zone: zone) else { return keep(text, label, name) }
        record.fields[field] = date
        // A moment in UTC says no more than what it became.
        if date != text, !text.hasSuffix("Z") { record.originals[field] = text }
        return nil
    }

    private mutating func keep(
        _ text: String, _ label: String, _ name: TransformError.Field
    ) -> TransformError.Field {
        addProperty(label, text)
        return name
    }
}
