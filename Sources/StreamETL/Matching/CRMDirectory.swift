public import ETLModel

/// What the CRM knows of its companies and contacts, as evidence beyond the mapping.
///
/// A pure function of the set of records: their order makes no difference.
public struct CRMDirectory: Sendable, Equatable {
    /// A contact, as far as it is evidence: there may be very many.
    package struct Contact: Sendable, Equatable {
        package let id: String
        /// Record id of the contact's primary company; empty without one.
        package let company: String
        package let emails: [String]

        /// `nil` where nothing can follow from the contact.
        package init?(_ subject: MatchSubject) {
            guard let id = subject.crmRecordID, !id.isEmpty else { return nil }
            let company = subject.crmCompanyIDs.first ?? ""
            if company.isEmpty, subject.emails.isEmpty { return nil }
            self.id = id
            self.company = company
            emails = subject.emails
        }

        /// The contact as far as only its addresses tell whose it is.
        var byAddress: MatchSubject {
            MatchSubject(
                source: .hubspot, section: MatchSubject.crmContacts, key: "contact \(id)", emails: emails)
        }
    }

    /// Sorted by record id.
    package let companies: [MatchSubject]
    package private(set) var contacts: [Contact] = []

    public static let empty = CRMDirectory(companies: [])

    /// - Parameter companies: Subjects of the section `hubspot_companies`.
    public init(companies: [MatchSubject]) { self.companies = Self.sorted(companies) }

    public var isEmpty: Bool { companies.isEmpty && contacts.isEmpty }

    /// - Parameter contact: A subject of the section `hubspot_contacts`.
    public mutating func add(contact: MatchSubject) {
        if let contact = Contact(contact) { contacts.append(contact) }
    }

    /// Companies as rows of labels state them: names, domains, and the record id in `crm_company_ids`.
    public init(companies labels: MatchLabels) {
        self.init(
            companies: labels.rows.compactMap { row in
                guard let id = row.subject.crmCompanyIDs.first else { return nil }
                return MatchSubject(
                    source: .hubspot, section: "hubspot_companies", key: id, names: row.subject.names,
                    domains: row.subject.domains, crmRecordID: id)
            })
    }

    private static func sorted(_ subjects: [MatchSubject]) -> [MatchSubject] {
        subjects.filter { $0.crmRecordID?.isEmpty == false }.sorted { lhs, rhs in
            let first = lhs.crmRecordID ?? ""
            let second = rhs.crmRecordID ?? ""
            if first != second { return first.utf8.lexicographicallyPrecedes(second.utf8) }
            if lhs.key != rhs.key { return lhs.key.utf8.lexicographicallyPrecedes(rhs.key.utf8) }
            return lhs.encoded().lexicographicallyPrecedes(rhs.encoded())
        }
    }
}

extension MatchIndex.Builder {
    /// Adds what follows from the records, given which company each of them is.
    ///
    /// - Parameter decide: The decision about a CRM company by the mapping and by people alone.
    mutating func add(
        _ directory: CRMDirectory, terms: MatchTerms, decide: (MatchSubject) -> MatchDecision
    ) {
        var resolved: [String: [CompanyMatch]] = [:]
        for record in directory.companies {
            let matches = decide(record).matches
            guard let id = record.crmRecordID else { continue }
            if matches.isEmpty {
                add(
                    MatchEntry(kind: .crmStranger, company: "", text: id, origin: ""),
                    under: MatchKey(.record, id))
            }
            resolved[id, default: []] += matches
            for match in matches { learn(from: record, id: id, match: match, terms: terms) }
        }
        for contact in directory.contacts {
            // The company itself is the evidence; where the contact stands only says which.
            let ofCompany = resolved[contact.company] ?? []
            for match in ofCompany.isEmpty ? decide(contact.byAddress).matches : ofCompany {
                let entry = MatchEntry(
                    kind: .crmContact, company: match.company, text: "contact \(contact.id)",
                    origin: "hubspot contact \(contact.id)", confidence: match.confidence)
                add(entry, under: MatchKey(.contactRecord, contact.id))
                guard !ofCompany.isEmpty else { continue }
                for email in contact.emails {
                    guard let address = EmailAddress.normalised(email) else { continue }
                    add(entry, under: MatchKey(.contact, address))
                }
            }
        }
    }

    private mutating func learn(
        from record: MatchSubject, id: String, match: CompanyMatch, terms: MatchTerms
    ) {
        let origin = "hubspot company \(id)"
        func entry(_ kind: MatchEntry.Kind, _ text: String, _ tokens: [String] = []) -> MatchEntry {
            MatchEntry(
                kind: kind, company: match.company, text: text, origin: origin, tokens: tokens,
                confidence: match.confidence)
        }
        add(entry(.crmCompany, id), under: MatchKey(.record, id))
        // Nothing more is learned from what is itself not certain.
        guard match.confidence >= 0.9 else { return }
        for domain in record.domains {
            guard let site = terms.usableHost(domain) else { continue }
            add(entry(.crmDomain, site), under: MatchKey(.learnedDomain, site))
        }
        for name in record.names {
            for tokens in terms.aliasSpellings(name)
            where !terms.isInternalName(tokens) && terms.strength(of: tokens) >= .word {
                var learned = entry(.crmName, MatchText.trimmed(name), tokens)
                learned.hasDomain = companiesWithDomain.contains(match.company)
                add(name: learned)
            }
        }
    }
}
