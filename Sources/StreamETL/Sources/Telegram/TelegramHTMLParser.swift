import CLibXML2
import ETLModel

/// Runs libxml2's HTML parser over a page in memory and hands its SAX events to a ``TelegramPageReader``.
///
/// No tree is built, so libxml2's limit on the depth of a tree (256) does not apply: the parser itself
/// keeps only a stack of names. There is no network and no external entity in it, and what it calls
/// an error is swallowed: pages are read leniently.
struct TelegramHTMLParser {
    private var reader: TelegramPageReader
    private let context: htmlParserCtxtPtr
    private var classCache = ClassCache()

    private init(_ reader: TelegramPageReader, _ context: htmlParserCtxtPtr) {
        self.reader = reader
        self.context = context
    }

    /// - Parameter page: UTF-8.
    /// - Returns: `reader` after the last event.
    static func parse(
        _ page: [UInt8], into reader: TelegramPageReader
    ) throws(TransformError.Cause) -> TelegramPageReader {
        initializeLibrary
        guard let byteCount = CInt(exactly: page.count) else {
            throw .limitExceeded(.fileBytes, limit: Int(CInt.max))
        }
        guard let context = htmlNewParserCtxt() else { throw .unreadable(errno: 12) }
        defer { htmlFreeParserCtxt(context) }
        var parser = TelegramHTMLParser(reader, context)
        // The context uses the pointer only while it parses, which is inside of this closure.
        withUnsafeMutablePointer(to: &parser) { parser in
            install(in: context.pointee.sax)
            context.pointee.userData = UnsafeMutableRawPointer(parser)
            page.withUnsafeBytes { bytes in
                let options =
                    HTML_PARSE_RECOVER.rawValue | HTML_PARSE_NOERROR.rawValue
                    | HTML_PARSE_NOWARNING.rawValue | HTML_PARSE_NONET.rawValue
                    | HTML_PARSE_NODEFDTD.rawValue | HTML_PARSE_IGNORE_ENC.rawValue
                let text = bytes.assumingMemoryBound(to: CChar.self)
                let tree = htmlCtxtReadMemory(
                    context, text.baseAddress, byteCount, nil, "UTF-8", CInt(options))
                if let tree { xmlFreeDoc(tree) }
            }
        }
        return parser.reader
    }

    private static let initializeLibrary: Void = xmlInitParser()

    private static func install(in handler: UnsafeMutablePointer<htmlSAXHandler>) {
        handler.pointee = htmlSAXHandler()
        handler.pointee.initialized = UInt32(XML_SAX2_MAGIC)
        handler.pointee.serror = { _, _ in }
        handler.pointee.startElement = { user, name, attributes in
            guard let user, let name else { return }
            TelegramHTMLParser.at(user).pointee.start(name, attributes)
        }
        handler.pointee.endElement = { user, _ in
            guard let user else { return }
            TelegramHTMLParser.at(user).pointee.reader.end()
        }
        handler.pointee.characters = { user, text, count in
            guard let user, let text, count > 0 else { return }
            TelegramHTMLParser.at(user).pointee.reader.characters(
                Span(_unsafeStart: text, count: Int(count)))
        }
        handler.pointee.ignorableWhitespace = handler.pointee.characters
    }

    private static func at(
        _ user: UnsafeMutableRawPointer
    ) -> UnsafeMutablePointer<TelegramHTMLParser> {
        user.assumingMemoryBound(to: TelegramHTMLParser.self)
    }

    private mutating func start(
        _ name: UnsafePointer<xmlChar>,
        _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
    ) {
        var element = TelegramElement()
        if name[0] == UInt8(ascii: "a"), name[1] == 0 {
            element.name = .anchor
        } else if name[0] == UInt8(ascii: "b"), name[1] == UInt8(ascii: "r"), name[2] == 0 {
            element.name = .lineBreak
        } else if reader.takesElements {
            element.name = TelegramPageScannerName.kind(
                of: UnsafeRawBufferPointer(
                    start: name, count: Int(xmlStrlen(name))))
        }
        var target: UnsafeBufferPointer<UInt8>?
        if let attributes { target = read(attributes, into: &element) }
        if !reader.start(element) { return xmlStopParser(context) }
        if element.name == .anchor, let target { reader.link(to: target) }
    }

    /// - Returns: The value of `href`.
    private mutating func read(
        _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>, into element: inout TelegramElement
    ) -> UnsafeBufferPointer<UInt8>? {
        var title: UnsafeBufferPointer<UInt8>?
        var target: UnsafeBufferPointer<UInt8>?
        var index = 0
        while let name = attributes[index] {
            defer { index += 2 }
            guard let start = attributes[index + 1] else { continue }
            let value = UnsafeBufferPointer(start: start, count: Int(xmlStrlen(start)))
            switch name[0] {
            case UInt8(ascii: "c") where Self.isEqual(name, "class"):
                let list = classCache.list(in: value)
                (element.classes, element.mediaKind) = (list.classes, list.mediaKind)
            case UInt8(ascii: "i") where Self.isEqual(name, "id"): element.read(id: value)
            case UInt8(ascii: "h") where Self.isEqual(name, "href"):
                element.read(href: value)
                target = value
            case UInt8(ascii: "t") where Self.isEqual(name, "title"): title = value
            default: break
            }
        }
        if let title { element.read(title: title) }
        return target
    }

    private static func isEqual(_ name: UnsafePointer<xmlChar>, _ text: StaticString) -> Bool {
        text.withUTF8Buffer { text in
            for index in text.indices where name[index] != text[index] { return false }
            return name[text.count] == 0
        }
    }
}

/// Remembers what `class` attributes mean: a page has some sixty different ones, repeated thousands of
/// times.
private struct ClassCache {
    private var slots = [(text: [UInt8], list: TelegramClassList)](
        repeating: ([], TelegramClassList()), count: 256)

    mutating func list(in text: UnsafeBufferPointer<UInt8>) -> TelegramClassList {
        var hash: UInt32 = 2_166_136_261
        for byte in text { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
        let index = Int((hash ^ hash >> 16) & 255)
        if !slots[index].text.elementsEqual(text) {
            slots[index] = (Array(text), TelegramClassList(text))
        }
        return slots[index].list
    }
}
