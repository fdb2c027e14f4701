import ETLMatching
import ETLModel

/// The people of one company over all its items: one entry for whom an address or an id shows to be one.
///
/// Names alone never unite what two sources say. Within one source they do where it tells nothing else,
/// as Telegram's pages do.
struct CompanyPeople {
    private enum Key: Hashable {
        case address(String)
        case id(Source, Participant.Role, String)
        case name(Source, String)
    }

    private struct Entry {
        var person = PersonSides.Person()
        var name: (text: String, rank: Int)?
        var ids: Set<String> = []
        var messages: [Source: Int] = [:]
        var sources: Set<Source> = []
        var meetings = 0
        var first: Int64?
        var last: Int64?
        /// The entry that this one became a part of.
        var parent: Int
    }

    private let sources: [Source]
    private var entries: [Entry] = []
    private var places: [Key: Int] = [:]

    /// - Parameter sources: In the order of the unified JSON.
    init(sources: [Source]) { self.sources = sources }

    /// Adds a participant of an item.
    ///
    /// - Parameter meeting: When the meeting began that they are invited to, if it has.
    /// - Returns: A number of the person; `nil` if nothing identifies them.
    mutating func add(_ participant: Participant, of source: Source, meeting: Int64?) -> Int? {
        guard participant.isPerson, participant.role != .owner else { return nil }
        var place = participant.address.map { self.place(of: .address($0)) }
        if let id = participant.id {
            place = self.place(of: .id(source, participant.role, id), united: place)
        }
        if place == nil, let name = participant.name { place = self.place(of: .name(source, name)) }
        guard let place else { return nil }
        note(participant, of: source, meeting: meeting, at: root(place))
        return place
    }

    private mutating func note(
        _ participant: Participant, of source: Source, meeting: Int64?, at place: Int
    ) {
        if let name = participant.name {
            let rank = Self.rank(of: participant.role)
            let known = entries[place].name
            if known.map({ (rank, name) < ($0.rank, $0.text) }) ?? true { entries[place].name = (name, rank) }
        }
        if let address = participant.address { entries[place].person.addresses.insert(address) }
        if let id = participant.id { entries[place].ids.insert("\(source.rawValue):\(id)") }
        if participant.role == .contact { entries[place].person.isContact = true }
        if participant.membership != .untold { entries[place].person.membership = participant.membership }
        entries[place].sources.insert(source)
        if participant.share.count > 0 {
            entries[place].messages[source, default: 0] += participant.share.count
        }
        if meeting != nil { entries[place].meetings += 1 }
        for time in [participant.share.first, participant.share.last, meeting] {
            guard let time else { continue }
            entries[place].first = min(entries[place].first ?? time, time)
            entries[place].last = max(entries[place].last ?? time, time)
        }
    }

    /// A contact's name is what a person entered; of two of one kind the first in order counts.
    private static func rank(of role: Participant.Role) -> Int {
        switch role {
        case .contact: 0
        case .author: 1
        case .attendee: 2
        case .owner: 3
        }
    }

    // MARK: Uniting entries of one person

    /// The entry of a key, united with another one.
    private mutating func place(of key: Key, united other: Int? = nil) -> Int {
        guard let known = places[key] else {
            let place = other ?? entries.count
            if other == nil { entries.append(Entry(parent: place)) }
            places[key] = place
            return place
        }
        if let other { unite(root(known), root(other)) }
        return known
    }

    private func root(_ place: Int) -> Int {
        var place = place
        while entries[place].parent != place { place = entries[place].parent }
        return place
    }

    private mutating func unite(_ first: Int, _ second: Int) {
        guard first != second else { return }
        let (keep, move) = (min(first, second), max(first, second))
        let other = entries[move]
        entries[move].parent = keep
        if let name = other.name {
            let isBetter = entries[keep].name.map { (name.rank, name.text) < ($0.rank, $0.text) } ?? true
            if isBetter { entries[keep].name = name }
        }
        entries[keep].person.addresses.formUnion(other.person.addresses)
        if other.person.isContact { entries[keep].person.isContact = true }
        if entries[keep].person.membership == .untold {
            entries[keep].person.membership = other.person.membership
        }
        entries[keep].ids.formUnion(other.ids)
        entries[keep].messages.merge(other.messages, uniquingKeysWith: +)
        entries[keep].sources.formUnion(other.sources)
        entries[keep].meetings += other.meetings
        entries[keep].first = [entries[keep].first, other.first].compactMap(\.self).min()
        entries[keep].last = [entries[keep].last, other.last].compactMap(\.self).max()
    }

    // MARK: Rows

    /// All people by name, and the side of each number that ``add(_:of:meeting:)`` returned.
    func rows(
        of company: String, domains: Set<String>, sides: PersonSides
    ) -> (rows: [PersonRow], sideOfPlace: (Int) -> PersonRow.Side) {
        let roots = entries.indices.filter { entries[$0].parent == $0 }
        var found: [Int: (PersonRow.Side, PersonRow.Reason)] = [:]
        var names: [PersonRow.Side: Set<String>] = [:]
        for place in roots {
            var person = entries[place].person
            person.name = entries[place].name?.text
            let side = sides.side(of: person, domains: domains)
            found[place] = side
            if side.0 != .unknown, PersonSides.isWholeName(person.name) {
                names[side.0, default: []].insert(PersonSides.folded(person.name ?? ""))
            }
        }
        for place in roots where found[place]?.1 == .noAddress {
            guard let name = entries[place].name?.text, PersonSides.isWholeName(name) else { continue }
            let folded = PersonSides.folded(name)
            let (ours, theirs) = (names[.ours]?.contains(folded), names[.theirs]?.contains(folded))
            // Where both sides have one of the name, it tells nothing.
            if ours ?? false, !(theirs ?? false) { found[place] = (.ours, .nameOfOurs) }
            if theirs ?? false, !(ours ?? false) { found[place] = (.theirs, .nameOfTheirs) }
        }
        let rows = roots.map { row(of: entries[$0], company: company, found[$0] ?? (.unknown, .noAddress)) }
        return (rows.sorted(by: Self.precedes), { found[root($0)]?.0 ?? .unknown })
    }

    private func row(
        of entry: Entry, company: String, _ side: (PersonRow.Side, PersonRow.Reason)
    ) -> PersonRow {
        PersonRow(
            company: company, name: entry.name?.text, addresses: entry.person.addresses.sorted(),
            ids: entry.ids.sorted(), side: side.0, reason: side.1,
            sources: sources.filter(entry.sources.contains).map(\.rawValue), firstContact: entry.first,
            lastContact: entry.last,
            messages: sources.compactMap { source in
                entry.messages[source].map { (source.rawValue, $0) }
            }, meetings: entry.meetings)
    }

    /// By name, else address; of equal ones by address, id and source.
    private static func precedes(_ one: PersonRow, _ other: PersonRow) -> Bool {
        let names = (one.name ?? one.addresses.first ?? "", other.name ?? other.addresses.first ?? "")
        if names.0 != names.1 { return names.0 < names.1 }
        return (one.addresses + one.ids + one.sources).lexicographicallyPrecedes(
            other.addresses + other.ids + other.sources)
    }
}
