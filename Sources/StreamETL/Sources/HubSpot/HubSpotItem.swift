import ETLModel
import ETLRendering

/// A record as it stands in the unified JSON.
struct HubSpotItem {
    let record: HubSpotRecord
    private let names: HubSpotNames
    private let fields: HubSpotFields
    /// Seconds since 1970 of what is dated in the record.
    let moments: [Int64]
    /// The primary company first.
    private let companyIDs: [String]

    init(record: HubSpotRecord, names: HubSpotNames = HubSpotNames()) {
        self.record = record
        self.names = names
        let fields = record.fields
        self.fields = fields
        moments = [.createdDate, .lastActivity].compactMap { HubSpotValue.seconds(fields[$0]) }
        companyIDs = HubSpotValue.distinct(
            Self.primaryCompanyIDs(fields) + HubSpotValue.ids(fields[.companyIDs] ?? ""))
    }

    /// The item without its `data`.
    func item(asOf: Int64) -> AssembledItem {
        var json = JSONWriter(reserving: 512)
        json.key("record_id")
        json.value(record.id)
        var subject = MatchSubject(source: .hubspot, section: section.key, key: record.id)
        var people: [String] = []
        var facts = self.facts
        switch record.object {
        case .deal: writeDeal(into: &json, &subject)
        case .company: writeCompany(into: &json, &subject)
        case .contact: people = writeContact(into: &json, &subject)
        }
        write(.owner, as: "owner", named: .owner, by: .ownerID, "owner_id", into: &json)
        writeDate(.createdDate, as: "created_date", "created_date_original", into: &json)
        writeDate(.lastActivity, as: "last_activity", "last_activity_original", into: &json)
        writeDate(.modified, as: "last_modified", "last_modified_original", into: &json)
        if let deal = facts.deal { write(deal, into: &json) }
        if record.object == .company {
            facts.domains = subject.domains.filter { !$0.isEmpty }.map { $0.lowercased() }
        }
        let past = moments.filter { $0 <= asOf }
        return AssembledItem(
            key: record.id, section: section.key, sortKey: sortKey, title: title, members: json.take(),
            subject: subject, firstActivity: past.min(), lastActivity: past.max(), people: people,
            facts: facts)
    }

    // MARK: Values

    private var facts: ItemFacts {
        var facts = ItemFacts(title: record.object == .contact ? fullName : fields[.name])
        if record.object == .contact {
            facts.participants.append(
                Participant(
                    role: .contact, name: fullName.isEmpty ? nil : fullName, address: fields[.email],
                    id: record.id))
        }
        let id = fields[.ownerID]
        if fields[.owner] != nil || id != nil {
            facts.participants.append(
                Participant(
                    role: .owner, name: ownerLabel,
                    address: names[.ownerAddress, id] ?? Self.address(ownerLabel),
                    id: id))
        }
        if record.object == .deal { facts.deal = deal }
        return facts
    }

    private var deal: DealFacts {
        var deal = HubSpotStage(record: record, names: names).facts
        deal.ownerLabel = ownerLabel
        deal.value = fields[.amount] ?? fields[.companyAmount]
        deal.currency = fields[.currency]
        return deal
    }

    /// Who looks after the record, where any file calls them by more than an id.
    private var ownerLabel: String? {
        guard let owner = fields[.owner] else { return names[.owner, fields[.ownerID]] }
        return owner.utf8.allSatisfy(HubSpotValue.isDigit) ? names[.owner, owner] : owner
    }

    private static func address(_ label: String?) -> String? {
        guard let label, label.contains("@"), !label.contains(" ") else { return nil }
        return label
    }

    private func write(_ deal: DealFacts, into json: inout JSONWriter) {
        json.key("stage_label")
        json.value(deal.stageLabel)
        json.key("owner_label")
        json.value(deal.ownerLabel)
        json.key("is_open")
        json.value(deal.isOpen)
        json.key("is_won")
        json.value(deal.isWon)
        json.key("state_basis")
        json.value(deal.basis?.rawValue)
    }

    private var section: ItemSection {
        switch record.object {
        case .deal: HubSpotAssembler.deals
        case .company: HubSpotAssembler.companies
        case .contact: HubSpotAssembler.contacts
        }
    }

    /// Record ids are numbers: the shorter is the smaller.
    private var sortKey: String {
        String(repeating: "0", count: max(0, 20 - record.id.utf8.count)) + record.id
    }

    private var title: String {
        let name =
            record.object == .contact ? (fullName.isEmpty ? fields[.email] : fullName) : fields[.name]
        return name ?? fields[.domain] ?? record.id
    }

    private var fullName: String {
        [fields[.firstName], fields[.lastName]].compactMap(\.self).joined(separator: " ")
    }

    /// Where no column has the id, it is that of the company of its name.
    private static func primaryCompanyIDs(_ fields: HubSpotFields) -> [String] {
        if let ids = fields[.primaryCompanyIDs] { return HubSpotValue.ids(ids) }
        guard let primary = fields[.primaryCompanyNames] else { return [] }
        let named = namedCompanies(fields).filter { $0.name == primary }
        return named.count == 1 ? [named[0].id] : []
    }

    private var contactIDs: [String] { HubSpotValue.ids(fields[.contactIDs] ?? "") }

    /// Names in a cell are separated by `;`, which a name may hold itself: the cell is taken apart
    /// only where that gives as many names as there are ids.
    private static func namedCompanies(_ fields: HubSpotFields) -> [(id: String, name: String)] {
        let ids = HubSpotValue.ids(fields[.companyIDs] ?? fields[.primaryCompanyIDs] ?? "")
        let names = listed(fields[.companyNames])
        return names.count == ids.count ? Array(zip(ids, names)) : []
    }

