/// The properties of the API (CRM objects, version 3) whose meaning is known, by internal name.
enum HubSpotProperties {
    static func field(_ property: String, of object: HubSpotObject) -> HubSpotField? {
        common[property] ?? own[object]?[property]
    }

    /// The object that a record with these properties is; `objectType` is the API's type id, where the
    /// record states it.
    static func object(of properties: Set<String>, objectType: String?) -> HubSpotObject? {
        switch objectType {
        case "0-3", "deal", "deals", "DEAL": return .deal
        case "0-2", "company", "companies", "COMPANY": return .company
        case "0-1", "contact", "contacts", "CONTACT": return .contact
        case .some: return nil
        case nil: break
        }
        if !properties.isDisjoint(with: ["dealname", "dealstage", "pipeline", "deal_currency_code"]) {
            return .deal
        }
        let ofContacts: Set = ["firstname", "lastname", "email", "lastmodifieddate", "associatedcompanyid"]
        if !properties.isDisjoint(with: ofContacts) { return .contact }
        if !properties.isDisjoint(with: ["domain", "website"]) { return .company }
        return nil
    }

    private static let common: [String: HubSpotField] = [
        "hs_object_id": .recordID, "createdate": .createdDate, "hs_lastmodifieddate": .modified,
        "lastmodifieddate": .modified, "notes_last_updated": .lastActivity,
        "hs_last_activity_date": .lastActivity, "hubspot_owner_id": .ownerID,
    ]

    private static let own: [HubSpotObject: [String: HubSpotField]] = [
        .deal: [
            "dealname": .name, "dealstage": .stageID, "pipeline": .pipelineID, "amount": .amount,
            "amount_in_home_currency": .companyAmount, "deal_currency_code": .currency,
            "closedate": .closeDate, "hs_primary_associated_company": .primaryCompanyIDs,
        ],
        .company: ["name": .name, "domain": .domain, "website": .website],
        .contact: [
            "firstname": .firstName, "lastname": .lastName, "email": .email, "company": .companyNames,
            "associatedcompanyid": .primaryCompanyIDs,
        ],
    ]
}
