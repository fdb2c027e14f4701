import CLibXML2
package import ETLModel

/// Takes the events of a part of a workbook, in document order. Names come without their namespace.
package protocol WorkbookXMLReader: AnyObject {
    func start(_ name: String, _ attributes: [String: String]) throws(TransformError.Cause)
    /// A piece of the text inside an element; a text may come in several.
    func text(_ bytes: UnsafeBufferPointer<UInt8>) throws(TransformError.Cause)
    func end(_ name: String) throws(TransformError.Cause)
}

/// Runs libxml2's push parser over XML that arrives in chunks.
///
/// No tree is built, nothing is fetched, and a document type, which alone can define entities, is
/// refused: no workbook has one.
final class WorkbookXML {
    private let reader: any WorkbookXMLReader
    private var context: xmlParserCtxtPtr?
    private var failure: TransformError.Cause?
    private var census = AttributeCensus()

    init(_ reader: any WorkbookXMLReader) throws(TransformError.Cause) {
        Self.initializeLibrary
        self.reader = reader
        var handler = Self.handler
        // The parser copies the handler; it is freed before this object goes.
        context = xmlCreatePushParserCtxt(&handler, Unmanaged.passUnretained(self).toOpaque(), nil, 0, nil)
        guard let context else { throw .unreadable(errno: 12) }
        xmlCtxtUseOptions(
            context,
            CInt(XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue))
    }

    deinit { if let context { xmlFreeParserCtxt(context) } }

    func parse(_ chunk: [UInt8]) throws(TransformError.Cause) {
        guard let count = CInt(exactly: chunk.count), let context else {
            throw .limitExceeded(.fileBytes, limit: Int(CInt.max))
        }
        if count == 0 { return }
        guard !census.isOverloaded(by: chunk) else { throw .malformed("xlsx.attributes") }
        _ = chunk.withUnsafeBytes {
            xmlParseChunk(context, $0.assumingMemoryBound(to: CChar.self).baseAddress, count, 0)
        }
        try check(.malformed("xlsx.xml"))
    }

    /// - Throws: `truncated` if elements are still open.
    func finish() throws(TransformError.Cause) {
        xmlParseChunk(context, nil, 0, 1)
        try check(.truncated)
    }

    private func check(_ cause: TransformError.Cause) throws(TransformError.Cause) {
        if let failure { throw failure }
        // Undeclared prefixes are errors too, but the text can be read.
        guard let context, context.pointee.wellFormed != 0 else { throw cause }
    }

    private func attempt(_ body: () throws(TransformError.Cause) -> Void) {
        guard failure == nil else { return }
        do {
            try body()
        } catch {
            failure = error
            xmlStopParser(context)
        }
    }

    private static let initializeLibrary: Void = xmlInitParser()

    private static func parser(_ user: UnsafeMutableRawPointer) -> WorkbookXML {
        Unmanaged<WorkbookXML>.fromOpaque(user).takeUnretainedValue()
    }

    private static var handler: xmlSAXHandler {
        var handler = xmlSAXHandler()
        handler.initialized = UInt32(XML_SAX2_MAGIC)
        handler.serror = { _, _ in }
        handler.internalSubset = { user, _, _, _ in
            guard let user else { return }
            WorkbookXML.parser(user).attempt { () throws(TransformError.Cause) in
                throw .malformed("xlsx.doctype")
            }
        }
        handler.startElementNs = { user, name, _, _, _, _, count, _, attributes in
            guard let user, let name else { return }
            let parser = WorkbookXML.parser(user)
            parser.attempt { () throws(TransformError.Cause) in
                try parser.reader.start(String(cString: name), WorkbookXML.attributes(attributes, Int(count)))
            }
        }
        handler.endElementNs = { user, name, _, _ in
            guard let user, let name else { return }
            let parser = WorkbookXML.parser(user)
            parser.attempt { () throws(TransformError.Cause) in try parser.reader.end(String(cString: name)) }
        }
        handler.characters = { user, text, count in
            guard let user, let text, count > 0 else { return }
            let parser = WorkbookXML.parser(user)
            parser.attempt { () throws(TransformError.Cause) in
                try parser.reader.text(UnsafeBufferPointer(start: text, count: Int(count)))
            }
        }
        handler.ignorableWhitespace = handler.characters
        handler.cdataBlock = handler.characters
        return handler
    }

    /// Five pointers an attribute: name, prefix, namespace, start and end of the value.
    private static func attributes(
        _ list: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?, _ count: Int
    ) -> [String: String] {
        guard let list, count > 0 else { return [:] }
        var attributes: [String: String] = [:]
        for index in 0..<count {
            guard let name = list[index * 5], let start = list[index * 5 + 3], let end = list[index * 5 + 4]
            else { continue }
            attributes[String(cString: name)] = String(
                decoding: UnsafeBufferPointer(start: start, count: end - start), as: UTF8.self)
        }
        return attributes
    }
}

/// Whether a tag may have so many attributes that libxml2 2.9, which holds each against all before it, would take
/// minutes.
private struct AttributeCensus {
    private static let most = 2_048
    private var count = 0
    private var followsEquals = false

    /// XML has no `<` within a tag. Text that looks like an attribute counts too.
    mutating func isOverloaded(by chunk: [UInt8]) -> Bool {
        for byte in chunk {
            switch byte {
            case UInt8(ascii: "<"): count = 0
            case UInt8(ascii: "="): followsEquals = true
            case 0x20, 0x09, 0x0A, 0x0D: break
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                if followsEquals { count += 1 }
                followsEquals = false
                if count > Self.most { return true }
            default: followsEquals = false
            }
        }
        return false
    }
}
