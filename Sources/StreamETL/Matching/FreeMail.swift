import ETLSettings

/// Domains at which anybody can have an address.
struct FreeMail: Sendable {
    private let domains: Set<String>
    private let publicSuffixes: PublicSuffixList?

    init(_ domains: [String], _ publicSuffixes: PublicSuffixList?) {
        self.domains = Set(domains.compactMap { HostName.normalised($0) })
        self.publicSuffixes = publicSuffixes
    }

    /// Whether a host is one of the domains, below one, or one of a provider that is in many countries.
    func contains(_ host: String) -> Bool {
        if Self.holds(domains, host) { return true }
        var rest = host[...]
        while let dot = rest.utf8.firstIndex(of: UInt8(ascii: ".")) {
            let suffix = rest[rest.utf8.index(after: dot)...]
            if MatchingSettings.freeMailProviders.contains(String(rest[..<dot])), isCountrys(suffix) {
                return true
            }
            rest = suffix
        }
        return false
    }

    /// Whether a public suffix is that of a country, or one as old as they: `live.capital` may be a company.
    private func isCountrys(_ suffix: Substring) -> Bool {
        let labels = suffix.split(separator: ".")
        guard let last = labels.last, last.utf8.count == 2 || last == "com" || last == "net" else {
            return false
        }
        return labels.count == 1 || publicSuffixes?.isPublicSuffix(String(suffix)) == true
    }

    /// Whether a host is one of the domains, or below one.
    static func holds(_ domains: Set<String>, _ host: String) -> Bool {
        guard !domains.isEmpty else { return false }
        var rest = host[...]
        while true {
            if domains.contains(String(rest)) { return true }
            guard let dot = rest.utf8.firstIndex(of: UInt8(ascii: ".")) else { return false }
            rest = rest[rest.utf8.index(after: dot)...]
        }
    }
}
