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
            if !hasMoreKeys || names.mayOccur(in: bytes, start..<end) {
                let places = placesToCompare(bytes, start..<end)
                if !places.isEmpty { compare(bytes, start..<end, at: places) }
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

    /// The words of a text, counted from 0, with which a name may begin.
    private mutating func placesToCompare(_ bytes: Span<UInt8>, _ range: Range<Int>) -> [Int] {
        var words = TextWords(range, skipsOtherLetters: !names.hasOtherLetters)
        var places: [Int] = []
        var place = -1
        /// The key of two words, begun with the word before.
        var before: UInt64?
        while let word = words.next(bytes) {
            place += 1
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
            if word.isCapital, ask(MatchKey.finish(single)) { places.append(place) }
            if let pair, ask(MatchKey.finish(pair)), places.last != place - 1 {
                // The word before may have been found by itself, this one is behind it.
                places.insert(place - 1, at: places.last == place ? places.count - 1 : places.count)
            }
            before = MatchKey.step(first, 0)
        }
        return places
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
    private mutating func compare(_ bytes: Span<UInt8>, _ range: Range<Int>, at places: [Int]) {
        var words = TextWords(range, skipsOtherLetters: !names.hasOtherLetters)
        var text: [TextWords.Word] = []
        while let word = words.next(bytes) { text.append(word) }
        var found: Set<Int32> = []
        var end = 0
        for place in places where place >= end {
            let (entries, length) = longestNames(in: text, at: place, bytes)
            found.formUnion(entries)
            end = place + max(length, 1)
        }
        for place in found { counts[place, default: 0] += 1 }
    }

    /// Few words of a text are compared: only their tokens are made.
    private func token(_ word: TextWords.Word, _ bytes: Span<UInt8>) -> String {
        switch word.form {
        case .plain(let range):
            var folded: [UInt8] = []
            folded.reserveCapacity(range.count)
            for index in range {
                let byte = bytes[index]
                folded.append((0x41...0x5A).contains(byte) ? byte | 0x20 : byte)
            }
            return String(decoding: folded, as: UTF8.self)
        case .token(let token): return token
        case .skipped: return ""
        }
    }

    private func longestNames(
        in text: [TextWords.Word], at start: Int, _ bytes: Span<UInt8>
    ) -> (places: [Int32], length: Int) {
        var known = [token(text[start], bytes)]
        var candidates = Array(index.places(MatchKey(.firstToken, known[0])))
        if start + 1 < text.count, text[start + 1].follows {
            known.append(token(text[start + 1], bytes))
            candidates += index.places(MatchKey(.firstTwo, known[0], known[1]))
        }
        var best: [Int32] = []
        var length = 0
        for place in candidates {
            let tokens = index[place].tokens
            let end = start + tokens.count
            guard tokens.count >= max(length, 1), end <= text.count else { continue }
            let words = text[start..<end]
            guard words.dropFirst().allSatisfy(\.follows) else { continue }
            while known.count < tokens.count { known.append(token(text[start + known.count], bytes)) }
            guard known.starts(with: tokens) else { continue }
            switch TextNames.demand(tokens, terms) {
            case .never: continue
            case .capitals: guard words.allSatisfy(\.isCapital) else { continue }
            case .nothing: break
            }
            if TextNames.beginsWithInitial(index[place]), words.first?.isCapital != true { continue }
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
