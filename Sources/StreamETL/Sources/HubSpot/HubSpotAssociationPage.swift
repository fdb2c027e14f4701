import ETLFormats
import ETLModel

/// What a record is associated with, as the associations API lists it (versions 3 and 4).
///
/// The types tell what both ends are: records of the API itself do not say it there.
struct HubSpotAssociationPage {
    private let from: String?
    private let targets: [(id: String?, types: [JSONValue])]

    /// Whether the names in a file's start are those of such a page.
    static func isOne(_ names: Set<String>) -> Bool {
        guard !names.contains("properties") else { return false }
        return names.contains("toObjectId")
            || (names.isSuperset(of: ["results", "from", "to"]) && names.contains { $0.contains("_to_") })
    }

    /// - Returns: `nil` for what lists no associations.
    init?(_ entry: JSONValue) {
        if let to = entry["to"], to.isArray, let from = entry["from"] {
            self.from = from["id"]?.scalarText
            targets = to.elements.map(Self.target)
        } else if entry["toObjectId"] != nil {
            // A list about one record, which only its address named.
            from = nil
            targets = [Self.target(entry)]
        } else {
            return nil
        }
    }

    private static func target(_ value: JSONValue) -> (id: String?, types: [JSONValue]) {
        let types = value["associationTypes"]?.elements ?? []
        let plain = value["type"].map { [$0] } ?? []
        return ((value["toObjectId"] ?? value["id"])?.scalarText, types + plain)
    }

    /// What the associations say of deals and contacts.
    func contributions(faults: inout HubSpotFaults) -> [Contribution] {
        guard let from, HubSpotValue.isRecordID(from) else {
            faults.warn(.missing("from"))
            return []
        }
        var own: [HubSpotObject: (primary: [String], companies: [String], contacts: [String])] = [:]
        var contributions: [Contribution] = []
        for target in targets {
            guard let id = target.id, HubSpotValue.isRecordID(id) else {
                faults.warn(.missing("toObjectId"))
                continue
            }
            let links = target.types.compactMap(Self.link)
            guard let link = links.first else {
                faults.warn(.malformed("hubspot.association"))
                continue
            }
            let isPrimary = links.contains { $0.isPrimary }
            switch (link.from, link.to) {
            case (.deal, .company), (.contact, .company):
                own[link.from, default: ([], [], [])].companies.append(id)
                if isPrimary { own[link.from]?.primary.append(id) }
            case (.deal, .contact): own[.deal, default: ([], [], [])].contacts.append(id)
            case (.company, .deal), (.company, .contact):
                contributions.append(
                    Self.contribution(link.to, id, primary: isPrimary ? [from] : [], companies: [from]))
            case (.contact, .deal): contributions.append(Self.contribution(.deal, id, contacts: [from]))
            default: break
            }
        }
        for (object, ids) in own.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            contributions.append(
                Self.contribution(
                    object, from, primary: ids.primary, companies: ids.companies, contacts: ids.contacts))
        }
        return contributions
    }

    private static func contribution(
        _ object: HubSpotObject, _ id: String, primary: [String] = [], companies: [String] = [],
        contacts: [String] = []
    ) -> Contribution {
        var record = HubSpotRecord(object: object, id: id)
        record.statement = .isOnlyAssociations
        if !companies.isEmpty {
            record.statement.insert(.companies)
            record.fields[.companyIDs] = HubSpotValue.distinct(primary + companies).joined(separator: ";")
        }
        if !contacts.isEmpty {
            record.statement.insert(.contacts)
            record.fields[.contactIDs] = HubSpotValue.distinct(contacts).joined(separator: ";")
        }
        return record.contribution(properties: [])
    }

    private typealias Link = (from: HubSpotObject, to: HubSpotObject, isPrimary: Bool)

    /// The ends of an association by its type: HubSpot's own number (version 4) or name (version 3).
    private static func link(_ type: JSONValue) -> Link? {
        if let name = type.string {
            let parts = name.split(separator: "_")
            guard parts.count >= 3, parts[1] == "to", let from = HubSpotObject(rawValue: String(parts[0])),
                let to = HubSpotObject(rawValue: String(parts[2]))
            else { return nil }
            return (from, to, false)
        }
        guard type["category"]?.string.map({ $0 == "HUBSPOT_DEFINED" }) ?? true else { return nil }
        switch (type["typeId"] ?? type["associationTypeId"])?.integer {
        case 1: return (.contact, .company, true)
        case 279: return (.contact, .company, false)
        case 2: return (.company, .contact, true)
        case 280: return (.company, .contact, false)
        case 3: return (.deal, .contact, false)
        case 4: return (.contact, .deal, false)
        case 5: return (.deal, .company, true)
        case 341: return (.deal, .company, false)
        case 6: return (.company, .deal, true)
        case 342: return (.company, .deal, false)
        default: return nil
        }
    }
}
