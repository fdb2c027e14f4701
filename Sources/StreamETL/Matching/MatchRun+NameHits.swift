import ETLModel

extension MatchRun {
    /// The longest names at each place; a name inside a longer one is not found.
    package mutating func hits(in form: NameForm) -> [Hit] {
        var found: [Hit] = []
        for start in form.tokens.indices {
            var longest = 0
            var best: [MatchEntry] = []
            for tokens in form.readings {
                for entry in names(at: start, of: tokens) where entry.tokens.count >= longest {
                    if entry.tokens.count > longest {
                        longest = entry.tokens.count
                        best = []
                    }
                    if !best.contains(entry) { best.append(entry) }
                }
            }
            if best.contains(where: { $0.kind != .shortName }) { best.removeAll { $0.kind == .shortName } }
            // `Window Market` is the company of that name rather than The Window Market.
            if best.contains(where: { $0.kind == .alias && $0.confidence == 1 }) {
                best.removeAll { $0.kind == .alias && $0.confidence < 1 }
            }
            if longest > 0 { found.append(Hit(range: start..<(start + longest), entries: best)) }
        }
        guard found.count > 1 else { return found }
        var taken = [Bool](repeating: false, count: form.tokens.count)
        var kept: [Hit] = []
        let ordered = found.sorted {
            ($1.range.count, $0.range.lowerBound) < ($0.range.count, $1.range.lowerBound)
        }
        for hit in ordered where !hit.range.contains(where: { taken[$0] }) {
            for index in hit.range { taken[index] = true }
            kept.append(hit)
        }
        return kept.sorted { $0.range.lowerBound < $1.range.lowerBound }
    }

    /// The names that stand in `tokens` from `start` on.
    private mutating func names(at start: Int, of tokens: [String]) -> [MatchEntry] {
        var keys = [MatchKey(.firstToken, tokens[start])]
        if start + 1 < tokens.count { keys.append(MatchKey(.firstTwo, tokens[start], tokens[start + 1])) }
        var found: [MatchEntry] = []
        for key in keys {
            for entry in entries(key) where [.alias, .crmName, .shortName].contains(entry.kind) {
                let end = start + entry.tokens.count
                if end <= tokens.count, tokens[start..<end].elementsEqual(entry.tokens) {
                    found.append(entry)
                }
            }
        }
        return found
    }

    /// Marks tokens that are the name of a person who takes part.
    func personTokens(in form: NameForm) -> [Bool] {
        var marks = [Bool](repeating: false, count: form.tokens.count)
        // `jordan.miller@…` and `Jordan Miller <jm@…>` take part as Jordan Miller.
        let addressed = subject.emails.prefix(200).lazy.compactMap { email -> Substring? in
            let name = EmailAddress.bare(email).prefix { $0 != "@" }
            return name.contains { $0 == "." || $0 == "_" || $0 == "-" } ? name : nil
        }
        let shown = subject.emails.prefix(200).lazy.compactMap(EmailAddress.displayName)
        let people = [
            subject.people.prefix(200).map { $0[...] }, Array(addressed), Array(shown), ownFirstNames(),
        ]
        for person in people.joined() {
            let name = MatchText.tokens(String(person))
            guard let first = name.first, name.count <= form.tokens.count else { continue }
            for start in form.tokens.indices
            where form.tokens[start] == first && start + name.count <= form.tokens.count {
                let range = start..<(start + name.count)
                guard form.tokens[range].elementsEqual(name) else { continue }
                // A first name alone is a person only where nothing else stands beside it.
                let isAlone = form.segments.contains { segment in
                    segment.range.contains(start)
                        && segment.range.allSatisfy { range.contains($0) || terms.isNeutral(form.tokens[$0]) }
                }
                if name.count == 1, !isAlone { continue }
                for index in range { marks[index] = true }
            }
        }
        return marks
    }

    /// `Ann <> Morgan` is a meeting of two of one's own if `morgan@` or Morgan Reyes is invited.
    private func ownFirstNames() -> [Substring] {
        func first(_ name: Substring) -> Substring {
            name.prefix { !($0 == " " || $0 == "." || $0 == "_" || $0 == "-" || $0 == "+") }
        }
        var names: [Substring] = []
        for email in subject.emails.prefix(200) {
            let address = EmailAddress.bare(email)
            guard let at = address.lastIndex(of: "@"),
                let host = HostName.normalised(String(address[address.index(after: at)...])),
                terms.isInternal(host)
            else { continue }
            names.append(first(address[..<at][...]))
            if let shown = EmailAddress.displayName(email) { names.append(first(shown)) }
        }
        // Among one's own only, whoever is named is one of them.
        if subject.source == .calendar, ownPeople > 0, outsiders.isEmpty {
            names += subject.people.prefix(200).map { first($0[...]) }
        }
        return names.filter { !$0.isEmpty }
    }
}
