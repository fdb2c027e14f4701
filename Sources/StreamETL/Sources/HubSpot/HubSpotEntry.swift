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

    init(_ record: JSONValue) {
        id = record["id"]?.text
        objectType = record["objectTypeId"]?.text ?? record["objectType"]?.text
        updatedAt = record["updatedAt"]?.text
        archivedAt = record["archivedAt"]?.text
        isArchived = record["archived"]?.bool ?? false
        for (name, value) in record["properties"]?.members ?? [] {
            propertyNames.insert(name)
            // Older versions of the API wrap each value.
            if let text = (value["value"] ?? value).text { properties.append((name, text)) }
        }
        companyIDs = Self.ids(in: record["associations"]?["companies"])
        contactIDs = Self.ids(in: record["associations"]?["contacts"])
    }

    /// The ids of associated records, each once. The primary company is listed twice, and only the type
    /// of one of its entries is not `…_unlabeled`: such entries go first.
    private static func ids(in association: JSONValue?) -> [String] {
        var labelled: [String] = []
        var others: [String] = []
        for element in association?["results"]?.elements ?? [] {
            guard let id = element["id"]?.text else { continue }
            if element["type"]?.text?.hasSuffix("_unlabeled") ?? true {
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
    fileprivate var text: String? {
        if let string { return string }
        if let integer { return String(integer) }
        if let double { return "\(double)" }
        return bool.map { $0 ? "true" : "false" }
    }
}
