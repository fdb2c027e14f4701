/// Finds companies' names in the texts of messages.
///
/// Texts are gone through once by ``TextSearch``; only where that says that a name may begin are words compared
/// with names, so that the number of companies makes no difference.
struct TextMentions {
    /// More keys are not told apart for ``MatchSignature``: then every change of a name counts.
    private static let mostKeys = 64

    /// Of longer data every change of a name counts: there are more keys in it than is worth while.
    private static let longestWithKeys = 1024

    private let index: MatchIndex
    private let names: TextNames
    private let terms: MatchTerms
    private let people: [[String]]
    /// Messages that hold it, by place of the entry.
    private(set) var counts: [Int32: Int] = [:]
    private(set) var textCount = 0
    /// Whether messages begin with their author, as those of chats and channels do.
    private var hasAuthors = false
    private var search: TextSearch
    private var words: [TextWords.Word] = []
    /// Where the last text that holds an entry begins, by its place.
    private var lastText: [Int32: Int] = [:]
    private var keys: Set<UInt64> = []
    private var hasMoreKeys = false
    private var skipsSome = false

    init(_ index: MatchIndex, _ names: TextNames, _ terms: MatchTerms, people: [String]) {
        self.index = index
        self.names = names
        self.terms = terms
        self.people = people.prefix(200).map { MatchText.tokens($0) }
        search = TextSearch(names)
    }

    /// The keys whose entries made a difference.
    var asked: [UInt64] {
        if hasMoreKeys { return [MatchKey.allNames.hash] }
        return keys.sorted() + (skipsSome ? [MatchKey.namesInOtherLetters.hash] : [])
    }

    /// Reads every `"text":"…"` of compact JSON.
    mutating func read(_ json: [UInt8]) {
        let bytes = json.span
        hasMoreKeys = json.count > Self.longestWithKeys
        var position = 0
        while let start = Self.nextText(bytes, from: position) {
            // What was cut off is no text.
            guard let end = search.read(bytes, from: start) else { return }
            if textCount == 0 { hasAuthors = Self.holdsAuthor(bytes, max(0, start - 1024)..<start) }
            // Beside an author, a text that its object begins with is a part of a message: an option, a link.
            if !hasAuthors || bytes[start - 9] != UInt8(ascii: "{") { textCount += 1 }
            if !hasMoreKeys { noteKeys(bytes, start..<end) }
            if !search.places.isEmpty { compare(bytes, start..<end) }
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

    /// Notes the words of a text with which a name may begin.
    private mutating func noteKeys(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        var words = TextWords(range, skipsOtherLetters: !names.hasOtherLetters)
        /// The key of two words, begun with the word before.
        var before: UInt64?
        while let word = words.next(bytes) {
            if case .skipped = word.form {
                skipsSome = true
                before = nil
                continue
            }
            let token = token(word, bytes)
            if word.isCapital { keys.insert(MatchKey(.firstToken, token).hash) }
            if word.follows, let pair = before {
                keys.insert(MatchKey.finish(token.utf8.reduce(pair) { MatchKey.step($0, $1) }))
            }
            let first = token.utf8.reduce(MatchKey.start(.firstTwo)) { MatchKey.step($0, $1) }
            before = MatchKey.step(first, 0)
        }
        if keys.count > Self.mostKeys {
            hasMoreKeys = true
            keys = []
        }
    }

    /// Counts the names that really stand in the text, the longest at each place.
    private mutating func compare(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        // Behind the last name that was found: what is in it is none.
        var behind = (run: 0, part: 0)
        for run in search.places where run >= behind.run {
            var rest = TextWords(run..<range.upperBound, skipsOtherLetters: !names.hasOtherLetters)
            words.removeAll(keepingCapacity: true)
            guard let first = rest.next(bytes) else { continue }
            words.append(first)
            // The words of the run, which are more where scripts change.
            while rest.hasWaiting, let word = rest.next(bytes) { words.append(word) }
            let startCount = words.count
            var start = run == behind.run ? behind.part : 0
            while start < startCount {
                let (entries, length) = longestNames(at: start, bytes, &rest)
                for place in entries { count(place, in: range.lowerBound, bytes) }
                start += max(length, 1)
                guard start >= startCount, length > 0 else { continue }
                // The place of the word behind the name.
                if start == words.count, let next = rest.next(bytes) { words.append(next) }
                behind = start < words.count ? (words[start].run, words[start].part) : (range.upperBound, 0)
            }
        }
    }

    /// Counts a message once, however many texts of it hold the name.
    private mutating func count(_ place: Int32, in text: Int, _ bytes: Span<UInt8>) {
        if let last = lastText[place] {
            if last == text || hasAuthors && !Self.holdsAuthor(bytes, last..<text) { return }
        }
        lastText[place] = text
        counts[place, default: 0] += 1
    }

    /// Whether a message begins somewhere: each that has an author begins with it.
    private static func holdsAuthor(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        let author = StaticString("\"author\":").utf8Start
        var position = range.lowerBound
        while position + 9 <= range.upperBound {
            if bytes[position] == UInt8(ascii: "\""),
                (1..<9).allSatisfy({ bytes[position + $0] == author[$0] })
            {
                return true
            }
            position += 1
        }
        return false
    }

    /// Few words of a text are compared: only their tokens are made.
    private func token(_ word: TextWords.Word, _ bytes: Span<UInt8>) -> String {
        switch word.form {
        case .plain(let range):
            return String(unsafeUninitializedCapacity: range.count) { buffer in
                for (offset, index) in range.enumerated() { buffer[offset] = TextNames.folded(bytes[index]) }
                return range.count
            }
        case .token(let token): return token
        case .skipped: return ""
        }
    }

    /// The longest names that begin with a word; the words behind it are read as far as they are needed.
    private mutating func longestNames(
        at start: Int, _ bytes: Span<UInt8>, _ rest: inout TextWords
    ) -> (places: [Int32], length: Int) {
        if start + 1 == words.count, let next = rest.next(bytes) { words.append(next) }
        var known = [token(words[start], bytes)]
        var candidates = Array(index.places(MatchKey(.firstToken, known[0])))
        if start + 1 < words.count, words[start + 1].follows {
            known.append(token(words[start + 1], bytes))
            candidates += index.places(MatchKey(.firstTwo, known[0], known[1]))
        }
        var best: [Int32] = []
        var length = 0
        for place in candidates where index[place].kind != .shortName {
            let tokens = index[place].tokens
            let end = start + tokens.count
            while words.count < end, let next = rest.next(bytes) { words.append(next) }
            guard tokens.count >= max(length, 1), end <= words.count else { continue }
            let words = words[start..<end]
            guard words.dropFirst().allSatisfy(\.follows) else { continue }
            while known.count < tokens.count { known.append(token(words[start + known.count], bytes)) }
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
