/// What must be known of a page's tags before libxml2 reads it.
///
/// libxml2 2.9 holds each attribute of a tag against all before it, so that a tag of 300,000 would take minutes.
/// Tags are taken apart here as its HTMLparser.c does it.
struct TelegramMarkup {
    /// The exporter writes five at most.
    static let mostAttributes = 256
    /// htmlParseHTMLName cuts names here; the rest is a name of its own.
    private static let nameByteCount = 100

    private let text: UnsafeBufferPointer<UInt8>
    private var index = 0

    /// Whether a tag has more than ``mostAttributes``.
    static func isOverloaded(_ page: [UInt8]) -> Bool {
        page.withUnsafeBufferPointer { text in
            var markup = TelegramMarkup(text: text)
            return markup.findsOverloadedTag()
        }
    }

    private init(text: UnsafeBufferPointer<UInt8>) { self.text = text }

    /// The byte here, 0 at the end; libxml2 takes a zero byte for the end as well.
    private var byte: UInt8 { byte(behind: 0) }

    private func byte(behind count: Int) -> UInt8 { index + count < text.count ? text[index + count] : 0 }

    private mutating func findsOverloadedTag() -> Bool {
        while let tag = text[min(index, text.count)...].firstIndex(of: UInt8(ascii: "<")) {
            index = tag + 1
            switch byte {
            case UInt8(ascii: "!"):
                if byte(behind: 1) == UInt8(ascii: "-"), byte(behind: 2) == UInt8(ascii: "-") {
                    index += 3
                    skipComment()
                } else {
                    skip(to: UInt8(ascii: ">"))
                }
            case UInt8(ascii: "?"): skip(to: UInt8(ascii: ">"))
            case let first where Self.beginsName(first):
                let name = readName()
                if countAttributes() > Self.mostAttributes { return true }
                if Self.holdsScript(name) { skipScript() }
            default: break
            }
        }
        return false
    }

    private mutating func skip(to end: UInt8) {
        while index < text.count, byte != end, byte != 0 { index += 1 }
        index += 1
    }

    /// As htmlParseComment: `-->` ends it, `--!>` does, and so does `>` or `->` at its start.
    private mutating func skipComment() {
        if byte == UInt8(ascii: ">") || byte == UInt8(ascii: "-") && byte(behind: 1) == UInt8(ascii: ">") {
            return skip(to: UInt8(ascii: ">"))
        }
        while index < text.count {
            if byte == UInt8(ascii: "-"), byte(behind: 1) == UInt8(ascii: "-") {
                let end = byte(behind: byte(behind: 2) == UInt8(ascii: "!") ? 3 : 2)
                if end == UInt8(ascii: ">") { return skip(to: end) }
            }
            index += 1
        }
    }

    /// What is in `script` and `style` ends with the next end tag.
    private mutating func skipScript() {
        while index < text.count, !(byte == UInt8(ascii: "<") && byte(behind: 1) == UInt8(ascii: "/")) {
            index += 1
        }
    }

    private mutating func readName() -> Slice<UnsafeBufferPointer<UInt8>> {
        let start = index
        while index < text.count, index - start < Self.nameByteCount, Self.continuesName(byte) { index += 1 }
        return text[start..<index]
    }

    private static func holdsScript(_ name: some Collection<UInt8>) -> Bool {
        let letters = name.lazy.map { $0 | 0x20 }
        return letters.elementsEqual("script".utf8) || letters.elementsEqual("style".utf8)
    }

    /// As htmlParseStartTag and htmlParseAttribute.
    private mutating func countAttributes() -> Int {
        var count = 0
        skipBlanks()
        while !endsTag, count <= Self.mostAttributes {
            count += 1
            if Self.beginsName(byte) {
                _ = readName()
                skipBlanks()
                if byte == UInt8(ascii: "=") {
                    index += 1
                    skipBlanks()
                    skipValue()
                }
            } else {
                // Dumped up to the next blank.
                while !endsTag, !Self.isBlank(byte) { index += 1 }
            }
            skipBlanks()
        }
        return count
    }

    private mutating func skipValue() {
        let quote = byte
        if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
            index += 1
            skip(to: quote)
        } else {
            while byte != 0, byte != UInt8(ascii: ">"), !Self.isBlank(byte) { index += 1 }
        }
    }

    private mutating func skipBlanks() {
        while Self.isBlank(byte) { index += 1 }
    }

    private var endsTag: Bool {
        byte == 0 || byte == UInt8(ascii: ">")
            || byte == UInt8(ascii: "/") && byte(behind: 1) == UInt8(ascii: ">")
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    }

    private static func beginsName(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || byte == UInt8(ascii: "_")
            || byte == UInt8(ascii: ":") || byte == UInt8(ascii: ".")
    }

    private static func continuesName(_ byte: UInt8) -> Bool {
        beginsName(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || byte == UInt8(ascii: "-")
    }
}
