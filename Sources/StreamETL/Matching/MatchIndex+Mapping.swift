import ETLSettings

extension MatchIndex.Builder {
    /// Adds groups, domains and names of the mapping's companies.
    mutating func add(_ mapping: CompanyMapping, terms: MatchTerms) {
        let beginnings = Self.beginnings(of: mapping, terms)
        let excluded = Set(terms.settings.excludedCompanies.map { MatchText.folded($0) })
        for company in mapping.companies where !excluded.contains(MatchText.folded(company.name)) {
            let endings = Self.variantEndings(of: company)
            let hasDomain = company.variants.contains { row in
                row.names(in: .calendarDomain).contains { terms.usableHost($0) != nil }
            }
            for row in company.variants {
                let origin = "\(mapping.fileName):\(row.line)"
                addGroups(.slackGroup, of: row, company, endings, origin, terms)
                addGroups(.telegramGroup, of: row, company, endings, origin, terms)
                for cell in row.names(in: .calendarDomain) {
                    addDomain(cell, company.name, origin, terms)
                }
                addAlias(row[.baseCompany], company.name, origin, terms, hasDomain)
                if row[.variantName] != row[.baseCompany] {
                    addAlias(row[.variantName], company.name, origin, terms, hasDomain)
                }
                for name in Set([row[.baseCompany], row[.variantName]]).sorted() {
                    for tokens in terms.shortNames(name)
                    where beginnings[tokens.joined(separator: " ")] == [company.name] {
                        guard let key = MatchKey(name: tokens) else { continue }
                        add(
                            MatchEntry(
                                kind: .shortName, company: company.name, text: name, origin: origin,
                                tokens: tokens, hasDomain: hasDomain),
                            under: key)
                    }
                }
            }
        }
    }

    /// Adds people's decisions about companies that the mapping has.
    mutating func add(_ overrides: MatchOverrides, mapping: CompanyMapping) {
        var names: [String: String] = [:]
        for company in mapping.companies { names[MatchText.folded(company.name)] = company.name }
        for row in overrides.rows {
            let company = row.company.isEmpty ? "" : names[MatchText.folded(row.company)]
            guard let company else { continue }
            add(
                MatchEntry(
                    kind: row.decision == .match ? .decideMatch : .decideUnmatch, company: company,
                    text: row.item, origin: "\(overrides.fileName):\(row.line)", tokens: [row.section]),
                under: MatchKey(.item, row.item))
        }
    }

    private mutating func addGroups(
        _ column: CompanyMapping.Column, of row: MappingRow, _ mapped: MappedCompany, _ endings: [[String]],
        _ origin: String, _ terms: MatchTerms
    ) {
        let company = mapped.name
        let isSlack = column == .slackGroup
        for group in row.names(in: column) {
            let tokens = MatchText.tokens(group)
            let whole = MatchText.groupKey(group)
            guard !whole.isEmpty else { continue }
            let keys = MatchText.groupKeys(group)
            for key in keys + (MatchText.withoutUmlauts(group).map { [MatchText.groupKey($0)] } ?? []) {
                add(
                    MatchEntry(kind: .group, company: company, text: group, origin: origin, tokens: [key]),
                    under: MatchKey(isSlack ? .slackGroup : .telegramGroup, key))
            }
            for key in keys {
                add(
                    MatchEntry(
                        kind: .otherGroup, company: company, text: group, origin: origin,
                        tokens: [column.rawValue, key]),
                    under: MatchKey(isSlack ? .telegramGroup : .slackGroup, key))
            }
            let plain = terms.withoutAffixes(tokens)
            var cores: [String: Double] = [:]
            if let confidence = terms.confidence(ofCore: plain, for: mapped) {
                for ending in [[]] + endings { cores[(plain + ending).joined()] = confidence }
            }
            let form = NameForm(group)
            // All parties must be the same: there is no doubt about any of them.
            if form.isJoint { cores[form.core(terms)] = terms.confidence(ofWhole: plain) }
            for (core, confidence) in cores.sorted(by: { $0.key < $1.key }) where !core.isEmpty {
                add(
                    MatchEntry(
                        kind: .groupCore, company: company, text: group, origin: origin,
                        tokens: [core] + plain,
                        confidence: confidence),
                    under: MatchKey(isSlack ? .slackCore : .telegramCore, core))
            }
        }
    }

    private mutating func addDomain(
        _ cell: String, _ company: String, _ origin: String, _ terms: MatchTerms
    ) {
        guard let host = terms.usableHost(cell) else { return }
        add(
            MatchEntry(kind: .domain, company: company, text: host, origin: origin),
            under: MatchKey(.domain, host))
        // A subdomain also says something about the registered domain above it, though less.
        guard let parent = terms.registrable(host), parent != host, terms.exclusion(of: parent) == nil
        else { return }
        add(
            MatchEntry(
                kind: .domain, company: company, text: parent, origin: origin, confidence: 0.9),
            under: MatchKey(.domain, parent))
    }

