package import ETLModel

/// What tells on whose side somebody is, for all companies alike.
public struct PersonSides: Hashable, Sendable {
    private let internalDomains: Set<String>
    /// Names and addresses of `internal_people`, folded.
    private let internalPeople: Set<String>
    private let freeMailDomains: Set<String>
    private let ownerNames: Set<String>
    private let ownerAddresses: Set<String>

    /// - Parameter owners: As ``ItemFacts/owner`` has them.
    public init(
        internalDomains: [String] = [], internalPeople: [String] = [], freeMailDomains: [String] = [],
        owners: [String] = []
    ) {
        self.internalDomains = Set(internalDomains.compactMap(HostName.normalised))
        self.internalPeople = Set(internalPeople.map(Self.folded))
        self.freeMailDomains = Set(freeMailDomains.compactMap(HostName.normalised))
        var names: Set<String> = []
        var addresses: Set<String> = []
        for owner in owners {
            let parts = owner.components(of: Character(ItemFacts.ownerSeparator))
            if Self.isWholeName(parts.first) { names.insert(Self.folded(parts.first ?? "")) }
            if parts.count > 1, !parts[1].isEmpty { addresses.insert(parts[1]) }
        }
        ownerNames = names
        ownerAddresses = addresses
    }

    /// The domains in which a company's people have their addresses: neither ours nor anybody's.
    package func domains(of company: some Sequence<String>) -> Set<String> {
        Set(
            company.compactMap(HostName.normalised).filter {
                !FreeMail.holds(internalDomains, $0) && !FreeMail.holds(freeMailDomains, $0)
            })
    }

    /// What is known of somebody without looking at others.
    package struct Person {
        package var name: String?
        package var addresses: Set<String> = []
        package var isContact = false
        package var membership = Participant.Membership.untold

        package init(
            name: String? = nil, addresses: Set<String> = [], isContact: Bool = false,
            membership: Participant.Membership = Participant.Membership.untold
        ) {
            self.name = name
            self.addresses = addresses
            self.isContact = isContact
            self.membership = membership
        }
    }

    /// The surest reason counts: what a person said, a domain, a record, a name.
    ///
    /// - Parameter domains: The company's, by ``domains(of:)``.
    package func side(of person: Person, domains: Set<String>) -> (PersonRow.Side, PersonRow.Reason) {
        let name = person.name.map(Self.folded)
        if name.map(internalPeople.contains) ?? false || !internalPeople.isDisjoint(with: person.addresses) {
            return (.ours, .internalPeople)
        }
        let hosts = person.addresses.map(Self.host)
        if hosts.contains(where: { FreeMail.holds(internalDomains, $0) }) { return (.ours, .internalDomain) }
        if hosts.contains(where: { FreeMail.holds(domains, $0) }) { return (.theirs, .companyDomain) }
        if !ownerAddresses.isDisjoint(with: person.addresses) { return (.ours, .hubspotOwner) }
        if person.isContact { return (.theirs, .hubspotContact) }
        switch person.membership {
        case .member: return (.ours, .workspaceMember)
        case .guest: return (.unknown, .workspaceGuest)
        case .foreign: return (.unknown, .otherWorkspace)
        case .untold: break
        }
        if let name, ownerNames.contains(name) { return (.ours, .ownerName) }
        return (.unknown, person.addresses.isEmpty ? .noAddress : .otherDomain)
    }

    /// Upper case and the number of blanks make no difference.
    package static func folded(_ name: String) -> String {
        let lower = name.lowercased()
        guard lower.contains("  ") || lower.first == " " || lower.last == " " else { return lower }
        return lower.split(separator: " ").joined(separator: " ")
    }

    /// A first name alone tells nobody from others.
    package static func isWholeName(_ name: String?) -> Bool {
        guard let name else { return false }
        return name.contains(" ") && !name.contains("@") && name.utf8.count >= 5
    }

    private static func host(_ address: String) -> String {
        address.lastIndex(of: "@").map { String(address[address.index(after: $0)...]) } ?? ""
    }
}

extension String {
    fileprivate func components(of separator: Character) -> [String] {
        split(separator: separator, omittingEmptySubsequences: false).map(String.init)
    }
}
