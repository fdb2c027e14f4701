import Glibc

/// A start tag as a ``TelegramPageScanner`` understands it.
struct TelegramPageScannerTag: Sendable {
    var name = TelegramPageScannerName.flow
    /// Elements that end where this one starts.
    var closes: TelegramPageScannerNames = []
    var nameByteCount = 0
    var element = TelegramElement()
    /// Whether the element can mean anything to the reader.
    var isTold = false
    /// Whether the tag is likely to occur again in the very same words.
    var isRepeatable = true
    /// Where the target of a link stands.
    var link: Range<Int>?

    init() {}

    /// - Parameter range: What stands between the brackets.
    /// - Returns: `nil` for a tag that the exporter does not write.
    init?(
        in page: UnsafeRawBufferPointer, _ range: Range<Int>, classes: inout TelegramPageScannerClasses
    ) {
        var position = range.lowerBound
        while position < range.upperBound, Self.continuesName(page[position]) { position += 1 }
        nameByteCount = position - range.lowerBound
        guard let name = TelegramPageScannerName.named(page, range.lowerBound..<position) else {
            return nil
        }
        self.name = name
        closes = name.closes
        element.name = name.kind
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

    private static func continuesName(_ byte: UInt8) -> Bool {
        byte >= 0x61 && byte <= 0x7A || byte >= 0x30 && byte <= 0x39
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
        // A button's link or script comes behind an attribute that has no name.
        if name == .anchor { position = page.end(of: " =\"\"", at: position) ?? position }
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
                guard !hasClasses, readClasses(page, value, &classes) else { return false }
                hasClasses = true
            case .id:
                guard !hasID, Self.isLiteral(page, value) else { return false }
                hasID = true
                isRepeatable = false
                element.read(id: text)
            case .href:
                guard !hasLink, readTarget(page, value) else { return false }
                hasLink = true
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

    private mutating func readClasses(
        _ page: UnsafeRawBufferPointer, _ value: Range<Int>, _ classes: inout TelegramPageScannerClasses
    ) -> Bool {
        if Self.isLiteral(page, value) {
            classes.read(page, value, into: &element)
            return true
        }
        // A poll's total has a tab in its class.
        guard let text = TelegramPageScannerText.decoded(page, value) else { return false }
        let list = text.withUnsafeBufferPointer { TelegramClassList($0) }
        (element.classes, element.mediaKind) = (list.classes, list.mediaKind)
        return true
    }

    private mutating func readTarget(_ page: UnsafeRawBufferPointer, _ value: Range<Int>) -> Bool {
        isRepeatable = false
        if name == .anchor, !value.isEmpty { link = value }
        if page.firstIndex(of: UInt8(ascii: "&"), in: value) == nil {
            element.read(
                href: UnsafeRawBufferPointer(rebasing: page[value]).assumingMemoryBound(to: UInt8.self))
            return true
        }
        guard let text = TelegramPageScannerText.decoded(page, value) else { return false }
        text.withUnsafeBufferPointer { element.read(href: $0) }
        return true
    }

    /// More than the exporter ever writes.
    private static let mostAttributes = 16

    /// No name of the exporter's is nearly as long. libxml2 cuts them after 100 bytes, and the rest is another's.
    private static let longestAttributeName = 40

    /// The attribute ` name="value"` that starts `range`; custom emoji have blanks around the sign. Programs
    /// that write pages anew use single quotes around double ones.
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
        var mark = UInt8(ascii: "\"")
        if page.end(of: " = \"", at: position) != nil {
            position += 4
        } else if page.end(of: "=\"", at: position) != nil {
            position += 2
        } else if page.end(of: "='", at: position) != nil {
            position += 2
            mark = UInt8(ascii: "'")
        } else {
            return nil
        }
        guard nameEnd > name, page[name] != UInt8(ascii: "-"), nameEnd - name <= longestAttributeName,
            position < range.upperBound,
            let quote = page.firstIndex(of: mark, in: position..<range.upperBound)
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
}
