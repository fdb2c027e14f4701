/// A link in a message's text.
package struct TelegramLink: Hashable, Sendable {
    package var text: String
    package var address: String

    /// - Parameters:
    ///   - text: What is shown, UTF-8.
    ///   - address: Where it leads.
    /// - Returns: `nil` for what leads nowhere outside of the export: other messages, the files of emoji.
    package init?(text: some BidirectionalCollection<UInt8>, address: some Collection<UInt8>) {
        guard let first = text.firstIndex(where: { $0 > 0x20 }) else {
            guard Self.hasScheme(address) else { return nil }
            self.text = ""
            self.address = String(decoding: address, as: UTF8.self)
            return
        }
        var words = text[first...]
        while let last = words.last, last <= 0x20 { words = words.dropLast() }
        guard Self.hasScheme(address) || words.elementsEqual(address) else { return nil }
        self.text = String(decoding: words, as: UTF8.self)
        self.address = String(decoding: address, as: UTF8.self)
    }

    /// Whether the address begins as `https:` does.
    private static func hasScheme(_ address: some Collection<UInt8>) -> Bool {
        guard let first = address.first, isLetter(first) else { return false }
        let rest = address.drop { byte in
            isLetter(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "+")
                || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
        }
        return rest.first == UInt8(ascii: ":")
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
}

/// A link whose text is being read.
struct TelegramOpenLink: Sendable {
    var address: [UInt8] = []
    /// Where its text begins in the text that it stands in.
    var start = 0
    /// How many elements are open within it; 0 for no link.
    var depth = 0
}
