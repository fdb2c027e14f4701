package import ETLModel
import ETLRendering

/// A kind of CRM record; the raw value is the kind of its contributions.
package enum HubSpotObject: String, CaseIterable, Sendable {
    case deal, company, contact
}

/// A column or property whose meaning is known. Raw values are stored: never reuse one.
package enum HubSpotField: UInt8, CaseIterable, Sendable {
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
    /// `true` or `false`, as the record says itself; the columns stay among its properties.
    case isClosed = 40
    case isWon = 41
}

extension HubSpotField {
    /// Of what a record is associated with.
    static let ofCompanies: [HubSpotField] = [
        .companyIDs, .primaryCompanyIDs, .companyNames, .primaryCompanyNames,
    ]

    var isAssociation: Bool { self == .contactIDs || Self.ofCompanies.contains(self) }
}

/// Which associations an export states at all: a read of the API that did not ask for them, and a table
/// without their columns, say nothing of them.
package struct HubSpotStatement: OptionSet, Hashable, Sendable {
    package let rawValue: Int
    package static let companies = HubSpotStatement(rawValue: 1)
    package static let contacts = HubSpotStatement(rawValue: 2)
    /// Rows of one table may each have one of a record's associations.
    static let isRow = HubSpotStatement(rawValue: 4)
    /// Nothing but associations, from a page of them.
    static let isOnlyAssociations = HubSpotStatement(rawValue: 8)

    package init(rawValue: Int) {
        self.rawValue = rawValue
    }
}

/// What one export states of one CRM record.
package struct HubSpotRecord: Hashable, Sendable {
    package var object: HubSpotObject
    package var id: String
    /// Milliseconds since 1970 of the record's last change, where the export states it.
    package var updated: Int64?
    /// Deleted in the CRM; only the API lists such records.
    package var isArchived = false
    /// Normalised: dates as `2026-03-01` or UTC, amounts as decimal text, ids joined by `;`. Fields
    /// that the export does not show, or shows empty, are absent.
    package var fields = HubSpotFields()
    /// Dates as the export writes them, where that is not how ``fields`` has them.
    var originals = HubSpotFields()
    package var statement: HubSpotStatement = [.companies, .contacts]
}

extension HubSpotRecord {
    /// - Parameter properties: JSON object of the export's other columns.
    package func contribution(properties: [UInt8]) -> Contribution {
        var heading = ByteWriter(reserving: 256)
        heading.write(updated)
        heading.write(isArchived)
        fields.write(to: &heading)
        originals.write(to: &heading)
        heading.write(statement.rawValue)
        return Contribution(
            kind: object.rawValue, unit: id, heading: heading.bytes, payload: properties)
    }

    package init(kind: String, id: String, heading: [UInt8]) throws(ByteReader.Corruption) {
        guard let object = HubSpotObject(rawValue: kind) else { throw ByteReader.Corruption() }
        self.init(object: object, id: id)
        var reader = ByteReader(heading)
        updated = try reader.readOptionalInt64()
        isArchived = try reader.readBool()
        fields = try HubSpotFields(from: &reader)
        originals = try HubSpotFields(from: &reader)
        // Earlier versions ended here.
        if !reader.isAtEnd { statement = HubSpotStatement(rawValue: try reader.readInt()) }
    }
}

/// Texts by field.
package struct HubSpotFields: Hashable, Sendable {
    /// By the field's raw value; none behind the last that is set.
    private var texts: [String?] = []

    package subscript(_ field: HubSpotField) -> String? {
        get {
            let index = Int(field.rawValue)
            return index < texts.count ? texts[index] : nil
        }
        set {
            let index = Int(field.rawValue)
            if index >= texts.count {
                guard newValue != nil else { return }
                texts.reserveCapacity(HubSpotField.allCases.count + 1)
                while texts.count <= index { texts.append(nil) }
            }
            texts[index] = newValue
            while let last = texts.last, last == nil { texts.removeLast() }
        }
    }

    package init() {}

    package func write(to writer: inout ByteWriter) {
        var entries = ByteWriter(reserving: 256)
        var count = 0
        for (index, text) in texts.enumerated() {
            guard let text else { continue }
            entries.write(index)
            entries.write(text)
            count += 1
        }
        writer.write(count: count, of: entries)
    }

    package init(from reader: inout ByteReader) throws(ByteReader.Corruption) {
        let pairs = try reader.readArray { reader throws(ByteReader.Corruption) in
            (try reader.readInt(), try reader.readString())
        }
        for (number, text) in pairs {
            guard let field = HubSpotField(rawValue: UInt8(clamping: number)) else { continue }
            self[field] = text
        }
    }
}

