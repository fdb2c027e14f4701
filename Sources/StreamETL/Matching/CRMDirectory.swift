/// What the CRM knows of its companies and contacts, as evidence beyond the mapping.
///
/// A pure function of the set of records: their order makes no difference.
public struct CRMDirectory: Sendable, Equatable {
    /// A contact, as far as it is evidence: there may be very many.
    struct Contact: Sendable, Equatable {
        let id: String
        /// Record id of the contact's primary company.
        let company: String
        let emails: [String]

        /// `nil` where nothing can follow from the contact.
        init?(_ subject: MatchSubject) {
            guard let id = subject.crmRecordID, !id.isEmpty, let company = subject.crmCompanyIDs.first,
                !subject.emails.isEmpty
            else { return nil }
            self.id = id
            self.company = company
            emails = subject.emails
        }
    }

    /// Sorted by record id.
    let companies: [MatchSubject]
    private(set) var contacts: [Contact] = []

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
            guard let id = record.crmRecordID, !matches.isEmpty else { continue }
            resolved[id, default: []] += matches
            for match in matches { learn(from: record, id: id, match: match, terms: terms) }
        }
        for contact in directory.contacts {
            // The company itself is the evidence; where the contact stands only says which.
            for match in resolved[contact.company] ?? [] {
                for email in contact.emails {
                    guard let address = EmailAddress.normalised(email) else { continue }
                    add(
                        MatchEntry(
                            kind: .crmContact, company: match.company, text: "contact \(contact.id)",
                            origin: "hubspot contact \(contact.id)", confidence: match.confidence),
                        under: MatchKey(.contact, address))
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
