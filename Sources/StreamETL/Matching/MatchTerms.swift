package import ETLSettings

/// The settings in the form in which rules ask them, and the text rules that depend on them.
package final class MatchTerms: Sendable {
    package let settings: MatchingSettings
    let legalForms = LegalForms()
    private let senses: [String: WordSense]
    private let internalDomains: Set<String>
    private let freeMail: FreeMail
    private let internalKeys: Set<String>
    private let longestInternalName: Int

    package init(_ settings: MatchingSettings) {
        self.settings = settings
        var senses: [String: WordSense] = [:]
        for (words, sense) in [
            (settings.commonWords, .common), (settings.neutralWords, .neutral),
            (settings.prefixes, .prefix), (settings.suffixes, .suffix), (Array(legalForms.words), .legalForm),
            (MatchingSettings.kindWords, .kind), (MatchingSettings.tradeWords, .trade),
            (MatchingSettings.regionWords, .region), (MatchingSettings.particles, .particle),
            (MatchingSettings.givenNames, .givenName),
            (MatchingSettings.occasionWords, .occasion),
        ] as [([String], WordSense)] {
            for word in words {
                for token in MatchText.tokens(word) { senses[token, default: []].insert(sense) }
            }
        }
        self.senses = senses
        internalDomains = Set(settings.internalDomains.compactMap { HostName.normalised($0) })
        freeMail = FreeMail(
            settings.freeMailDomains + settings.sharedProviderDomains, settings.publicSuffixes)
        let labels = internalDomains.compactMap { $0.split(separator: ".").first.map(String.init) }
        let forms = (settings.internalNames + labels).map { MatchText.tokens($0) }.filter { !$0.isEmpty }
        internalKeys = Set(forms.map { $0.joined(separator: " ") })
        longestInternalName = forms.map(\.count).max() ?? 0
    }

    // MARK: Names

    /// The tokens without the words at their ends that say what a channel is for.
    func withoutAffixes(_ tokens: [String]) -> [String] {
        var rest = tokens[...]
        while rest.count > 1, let last = rest.last, sense(of: last).contains(.suffix) { rest.removeLast() }
        while rest.count > 1, let first = rest.first, sense(of: first).contains(.prefix) {
            rest.removeFirst()
        }
        return Array(rest)
    }

    func sense(of token: String) -> WordSense { senses[token] ?? [] }

    /// Whether a token says nothing about whose an item is.
    func isNeutral(_ token: String) -> Bool {
        if isFiller(token) || sense(of: token).contains(.occasion) { return true }
        // `100k`
        return token.utf8.count <= 8 && token.utf8.last == UInt8(ascii: "k")
            && token.utf8.dropLast().allSatisfy { (0x30...0x39).contains($0) } && token.utf8.count > 1
    }

    /// Whether a token also says nothing at the ends of a name that is compared with others.
    func isFiller(_ token: String) -> Bool {
        !sense(of: token).isDisjoint(with: [.neutral, .prefix, .suffix, .legalForm])
            || (token.utf8.count <= 8 && token.utf8.allSatisfy { (0x30...0x39).contains($0) })
    }

    /// Whether a word says where an organisation, or a part of it, is.
    func isPlace(_ token: String) -> Bool {
        token == "us" || sense(of: token).contains(.region) && !Self.wholeWorld.contains(token)
    }

    private static let wholeWorld: Set<String> = ["global", "international", "worldwide"]

    func isCommon(_ token: String) -> Bool {
        !sense(of: token).isDisjoint(with: [.common, .neutral, .legalForm])
    }

    /// How much a name by itself says.
    func strength(of tokens: [String]) -> NameStrength {
        // An article makes a name no longer.
        let words = tokens.filter { !sense(of: $0).contains(.particle) || $0.utf8.count == 1 && $0 != "a" }
        // `AT&T`, `The X`
        let counted = words.contains { $0.utf8.count > 1 } ? words : tokens
        let telling = counted.filter(isTelling)
        guard let first = telling.first else { return counted.count > 1 ? .commonWords : .commonWord }
        if counted.count == 1 {
            let isEveryday =
                MatchingSettings.isEnglish(first) || MatchingSettings.financeWords.contains(first)
            return isEveryday ? .commonWord : .word
        }
        // Of `MPC Works` only three letters tell.
        return telling.count == 1 && first.unicodeScalars.count <= 3 && first.utf8.count <= 3 ? .word : .words
    }

    /// Whether a word is none that many names have, and long enough to mean anything.
    func isTelling(_ token: String) -> Bool {
        guard sense(of: token).isDisjoint(with: .weak) else { return false }
        let bytes = token.utf8
        if bytes.allSatisfy({ (0x30...0x39).contains($0) }) { return false }
        guard bytes.allSatisfy({ $0 < 0x80 }) else { return token.unicodeScalars.count >= 2 }
        // `wings`
        if bytes.last == UInt8(ascii: "s"), sense(of: String(token.dropLast())).contains(.common) {
            return false
        }
        return bytes.count >= 3
    }

    /// Whether a name may be somebody's: a given name, and at most two more words that are no everyday ones.
    func readsLikePerson(_ tokens: [String]) -> Bool {
        guard let first = tokens.first, tokens.count <= 3, sense(of: first) == .givenName
        else { return false }
        return tokens.dropFirst().allSatisfy { token in
            sense(of: token).isDisjoint(with: .weak)
                && !token.utf8.contains { (0x30...0x39).contains($0) }
        }
    }

    /// Whether only one word of a name tells, and the others are as short as initials.
    func hasInitials(_ tokens: [String]) -> Bool {
        guard tokens.count > 1, strength(of: tokens) == .words else { return false }
        return tokens.filter { $0.utf8.count >= 3 }.count == 1
    }

    /// Marks the tokens that name one's own organisation.
    func markInternal(_ tokens: [String], in marks: inout [Bool]) {
        guard longestInternalName > 0 else { return }
        for start in tokens.indices {
            let most = min(longestInternalName, tokens.count - start)
            for length in stride(from: most, through: 1, by: -1) {
                let key =
                    length == 1 ? tokens[start] : tokens[start..<(start + length)].joined(separator: " ")
                guard internalKeys.contains(key) else { continue }
                for index in start..<(start + length) { marks[index] = true }
                break
            }
        }
    }

    func isInternalName(_ tokens: [String]) -> Bool { internalKeys.contains(tokens.joined(separator: " ")) }

    // MARK: Domains

    /// Why a host is no evidence, or `nil` if it may be.
    func exclusion(of host: String) -> String? {
        if isInternal(host) { return "internal domain" }
        if freeMail.contains(host) { return "free mail or shared provider" }
        if settings.publicSuffixes?.isPublicSuffix(host) == true, registrable(host) == nil {
            return "public suffix"
        }
        return nil
    }

    /// The part of a host that somebody registered; `nil` for a public suffix.
    func registrable(_ host: String) -> String? {
        if let list = settings.publicSuffixes { return list.registrableDomain(of: host) }
        let labels = host.split(separator: ".")
        return labels.count < 2 ? nil : labels.suffix(2).joined(separator: ".")
    }

    /// Whether a host is of one's own organisation.
    package func isInternal(_ host: String) -> Bool { FreeMail.holds(internalDomains, host) }
}

/// How much a name by itself says about whose an item is.
enum NameStrength: Comparable {
    /// One everyday word, or too short to mean anything.
    case commonWord
    /// Everyday words in a row.
    case commonWords
    /// One word that is not an everyday one.
    case word
    case words
}
