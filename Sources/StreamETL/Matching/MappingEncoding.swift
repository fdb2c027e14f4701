import ETLFormats
import ETLRendering

/// Tells text that was written in one encoding and read in another: names of it match nothing.
struct MappingEncoding {
    /// Whether the file is neither UTF-8 nor UTF-16, so that it was read as Windows-1252 for want of a sign.
    private let isGuessed: Bool

    init(of bytes: [UInt8]) {
        let isUTF16 = bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
        isGuessed = !isUTF16 && !bytes.withUnsafeBufferPointer { UTF8.isValid($0) }
    }

    func isMisread(_ text: String) -> Bool {
        guard text.utf8.contains(where: { $0 >= 0x80 }) else { return false }
        if text.unicodeScalars.contains("\u{FFFD}") { return true }
        return Self.isReadTwice(text) || (isGuessed && Self.isOfOtherCodePage(text))
    }

    /// Whether the text is UTF-8 that was taken for Windows-1252 and saved again: `TÃ¤rvo`.
    private static func isReadTwice(_ text: String) -> Bool {
        var bytes: [UInt8] = []
        for scalar in text.unicodeScalars {
            guard let byte = DelimitedText.windows1252Byte(of: scalar) else { return false }
            bytes.append(byte)
        }
        return bytes.contains { $0 >= 0x80 } && bytes.withUnsafeBufferPointer { UTF8.isValid($0) }
    }

    /// Whether Windows-1252 makes of the bytes what no name of a Western language has: three letters with
    /// accents in a row, a sign inside a word, a capital behind a small letter that only other code pages put there.
    private static func isOfOtherCodePage(_ text: String) -> Bool {
        let scalars = Array(text.unicodeScalars)
        var row = 0
        for (index, scalar) in scalars.enumerated() {
            let isLetter = scalar.properties.isAlphabetic
            row = isLetter && !scalar.isASCII ? row + 1 : 0
            if row == 3 { return true }
            guard !scalar.isASCII else { continue }
            let before = index > 0 && scalars[index - 1].properties.isAlphabetic
            let behind = index + 1 < scalars.count && scalars[index + 1].properties.isAlphabetic
            if strangeCapitals.contains(scalar), before, behind { return true }
            if !isLetter || strangeSigns.contains(scalar), !signsInNames.contains(scalar), before || behind {
                return true
            }
        }
        return false
    }

    /// Letters of other code pages, read as Windows-1252.
    private static let strangeCapitals: Set<Unicode.Scalar> = ["\u{160}", "\u{178}", "\u{17D}", "\u{152}"]
    private static let strangeSigns: Set<Unicode.Scalar> = [
        "\u{AA}", "\u{B5}", "\u{BA}", "\u{192}", "\u{2C6}",
    ]
    /// Signs that may touch a name.
    private static let signsInNames: Set<Unicode.Scalar> = [
        "\u{2019}", "\u{2018}", "\u{201C}", "\u{201D}", "\u{2013}", "\u{2014}", "\u{2026}", "\u{AE}",
        "\u{A9}",
        "\u{2122}", "\u{B7}", "\u{A0}", "\u{AD}", "\u{AB}", "\u{BB}", "\u{201E}", "\u{201A}", "\u{20AC}",
        "\u{B0}",
        "\u{B2}", "\u{AA}", "\u{BA}", "\u{2022}",
    ]
}
