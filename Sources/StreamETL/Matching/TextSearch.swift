/// Looks through texts for places where a company's name may begin: one pass over the bytes, without a string of
/// any word. What it names is compared afterwards; what it does not name is none.
struct TextSearch {
    private let names: TextNames
    /// Where runs of letters begin that may hold the beginning of a name, in order.
    private(set) var places: [Int] = []
    /// The word before, if a name of several words may begin with it.
    private var before: (hash: UInt64, run: Int)?
    private var block: LetterBlock?
    private var blockIndex = -1

    init(_ names: TextNames) { self.names = names }

    /// Reads the text of a JSON string that begins at `start`.
    ///
    /// - Returns: Where its closing quote is, or `nil` if it has none.
    mutating func read(_ bytes: Span<UInt8>, from start: Int) -> Int? {
        places.removeAll(keepingCapacity: true)
        before = nil
        let end = bytes.count
        precondition(start >= 0)
        var position = start
        while position < end {
            let byte = bytes[unchecked: position]
            if byte >= 0x80 {
                position = readRun(bytes, from: position, to: end)
                continue
            }
            guard TextWords.isWord(byte) else {
                switch byte {
                case UInt8(ascii: "\""): return position
                case UInt8(ascii: "\\"):
                    let isLong = position + 1 < end && bytes[unchecked: position + 1] == UInt8(ascii: "u")
                    position += isLong ? 6 : 2
                default: position += 1
                }
                continue
            }
            let first = position
            position += 1
            while position < end, TextWords.isWord(bytes[unchecked: position]) { position += 1 }
            if position < end, bytes[unchecked: position] >= 0x80 {
                position = readRun(bytes, from: first, to: end)
                continue
            }
            look(at: bytes, first..<position)
            // `Acme's`: the company, and what it has.
            if position + 2 < end, bytes[unchecked: position] == UInt8(ascii: "'"),
                bytes[unchecked: position + 1] | 0x20 == UInt8(ascii: "s"),
                !TextWords.isWord(bytes[unchecked: position + 2])
            {
                position += 2
            }
        }
        return nil
    }

    /// A word of ASCII letters and digits.
    @inline(__always)
    private mutating func look(at bytes: Span<UInt8>, _ word: Range<Int>) {
        let mayBegin = names.mayBegin(bytes, word)
        guard mayBegin || before != nil else { return }
        var hash = TextOutline.start
        for index in word { hash = TextOutline.step(hash, TextNames.folded(bytes[unchecked: index])) }
        let isCapital = !(0x61...0x7A).contains(bytes[unchecked: word.lowerBound])
        end(hash, run: word.lowerBound, mayBegin: mayBegin, isCapital: isCapital)
    }

    /// Asks the filters about a word that has ended.
    private mutating func end(_ hash: UInt64, run: Int, mayBegin: Bool = true, isCapital: Bool = true) {
        if let before, names.pair.mayHold(TextOutline.pair(before.hash, hash)) { mark(before.run) }
        before = nil
        guard mayBegin else { return }
        if names.first.mayHold(hash) { before = (hash, run) }
        if isCapital && names.single.mayHold(hash) || names.lone.mayHold(hash) { mark(run) }
    }

    private mutating func mark(_ run: Int) {
        guard let last = places.last else { return places.append(run) }
        if last < run { places.append(run) }
        // The word before may be found after this one has been.
        if last > run, !places.contains(run) {
            let index = places.firstIndex { $0 > run } ?? places.endIndex
            places.insert(run, at: index)
        }
    }

