/// What accented Latin letters and the punctuation of typeset text amount to in a token.
///
/// It is asked of ``MatchText`` once, for each of them, so that names and messages which hold no other
/// characters need no normalisation by Unicode's tables: that takes fifty times as long.
package struct LatinLetters: Sendable {
    package enum Meaning: Sendable {
        /// Lower-case letters and digits of ASCII, perhaps none.
        case letters([UInt8])
        /// A token ends before it.
        case separator
    }

    package static let shared = LatinLetters()

    /// Latin-1 Supplement and Latin Extended-A; General Punctuation.
    private static let letterRange: Range<UInt32> = 0x80..<0x180
    private static let punctuationRange: Range<UInt32> = 0x2000..<0x2070

    private let letters: [Meaning?]
    private let punctuation: [Meaning?]

    private init() {
        letters = Self.letterRange.map(Self.meaning)
        punctuation = Self.punctuationRange.map(Self.meaning)
    }

    /// `nil` for a character whose meaning depends on those around it, or is no ASCII.
    package subscript(scalar: UInt32) -> Meaning? {
        if Self.letterRange.contains(scalar) { return letters[Int(scalar - Self.letterRange.lowerBound)] }
        guard Self.punctuationRange.contains(scalar) else { return nil }
        return punctuation[Int(scalar - Self.punctuationRange.lowerBound)]
    }

    /// The character of two or three bytes at `position`.
    package static func scalar(_ bytes: UnsafeBufferPointer<UInt8>, at position: Int) -> (
        UInt32, byteCount: Int
    )? {
        let first = UInt32(bytes[position])
        switch first {
        case 0xC2...0xC5:
            guard position + 1 < bytes.count else { return nil }
            return ((first & 0x1F) << 6 | UInt32(bytes[position + 1] & 0x3F), 2)
        case 0xE2:
            guard position + 2 < bytes.count else { return nil }
            let tail = UInt32(bytes[position + 1] & 0x3F) << 6 | UInt32(bytes[position + 2] & 0x3F)
            return ((first & 0x0F) << 12 | tail, 3)
        default: return nil
        }
    }

    private static func meaning(of value: UInt32) -> Meaning? {
        guard let scalar = Unicode.Scalar(value) else { return nil }
        // Two letters each: one and a dot would be an initial.
        switch MatchText.unicodeTokens("aa\(scalar)bb") {
        case ["aa", "bb"]:
            // Three dots, say, are a separator that also makes initials.
            return MatchText.unicodeTokens("k.\(scalar)m.") == ["k", "m"] ? .separator : nil
        case let tokens where tokens.count == 1:
            let bytes = Array(tokens[0].utf8)
            guard bytes.starts(with: "aa".utf8), bytes.suffix(2).elementsEqual("bb".utf8),
                bytes.allSatisfy({ $0 < 0x80 })
            else { return nil }
            return .letters(Array(bytes.dropFirst(2).dropLast(2)))
        default: return nil
        }
    }
}