/// Builds a record from the texts of an export, one field at a time.
package struct HubSpotRecordBuilder {
    package private(set) var record: HubSpotRecord
    private var properties = JSONWriter(reserving: 512)

    package init(object: HubSpotObject) {
        record = HubSpotRecord(object: object, id: "")
        properties.beginObject()
    }

    /// What keeps a text from being a field's value; it then stays a property.
    package enum Fault: Hashable {
        case wrong(TransformError.Field)
        /// It has two readings, and nothing in the column tells which is meant.
        case undecided(TransformError.Field)
    }

    /// Takes the text of a known field over; an empty one says nothing.
    ///
    /// - Parameter form: How the column writes its values, where they are not the API's.
    package mutating func set(
        _ field: HubSpotField, to text: String, label: String, zone: HubSpotZone,
        form: HubSpotColumnForm? = nil, currency: String? = nil
    ) -> Fault? {
        let text = HubSpotValue.trimmed(text)
        guard !text.isEmpty else { return nil }
        switch field {
        case .recordID: record.id = text
        case .amount, .companyAmount: return setAmount(field, text, label, form, currency)
        case .closeDate, .createdDate, .lastActivity, .modified:
            return setDate(field, text, label, zone, form)
        case .companyIDs, .primaryCompanyIDs, .contactIDs:
            let ids = HubSpotValue.ids(text)
            if !ids.isEmpty { associate(ids, as: field) }
        case .companyNames, .primaryCompanyNames:
            record.fields[field] = record.fields[field].map { "\($0);\(text)" } ?? text
        default: record.fields[field] = text
        }
        return nil
    }

    /// Keeps a column that has no meaning here; empty ones are left out.
    mutating func addProperty(_ label: String, _ value: String) {
        guard !value.isEmpty else { return }
        properties.key(named: label)
        properties.value(value)
        if let (field, flag) = HubSpotStage.flag(named: label, value) { record.fields[field] = flag }
    }

    mutating func setUpdated(_ milliseconds: Int64) { record.updated = milliseconds }
    mutating func setArchived(_ isArchived: Bool) { record.isArchived = isArchived }
    mutating func setStatement(_ statement: HubSpotStatement) { record.statement = statement }

    /// The ids of associated records, in order and each once.
    mutating func associate(_ ids: [String], as field: HubSpotField) {
        guard let first = ids.first else { return }
        guard record.fields[field] != nil || ids.count > 1 else { return record.fields[field] = first }
        let known = record.fields[field].map { HubSpotValue.ids($0) } ?? []
        record.fields[field] = HubSpotValue.distinct(known + ids).joined(separator: ";")
    }

    /// - Throws: What makes the record unusable.
    package mutating func finish() throws(TransformError.Cause) -> Contribution {
        guard !record.id.isEmpty else { throw .missing("Record ID") }
        guard HubSpotValue.isRecordID(record.id) else { throw .invalidValue("Record ID") }
        properties.endObject()
        return record.contribution(properties: properties.take())
    }

    private mutating func setAmount(
        _ field: HubSpotField, _ text: String, _ label: String, _ form: HubSpotColumnForm?,
        _ currency: String?
    ) -> Fault? {
        guard case .amount(let form)? = form else {
            guard let amount = HubSpotValue.amount(text) else { return keep(text, label, .wrong("Amount")) }
            record.fields[field] = amount
            return nil
        }
        guard let reading = form.reading(of: text, currency: currency) else {
            return keep(text, label, .wrong("Amount"))
        }
        record.fields[field] = reading.text
        return reading.isSure ? nil : keep(text, label, .undecided("Amount"))
    }

    private mutating func setDate(
        _ field: HubSpotField, _ text: String, _ label: String, _ zone: HubSpotZone,
        _ form: HubSpotColumnForm?
    ) -> Fault? {
        let name: TransformError.Field =
            switch field {
            case .closeDate: "Close Date"
            case .createdDate: "Create Date"
            case .lastActivity: "Last Activity Date"
            default: "Last Modified Date"
            }
        var date = HubSpotValue.date(text, zone: zone)
        var updated: Int64?
        if date != nil {
            if field == .modified { updated = HubSpotValue.milliseconds(text, zone: zone) }
        } else if case .date(let form)? = form {
            switch form.reading(of: text) {
            case .moment(let moment):
                date = HubSpotValue.text(of: moment, zone: zone)
                updated = HubSpotValue.milliseconds(of: moment, zone: zone)
            case .undecided: return keep(text, label, .undecided(name))
            case nil: break
            }
        }
        guard let date else { return keep(text, label, .wrong(name)) }
        if field == .modified, let updated { record.updated = updated }
        record.fields[field] = date
        // A moment in UTC says no more than what it became.
        if date != text, !text.hasSuffix("Z") { record.originals[field] = text }
        return nil
    }

    private mutating func keep(_ text: String, _ label: String, _ fault: Fault) -> Fault {
        addProperty(label, text)
        return fault
    }
}