    /// Reads letters in a row of which some are no ASCII.
    ///
    /// - Returns: Where they end.
    private mutating func readRun(_ bytes: Span<UInt8>, from run: Int, to end: Int) -> Int {
        if names.hasOddNames { mark(run) }
        var word = Word()
        var ideograph: UInt64 = 0
        var position = run
        while position < end {
            let byte = bytes[unchecked: position]
            if byte < 0x80 {
                guard TextWords.isWord(byte) else { break }
                word.append(TextNames.folded(byte))
                word.letterCount += 1
                ideograph = 0
                position += 1
                continue
            }
            guard let (scalar, count) = Self.scalar(bytes, at: position, end) else {
                position = giveUp(bytes, run, position, end)
                word = Word()
                break
            }
            position += count
            let (kind, outline) = meaning(of: scalar)
            switch kind {
            case .letter:
                // `Acme’s`
                if scalar == 0x2019, isGenitive(bytes, position, end) {
                    finish(&word, run)
                    position += 1
                    break
                }
                if scalar == 0x2019, word.count > 0 { self.end(word.hash, run: run) }
                var rest = outline
                if rest != 0 { word.letterCount += 1 }
                while rest != 0 {
                    word.append(UInt8(truncatingIfNeeded: rest))
                    rest >>= 8
                }
            case .ideograph:
                finish(&word, run)
                look(at: outline, after: ideograph, run)
                ideograph = outline
                continue
            case .separator: finish(&word, run)
            case .dot where word.letterCount != 1: finish(&word, run)
            case .dot, .unknown:
                position = giveUp(bytes, run, position, end)
                word = Word()
            }
            if kind != .letter || outline != 0 { ideograph = 0 }
        }
        finish(&word, run)
        return position
    }

    private struct Word {
        var hash = TextOutline.start
        var count = 0
        var letterCount = 0

        @inline(__always)
        mutating func append(_ byte: UInt8) {
            hash = TextOutline.step(hash, byte)
            count += 1
        }
    }

    private mutating func finish(_ word: inout Word, _ run: Int) {
        guard word.count > 0 else { return }
        end(word.hash, run: run)
        word = Word()
    }

    private mutating func look(at ideograph: UInt64, after previous: UInt64, _ run: Int) {
        before = nil
        guard names.hasIdeographs else { return }
        if names.ideographs.mayHold(TextOutline.pair(ideograph, 0))
            || previous != 0 && names.ideographs.mayHold(TextOutline.pair(previous, ideograph))
        {
            mark(run)
        }
    }

    /// Leaves the rest of a run to the comparison.
    private mutating func giveUp(_ bytes: Span<UInt8>, _ run: Int, _ start: Int, _ end: Int) -> Int {
        if let before { mark(before.run) }
        before = nil
        mark(run)
        var position = start
        while position < end,
            bytes[unchecked: position] >= 0x80 || TextWords.isWord(bytes[unchecked: position])
        {
            position += 1
        }
        return position
    }

    /// Whether an `s` is all that follows in the run.
    private func isGenitive(_ bytes: Span<UInt8>, _ position: Int, _ end: Int) -> Bool {
        guard position < end, bytes[unchecked: position] | 0x20 == UInt8(ascii: "s") else { return false }
        guard position + 1 < end else { return true }
        let next = bytes[unchecked: position + 1]
        return next < 0x80 && !TextWords.isWord(next)
    }

    private mutating func meaning(of scalar: UInt32) -> (LetterBlock.Kind, UInt64) {
        switch scalar {
        case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xAC00...0xD7A3: return (.ideograph, UInt64(scalar))
        // Pictures, and the letters of flags.
        case 0x1F000...0x1F0FF, 0x1F1E6...0x1F1FF, 0x1F300...0x1FAFF: return (.separator, 0)
        case 0xE0100...0xE01EF: return (.letter, 0)
        case 0x1_0000...: return (.unknown, 0)
        default: break
        }
        let index = Int(scalar >> 8)
        if index != blockIndex {
            block = LetterBlock.of(index)
            blockIndex = index
        }
        guard let block else { return (.unknown, 0) }
        return (block.kinds[Int(scalar & 0xFF)], block.outlines[Int(scalar & 0xFF)])
    }

    /// The character whose first byte, which is none of ASCII's, stands at `position`; `nil` for no UTF-8.
    @inline(__always)
    static func scalar(_ bytes: Span<UInt8>, at position: Int, _ end: Int) -> (UInt32, byteCount: Int)? {
        let first = UInt32(bytes[unchecked: position])
        let byteCount = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
        guard first >= 0xC2, first < 0xF5, position + byteCount <= end else { return nil }
        var scalar = first & (0xFF >> UInt32(byteCount + 1))
        for offset in 1..<byteCount {
            let byte = UInt32(bytes[unchecked: position + offset])
            guard byte & 0xC0 == 0x80 else { return nil }
            scalar = scalar << 6 | byte & 0x3F
        }
        return (scalar, byteCount)
    }
}
