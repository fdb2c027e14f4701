/// A JSON answer of the CRM's API: a page of records or a single one.
struct HubSpotPage {
    /// A record as the API states it.
    struct Entry {
        var id: String?
        var objectType: String?
        /// Also of properties that are `null`; they tell what the record is.
        var propertyNames: Set<String> = []
        /// In file order, without those that are `null`.
        var properties: [(name: String, value: String)] = []
        var updatedAt: String?
        var isArchived = false
        var companyIDs: [String] = []
        var contactIDs: [String] = []
    }

    /// Owns what ``records`` point to.
    private let document: JSONDocument
    private let records: [JSONValue]

    /// - Throws: `truncated`, `malformed` or `undecodable`, with the position of a fault in the grammar.
    init(bytes: [UInt8], file: RelativePath) throws(TransformError) {
        let text: [UInt8]
        do {
            text = try DelimitedText.utf8(from: bytes)
        } catch {
            throw TransformError(file: file, cause: error)
        }
        document = try JSONDocument(text, file: file, rule: "hubspot.json")
        let root = document.root
        if let results = root["results"], results.isArray {
            records = results.elements
        } else if root["properties"] != nil {
            records = [root]
        } else {
            throw TransformError(file: file, cause: .malformed("hubspot.page"))
        }
    }

    var count: Int { records.count }

    subscript(index: Int) -> Entry {
        withExtendedLifetime(document) {
            let record = records[index]
            var entry = Entry()
            entry.id = record["id"]?.text
            entry.objectType = record["objectTypeId"]?.text ?? record["objectType"]?.text
            entry.updatedAt = record["updatedAt"]?.text
            entry.isArchived = record["archived"]?.bool ?? false
            for (name, value) in record["properties"]?.members ?? [] {
                entry.propertyNames.insert(name)
                // Older versions of the API wrap each value.
                if let text = (value["value"] ?? value).text { entry.properties.append((name, text)) }
            }
            entry.companyIDs = Self.ids(in: record["associations"]?["companies"])
            entry.contactIDs = Self.ids(in: record["associations"]?["contacts"])
            return entry
        }
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
