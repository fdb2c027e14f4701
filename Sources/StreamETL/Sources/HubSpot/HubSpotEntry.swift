import ETLFormats

/// A record as the CRM's API states it, on a page of them or alone.
struct HubSpotEntry {
    var id: String?
    var objectType: String?
    /// Also of properties that are `null`; they tell what the record is.
    var propertyNames: Set<String> = []
    /// In file order, without those that are `null`.
    var properties: [(name: String, value: String)] = []
    var updatedAt: String?
    var archivedAt: String?
    var isArchived = false
    var companyIDs: [String] = []
    var contactIDs: [String] = []
    /// Which associations the record lists: reads state those that they ask for.
    var statement: HubSpotStatement = []

    init(_ record: JSONValue) {
        id = record["id"]?.scalarText
        objectType =
            record["objectTypeId"]?.scalarText ?? record["objectType"]?.scalarText
            ?? Self.objectType(in: record["url"])
        updatedAt = record["updatedAt"]?.scalarText
        archivedAt = record["archivedAt"]?.scalarText
        isArchived = record["archived"]?.bool ?? false
        for (name, value) in record["properties"]?.members ?? [] {
            propertyNames.insert(name)
            // Older versions of the API wrap each value.
            if let text = (value["value"] ?? value).scalarText { properties.append((name, text)) }
        }
        guard let associations = record["associations"], associations.isObject else { return }
        let companies = associations["companies"] ?? associations["company"] ?? associations["0-2"]
        let contacts = associations["contacts"] ?? associations["contact"] ?? associations["0-1"]
        if companies != nil { statement.insert(.companies) }
        if contacts != nil { statement.insert(.contacts) }
        companyIDs = Self.ids(in: companies)
        contactIDs = Self.ids(in: contacts)
    }

    /// The type in the address of a record's page (`…/record/0-2/701`).
    private static func objectType(in url: JSONValue?) -> String? {
        guard let parts = url?.string?.split(separator: "/"), let place = parts.lastIndex(of: "record"),
            place + 1 < parts.count, parts[place + 1].hasPrefix("0-")
        else { return nil }
        return String(parts[place + 1])
    }

    /// The ids of associated records, each once. The primary company is listed twice, and only the type
    /// of one of its entries is not `…_unlabeled`: such entries go first.
    private static func ids(in association: JSONValue?) -> [String] {
        var labelled: [String] = []
        var others: [String] = []
        for element in association?["results"]?.elements ?? [] {
            guard let id = (element["id"] ?? element["toObjectId"])?.scalarText else { continue }
            if element["type"]?.scalarText?.hasSuffix("_unlabeled") ?? true {
                others.append(id)
            } else {
                labelled.append(id)
            }
        }
        return HubSpotValue.distinct(labelled + others)
    }
}

extension JSONValue {
    /// Strings, and what stands for one: numbers and flags.
    var scalarText: String? {
        if let string { return string }
        if let integer { return String(integer) }
        if let double { return "\(double)" }
        return bool.map { $0 ? "true" : "false" }
    }
}
