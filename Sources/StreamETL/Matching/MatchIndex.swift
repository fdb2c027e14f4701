/// Something the mapping, a decision or the CRM says, found under a ``MatchKey``.
struct MatchEntry: Hashable {
    var kind: Kind
    var company: String
    /// As it is written where it stands.
    var text: String
    var origin: String
    /// For names: the tokens to compare.
    var tokens: [String] = []
    /// How sure it is that this is the company's; 1 for the mapping.
    var confidence = 1.0
    /// For names: whether the mapping states a domain of the company, so that another domain speaks
    /// against the name.
    var hasDomain = false

    enum Kind: UInt8, Hashable {
        case group, groupCore, otherGroup, domain, alias, crmName, crmDomain, crmCompany, crmContact
        case decideMatch, decideUnmatch
    }
}

/// A hashed question to the index: what is asked, and for which text.
struct MatchKey: Hashable {
    let hash: UInt64

    enum Space: UInt8 {
        case slackGroup, telegramGroup, slackCore, telegramCore, anyGroup, domain, learnedDomain
        case firstToken, firstTwo, fuzzyToken, fuzzyWhole, record, contact, item, texts
    }

    /// FNV-1a with a final mix. Collisions cost a comparison, never a match: entries hold the texts.
    init(_ space: Space, _ text: some StringProtocol) {
        var text = String(text)
        self.init(hash: text.withUTF8 { Self.mixed(space, $0) })
    }

    init(hash: UInt64) { self.hash = hash }

    @inline(__always)
    static func mixed(_ space: Space, _ bytes: some Sequence<UInt8>) -> UInt64 {
        var hash = start(space)
        for byte in bytes { hash = step(hash, byte) }
        return finish(hash)
    }

    /// The hash of no bytes, before ``finish(_:)``.
    @inline(__always)
    static func start(_ space: Space) -> UInt64 {
        0xCBF2_9CE4_8422_2325 ^ (UInt64(space.rawValue) &* 0x9E37_79B9_7F4A_7C15)
    }

    @inline(__always)
    static func step(_ hash: UInt64, _ byte: UInt8) -> UInt64 {
        (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
    }

    @inline(__always)
    static func finish(_ hash: UInt64) -> UInt64 {
        (hash ^ hash >> 32) &* 0xD6E8_FEB8_6659_FD93
    }

    /// Where a name of these tokens stands: under its first two, as many begin with one word.
    init?(name tokens: [String]) {
        guard let first = tokens.first else { return nil }
        if tokens.count > 1 {
            self.init(.firstTwo, first, tokens[1])
        } else {
            self.init(.firstToken, first)
        }
    }

    init(_ space: Space, _ first: String, _ second: String) {
        var hash = Self.start(space)
        for byte in first.utf8 { hash = Self.step(hash, byte) }
        hash = Self.step(hash, 0)
        for byte in second.utf8 { hash = Self.step(hash, byte) }
        self.init(hash: Self.finish(hash))
    }

    func hash(into hasher: inout Hasher) { hasher.combine(self.hash) }
}

/// An inverted index: everything a rule may ask of the mapping, the decisions and the CRM.
///
/// Rules see those only through ``entries(_:)``. So a decision depends on the entries under the keys
/// it asked for and on nothing else, which is what ``MatchChange`` builds on.
final class MatchIndex: Sendable {
    /// More names than this under one key of likeness are no block: what so many share tells none of
    /// them from another. They are found by their other keys.
    private static let largestBlock = 64

    private let ranges: [UInt64: Range<Int32>]
    private let slots: [Int32]
    private let all: [MatchEntry]
    /// By entry; `nil` for those that are not compared.
    private let forms: [FuzzyForm?]

    struct Builder {
        private var all: [MatchEntry] = []
        private var ids: [MatchEntry: Int32] = [:]
        private var pairs: [(key: UInt64, id: Int32)] = []
        private var forms: [Int32: FuzzyForm] = [:]
        private var blocks: [UInt64: Int] = [:]
        /// Companies of which a domain is known.
        private(set) var companiesWithDomain: Set<String> = []

        mutating func add(_ entry: MatchEntry, under key: MatchKey) {
            pairs.append((key.hash, id(of: entry)))
            if entry.kind == .domain || entry.kind == .crmDomain {
                companiesWithDomain.insert(entry.company)
            }
        }

