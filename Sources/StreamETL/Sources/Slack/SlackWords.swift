import Glibc

/// What a text in Slack's markup says, by which two ways of writing the same are compared.
///
/// Only letters and digits are kept, one after the other: emphasis may stand within a word, and Japanese
/// or Chinese has no blanks. Where something else stood, a word may begin or end; a text is contained in
/// another only from one such place to another. Links that Slack made of a bare address say the address,
/// mentions count without their label, dates without their form, emoji by one of their names and without
/// their skin tone.
struct SlackWords {
    private var letters: [UInt8] = []
    /// Ascending counts of letters after which a word may end and another begin.
    private var gaps: [Int32] = [0]

    /// Occurrences of a text within another that are looked at.
    private static let triedCount = 64

    /// What stands for any emoji, if they are not told apart.
    private static let anyEmoji: UInt8 = 1
    private let view: View
    /// Whether there are emoji by name, and as characters.
    private(set) var hasNamedEmoji = false
    private(set) var hasDrawnEmoji = false

    /// What of a text counts.
    enum View {
        case everything
        /// Any emoji is as any other.
        case withoutKindsOfEmoji
        /// Links that have a label say nothing else.
        case withoutAddresses
    }

    init(_ markup: String, _ view: View = .everything) {
        self.view = view
        append(markup)
    }

    init(_ lines: [SlackLines.Line], _ view: View = .everything) {
        self.view = view
        for line in lines { append(line.text) }
    }

    private init(_ view: View) { self.view = view }

    var isEmpty: Bool { letters.isEmpty }
    var count: Int { letters.count }

    /// Adds a text that stands on lines of its own.
    private mutating func append(_ markup: String) {
        endWord()
        var markup = markup
        markup.withUTF8 { read($0) }
        endWord()
    }

    /// Whether both say the same, wherever words end.
    func says(_ other: SlackWords) -> Bool { letters == other.letters }

    /// Whether the words of `other` stand here, in their order and next to each other.
    func contains(_ other: SlackWords) -> Bool { end(of: other) != nil }

    /// Where the words of `other` end, if they stand at `place`.
    func end(of other: SlackWords, at place: Int) -> Int? {
        let end = place + other.count
        guard end <= letters.count, isGap(place), isGap(end), letters[place..<end] == other.letters[...]
        else {
            return nil
        }
        return end
    }

    /// Where the words of `other` end where they stand first.
    func end(of other: SlackWords) -> Int? {
        var start = 0
        for _ in 0..<Self.triedCount {
            guard let found = find(other.letters, from: start) else { return nil }
            if isGap(found), isGap(found + other.count) { return found + other.count }
            start = found + 1
        }
        return nil
    }

    private func find(_ part: [UInt8], from start: Int) -> Int? {
        // For `strstr`; no letter is a zero.
        let (whole, part) = (letters[start...] + [0], part + [0])
        return whole.withUnsafeBytes { whole in
            part.withUnsafeBytes { part in
                guard let whole = whole.assumingMemoryBound(to: CChar.self).baseAddress,
                    let part = part.assumingMemoryBound(to: CChar.self).baseAddress,
                    let found = strstr(whole, part)
                else { return nil }
                return start + (UnsafePointer(found) - whole)
            }
        }
    }

    private func isGap(_ place: Int) -> Bool {
        var (low, high) = (0, gaps.count)
        while low < high {
            let middle = (low + high) / 2
            if Int(gaps[middle]) < place { low = middle + 1 } else { high = middle }
        }
        return low < gaps.count && Int(gaps[low]) == place
    }

    private mutating func endWord() {
        let end = Int32(truncatingIfNeeded: letters.count)
        if gaps.last != end { gaps.append(end) }
    }

    // MARK: Reading

