package import ETLModel

/// One decision in the making: what each rule found, and what follows from all of it.
package struct MatchRun {
    package let subject: MatchSubject
    package let index: MatchIndex
    let terms: MatchTerms
    package var findings: [Finding] = []
    /// Domains of outsiders that the item states or who take part, with the number of people.
    var outsiders: [String: Int] = [:]
    /// Of those, the mapped companies whose domain it is.
    var outsiderCompanies: [String: Set<String>] = [:]
    /// How many people of one's own take part.
    var ownPeople = 0
    /// Associated CRM companies that are known and none of the mapping's.
    var strangers: [String] = []
    /// Names that stand for the item; of associated companies only those of which no record is known.
    package private(set) var names: [String]
    /// Filled only for an explanation.
    package var trace: MatchTrace?
    /// The keys that were asked.
    package private(set) var signature = MatchSignature()
    var forced: [String: MatchEvidence] = [:]
    var barred: [String: MatchEvidence] = [:]

    /// What one rule says for one company.
    package struct Finding {
        package var company: String
        package var rule: MatchRule
        package var confidence: Double
        package var evidence: MatchEvidence
        var tier: Tier
        /// The company's name has a part of a joint chat's title for itself.
        var isParty = false
        /// The name by itself would do, whatever else speaks against it.
        var isCertainName = false
        /// What was found has other signs, as `C#` has for `C++`.
        var hasOtherSigns = false
    }

    /// How directly something tells whose an item is. Weaker tiers give way to stronger ones, unless
    /// the item names several parties.
    package enum Tier: Int, Comparable {
        case group, direct, indirect, name
        package static func < (lhs: Tier, rhs: Tier) -> Bool { lhs.rawValue < rhs.rawValue }
    }

    package init(_ subject: MatchSubject, index: MatchIndex, terms: MatchTerms) {
        self.subject = subject
        names = subject.names
        self.index = index
        self.terms = terms
    }

    package mutating func decide() -> MatchDecision {
        askPeople()
        askGroups()
        askDomains()
        askCRM()
        if !subject.isCRMContact { askNames() }
        if subject.source == .slack { weighGuests() }
        return conclude()
    }

    package mutating func entries(_ space: MatchKey.Space, _ text: String) -> MatchIndex.Entries {
        entries(MatchKey(space, text))
    }

    /// This and ``places(_:)`` are the only ways to the index: what is asked here is all that the
    /// decision depends on.
    package mutating func entries(_ key: MatchKey) -> MatchIndex.Entries {
        signature.insert(key.hash)
        return index.entries(key)
    }

    /// Notes what was asked elsewhere.
    package mutating func note(asked hash: UInt64) { signature.insert(hash) }

    package mutating func places(_ key: MatchKey) -> ArraySlice<Int32> {
        signature.insert(key.hash)
        return index.places(key)
    }

    package mutating func find(
        _ rule: MatchRule, _ company: String, _ confidence: Double, tier: Tier, isParty: Bool = false,
        isCertainName: Bool = false, kind: String, found: String, _ entry: MatchEntry
    ) {
        findings.append(
            Finding(
                company: company, rule: rule, confidence: confidence,
                evidence: MatchEvidence(
                    kind: kind, found: found, expected: entry.text, origin: entry.origin),
                tier: tier, isParty: isParty, isCertainName: isCertainName))
    }

    // MARK: People's decisions

    private mutating func askPeople() {
        var asked = [MatchText.trimmed(subject.key)]
        asked += subject.names.prefix(MatchRun.mostNames).map { MatchText.trimmed($0) }
        // A contact is called by its person, else by its address.
        if subject.section == "hubspot_contacts" {
            asked += (subject.people.isEmpty ? subject.emails : subject.people).map { MatchText.trimmed($0) }
        }
        for (position, item) in asked.enumerated() where !item.isEmpty {
            var isDecided = false
            for entry in entries(.item, item) where entry.text == item {
                guard entry.tokens.first == "" || entry.tokens.first == subject.section else { continue }
                isDecided = true
                let evidence = MatchEvidence(
                    kind: position == 0 ? "item_key" : "item_name", found: item, expected: entry.text,
                    origin: entry.origin)
                if entry.kind == .decideMatch {
                    forced[entry.company] = evidence
                    barred[entry.company] = nil
                } else if forced[entry.company] == nil {
                    barred[entry.company] = evidence
                }
            }
            trace?.note(.override, "item \(item)", isDecided ? "decided" : "no decision")
            // What is said of the item itself outweighs what is said of its name.
            if isDecided { return }
        }
    }

    // MARK: Groups

    package static let mostNames = 16

    private mutating func askGroups() {
        let isSlack = subject.source == .slack
        guard isSlack || subject.source == .telegram else { return }
        let kind = isSlack ? "slack_group" : "telegram_group"
        for name in subject.names.prefix(Self.mostNames) {
            let bare = MatchText.withoutHash(name)
            let keys = MatchText.groupKeys(bare)
            guard !keys[0].isEmpty else { continue }
            let first = findings.count
            for key in keys { askGroup(key, named: bare, isSlack: isSlack, kind: kind) }
            let form = NameForm(bare)
            for core in [form.core(terms), terms.withoutAffixes(form.tokens).joined()] where !core.isEmpty {
                for entry in entries(isSlack ? .slackCore : .telegramCore, core) {
                    guard entry.kind == .groupCore, entry.tokens.first == core else { continue }
                    find(
                        .groupNormalised, entry.company, entry.confidence, tier: .group, kind: kind,
                        found: bare, entry)
                }
            }
            // `C++ users` and `C# users` are two.
            let signs = NameSigns(bare)
            for position in findings.indices.dropFirst(first)
            where NameSigns(MatchText.withoutHash(findings[position].evidence.expected)).differ(from: signs) {
                findings[position].confidence = min(findings[position].confidence, 0.7)
                findings[position].hasOtherSigns = true
            }
            settleGroups(from: first, name: bare)
            trace?.note(
                .groupExact, "\(kind) \(bare)", findings.count > first ? "found" : "not in the mapping")
        }
    }

    /// The mapped groups of one key. Of several, only those that differ least are meant: the one that is equal
    /// letter by letter, else those that are equal but for case.
    private mutating func askGroup(_ key: String, named bare: String, isSlack: Bool, kind: String) {
        var mapped: [(entry: MatchEntry, difference: Int)] = []
        for entry in entries(isSlack ? .slackGroup : .telegramGroup, key) {
            if entry.kind == .group, entry.tokens == [key] {
                let isAlike = entry.text != bare && MatchText.folded(entry.text) == MatchText.folded(bare)
                mapped.append((entry, entry.text == bare ? 0 : isAlike ? 1 : 2))
            } else if entry.kind == .otherGroup, entry.tokens.last == key {
                let isTelling = terms.strength(of: MatchText.tokens(bare)) >= .word
                find(
                    .groupNormalised, entry.company, isTelling ? 0.86 : 0.55, tier: .group,
                    kind: entry.tokens[0], found: bare, entry)
            }
        }
        let least = mapped.map(\.difference).min()
        for (entry, difference) in mapped where difference == least {
            find(
                difference == 0 ? .groupExact : .groupNormalised, entry.company,
                difference == 0 ? 0.99 : 0.97,
                tier: .group, kind: kind, found: bare, entry)
        }
    }

    /// A better spelling displaces worse ones, and a group stated for several companies is open
    /// unless the chat names them all.
    private mutating func settleGroups(from first: Int, name: String) {
        guard let best = findings[first...].map(\.confidence).max() else { return }
        var kept = findings[first...].filter {
            $0.confidence > best - 0.03 || $0.confidence < 0.8 && best < 0.8
        }
        let companies = Set(kept.map(\.company))
        if companies.count > 1 {
            let named = namedCompanies(in: name)
            for position in kept.indices where !(companies.isSubset(of: named)) {
                kept[position].confidence = min(kept[position].confidence, 0.7)
            }
        }
        findings.replaceSubrange(first..., with: kept)
    }

    // MARK: CRM

    private mutating func askCRM() {
        var seen: Set<String> = []
        var isKnown = false
        for (position, id) in subject.crmCompanyIDs.prefix(64).enumerated() where seen.insert(id).inserted {
            var outcome = "not known"
            for entry in entries(.record, id) where entry.text == id {
                if entry.kind == .crmStranger {
                    strangers.append(id)
                    outcome = "no mapped company"
                } else if entry.kind == .crmCompany {
                    outcome = "found"
                    find(
                        .crmCompany, entry.company,
                        min(position == 0 ? 0.97 : 0.95, entry.confidence), tier: .direct,
                        kind: "crm_company_id", found: id, entry)
                }
            }
            if outcome != "not known" { isKnown = true }
            trace?.note(.crmCompany, "record \(id)", outcome)
        }
        if !isKnown { names += subject.crmCompanyNames }
        askCRMContacts()
    }

    /// The contacts that a deal is associated with: less than the company itself, since people know people.
    private mutating func askCRMContacts() {
        var found: [MatchEntry] = []
        for id in Set(subject.crmContactIDs.prefix(64)).sorted() {
            let hits = entries(.contactRecord, id).filter {
                $0.kind == .crmContact && $0.text == "contact \(id)"
            }
            trace?.note(.crmContact, "contact \(id)", hits.isEmpty ? "no mapped company's" : "associated")
            found += hits
        }
        let isOpen = Set(found.map(\.company)).count > 1 || !strangers.isEmpty
        for entry in found {
            find(
                .crmContact, entry.company, min(isOpen ? 0.6 : 0.86, entry.confidence), tier: .indirect,
                kind: "crm_contact", found: entry.text, entry)
        }
    }
}
