/// What a company is recognised by: what the mapping says of it, and what was learned from the CRM.
public struct CompanyExplanation: Hashable, Sendable {
    public let company: String
    /// In the order of the mapping, then what was learned.
    public let terms: [Term]

    public struct Term: Hashable, Sendable {
        /// Column of the mapping, or `hubspot_domain`, `hubspot_name`, `hubspot_company`.
        public let kind: String
        public let text: String
        /// Where it stands: `company_mapping.csv:12`, `hubspot company 42`.
        public let origin: String
        /// Why it says less than one would think; `nil` where it decides by itself.
        public let reservation: String?
    }
}

extension Matcher {
    /// - Parameter fileName: What the mapping's file is called.
    public func explain(_ company: MappedCompany, mappedIn fileName: String) -> CompanyExplanation {
        var found: [CompanyExplanation.Term] = []
        for row in company.variants {
            let origin = "\(fileName):\(row.line)"
            func add(_ kind: CompanyMapping.Column, _ text: String, _ reservation: String? = nil) {
                let term = CompanyExplanation.Term(
                    kind: kind.rawValue, text: text, origin: origin, reservation: reservation)
                let isKnown = found.contains { $0.kind == term.kind && $0.text == term.text }
                if !text.isEmpty, !isKnown { found.append(term) }
            }
            for column in [CompanyMapping.Column.baseCompany, .variantName] {
                add(column, row[column], reservation(ofName: row[column]))
            }
            for column in [CompanyMapping.Column.slackGroup, .telegramGroup] {
                for group in row.names(in: column) { add(column, group) }
            }
            for domain in row.names(in: .calendarDomain) {
                let host = HostName.normalised(domain)
                add(
                    .calendarDomain, host ?? domain,
                    host.map { terms.exclusion(of: $0).map { "matches nobody: \($0)" } } ?? "is no domain")
            }
        }
        return CompanyExplanation(company: company.name, terms: found + index.learned(of: company.name))
    }

    private func reservation(ofName name: String) -> String? {
        let tokens = terms.aliasTokens(name)
        if terms.readsLikePerson(tokens) {
            return "reads like somebody's name: a meeting's title needs a second piece of evidence"
        }
        return switch terms.strength(of: tokens) {
        case .commonWord: "an everyday or very short word: needs a second piece of evidence"
        case .commonWords: "everyday words: need a second piece of evidence"
        case .word, .words: nil
        }
    }
}

extension MatchIndex {
    /// What the CRM says of a company.
    fileprivate func learned(of company: String) -> [CompanyExplanation.Term] {
        entries(of: company).compactMap { entry in
            let kind: String
            switch entry.kind {
            case .crmCompany: kind = "hubspot_company"
            case .crmDomain: kind = "hubspot_domain"
            case .crmName: kind = "hubspot_name"
            default: return nil
            }
            return CompanyExplanation.Term(
                kind: kind, text: entry.text, origin: entry.origin, reservation: nil)
        }
    }
}

extension CompanyExplanation: CustomStringConvertible {
    /// Several lines for a terminal.
    public var description: String {
        let width = terms.map(\.kind.count).max() ?? 0
        let lines = terms.map { term in
            let kind = term.kind.padding(to: width)
            let reservation = term.reservation.map { "  (\($0))" } ?? ""
            return "    \(kind)  \"\(term.text)\"  \(term.origin)\(reservation)"
        }
        return ([company, "  recognised by:"] + lines).map(MatchExplanation.printable)
            .joined(separator: "\n") + "\n"
    }
}

extension String {
    fileprivate func padding(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }
}
