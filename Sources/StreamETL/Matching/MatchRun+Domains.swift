import ETLModel

extension MatchRun {
    /// Domains that are stated, and those of the people who take part.
    mutating func askDomains() {
        var asked: Set<String> = []
        for domain in subject.domains.prefix(256) {
            guard let host = HostName.normalised(domain), asked.insert(host).inserted else { continue }
            ask(host, people: 0, isStated: true)
        }
        askNamesAsDomains(&asked)
        var people: [String: Int] = [:]
        var addresses: Set<String> = []
        for email in subject.emails {
            guard let address = EmailAddress.normalised(email), addresses.insert(address).inserted,
                let at = address.utf8.lastIndex(of: UInt8(ascii: "@"))
            else { continue }
            people[String(address[address.utf8.index(after: at)...]), default: 0] += 1
            if !subject.isCRMContact { askContact(address) }
        }
        let isInvitation = subject.source == .calendar || subject.isCRMContact || subject.isCRMCompany
        let first = findings.count
        for (host, count) in people.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) })
        where !asked.contains(host) {
            ask(host, people: count, isStated: isInvitation)
        }
        if !isInvitation { weighParticipants(from: first) }
    }

    /// An item may be called by a domain: HubSpot names companies so of which it knows no more.
    private mutating func askNamesAsDomains(_ asked: inout Set<String>) {
        for name in subject.names.prefix(Self.mostNames)
        where name.utf8.contains(UInt8(ascii: ".")) && !name.utf8.contains(UInt8(ascii: " ")) {
            guard let host = HostName.normalised(name), terms.exclusion(of: host) == nil,
                let top = terms.registrable(host), lookUp(host, upTo: top, .domain) != nil,
                asked.insert(host).inserted
            else { continue }
            ask(host, people: 0, isStated: true)
        }
    }

    /// In a conversation, one guest among others does not make it the guest's company's.
    private mutating func weighParticipants(from first: Int) {
        let most = outsiders.values.max() ?? 0
        let companies = Set(findings[first...].map(\.company))
        for position in findings.indices.dropFirst(first) {
            let domain = terms.registrable(findings[position].evidence.found) ?? ""
            if companies.count > 1 || outsiders[domain, default: 0] < most {
                findings[position].confidence = min(findings[position].confidence, 0.7)
            }
        }
    }

    private mutating func ask(_ host: String, people: Int, isStated: Bool) {
        if let reason = terms.exclusion(of: host) {
            if terms.isInternal(host) { ownPeople += people }
            trace?.note(.domain, host, "no evidence: \(reason)")
            return
        }
        let top = terms.registrable(host) ?? host
        outsiders[top, default: 0] += people
        let domain: MatchRule = isStated ? .domain : .participantDomain
        let learned: MatchRule = .crmDomain
        for (space, rule, kind) in [
            (MatchKey.Space.domain, domain, "calendar_domain"), (.learnedDomain, learned, "crm_domain"),
        ] {
            guard let (name, hits) = lookUp(host, upTo: top, space) else { continue }
            let companies = Set(hits.map(\.company))
            outsiderCompanies[top, default: []].formUnion(companies)
            for entry in hits {
                let base = rule == .domain ? 0.97 : rule == .participantDomain ? 0.92 : 0.91
                var confidence = rule == learned ? min(base, entry.confidence) : base * entry.confidence
                if companies.count > 1 { confidence = min(confidence, 0.7) }
                find(
                    rule, entry.company, confidence, tier: isStated ? .direct : .indirect, kind: kind,
                    found: host, entry)
            }
            trace?.note(rule, host, "found as \(name)")
            return
        }
        trace?.note(domain, host, "not in the mapping")
    }

    /// The entries of the longest known domain that holds the host.
    private mutating func lookUp(
        _ host: String, upTo top: String, _ space: MatchKey.Space
    ) -> (String, [MatchEntry])? {
        var rest = host
        while true {
            let wanted: MatchEntry.Kind = space == .domain ? .domain : .crmDomain
            var hits = entries(space, rest).filter { $0.kind == wanted && $0.text == rest }
            if let best = hits.map(\.confidence).max() {
                // A domain stated outright displaces one that follows from a subdomain.
                if best == 1 { hits.removeAll { $0.confidence < 1 } }
                return (rest, hits)
            }
            guard rest != top, let dot = rest.utf8.firstIndex(of: UInt8(ascii: ".")) else { return nil }
            rest = String(rest[rest.utf8.index(after: dot)...])
        }
    }

    private mutating func askContact(_ address: String) {
        let hits = Array(entries(.contact, address).filter { $0.kind == .crmContact })
        guard !hits.isEmpty else { return }
        let companies = Set(hits.map(\.company))
        for entry in hits {
            let confidence = companies.count > 1 ? 0.6 : min(0.86, entry.confidence)
            find(
                .crmContact, entry.company, confidence, tier: .indirect, kind: "crm_contact",
                found: entry.text, entry)
        }
        trace?.note(.crmContact, hits[0].text, "takes part")
    }
}