    /// The names in a cell, as far as `;` separates them.
    static func listed(_ cell: String?) -> [String] {
        guard let cell, !cell.isEmpty else { return [] }
        guard cell.utf8.contains(UInt8(ascii: ";")) else { return [HubSpotValue.trimmed(cell)] }
        return cell.utf8.split(separator: UInt8(ascii: ";")).map {
            HubSpotValue.trimmed(String(Substring($0)))
        }
    }

    /// As ``companyIDs``, where there is a name for each; several companies may have one name.
    private var listedCompanyNames: [String] {
        let named = Self.namedCompanies(fields)
        let primary = fields[.primaryCompanyNames] ?? ""
        guard !named.isEmpty || !primary.isEmpty else {
            return HubSpotValue.distinct([fields[.companyNames] ?? ""])
        }
        var names = Dictionary(named.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
        if let id = Self.primaryCompanyIDs(fields).first, !primary.isEmpty { names[id] = primary }
        let ids = companyIDs
        let inOrder = ids.compactMap { names[$0] }
        if !named.isEmpty, inOrder.count == ids.count { return inOrder }
        return HubSpotValue.distinct(
            [primary] + (named.isEmpty ? [fields[.companyNames] ?? ""] : named.map(\.name)))
    }

    private var companyNames: [String] { HubSpotValue.distinct(listedCompanyNames) }

    // MARK: Members

    private func writeDeal(into json: inout JSONWriter, _ subject: inout MatchSubject) {
        write(.name, as: "deal_name", into: &json)
        write(.stage, as: "deal_stage", named: .stage, by: .stageID, "deal_stage_id", into: &json)
        writeAmount(fields[.amount] ?? fields[.companyAmount], as: "deal_value", into: &json)
        write(.currency, as: "deal_currency", into: &json)
        writeAmount(fields[.companyAmount], as: "deal_value_company_currency", into: &json)
        writeDate(.closeDate, as: "close_date", "close_date_original", into: &json)
        write(.pipeline, as: "pipeline", named: .pipeline, by: .pipelineID, "pipeline_id", into: &json)
        writeAssociations(into: &json)
        subject.names = HubSpotValue.distinct([fields[.name] ?? ""])
        setCompanies(of: &subject)
        subject.crmContactIDs = contactIDs
    }

    private func writeCompany(into json: inout JSONWriter, _ subject: inout MatchSubject) {
        write(.name, as: "company_name", into: &json)
        write(.domain, as: "domain", into: &json)
        write(.website, as: "website", into: &json)
        subject.names = HubSpotValue.distinct([fields[.name] ?? ""])
        // The column may hold several domains, of which the first is the primary one.
        let domains = HubSpotValue.listed(fields[.domain] ?? "") { $0 == UInt8(ascii: ";") }
        subject.domains = HubSpotValue.distinct(domains + [Self.host(of: fields[.website] ?? "")])
        subject.crmContactIDs = contactIDs
        subject.crmRecordID = record.id
    }

    /// A name is all that is known of a company without an id; with one, its record says more.
    private func setCompanies(of subject: inout MatchSubject) {
        subject.crmCompanyIDs = companyIDs
        if companyIDs.isEmpty {
            subject.names = HubSpotValue.distinct(subject.names + companyNames)
        } else {
            subject.crmCompanyNames = companyNames
        }
    }

    /// - Returns: The contact's name.
    private func writeContact(into json: inout JSONWriter, _ subject: inout MatchSubject) -> [String] {
        write(.firstName, as: "first_name", into: &json)
        write(.lastName, as: "last_name", into: &json)
        write(.email, as: "email", into: &json)
        writeAssociations(into: &json)
        let people = HubSpotValue.distinct([fullName])
        subject.emails = HubSpotValue.distinct([fields[.email] ?? ""])
        subject.people = people
        setCompanies(of: &subject)
        subject.crmRecordID = record.id
        return people
    }

    private func writeAssociations(into json: inout JSONWriter) {
        json.key("associated_company_ids")
        json.value(companyIDs)
        json.key("associated_companies")
        json.value(listedCompanyNames)
        if record.object == .deal {
            json.key("associated_contact_ids")
            json.value(contactIDs)
        }
    }

    private func write(_ field: HubSpotField, as key: StaticString, into json: inout JSONWriter) {
        json.key(key)
        json.value(fields[field])
    }

    /// Writes what the export calls something, else the name of its id and the id, else the id alone.
    private func write(
        _ field: HubSpotField, as key: StaticString, named kind: HubSpotNames.Kind, by idField: HubSpotField,
        _ idKey: StaticString, into json: inout JSONWriter
    ) {
        let id = fields[idField]
        let name = names[kind, id]
        json.key(key)
        json.value(fields[field] ?? name ?? id)
        guard fields[field] == nil, name != nil, let id else { return }
        json.key(idKey)
        json.value(id)
    }

    private func writeDate(
        _ field: HubSpotField, as key: StaticString, _ originalKey: StaticString,
        into json: inout JSONWriter
    ) {
        write(field, as: key, into: &json)
        guard let original = record.originals[field] else { return }
        json.key(originalKey)
        json.value(original)
    }

    private func writeAmount(_ amount: String?, as key: StaticString, into json: inout JSONWriter) {
        json.key(key)
        if let amount { json.raw(amount.utf8) } else { json.null() }
    }

    /// `https://www.acme.example/x` is at `www.acme.example`.
    private static func host(of website: String) -> String {
        var rest = Substring(website)
        if let scheme = rest.firstIndex(of: ":"), rest[scheme...].hasPrefix("://") {
            rest = rest[rest.index(scheme, offsetBy: 3)...]
        }
        return String(rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" && $0 != ":" })
    }
}
