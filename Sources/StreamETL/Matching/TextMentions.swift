/// Finds companies' names in the texts of messages.
///
/// Texts are gone through once by hashes of their words; only one that may hold a name is compared
/// with names, so that the number of companies makes no difference.
struct TextMentions {
    /// More keys are not told apart for ``MatchSignature``: then every change of a name counts.
    private static let mostKeys = 64

    private let index: MatchIndex
    private let names: TextNames
    private let terms: MatchTerms
    private let people: [[String]]
    /// Messages that hold it, by place of the entry.
    private(set) var counts: [Int32: Int] = [:]
    private(set) var textCount = 0
    private var keys: Set<UInt64> = []
    private var hasMoreKeys = false
    private var skipsSome = false

    init(_ index: MatchIndex, _ names: TextNames, _ terms: MatchTerms, people: [String]) {
        self.index = index
        self.names = names
        self.terms = terms
        self.people = people.prefix(200).map { MatchText.tokens($0) }
    }

    /// The keys whose entries made a difference.
    var asked: [UInt64] {
        if hasMoreKeys { return [MatchKey.allNames.hash] }
        return keys.sorted() + (skipsSome ? [MatchKey.namesInOtherLetters.hash] : [])
    }

    /// Reads every `"text":"…"` of compact JSON.
    mutating func read(_ json: [UInt8]) {
        let bytes = json.span
        var position = 0
        while let start = Self.nextText(bytes, from: position) {
            var end = start
            while end < bytes.count, bytes[end] != UInt8(ascii: "\"") {
                end += bytes[end] == UInt8(ascii: "\\") ? 2 : 1
            }
            // What was cut off is no text.
            guard end < bytes.count else { return }
            textCount += 1
            // Once every name counts, it is of no use to know which words were looked at.
            if !hasMoreKeys || names.mayOccur(in: bytes, start..<end), mayMention(bytes, start..<end) {
                compare(bytes, start..<end)
            }
            position = end
        }
    }

    /// Where the next text begins, by Horspool's search: quotes inside of strings have a backslash.
    private static func nextText(_ bytes: Span<UInt8>, from start: Int) -> Int? {
        var position = start
        while position + 8 <= bytes.count {
            let shift: Int
            switch bytes[position + 7] {
            case UInt8(ascii: "\""):
                if bytes[position] == UInt8(ascii: "\""), bytes[position + 1] == UInt8(ascii: "t"),
                    bytes[position + 2] == UInt8(ascii: "e"), bytes[position + 3] == UInt8(ascii: "x"),
                    bytes[position + 4] == UInt8(ascii: "t"), bytes[position + 5] == UInt8(ascii: "\""),
                    bytes[position + 6] == UInt8(ascii: ":")
                {
                    return position + 8
                }
                shift = 2
            case UInt8(ascii: ":"): shift = 1
            case UInt8(ascii: "t"): shift = 3
            case UInt8(ascii: "x"): shift = 4
            case UInt8(ascii: "e"): shift = 5
            default: shift = 8
            }
            position += shift
        }
        return nil
    }

    private mutating func mayMention(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        var words = TextWords(range, skipsOtherLetters: !names.hasOtherLetters)
        var isFound = false
        /// The key of two words, begun with the word before.
        var before: UInt64?
        while let word = words.next(bytes) {
            var single = MatchKey.start(.firstToken)
            var first = MatchKey.start(.firstTwo)
            var pair = word.follows ? before : nil
            switch word.form {
            case .plain(let range):
                for index in range {
                    let byte = bytes[index]
                    let folded = (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
                    single = MatchKey.step(single, folded)
                    first = MatchKey.step(first, folded)
                    pair = pair.map { MatchKey.step($0, folded) }
                }
            case .token(let token):
                for byte in token.utf8 {
                    single = MatchKey.step(single, byte)
                    first = MatchKey.step(first, byte)
                    pair = pair.map { MatchKey.step($0, byte) }
                }
            case .skipped:
                skipsSome = true
                before = nil
                continue
            }
            if word.isCapital, ask(MatchKey.finish(single)) { isFound = true }
            if let pair, ask(MatchKey.finish(pair)) { isFound = true }
            before = MatchKey.step(first, 0)
        }
        return isFound
    }

    private mutating func ask(_ hash: UInt64) -> Bool {
        if !hasMoreKeys {
            keys.insert(hash)
            if keys.count > Self.mostKeys {
                hasMoreKeys = true
                keys = []
            }
        }
        return names.mayHold(hash)
    }

    /// Counts the names that really stand in the text, the longest at each place.
    private mutating func compare(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        var words = TextWords(range, skipsOtherLetters: !names.hasOtherLetters)
        var text: [(token: String, word: TextWords.Word)] = []
        while let word = words.next(bytes) {
            switch word.form {
            case .plain(let range):
                var folded: [UInt8] = []
                for index in range {
                    let byte = bytes[index]
                    folded.append((0x41...0x5A).contains(byte) ? byte | 0x20 : byte)
                }
                text.append((String(decoding: folded, as: UTF8.self), word))
            case .token(let token): text.append((token, word))
            case .skipped: text.append(("", word))
            }
        }
        var found: Set<Int32> = []
        var start = 0
        while start < text.count {
            let (places, length) = longestNames(in: text, at: start)
            found.formUnion(places)
            start += max(length, 1)
        }
        for place in found { counts[place, default: 0] += 1 }
    }

    private func longestNames(
        in text: [(token: String, word: TextWords.Word)], at start: Int
    ) -> (places: [Int32], length: Int) {
        var candidates = Array(index.places(MatchKey(.firstToken, text[start].token)))
        if start + 1 < text.count, text[start + 1].word.follows {
            candidates += index.places(MatchKey(.firstTwo, text[start].token, text[start + 1].token))
        }
        var best: [Int32] = []
        var length = 0
        for place in candidates {
            let tokens = index[place].tokens
            let end = start + tokens.count
            guard tokens.count >= max(length, 1), end <= text.count else { continue }
            let words = text[start..<end]
            guard words.map(\.token) == tokens, words.dropFirst().allSatisfy(\.word.follows) else { continue }
            switch TextNames.demand(tokens, terms) {
            case .never: continue
            case .capitals: guard words.allSatisfy(\.word.isCapital) else { continue }
            case .nothing: break
            }
            if TextNames.beginsWithInitial(index[place]), words.first?.word.isCapital != true { continue }
            guard !people.contains(where: { $0.holds(tokens) }) else { continue }
            if tokens.count > length {
                length = tokens.count
                best = []
            }
            best.append(place)
        }
        return (best, length)
    }
}

extension [String] {
    fileprivate func holds(_ tokens: [String]) -> Bool {
        guard tokens.count <= count else { return false }
        return (0...(count - tokens.count)).contains { self[$0..<($0 + tokens.count)].elementsEqual(tokens) }
    }
}