    private mutating func read(_ text: UnsafeBufferPointer<UInt8>) {
        var index = 0
        while index < text.count {
            let byte = text[index]
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A:
                letters.append(byte)
                index += 1
            case 0x80...: index = readCharacter(at: index, of: text)
            case UInt8(ascii: "<"): index = readToken(at: index, of: text)
            case UInt8(ascii: "&"): index = readEntity(at: index, of: text)
            case UInt8(ascii: ":"): index = readColon(at: index, of: text)
            default:
                endWord()
                index += 1
            }
        }
    }

    /// A character that takes several bytes; signs of Latin 1, general punctuation, and the geometric shapes
    /// of bullets are none of a word.
    private mutating func readCharacter(at index: Int, of text: UnsafeBufferPointer<UInt8>) -> Int {
        let lead = text[index]
        let end = min(text.count, index + (lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4))
        var scalar = UInt32(lead) & (lead < 0xE0 ? 0x1F : lead < 0xF0 ? 0x0F : 0x07)
        for byte in text[(index + 1)..<end] { scalar = scalar << 6 | UInt32(byte & 0x3F) }
        switch scalar {
        // How an emoji is drawn.
        case 0xFE00...0xFE0F: break
        case 0..<0xC0, 0x2000...0x206F, 0x25A0...0x25FF, 0x3000, 0xFEFF: endWord()
        case 0x2300...0x23FF, 0x2600...0x27BF, 0x2B00...0x2BFF, 0x1F000...0x1FAFF:
            endWord()
            hasDrawnEmoji = true
            if view != .withoutKindsOfEmoji { letters += text[index..<end] } else { addAnyEmoji() }
            endWord()
        // Scripts without blanks between words.
        case 0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF, 0x2E80...0xABFF, 0xF900...0xFAFF,
            0xFE30...0xFFEF,
            0x20000...:
            endWord()
            letters += text[index..<end]
            endWord()
        default: letters += text[index..<end]
        }
        return end
    }

    /// `&amp;`, `&lt;` and `&gt;` stand for signs. Blocks of old messages have them escaped twice.
    private mutating func readEntity(at index: Int, of text: UnsafeBufferPointer<UInt8>) -> Int {
        endWord()
        var next = index + 1
        while let name = Self.entities.first(where: { text[next...].starts(with: $0) }) { next += name.count }
        return next
    }

    private static let entities = ["amp;", "lt;", "gt;"].map { Array($0.utf8) }

    // MARK: Mentions and links

    private mutating func readToken(at index: Int, of text: UnsafeBufferPointer<UInt8>) -> Int {
        endWord()
        let start = index + 1
        guard start < text.count, text[start] > 0x20,
            let end = text[start...].firstIndex(where: { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: ">") }
            ),
            text[end] == UInt8(ascii: ">"), end > start
        else { return start }
        let token = UnsafeBufferPointer(rebasing: text[start..<end])
        switch token[0] {
        case UInt8(ascii: "@"), UInt8(ascii: "#"), UInt8(ascii: "!"): readMention(token)
        default: readLink(token)
        }
        endWord()
        return end + 1
    }

    /// Without its label, and a date without its form: `<!date^1714640400^{date}|May 2>`.
    private mutating func readMention(_ token: UnsafeBufferPointer<UInt8>) {
        var caretCount = 0
        let end =
            token.firstIndex { byte in
                if byte == UInt8(ascii: "^") { caretCount += 1 }
                return byte == UInt8(ascii: "|") || caretCount > 1
            } ?? token.count
        for byte in token[..<end] {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x80...: letters.append(byte)
            default: endWord()
            }
        }
    }

    private mutating func readLink(_ token: UnsafeBufferPointer<UInt8>) {
        guard let bar = token.firstIndex(of: UInt8(ascii: "|")) else { return readPlain(token) }
        var (address, label) = (SlackWords(view), SlackWords(view))
        address.readPlain(UnsafeBufferPointer(rebasing: token[..<bar]))
        label.readPlain(UnsafeBufferPointer(rebasing: token[(bar + 1)...]))
        // Slack makes such a link of an address that somebody wrote.
        if view != .withoutAddresses, !address.isSpelt(as: label) { add(address) }
        add(label)
    }

    private mutating func readPlain(_ text: UnsafeBufferPointer<UInt8>) {
        endWord()
        read(text)
        endWord()
    }

    /// Names of hosts are the same in any case.
    private func isSpelt(as other: SlackWords) -> Bool {
        letters.count == other.letters.count
            && zip(letters, other.letters).allSatisfy { Self.lowercased($0) == Self.lowercased($1) }
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 {
        (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
    }

    private mutating func add(_ other: SlackWords) {
        endWord()
        let start = Int32(truncatingIfNeeded: letters.count)
        letters += other.letters
        hasNamedEmoji = hasNamedEmoji || other.hasNamedEmoji
        hasDrawnEmoji = hasDrawnEmoji || other.hasDrawnEmoji
        gaps += other.gaps.lazy.map { $0 + start }.filter { $0 > start }
        endWord()
    }

    // MARK: Emoji and schemes

    /// One for several that follow one another: a drawn one may be put together of some.
    private mutating func addAnyEmoji() {
        if letters.last != Self.anyEmoji { letters.append(Self.anyEmoji) }
        endWord()
    }

    /// An emoji's name stands between colons; a scheme before one is no part of what a link says.
    private mutating func readColon(at index: Int, of text: UnsafeBufferPointer<UInt8>) -> Int {
        if let end = SlackEmoji.end(ofNameAt: index + 1, of: text) {
            endWord()
            hasNamedEmoji = true
            guard view != .withoutKindsOfEmoji else {
                addAnyEmoji()
                return end + 1
            }
            let name = UnsafeBufferPointer(rebasing: text[(index + 1)..<end])
            if !name.starts(with: SlackEmoji.skinTone) {
                if let known = SlackEmoji.commonName(of: name) {
                    letters += known
                } else {
                    for byte in name where SlackEmoji.isLetter(byte) { letters.append(byte) }
                }
            }
            endWord()
            return end + 1
        }
        let isLink = text[(index + 1)...].starts(with: [UInt8(ascii: "/"), UInt8(ascii: "/")])
        for scheme in isLink ? Self.schemes : Self.bareSchemes
        where letters.suffix(scheme.count) == scheme[...] {
            guard isGap(letters.count - scheme.count) else { continue }
            letters.removeLast(scheme.count)
            break
        }
        endWord()
        return index + 1
    }

    private static let schemes = ["https", "http"].map { Array($0.utf8) }
    private static let bareSchemes = ["mailto", "tel"].map { Array($0.utf8) }
}
