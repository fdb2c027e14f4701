import Foundation

/// What the header of a CRM export says of its columns.
struct HubSpotColumns {
    let object: HubSpotObject
    /// The known field of each column, none for other columns and for repeated ones. Columns of associated
    /// records may share a field.
    let fields: [HubSpotField?]
    /// The label of each column; repeated ones are numbered, unnamed ones get their position.
    let labels: [String]
    /// The column of a company's name that somebody typed, where other columns have the associated companies.
    let typedCompany: Int?
    /// Whether a column has companies that are associated, not one that somebody typed.
    let statesCompanies: Bool
    let language: HubSpotLanguage

    /// - Returns: `nil` unless the header has a record id and tells what it is a record of.
    init?(header: [String]) {
        let names = header.map(Self.normalised)
        let internalNames = Self.internalNames(header)
        let isInternal = Self.isInternal(internalNames)
        let known: (object: HubSpotObject, ids: Set<String>)?
        if isInternal, let object = HubSpotProperties.object(of: Set(internalNames), objectType: nil) {
            known = (object, Self.internalIDs(internalNames))
        } else {
            known = Self.labelled(Set(names))
        }
        guard let known else { return nil }
        object = known.object
        let ids = known.ids
        let table = HubSpotLabels.fields[object] ?? [:]
        var taken: Set<HubSpotField> = []
        var fields = names.enumerated().map { index, name -> HubSpotField? in
            let own = isInternal ? HubSpotProperties.field(internalNames[index], of: known.object) : nil
            let field: HubSpotField? =
                ids.contains(name) || (isInternal && ids.contains(internalNames[index]))
                ? .recordID : own ?? table[name] ?? Self.associated(header[index])
            guard let field, field != .recordID || ids.contains(name) || ids.contains(internalNames[index]),
                taken.insert(field).inserted || Self.repeated.contains(field)
            else { return nil }
            return field
        }
        typedCompany = Self.typedCompany(names, object, &fields)
        self.fields = fields
        let isContact = object == .contact
        statesCompanies = fields.indices.contains { index in
            guard let field = fields[index], HubSpotField.ofCompanies.contains(field) else { return false }
            return !isContact || field != .companyNames || !HubSpotLabels.companyName.contains(names[index])
        }
        labels = Self.labels(of: header)
        language = HubSpotLabels.language(of: Set(names))
    }

    /// Fields that several columns may have, since records of a kind are associated in several roles.
    private static let repeated: Set<HubSpotField> = [
        .companyIDs, .primaryCompanyIDs, .companyNames, .primaryCompanyNames, .contactIDs,
    ]

    /// Takes a contact's typed company out of the fields where another column has the associated ones.
    private static func typedCompany(
        _ names: [String], _ object: HubSpotObject, _ fields: inout [HubSpotField?]
    ) -> Int? {
        guard object == .contact else { return nil }
        let typed = fields.indices.filter { index in
            fields[index] == .companyNames && !HubSpotLabels.companies.contains(names[index])
                && HubSpotLabels.companyName.contains(names[index])
        }
        let others = fields.indices.contains { fields[$0] == .companyNames && !typed.contains($0) }
        for index in typed.dropFirst(others ? 0 : 1) { fields[index] = nil }
        return others ? typed.first : nil
    }

    private static func labels(of header: [String]) -> [String] {
        var used: Set<String> = []
        return header.enumerated().map { index, text in
            let base = HubSpotValue.trimmed(text).isEmpty ? "column \(index + 1)" : HubSpotValue.trimmed(text)
            var label = base
            var number = 2
            while !used.insert(label).inserted {
                label = "\(base) (\(number))"
                number += 1
            }
            return label
        }
    }

    /// By the record id's own label, or else by the columns that only one object has.
    private static func labelled(_ names: Set<String>) -> (object: HubSpotObject, ids: Set<String>)? {
        let named = HubSpotLabels.recordIDs.filter { !$0.value.isDisjoint(with: names) }
        let object =
            named.count == 1
            ? named.first?.key : HubSpotLabels.telling.first { !$0.labels.isDisjoint(with: names) }?.object
        guard let object else { return nil }
        var ids = HubSpotLabels.recordID.union(HubSpotLabels.recordIDs[object] ?? [])
        if ids.isDisjoint(with: names) { ids = HubSpotLabels.olderIDs[object] ?? [] }
        return ids.isDisjoint(with: names) ? nil : (object, ids)
    }

    /// Association columns with a role behind them: `Associated Company IDs (Primary)`, `… (Partner)`.
    private static func associated(_ label: String) -> HubSpotField? {
        let label = HubSpotValue.trimmed(label)
        guard label.hasSuffix(")") || label.hasSuffix("）"),
            let open = label.lastIndex(where: { $0 == "(" || $0 == "（" })
        else { return nil }
        let name = normalised(String(label[..<open]))
        let isPrimary = HubSpotLabels.primary.contains(normalised(String(label[open...])))
        if HubSpotLabels.companyIDs.contains(name) {
            return isPrimary ? .primaryCompanyIDs : .companyIDs
        }
        if HubSpotLabels.companies.contains(name) {
            return isPrimary ? .primaryCompanyNames : .companyNames
        }
        return HubSpotLabels.contactIDs.contains(name) ? .contactIDs : nil
    }

    // MARK: Internal names

    /// Without the path of what the API's JSON was flattened to.
    private static func internalNames(_ header: [String]) -> [String] {
        header.map { label in
            let name = HubSpotValue.trimmed(label)
            for prefix in ["properties.", "properties_", "properties__"] where name.hasPrefix(prefix) {
                return String(name.dropFirst(prefix.count))
            }
            return name
        }
    }

    /// Whether the header has names of properties that are no labels.
    private static func isInternal(_ names: [String]) -> Bool {
        let telling: Set = [
            "hs_object_id", "dealname", "dealstage", "closedate", "createdate", "firstname", "lastname",
            "hubspot_owner_id", "hs_lastmodifieddate", "lastmodifieddate",
        ]
        return names.contains(where: telling.contains)
    }

    private static func internalIDs(_ names: [String]) -> Set<String> {
        for id in ["hs_object_id", "id", "Id", "ID"] where names.contains(id) { return [id] }
        return HubSpotLabels.recordID.intersection(names.map(normalised))
    }

    /// Letters and digits only, in lower case: `Deal-Name` and `Deal name` are one label.
    static func normalised(_ label: String) -> String {
        if label.utf8.allSatisfy({ $0 < 0x80 }) {
            let kept = label.utf8.filter { HubSpotValue.isDigit($0) || (0x61...0x7A).contains($0 | 0x20) }
            return String(decoding: kept.map { $0 >= 0x41 ? $0 | 0x20 : $0 }, as: UTF8.self)
        }
        var name = String.UnicodeScalarView()
        for scalar in label.precomposedStringWithCanonicalMapping.unicodeScalars
        where scalar.properties.isAlphabetic || scalar.properties.numericType != nil
            || scalar.properties.generalCategory == .nonspacingMark
        {
            name.append(scalar)
        }
        return String(name).lowercased()
    }
}
