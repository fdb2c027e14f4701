/// Which of the companies' names are looked for in what people write.
///
/// Several words of which one is no everyday word are a name as they are. One word, and everyday words in
/// a row, must be written with capitals. One everyday word is never looked for.
struct TextNames: Sendable {
    /// Names in other letters than ASCII's exist.
    let hasOtherLetters: Bool
    let isEmpty: Bool
    /// A bit for some hashes of keys; set for those under which a name stands.
    private let filter: [UInt64]
    private static let bitCount: UInt64 = 1 << 16

    init(_ index: MatchIndex, _ terms: MatchTerms) {
        var filter = [UInt64](repeating: 0, count: Int(Self.bitCount / 64))
        var isEmpty = true
        for entry in index.entries(MatchKey.allNames) where Self.demand(entry.tokens, terms) != .never {
            guard let key = MatchKey(name: entry.tokens) else { continue }
            let bit = key.hash % Self.bitCount
            filter[Int(bit / 64)] |= 1 << (bit % 64)
            isEmpty = false
        }
        self.filter = filter
        self.isEmpty = isEmpty
        hasOtherLetters = index.holds(.namesInOtherLetters)
    }

    func mayHold(_ hash: UInt64) -> Bool {
        let bit = hash % Self.bitCount
        return filter[Int(bit / 64)] & (1 << (bit % 64)) != 0
    }

    enum Demand { case nothing, capitals, never }

    /// How a name must be written to count.
    static func demand(_ tokens: [String], _ terms: MatchTerms) -> Demand {
        switch terms.strength(of: tokens) {
        case .words: .nothing
        case .word, .commonWords: .capitals
        case .commonWord: .never
        }
    }
}

extension MatchKey {
    /// Under this key stand all names.
    static let allNames = MatchKey(.texts, "all")
    /// Under this key stand the names that have other letters than ASCII's.
    static let namesInOtherLetters = MatchKey(.texts, "other")
}

extension MatchIndex.Builder {
    /// Adds a name where whole words and where texts are looked for.
    mutating func add(name entry: MatchEntry) {
        guard let key = MatchKey(name: entry.tokens) else { return }
        add(entry, under: key)
        add(entry, under: .allNames)
        if entry.tokens.contains(where: { !$0.utf8.allSatisfy { $0 < 0x80 } }) {
            add(entry, under: .namesInOtherLetters)
        }
    }
}