        /// Adds a name under the keys by which those like it find it.
        mutating func add(_ entry: MatchEntry, under keys: [MatchKey], comparedAs form: FuzzyForm) {
            let id = id(of: entry)
            guard forms.updateValue(form, forKey: id) == nil else { return }
            for key in keys {
                pairs.append((key.hash, id))
                blocks[key.hash, default: 0] += 1
            }
        }

        private mutating func id(of entry: MatchEntry) -> Int32 {
            let id: Int32
            if let known = ids[entry] {
                id = known
            } else {
                id = Int32(all.count)
                ids[entry] = id
                all.append(entry)
            }
            return id
        }

        func build() -> MatchIndex {
            let crowded = Set(blocks.filter { $0.value > MatchIndex.largestBlock }.keys)
            let kept = crowded.isEmpty ? pairs : pairs.filter { !crowded.contains($0.key) }
            return MatchIndex(all: all, pairs: kept, forms: forms)
        }
    }

    private init(
        all: [MatchEntry], pairs: [(key: UInt64, id: Int32)], forms: [Int32: FuzzyForm]
    ) {
        // Sorted by what the entries say, so that no order of input can be seen in a bucket.
        let order = all.indices.sorted { Self.precedes(all[$0], all[$1]) }
        var rank = [Int32](repeating: 0, count: all.count)
        for (position, index) in order.enumerated() { rank[index] = Int32(position) }
        self.all = order.map { all[$0] }
        self.forms = order.map { forms[Int32($0)] }
        let sorted = pairs.map { (key: $0.key, id: rank[Int($0.id)]) }
            .sorted { ($0.key, $0.id) < ($1.key, $1.id) }
        var slots: [Int32] = []
        slots.reserveCapacity(sorted.count)
        var ranges: [UInt64: Range<Int32>] = [:]
        ranges.reserveCapacity(sorted.count)
        var position = 0
        while position < sorted.count {
            let key = sorted[position].key
            let start = Int32(slots.count)
            while position < sorted.count, sorted[position].key == key {
                if slots.count == Int(start) || slots[slots.count - 1] != sorted[position].id {
                    slots.append(sorted[position].id)
                }
                position += 1
            }
            ranges[key] = start..<Int32(slots.count)
        }
        self.slots = slots
        self.ranges = ranges
    }

    static let empty = Builder().build()

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

    func holds(_ key: MatchKey) -> Bool { ranges[key.hash] != nil }

    /// The entries under `key`, by company; entries of other texts with an equal hash included.
    func entries(_ key: MatchKey) -> Entries {
        guard let range = ranges[key.hash] else { return Entries(index: self, range: 0..<0) }
        return Entries(index: self, range: Int(range.lowerBound)..<Int(range.upperBound))
    }

    /// The places of the entries under `key`, by which ``name(at:)`` finds them.
    func places(_ key: MatchKey) -> ArraySlice<Int32> {
        guard let range = ranges[key.hash] else { return [] }
        return slots[Int(range.lowerBound)..<Int(range.upperBound)]
    }

    /// A name and the form in which it is compared; `nil` for an entry that is not compared.
    func name(at place: Int32) -> (entry: MatchEntry, form: FuzzyForm)? {
        forms[Int(place)].map { (all[Int(place)], $0) }
    }

    subscript(place: Int32) -> MatchEntry { all[Int(place)] }

    /// Everything that speaks for `company`, sorted by kind.
    func entries(of company: String) -> [MatchEntry] { all.filter { $0.company == company } }

    struct Entries: RandomAccessCollection {
        fileprivate let index: MatchIndex
        fileprivate let range: Range<Int>
        var startIndex: Int { range.lowerBound }
        var endIndex: Int { range.upperBound }
        subscript(position: Int) -> MatchEntry { index.all[Int(index.slots[position])] }
    }

    /// The hashes of the keys whose entries differ between two indexes.
    static func difference(_ old: MatchIndex, _ new: MatchIndex) -> Set<UInt64> {
        var changed: Set<UInt64> = []
        for (key, range) in new.ranges {
            guard let other = old.ranges[key], other.count == range.count else {
                changed.insert(key)
                continue
            }
            let isEqual = zip(other, range).allSatisfy { before, after in
                old.all[Int(old.slots[Int(before)])] == new.all[Int(new.slots[Int(after)])]
            }
            if !isEqual { changed.insert(key) }
        }
        for key in old.ranges.keys where new.ranges[key] == nil { changed.insert(key) }
        return changed
    }
}
