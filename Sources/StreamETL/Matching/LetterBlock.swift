import Foundation
import Synchronization

/// What 256 characters in a row amount to in a token, asked of ``MatchText`` once for each of them.
///
/// Texts in any script are gone through by these tables: Unicode's own take fifty times as long. A block is made
/// when the first of its characters is met.
package final class LetterBlock: Sendable {
    package enum Kind: UInt8 {
        /// What it amounts to depends on the characters around it.
        case unknown
        /// A token ends before it.
        case separator
        /// So it does, and a letter by itself before it may be one with the next, as in `J.P.`
        case dot
        /// Part of a token.
        case letter
        /// Part of a token of Han, Hangul or Kana, in which names are looked for without blanks.
        case ideograph
    }

    package let kinds: [Kind]
    /// Of letters, the bytes of what is compared, without marks: the lowest byte is the first, 0 ends them. Of
    /// ideographs, the character without marks.
    let outlines: [UInt64]
    /// Of letters, the scalars that a token has of them; `nil` where that depends on others.
    package let letters: [[Unicode.Scalar]?]

    private static let made = Mutex([LetterBlock?](repeating: nil, count: 256))

    /// The block that begins at `index * 256`.
    package static func of(_ index: Int) -> LetterBlock {
        made.withLock { blocks in
            if let block = blocks[index] { return block }
            let block = LetterBlock(UInt32(index) << 8)
            blocks[index] = block
            return block
        }
    }

    private init(_ first: UInt32) {
        var kinds: [Kind] = []
        var outlines: [UInt64] = []
        var letters: [[Unicode.Scalar]?] = []
        for value in first..<(first + 256) {
            let (kind, outline, scalars) = Unicode.Scalar(value).map(Self.meaning) ?? (.unknown, 0, nil)
            kinds.append(kind)
            outlines.append(outline)
            letters.append(scalars)
        }
        self.kinds = kinds
        self.outlines = outlines
        self.letters = letters
    }

    private static func meaning(of scalar: Unicode.Scalar) -> (Kind, UInt64, [Unicode.Scalar]?) {
        if MatchText.isInvisible(scalar) { return (.letter, 0, []) }
        switch scalar.properties.generalCategory {
        // Their bases decide whether they count.
        case .nonspacingMark, .spacingMark, .enclosingMark: return (.letter, 0, nil)
        case .otherSymbol, .mathSymbol, .dashPunctuation, .openPunctuation, .closePunctuation,
            .otherPunctuation:
            let text = String(scalar)
            let isPlain = text.decomposedStringWithCompatibilityMapping.unicodeScalars.elementsEqual(
                text.unicodeScalars)
            if isPlain, MatchText.unicodeTokens("aa\(scalar)bb").count == 2 { return (.separator, 0, nil) }
        default: break
        }
        // Two letters each: one and a dot would be an initial.
        let tokens = MatchText.unicodeTokens("aa\(scalar)bb")
        if tokens == ["aa", "bb"] {
            let isDot = MatchText.unicodeTokens("k.\(scalar)m.") != ["k", "m"]
            return (isDot ? .dot : .separator, 0, nil)
        }
        if tokens.count == 1 {
            let token = tokens[0].unicodeScalars
            guard token.count >= 4, token.starts(with: "aa".unicodeScalars),
                Array(token.suffix(2)) == Array("bb".unicodeScalars)
            else { return (.unknown, 0, nil) }
            let own = String(String.UnicodeScalarView(token.dropFirst(2).dropLast(2)))
            let bytes = Array(TextOutline.withoutMarks(own).utf8)
            guard bytes.count <= 8, !bytes.contains(0) else { return (.unknown, 0, nil) }
            let outline = bytes.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            // A mark that comes first is the letter's before it.
            let first = String(scalar).decomposedStringWithCompatibilityMapping.unicodeScalars.first
            let isWhole = first.map(TextOutline.isNoMark) ?? true
            let letters = own.decomposedStringWithCanonicalMapping.unicodeScalars
            return (.letter, outline, isWhole ? Array(letters) : nil)
        }
        if tokens.count == 3, tokens[0] == "aa", tokens[2] == "bb" {
            let own = Array(TextOutline.withoutMarks(tokens[1]).unicodeScalars)
            if own.count == 1, TextOutline.isIdeograph(own[0]) {
                return (.ideograph, UInt64(own[0].value), nil)
            }
        }
        return (.unknown, 0, nil)
    }
}

/// What of a name or a text is compared first: letters without marks.
enum TextOutline {
    /// The outline of a token.
    static func withoutMarks(_ token: String) -> String {
        if token.utf8.allSatisfy({ $0 < 0x80 }) { return token }
        return String(
            String.UnicodeScalarView(
                token.unicodeScalars.flatMap { scalar -> [Unicode.Scalar] in
                    // Hangul would fall apart into its letters.
                    if isIdeograph(scalar), !isKana(scalar) { return [scalar] }
                    return String(scalar).decomposedStringWithCanonicalMapping.unicodeScalars.filter(isNoMark)
                }))
    }

    static func isNoMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: false
        default: true
        }
    }

    private static func isKana(_ scalar: Unicode.Scalar) -> Bool { (0x3040...0x31FF).contains(scalar.value) }

    /// Whether names are looked for without blanks in text of such characters.
    static func isIdeograph(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x3005...0x3007, 0x3041...0x3096, 0x309D...0x309F, 0x30A1...0x30FA, 0x30FC...0x30FF,
            0x31F0...0x31FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xAC00...0xD7A3:
            true
        default: false
        }
    }

    @inline(__always)
    static func step(_ hash: UInt64, _ byte: UInt8) -> UInt64 {
        (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
    }

    static let start: UInt64 = 0xCBF2_9CE4_8422_2325

    @inline(__always)
    static func pair(_ first: UInt64, _ second: UInt64) -> UInt64 {
        (first &* 0x9E37_79B9_7F4A_7C15) ^ second
    }

    static func hash(_ token: String) -> UInt64 {
        withoutMarks(token).utf8.reduce(start) { step($0, $1) }
    }
}

/// A set of hashes that is sometimes wrong about having one, and never about not having one.
struct HashFilter: Sendable {
    private var bits: [UInt64]
    private let mask: UInt64

    /// - Parameter count: How many are expected.
    init(for count: Int) {
        var bitCount = 1 << 13
        while bitCount < count * 64, bitCount < 1 << 22 { bitCount <<= 1 }
        bits = [UInt64](repeating: 0, count: bitCount / 64)
        mask = UInt64(bitCount - 1)
    }

    @inline(__always)
    private func place(_ hash: UInt64) -> UInt64 {
        ((hash ^ hash >> 32) &* 0xD6E8_FEB8_6659_FD93 >> 40) & mask
    }

    mutating func insert(_ hash: UInt64) {
        let bit = place(hash)
        bits[Int(bit >> 6)] |= 1 << (bit & 63)
    }

    @inline(__always)
    func mayHold(_ hash: UInt64) -> Bool {
        let bit = place(hash)
        return bits[Int(bit >> 6)] & (1 << (bit & 63)) != 0
    }
}
