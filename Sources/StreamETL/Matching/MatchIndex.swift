/// Something the mapping, a decision or the CRM says, found under a ``MatchKey``.
package struct MatchEntry: Hashable {
    package var kind: Kind
    package var company: String
    /// As it is written where it stands.
    package var text: String
    package var origin: String
    /// For names: the tokens to compare.
    package var tokens: [String] = []
    /// How sure it is that this is the company's; 1 for the mapping.
    package var confidence = 1.0
    /// For names: whether the mapping states a domain of the company, so that another domain speaks
    /// against the name.
    var hasDomain = false

    package enum Kind: UInt8, Hashable {
        case group, groupCore, otherGroup, domain, alias, crmName, crmDomain, crmCompany, crmContact
        /// The beginning of a name that no other company's name begins with.
        case shortName
        /// A record of the CRM that is none of the mapping's companies.
        case crmStranger
        case decideMatch, decideUnmatch
    }
}

/// A hashed question to the index: what is asked, and for which text.
package struct MatchKey: Hashable {
    package let hash: UInt64

    package enum Space: UInt8 {
        case slackGroup, telegramGroup, slackCore, telegramCore, anyGroup, domain, learnedDomain
        case firstToken, firstTwo, fuzzyToken, fuzzyWhole, record, contact, item, texts, contactRecord
    }

    /// FNV-1a with a final mix. Collisions cost a comparison, never a match: entries hold the texts.
    package init(_ space: Space, _ text: some StringProtocol) {
        var text = String(text)
        self.init(hash: text.withUTF8 { Self.mixed(space, $0) })
    }

    package init(hash: UInt64) { self.hash = hash }

    @inline(__always)
    static func mixed(_ space: Space, _ bytes: some Sequence<UInt8>) -> UInt64 {
        var hash = start(space)
        for byte in bytes { hash = step(hash, byte) }
        return finish(hash)
    }

    /// The hash of no bytes, before ``finish(_:)``.
    @inline(__always)
    package static func start(_ space: Space) -> UInt64 {
        0xCBF2_9CE4_8422_2325 ^ (UInt64(space.rawValue) &* 0x9E37_79B9_7F4A_7C15)
    }

    @inline(__always)
    package static func step(_ hash: UInt64, _ byte: UInt8) -> UInt64 {
        (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
    }

    @inline(__always)
    package static func finish(_ hash: UInt64) -> UInt64 {
        (hash ^ hash >> 32) &* 0xD6E8_FEB8_6659_FD93
    }

    /// Where a name of these tokens stands: under its first two, as many begin with one word.
    package init?(name tokens: [String]) {
        guard let first = tokens.first else { return nil }
        if tokens.count > 1 {
            self.init(.firstTwo, first, tokens[1])
        } else {
            self.init(.firstToken, first)
        }
    }

    package init(_ space: Space, _ first: String, _ second: String) {
        var hash = Self.start(space)
        for byte in first.utf8 { hash = Self.step(hash, byte) }
        hash = Self.step(hash, 0)
        for byte in second.utf8 { hash = Self.step(hash, byte) }
        self.init(hash: Self.finish(hash))
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(self.hash) }
}

/// An inverted index: everything a rule may ask of the mapping, the decisions and the CRM.
///
/// Rules see those only through ``entries(_:)``. So a decision depends on the entries under the keys
/// it asked for and on nothing else, which is what ``MatchChange`` builds on.
///
/// What is learned from the CRM stands in an index of its own over that of the mapping, and nothing in both: there
/// may be very much of either.
package final class MatchIndex: Sendable {
    /// More names than this under one key of likeness are no block: what so many share tells none of
    /// them from another. They are found by their other keys.
    static let largestBlock = 64

    private let base: MatchIndex?
    /// Places below this one are those of ``base``.
    private let firstPlace: Int32
    private let keys: MatchKeyTable
    /// Places, in the order of the keys.
    private let slots: [Int32]
    private let all: [MatchEntry]
    private let forms: [FuzzyForm]
    /// By entry, its place in ``forms``; -1 for those that are not compared.
    private let formPlaces: [Int32]

    struct Builder {
        /// As they were added, and so some of them more than once.
        private var all: [MatchEntry] = []
        private var pairs: [MatchKeyTable.Pair] = []
        private var forms: [Int32: FuzzyForm] = [:]
        /// Companies of which a domain is known.
        private(set) var companiesWithDomain: Set<String>

        init(companiesWithDomain: Set<String> = []) { self.companiesWithDomain = companiesWithDomain }

        mutating func add(_ entry: MatchEntry, under key: MatchKey) {
            pairs.append(MatchKeyTable.Pair(key: key.hash, id: id(of: entry), isLikeness: false))
            if entry.kind == .domain || entry.kind == .crmDomain {
                companiesWithDomain.insert(entry.company)
            }
        }

        /// Adds a name under the keys by which those like it find it.
        mutating func add(_ entry: MatchEntry, under keys: [MatchKey], comparedAs form: FuzzyForm) {
            let id = id(of: entry)
            guard forms.updateValue(form, forKey: id) == nil else { return }
            for key in keys {
                pairs.append(MatchKeyTable.Pair(key: key.hash, id: id, isLikeness: true))
            }
        }

        private mutating func id(of entry: MatchEntry) -> Int32 {
            // The same name is often added under several keys in a row.
            if entry != all.last { all.append(entry) }
            return Int32(all.count - 1)
        }

        /// The index of all that was added, which leaves nothing here: together they would take twice as
        /// much.
        ///
        /// - Parameter base: What is found with it.
        mutating func finish(over base: MatchIndex? = nil) -> MatchIndex {
            defer { forms = [:] }
            return MatchIndex(
                over: base, all: Self.take(&all), pairs: Self.take(&pairs), forms: forms)
        }

        private static func take<Element>(_ array: inout [Element]) -> [Element] {
            defer { array = [] }
            return array
        }
    }

    private init(
        over base: MatchIndex?, all: consuming [MatchEntry], pairs: consuming [MatchKeyTable.Pair],
        forms: [Int32: FuzzyForm]
    ) {
        self.base = base
        firstPlace = base?.endPlace ?? 0
        // Sorted by what the entries say, so that no order of input can be seen in a bucket.
        let order = all.indices.sorted { Self.precedes(all[$0], all[$1]) }
        let isFirst = order.indices.map { $0 == 0 || all[order[$0]] != all[order[$0 - 1]] }
        let count = isFirst.count { $0 }
        var rank = [Int32](repeating: 0, count: all.count)
        var sorted: [MatchEntry] = []
        var placed: [FuzzyForm] = []
        var formPlaces = [Int32](repeating: -1, count: count)
        sorted.reserveCapacity(count)
        placed.reserveCapacity(forms.count)
        for (position, index) in order.enumerated() {
            if isFirst[position] { sorted.append(all[index]) }
            let place = sorted.count - 1
            rank[index] = firstPlace + Int32(place)
            if formPlaces[place] < 0, let form = forms[Int32(index)] {
                formPlaces[place] = Int32(placed.count)
                placed.append(form)
            }
        }
        all = []
        self.all = sorted
        self.forms = placed
        self.formPlaces = formPlaces
        (keys, slots) = MatchKeyTable.made(of: pairs, rank: rank, largestBlock: Self.largestBlock)
    }

    package static let empty = {
        var builder = Builder()
        return builder.finish()
    }()

    private var endPlace: Int32 { firstPlace + Int32(all.count) }

    private static func precedes(_ lhs: MatchEntry, _ rhs: MatchEntry) -> Bool {
        if lhs.company != rhs.company {
            return lhs.company.utf8.lexicographicallyPrecedes(rhs.company.utf8)
        }
        if lhs.kind != rhs.kind { return lhs.kind.rawValue < rhs.kind.rawValue }
        if lhs.confidence != rhs.confidence { return lhs.confidence > rhs.confidence }
        if lhs.origin != rhs.origin {
            // Shorter first: line 9 stands before line 10.
            return (lhs.origin.utf8.count, lhs.origin) < (rhs.origin.utf8.count, rhs.origin)
        }
        if lhs.text != rhs.text { return lhs.text.utf8.lexicographicallyPrecedes(rhs.text.utf8) }
        if lhs.hasDomain != rhs.hasDomain { return lhs.hasDomain }
        return lhs.tokens.lexicographicallyPrecedes(rhs.tokens)
    }

    package func holds(_ key: MatchKey) -> Bool {
        keys.range(of: key.hash) != nil || base?.holds(key) ?? false
    }

    /// The entries under `key`, by company; entries of other texts with an equal hash included.
    package func entries(_ key: MatchKey) -> Entries { Entries(index: self, places: places(key)) }

    /// The places of the entries under `key`, by which ``name(at:)`` finds them, in the order of the entries.
    package func places(_ key: MatchKey) -> ArraySlice<Int32> {
        let own = keys.range(of: key.hash).map { slots[$0] } ?? []
        guard let base else { return own }
        let below = base.places(key)
        if own.isEmpty || below.isEmpty { return own.isEmpty ? below : own }
        return merged(below, own)
    }

    private func merged(_ one: ArraySlice<Int32>, _ other: ArraySlice<Int32>) -> ArraySlice<Int32> {
        var (one, other) = (one, other)
        var places: [Int32] = []
        places.reserveCapacity(one.count + other.count)
        while let left = one.first, let right = other.first {
            let isRight = Self.precedes(self[right], self[left])
            places.append(isRight ? other.removeFirst() : one.removeFirst())
        }
        return (places + one + other)[...]
    }

    /// A name and the form in which it is compared; `nil` for an entry that is not compared.
    package func name(at place: Int32) -> (entry: MatchEntry, form: FuzzyForm)? {
        if place < firstPlace { return base?.name(at: place) }
        let form = formPlaces[Int(place - firstPlace)]
        return form < 0 ? nil : (self[place], forms[Int(form)])
    }

    package subscript(place: Int32) -> MatchEntry {
        if place < firstPlace, let base { return base[place] }
        return all[Int(place - firstPlace)]
    }

    /// The companies of which a domain is known.
    var companiesWithDomain: Set<String> {
        all.reduce(into: base?.companiesWithDomain ?? []) { companies, entry in
            if entry.kind == .domain || entry.kind == .crmDomain { companies.insert(entry.company) }
        }
    }

    /// Everything that speaks for `company`: what the mapping and people say, sorted by kind, then what was learned.
    package func entries(of company: String) -> [MatchEntry] {
        (base?.entries(of: company) ?? []) + all.filter { $0.company == company }
    }

    package struct Entries: RandomAccessCollection {
        fileprivate let index: MatchIndex
        fileprivate let places: ArraySlice<Int32>
        package var startIndex: Int { places.startIndex }
        package var endIndex: Int { places.endIndex }
        package subscript(position: Int) -> MatchEntry { index[places[position]] }
    }

    /// The hashes of the keys whose entries differ between two indexes.
    package static func difference(_ old: MatchIndex, _ new: MatchIndex) -> Set<UInt64> {
        var changed = ownDifference(old.base ?? old, new.base ?? new)
        if old.base != nil || new.base != nil {
            changed.formUnion(
                ownDifference(old.base == nil ? .empty : old, new.base == nil ? .empty : new))
        }
        return changed
    }

    private static func ownDifference(_ old: MatchIndex, _ new: MatchIndex) -> Set<UInt64> {
        if old === new { return [] }
        let before = places(of: new.all, in: old.all)
        var changed: Set<UInt64> = []
        MatchKeyTable.compare(old.keys, new.keys) { key, left, right in
            let isEqual =
                left.count == right.count
                && zip(left, right).allSatisfy { left, right in
                    old.slots[left] - old.firstPlace == before[Int(new.slots[right] - new.firstPlace)]
                }
            if !isEqual { changed.insert(key) }
        }
        return changed
    }

    /// Where equal entries stand in another sorted list, or -1.
    private static func places(of entries: [MatchEntry], in others: [MatchEntry]) -> [Int32] {
        var other = 0
        return entries.map { entry in
            while other < others.count, others[other] != entry, precedes(others[other], entry) { other += 1 }
            return other < others.count && others[other] == entry ? Int32(other) : -1
        }
    }
}
