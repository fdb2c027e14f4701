import Glibc

/// The words of a text in Slack's markup, each between blanks, by which two ways of saying the same are
/// compared: without emphasis, bullets and other punctuation, mentions without their label, dates without
/// their form, and signs whether or not they are escaped.
struct SlackWords {
    private var bytes: [CChar] = [0x20]

    init(_ markup: String) {
        var isInMention = false
        var isInLabel = false
        var caretCount = 0
        var entityStart: Int?
        var previous: UInt8 = 0
        for scalar in markup.unicodeScalars {
            let byte = scalar.isASCII ? UInt8(scalar.value) : 0x80
            if previous == UInt8(ascii: "<") {
                isInMention =
                    byte == UInt8(ascii: "@") || byte == UInt8(ascii: "#") || byte == UInt8(ascii: "!")
            }
            if byte == UInt8(ascii: ">") { (isInMention, isInLabel, caretCount) = (false, false, 0) }
            if isInMention, byte == UInt8(ascii: "^") { caretCount += 1 }
            // `<!date^1714640400^{date}|May 2>`
            if isInMention, byte == UInt8(ascii: "|") || caretCount > 1 { isInLabel = true }
            previous = byte
            if isInLabel { continue }
            if Self.isWord(scalar) {
                if scalar.isASCII {
                    bytes.append(CChar(bitPattern: byte))
                } else if let encoded = UTF8.encode(scalar) {
                    bytes.append(contentsOf: encoded.map { CChar(bitPattern: $0) })
                }
            } else {
                if byte == UInt8(ascii: ";"), let entityStart,
                    Self.entities.contains(Array(bytes[entityStart...]))
                {
                    bytes.removeSubrange(entityStart...)
                }
                if bytes.last != 0x20 { bytes.append(0x20) }
                entityStart = byte == UInt8(ascii: "&") ? bytes.count : nil
            }
        }
        if bytes.last != 0x20 { bytes.append(0x20) }
        // For `strstr`; no word holds a zero.
        bytes.append(0)
    }

    var isEmpty: Bool { bytes.count == 2 }

    /// Whether the words of `other` stand here, in their order and next to each other.
    func contains(_ other: SlackWords) -> Bool {
        bytes.withUnsafeBufferPointer { whole in
            other.bytes.withUnsafeBufferPointer { part in
                guard let whole = whole.baseAddress, let part = part.baseAddress else { return false }
                return strstr(whole, part) != nil
            }
        }
    }

    private static let entities: Set<[CChar]> = Set(
        ["amp", "lt", "gt"].map { $0.utf8.map { CChar(bitPattern: $0) } })

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        // Signs of Latin 1, general punctuation, and the geometric shapes of bullets.
        case 0..<0xC0, 0x2000...0x206F, 0x25A0...0x25FF: false
        default: true
        }
    }
}
