import Glibc

/// A start tag as a ``TelegramPageScanner`` understands it.
package struct TelegramPageScannerTag: Sendable {
    /// Names that need to be told apart.
    package enum Name: UInt8, Sendable {
        case html
        case head
        case metadata
        case title
        case script
        case body
        /// Any of which may hold any other, itself too.
        case flow
        case pre
        case anchor
        case lineBreak
        case image

        /// Whether the element has no content and no end tag.
        var isVoid: Bool { self == .lineBreak || self == .image || self == .metadata }
    }

    package var name = Name.flow
    package var nameByteCount = 0
    package var element = TelegramElement()
    /// Whether the element can mean anything to the reader.
    var isTold = false
    /// Whether the tag is likely to occur again in the very same words.
    var isRepeatable = true

    package init() {}

    /// - Parameter range: What stands between the brackets.
    /// - Returns: `nil` for a tag that the exporter does not write.
    package init?(
        in page: UnsafeRawBufferPointer, _ range: Range<Int>, classes: inout TelegramPageScannerClasses
    ) {
        var position = range.lowerBound
        while position < range.upperBound, page[position] >= 0x61, page[position] <= 0x7A { position += 1 }
        nameByteCount = position - range.lowerBound
        guard let name = Self.name(in: page, range.lowerBound..<position) else { return nil }
        self.name = name
        if name == .lineBreak { element.name = .lineBreak }
        var end = range.upperBound
        if name.isVoid, position < end, page[end - 1] == UInt8(ascii: "/") {
            end -= 1
            if position < end, page[end - 1] == 0x20 { end -= 1 }
        }
        guard position == end || readAttributes(in: page, position..<end, &classes) else { return nil }
        isTold =
            !element.classes.isEmpty || element.mediaKind != nil || element.replyTarget != nil
            || name == .lineBreak
    }

    /// Attributes with a value that the reader may need.
    private enum Attribute {
        case classes
        case id
        case href
        case title
        case other
    }

    private mutating func readAttributes(
        in page: UnsafeRawBufferPointer, _ range: Range<Int>, _ classes: inout TelegramPageScannerClasses
    ) -> Bool {
        // Parsers have rules of their own for attributes of these.
        guard name != .html, name != .head, name != .lineBreak else { return false }
        var position = range.lowerBound
        var title: Range<Int>?
        var (hasClasses, hasID, hasLink) = (false, false, false)
        var count = 0
        while position < range.upperBound {
            guard count < Self.mostAttributes,
                let (attribute, value) = Self.attribute(in: page, position..<range.upperBound)
            else { return false }
            count += 1
            position = value.upperBound + 1
            let text = UnsafeRawBufferPointer(rebasing: page[value]).assumingMemoryBound(to: UInt8.self)
            switch attribute {
            case .classes:
                guard !hasClasses, Self.isLiteral(page, value) else { return false }
                hasClasses = true
                classes.read(page, value, into: &element)
            case .id:
                guard !hasID, Self.isLiteral(page, value) else { return false }
                hasID = true
                isRepeatable = false
                element.read(id: text)
            case .href:
                guard !hasLink, TelegramPageScannerText.hasOnlyReferences(page, in: value) else {
                    return false
                }
                hasLink = true
                isRepeatable = false
                element.read(href: text)
            case .title:
                guard title == nil else { return false }
                title = value
                isRepeatable = false
            case .other: break
            }
        }
        if let title, element.classes.contains(.date) {
            guard Self.isLiteral(page, title) else { return false }
            element.read(
                title: UnsafeRawBufferPointer(rebasing: page[title]).assumingMemoryBound(to: UInt8.self))
        }
        return true
    }

    /// More than the exporter ever writes.
    private static let mostAttributes = 16

    /// No name of the exporter's is nearly as long. libxml2 cuts them after 100 bytes, and the rest is another's.
    private static let longestAttributeName = 40

    /// The attribute ` name="value"` that starts `range`; custom emoji have blanks around the sign.
    private static func attribute(
        in page: UnsafeRawBufferPointer, _ range: Range<Int>
    ) -> (Attribute, value: Range<Int>)? {
        guard page[range.lowerBound] == 0x20 else { return nil }
        let name = range.lowerBound + 1
        var position = name
        while position < range.upperBound,
            page[position] >= 0x61 && page[position] <= 0x7A || page[position] == UInt8(ascii: "-")
        { position += 1 }
        let nameEnd = position
        if page.end(of: " = \"", at: position) != nil {
            position += 4
        } else if page.end(of: "=\"", at: position) != nil {
            position += 2
        } else {
            return nil
        }
        guard nameEnd > name, nameEnd - name <= longestAttributeName, position < range.upperBound,
            let quote = page.firstIndex(of: UInt8(ascii: "\""), in: position..<range.upperBound)
        else { return nil }
        let attribute: Attribute =
            switch nameEnd - name {
            case 2 where page.end(of: "id", at: name) != nil: .id
            case 4 where page.end(of: "href", at: name) != nil: .href
            case 5 where page.end(of: "class", at: name) != nil: .classes
            case 5 where page.end(of: "title", at: name) != nil: .title
            default: .other
            }
        return (attribute, position..<quote)
    }

    private static func isLiteral(_ page: UnsafeRawBufferPointer, _ range: Range<Int>) -> Bool {
        page.firstIndex(of: UInt8(ascii: "&"), in: range) == nil
    }

    private static func name(in page: UnsafeRawBufferPointer, _ range: Range<Int>) -> Name? {
        names.first { text, _ in
            text.utf8CodeUnitCount == range.count && page.end(of: text, at: range.lowerBound) != nil
        }?.1
    }

    private static let names: [(StaticString, Name)] = [
        ("div", .flow), ("a", .anchor), ("br", .lineBreak), ("span", .flow), ("img", .image),
        ("strong", .flow), ("em", .flow), ("code", .flow), ("u", .flow), ("s", .flow), ("pre", .pre),
        ("blockquote", .flow), ("html", .html), ("head", .head), ("meta", .metadata),
        ("link", .metadata), ("title", .title), ("script", .script), ("body", .body),
    ]
}
