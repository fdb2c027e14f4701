/// Reads what `result.json` states as a text: a string, or an array of strings and of objects with a `text`.
struct TelegramResultText {
    var bytes: [UInt8] = []
    var links: [TelegramLink] = []

    var text: String? {
        let words = Self.trimmed(bytes[...])
        return words.isEmpty ? nil : String(decoding: words, as: UTF8.self)
    }

    mutating func append(_ value: TelegramResultValue) {
        if value.withUTF8({ appendLines($0) }) != nil { return }
        if value.isObject { return appendPiece(value) }
        value.forEach { piece in
            if piece.withUTF8({ appendLines($0) }) == nil { appendPiece(piece) }
            return true
        }
    }

    private mutating func appendPiece(_ piece: TelegramResultValue) {
        let start = bytes.count
        _ = piece["text"]?.withUTF8 { appendLines($0) }
        noteLink(of: piece, from: start)
    }

    /// Takes the target of a piece whose words begin at `start`, as HTML pages have it.
    mutating func noteLink(of piece: TelegramResultValue, from start: Int) {
        let words = Self.trimmed(bytes[start...])
        var address: [UInt8] = []
        switch piece["type"]?.string {
        case "text_link": _ = piece["href"]?.withUTF8 { address += $0 }
        case "link": address += words
        case "mention": address += Array("https://t.me/".utf8) + words.drop { $0 == UInt8(ascii: "@") }
        case "email": address += Array("mailto:".utf8) + (Self.bytes(piece["email"]) ?? words)
        case "phone": address += Array("tel:".utf8) + (Self.bytes(piece["phone"]) ?? words)
        default: return
        }
        if let link = TelegramLink(text: words, address: address) { links.append(link) }
    }

    private static func bytes(_ value: TelegramResultValue?) -> ArraySlice<UInt8>? {
        value?.string.map { Array($0.utf8)[...] }
    }

    /// HTML pages show U+2028 and U+2029 as line breaks.
    mutating func appendLines(_ piece: UnsafeBufferPointer<UInt8>) {
        Self.appendLines(piece, to: &bytes)
    }

    static func appendLines(_ piece: UnsafeBufferPointer<UInt8>, to text: inout [UInt8]) {
        var clean = 0
        var index = 0
        while index + 2 < piece.count {
            if piece[index] == 0xE2, piece[index + 1] == 0x80, piece[index + 2] & 0xFE == 0xA8 {
                text.append(contentsOf: piece[clean..<index])
                text.append(0x0A)
                index += 3
                clean = index
            } else {
                index += 1
            }
        }
        text.append(contentsOf: piece[clean...])
    }

    static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard let last = text.lastIndex(where: { $0 > 0x20 }),
            let first = text.firstIndex(where: { $0 > 0x20 })
        else { return [] }
        return text[first...last]
    }

    /// The words of a value, if there are any.
    static func line(_ value: TelegramResultValue?) -> String? {
        guard let value else { return nil }
        var text = TelegramResultText()
        text.append(value)
        return text.text
    }
}
