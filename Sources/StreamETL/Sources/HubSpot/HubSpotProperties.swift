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
        // An account may give every object properties of its own, named like those of others: what an object
        // always has outweighs them.
        var best: (object: HubSpotObject, weight: Int)?
        for (object, weights) in weights {
            let weight = weights.reduce(0) { properties.contains($1.key) ? $0 + $1.value : $0 }
            if weight > (best?.weight ?? 1) { best = (object, weight) }
        }
        guard best?.object == .company else { return best?.object }
        // Many things have a name.
        let isCompany =
            !properties.isDisjoint(with: ["domain", "website", "hs_num_child_companies"])
            || (!properties.isDisjoint(with: ofRecords) && properties.isDisjoint(with: ofOthers))
        return isCompany ? .company : nil
    }

    /// How much a property speaks for an object.
    private static let weights: [(HubSpotObject, [String: Int])] = [
        (
            .deal,
            [
                "dealname": 5, "dealstage": 3, "deal_currency_code": 2, "pipeline": 2,
                "hs_lastmodifieddate": 1,
                "amount": 1, "closedate": 1, "amount_in_home_currency": 2, "hs_deal_stage_probability": 2,
                "hs_is_closed_won": 2, "dealtype": 2,
            ]
        ),
        (
            .contact,
            [
                "firstname": 3, "lastname": 3, "lastmodifieddate": 4, "associatedcompanyid": 3, "email": 2,
                "hs_email_domain": 2, "jobtitle": 1, "hs_full_name_or_email": 3, "hs_lead_status": 1,
            ]
        ),
        (
            .company,
            [
                "domain": 4, "name": 4, "hs_lastmodifieddate": 1, "website": 2, "numberofemployees": 2,
                "annualrevenue": 2, "industry": 1, "hs_num_child_companies": 3, "about_us": 2,
            ]
        ),
    ]

    /// What the API states of every record of the three kinds.
    private static let ofRecords: Set<String> = ["hs_object_id", "createdate", "hs_lastmodifieddate"]

    /// What products, line items, tickets and an account's own objects have, which have names as well.
    private static let ofOthers: Set<String> = [
        "price", "quantity", "hs_sku", "hs_product_id", "hs_cost_of_goods_sold", "hs_pipeline_stage",
        "subject",
        "hs_createdate",
    ]

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