    private mutating func addAlias(
        _ name: String, _ company: String, _ origin: String, _ terms: MatchTerms, _ hasDomain: Bool
    ) {
        guard let full = terms.aliasSpellings(name).first else { return }
        // `Acme-minter` is also found as `Acme`, which the base name states anyway.
        let entry = MatchEntry(
            kind: .alias, company: company, text: name, origin: origin, tokens: full, hasDomain: hasDomain)
        guard !terms.isInternalName(full) else { return }
        add(name: entry)
        for tokens in terms.aliasSpellings(name).dropFirst() {
            var other = entry
            other.tokens = tokens
            add(name: other)
        }
        for spelling in terms.looseSpellings(name) where !terms.isInternalName(spelling.tokens) {
            var other = entry
            other.tokens = spelling.tokens
            other.confidence = spelling.confidence
            if !spelling.isOnlyAlike { add(name: other) }
            guard spelling.isCompared else { continue }
            let (keys, form) = FuzzyName.prepared(spelling.tokens, terms)
            add(other, under: keys, comparedAs: form)
        }
        let (keys, form) = FuzzyName.prepared(full, terms)
        add(entry, under: keys, comparedAs: form)
    }

    /// By what names begin with, the companies of the names.
    private static func beginnings(of mapping: CompanyMapping, _ terms: MatchTerms) -> [String: Set<String>] {
        var companies: [String: Set<String>] = [:]
        for company in mapping.companies {
            for row in company.variants {
                for name in Set([row[.baseCompany], row[.variantName]]) {
                    let tokens = terms.aliasTokens(name)
                    for length in 1...MatchTerms.longestShortName where length <= tokens.count {
                        companies[tokens.prefix(length).joined(separator: " "), default: []].insert(
                            company.name)
                    }
                }
            }
        }
        return companies
    }

    /// What the company's own variants add to its name: `minter` of `Acme-minter`.
    private static func variantEndings(of company: MappedCompany) -> [[String]] {
        let base = MatchText.tokens(company.name)
        var endings: [[String]] = []
        for row in company.variants {
            let tokens = MatchText.tokens(row[.variantName])
            guard tokens.count > base.count, tokens.starts(with: base) else { continue }
            let ending = Array(tokens[base.count...])
            if ending.count <= 3, !endings.contains(ending), endings.count < 32 { endings.append(ending) }
        }
        return endings
    }
}

extension NameForm {
    var isJoint: Bool { segments.count > 1 && segments.contains(where: \.isParty) }

    /// One text for a name whatever the order of its parties and the affixes of each.
    func core(_ terms: MatchTerms) -> String {
        guard isJoint else {
            return terms.withoutAffixes(tokens).joined()
        }
        return segments.map { terms.withoutAffixes(Array(tokens[$0.range])).joined() }.sorted()
            .joined(separator: "\u{0}")
    }
}

extension MatchTerms {
    /// How surely a group's name without its affixes is the company's; `nil` where nothing is left that says whose
    /// it is: of `ext-custody` an everyday word, of `halden-support` one's own name.
    fileprivate func confidence(ofCore core: [String], for company: MappedCompany) -> Double? {
        var isOwn = [Bool](repeating: false, count: core.count)
        markInternal(core, in: &isOwn)
        let others = core.indices.filter { !isOwn[$0] }.map { core[$0] }
        let telling = others.filter { !isNeutral($0) }
        guard !telling.isEmpty else { return nil }
        let names = company.variants.flatMap {
            [aliasTokens($0[.baseCompany]), aliasTokens($0[.variantName])]
        }
        if names.contains(where: { isPart(telling, of: $0) }) { return confidence(ofWhole: others) }
        return strength(of: telling) >= .word ? 0.6 : nil
    }

    fileprivate func confidence(ofWhole core: [String]) -> Double {
        switch strength(of: core) {
        case .word, .words: 0.93
        case .commonWords: 0.82
        case .commonWord: 0.6
        }
    }

    /// Whether words say something of a company's name: a word of it, its beginning, its initials.
    private func isPart(_ words: [String], of name: [String]) -> Bool {
        let (part, whole) = (words.joined(), name.joined())
        guard !whole.isEmpty else { return false }
        if part.hasPrefix(whole) || part.unicodeScalars.count >= 3 && whole.hasPrefix(part) { return true }
        let initials = String(name.compactMap(\.first))
        let weak: WordSense = [.kind, .trade, .region, .neutral, .legalForm, .particle]
        return words.contains { word in
            name.contains(word) && sense(of: word).isDisjoint(with: weak)
                || word == initials && name.count >= 3
        }
    }

    /// The host of a domain that the mapping or the CRM states, where it can be evidence.
    func usableHost(_ domain: String) -> String? {
        guard var host = HostName.normalised(domain), exclusion(of: host) == nil else { return nil }
        // A web site's host stands for the domain of its owner.
        if host.hasPrefix("www."), registrable(String(host.dropFirst(4))) != nil { host.removeFirst(4) }
        return host
    }
}
