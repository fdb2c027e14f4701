/// What `&` begins, as libxml2 reads it (htmlParseReference, htmlParseHTMLAttribute).
extension TelegramPageScannerText {
    enum Reference: Hashable {
        /// A character, 0 for a number that is none, and where the reference ends.
        case character(UInt32, end: Int)
        /// The `&` is text, and so is what follows.
        case none
        /// What follows is so long that parsers treat it in ways of their own.
        case unclear
    }

    /// Names of libxml2's end somewhere behind this many bytes.
    private static let mostNameBytes = 1_000

    /// - Parameter range: Begins at the `&`.
    static func reference(in bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> Reference {
        for (name, value) in frequent {
            if let end = bytes.end(of: name, at: range.lowerBound), end <= range.upperBound {
                return .character(value, end: end)
            }
        }
        let start = range.lowerBound + 1
        if start < range.upperBound, bytes[start] == UInt8(ascii: "#") {
            return number(bytes, (start + 1)..<range.upperBound)
        }
        var end = start
        while end < range.upperBound, isName(bytes[end]) {
            end += 1
            guard end - start <= mostNameBytes else { return .unclear }
        }
        guard end < range.upperBound, bytes[end] == UInt8(ascii: ";"),
            let value = TelegramHTMLTables.character(named: bytes[start..<end])
        else { return .none }
        return .character(value, end: end + 1)
    }

    /// What stands in a value in quotes.
    ///
    /// - Returns: `nil` where a reference is unclear.
    static func decoded(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> [UInt8]? {
        var text: [UInt8] = []
        text.reserveCapacity(range.count)
        var position = range.lowerBound
        while let ampersand = bytes.firstIndex(of: UInt8(ascii: "&"), in: position..<range.upperBound) {
            text.append(contentsOf: bytes[position..<ampersand])
            switch reference(in: bytes, ampersand..<range.upperBound) {
            // libxml2 writes the number as it is, and a value ends with the first zero.
            case .character(0, _): return text
            case .character(let value, let end):
                if let scalar = Unicode.Scalar(value), let utf8 = UTF8.encode(scalar) {
                    text.append(contentsOf: utf8)
                }
                position = end
            case .none:
                text.append(UInt8(ascii: "&"))
                position = ampersand + 1
            case .unclear: return nil
            }
        }
        text.append(contentsOf: bytes[position..<range.upperBound])
        return text
    }

    /// A number ends with `;`, or before the first byte that is no digit of it (htmlParseCharRef).
    private static func number(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> Reference {
        var position = range.lowerBound
        let isHex = position < range.upperBound && bytes[position] | 0x20 == UInt8(ascii: "x")
        if isHex { position += 1 }
        var value: UInt32 = 0
        while position < range.upperBound, let digit = digit(bytes[position], isHex: isHex) {
            if value < 0x11_0000 { value = value * (isHex ? 16 : 10) + digit }
            position += 1
        }
        if position < range.upperBound, bytes[position] == UInt8(ascii: ";") { position += 1 }
        return .character(isCharacter(value) ? value : 0, end: position)
    }

    private static func digit(_ byte: UInt8, isHex: Bool) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f") where isHex: UInt32(byte - UInt8(ascii: "a")) + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F") where isHex: UInt32(byte - UInt8(ascii: "A")) + 10
        default: nil
        }
    }

    /// As XML says what a character is.
    private static func isCharacter(_ value: UInt32) -> Bool {
        switch value {
        case 0x09, 0x0A, 0x0D, 0x20...0xD7FF, 0xE000...0xFFFD, 0x1_0000...0x10_FFFF: true
        default: false
        }
    }

    /// Letters of other scripts may belong to a name, but no reference has them.
    private static func isName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: ":"), UInt8(ascii: "-"),
            UInt8(ascii: "."), 0x80...0xFF:
            true
        default: false
        }
    }

    private static let frequent: [(StaticString, UInt32)] = [
        ("&quot;", 0x22), ("&apos;", 0x27), ("&amp;", 0x26), ("&lt;", 0x3C), ("&gt;", 0x3E),
    ]
}
