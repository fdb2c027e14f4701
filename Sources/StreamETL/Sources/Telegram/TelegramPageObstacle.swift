package import ETLModel

/// Why a page was left to libxml2, and where: what stands there is not what Telegram Desktop writes.
package struct TelegramPageObstacle: Error, Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable {
        case character = "a character that is no text, or an encoding other than UTF-8"
        case structure = "another frame of the page, or text outside of its body"
        case element = "a tag or an attribute that Telegram Desktop does not write"
        case reference = "a character reference that cannot be told from text"
        case fault = "a fault that the HTML parser reports"
        case setting = "the setting telegram_reader"
    }

    package let kind: Kind
    /// `nil` for what is about the whole page.
    package let position: TextPosition?

    package init(_ kind: Kind) {
        self.kind = kind
        position = nil
    }

    package init(_ kind: Kind, at offset: Int, in page: UnsafeRawBufferPointer) {
        self.kind = kind
        let before = page[..<min(offset, page.count)]
        let line = before.reduce(into: 1) { line, byte in line += byte == 0x0A ? 1 : 0 }
        let start = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        position = TextPosition(line: line, column: before.count - start + 1)
    }
}

extension TelegramPageObstacle: CustomStringConvertible {
    /// `418:7: a tag or an attribute that Telegram Desktop does not write`
    package var description: String {
        (position.map { "\($0.line):\($0.column): " } ?? "") + kind.rawValue
    }
}
