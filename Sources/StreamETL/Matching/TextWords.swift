/// The words of a text that is written as a JSON string, in order, without its escapes.
package struct TextWords {
    package struct Word {
        package var form: Form
        var isCapital: Bool
        /// Whether nothing but blanks, hyphens and the like stands between it and the word before.
        var follows: Bool
        /// Where the run of letters begins that it is a part of.
        package var run = 0
        /// Which of the run's words it is, counted from 0.
        package var part = 0
    }

    package enum Form {
        /// Letters and digits as they are written, at these places of the bytes.
        case plain(Range<Int>)
        /// Folded already.
        case token(String)
        /// Of other letters than ASCII's, which are not asked for.
        case skipped
    }

    private let end: Int
    private var position: Int
    private let skipsOtherLetters: Bool
    private var follows = false
    /// Where the last word began.
    private var wordStart = -1
    private var waiting: [Word] = []

    package init(_ range: Range<Int>, skipsOtherLetters: Bool) {
        position = range.lowerBound
        end = range.upperBound
        self.skipsOtherLetters = skipsOtherLetters
    }

    /// Whether the next word is of the same run of letters as the last one.
    var hasWaiting: Bool { !waiting.isEmpty }

    package mutating func next(_ bytes: Span<UInt8>) -> Word? {
        if !waiting.isEmpty { return waiting.removeFirst() }
        while position < end {
            let byte = bytes[position]
            if Self.isWord(byte) || byte >= 0x80 { return word(bytes) }
            skip(byte, bytes)
        }
        return nil
    }

    private mutating func skip(_ byte: UInt8, _ bytes: Span<UInt8>) {
        switch byte {
        case UInt8(ascii: "\\"):
            let isLong = position + 1 < end && bytes[position + 1] == UInt8(ascii: "u")
            position += isLong ? 6 : 2
            follows = false
        case UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: "&"), UInt8(ascii: "_"),
            UInt8(ascii: "'"), UInt8(ascii: "`"), UInt8(ascii: "+"):
            position += 1
        case UInt8(ascii: "."):
            position += 1
            // `J. P. Quenby`: a dot after one letter ends no sentence.
            if position < end, bytes[position] == UInt8(ascii: " "), position - 2 != wordStart {
                follows = false
            }
        default:
            position += 1
            follows = false
        }
    }

    private mutating func word(_ bytes: Span<UInt8>) -> Word? {
        let start = position
        var isPlain = true
        while position < end, Self.isWord(bytes[position]) || bytes[position] >= 0x80 {
            if bytes[position] >= 0x80 { isPlain = false }
            position += 1
        }
        let follows = self.follows
        self.follows = true
        wordStart = start
        if isPlain {
            let range = start..<position
            // `Acme's`: the company, and what it has.
            if position < end, bytes[position] == UInt8(ascii: "'"), position + 1 < end,
                bytes[position + 1] | 0x20 == UInt8(ascii: "s"),
                position + 2 == end || !Self.isWord(bytes[position + 2])
            {
                position += 2
            }
            return Word(
                form: .plain(range), isCapital: Self.isCapital(bytes[start]), follows: follows, run: start)
        }
        if skipsOtherLetters, !Self.mayFoldToASCII(bytes, start..<position) {
            return Word(form: .skipped, isCapital: false, follows: follows, run: start)
        }
        var copy: [UInt8] = []
        copy.reserveCapacity(position - start)
        for index in start..<position { copy.append(bytes[index]) }
        // The same with a typeset apostrophe.
        if copy.count >= 4, copy[(copy.count - 4)...].starts(with: [0xE2, 0x80, 0x99]),
            copy[copy.count - 1] | 0x20 == UInt8(ascii: "s")
        {
            copy.removeLast(4)
        }
        let text = String(decoding: copy, as: UTF8.self)
        let isCapital =
            text.unicodeScalars.first { $0.properties.isAlphabetic }
            .map { !$0.properties.isLowercase } ?? false
        waiting = MatchText.tokens(text).map {
            Word(form: .token($0), isCapital: isCapital, follows: true, run: start)
        }
        guard !waiting.isEmpty else {
            self.follows = false
            return next(bytes)
        }
        waiting[0].follows = follows
        for part in waiting.indices { waiting[part].part = part }
        return waiting.removeFirst()
    }

    /// ASCII letters and digits, by a table of bits.
    @inline(__always)
    package static func isWord(_ byte: UInt8) -> Bool {
        let bits: UInt64 = byte < 0x40 ? 0x03FF_0000_0000_0000 : 0x07FF_FFFE_07FF_FFFE
        return byte < 0x80 && bits >> UInt64(byte & 63) & 1 != 0
    }

    private static func isCapital(_ byte: UInt8) -> Bool { !(0x61...0x7A).contains(byte) }

    /// Whether compatibility forms or accented letters, which fold to ASCII, may be among the bytes.
    private static func mayFoldToASCII(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        for index in range {
            switch bytes[index] {
            case 0x00...0x7F, 0xC2...0xCA, 0xE1, 0xE2, 0xEF: return true
            case 0xF0:
                // Letters of mathematics and the like, which people use for emphasis.
                guard index + 2 < range.upperBound else { return true }
                if bytes[index + 1] == 0x9D || bytes[index + 2] == 0x84 || bytes[index + 2] == 0x85 {
                    return true
                }
            default: continue
            }
        }
        return false
    }
}
