import ETLModel
import Glibc

/// Reads a page that is written exactly as Telegram Desktop writes it, many times faster than an HTML
/// parser, and hands tags and texts to the same ``TelegramPageReader``.
///
/// It knows only the little of HTML where nothing needs to be guessed: balanced elements of a few names
/// that never close each other, quoted attributes, a handful of character references. There, its events
/// mean the same to the reader as libxml2's. At the first byte that is anything else it gives up, and
/// what the reader has taken so far is to be thrown away.
struct TelegramPageScanner {
    private struct OpenElement {
        /// Where its start tag's name stands, to compare the end tag's with.
        var nameStart: Int
        var name: TelegramPageScannerTag.Name
        var nameCount: UInt8
        /// Whether the reader was told of it.
        var isTold: Bool
    }

    private let page: UnsafeRawBufferPointer
    private let nestingDepth: Int
    private var reader: TelegramPageReader
    private var tags = TelegramPageScannerTags()
    private var open: [OpenElement] = []
    private var anchorCount = 0
    private var hasHead = false
    private var hasBody = false
    private var isInBody = false

    /// Deeper than any page of the exporter, save those that leave elements open.
    private static let greatestDepth = 128
    private static let prolog: StaticString = "<!DOCTYPE html>"
    /// Blanks that may follow the page.
    private static let tailByteCount = 16

    private init(_ page: UnsafeRawBufferPointer, _ reader: TelegramPageReader) {
        self.page = page
        self.reader = reader
        nestingDepth = min(Self.greatestDepth, reader.limits.nestingDepth)
        open.reserveCapacity(Self.greatestDepth)
    }

    /// - Returns: `reader` after the last event, or `nil` where the page is not as the exporter writes it.
    static func scan(_ page: [UInt8], into reader: TelegramPageReader) -> TelegramPageReader? {
        page.withUnsafeBytes { page in
            guard TelegramPageScannerText.isPlain(page) else { return nil }
            var scanner = TelegramPageScanner(page, reader)
            return scanner.scan() ? scanner.reader : nil
        }
    }

    private mutating func scan() -> Bool {
        guard var position = page.end(of: Self.prolog, at: 0) else { return false }
        while let bracket = page.firstIndex(of: UInt8(ascii: "<"), in: position..<page.count) {
            if bracket > position, !readText(position..<bracket) { return false }
            // The last tag of a page is `</html>`.
            guard bracket + 7 <= page.count else { return false }
            let next =
                page[bracket + 1] == UInt8(ascii: "/") ? readEndTag(at: bracket) : readStartTag(at: bracket)
            guard let next else { return false }
            position = next
            if open.isEmpty { return hasBody && isTail(position) }
        }
        return false
    }

    private func isTail(_ start: Int) -> Bool {
        page.count - start <= Self.tailByteCount && page[start...].allSatisfy { $0 == 0x0A || $0 == 0x20 }
    }

    // MARK: Tags

    @inline(__always)
    private mutating func readStartTag(at start: Int) -> Int? {
        guard let end = page.firstIndex(of: UInt8(ascii: ">"), in: (start + 2)..<page.count),
            let tag = tags.index(in: page, (start + 1)..<end)
        else { return nil }
        let (name, isTold) = (tags[tag].name, tags[tag].isTold)
        guard isAllowed(name), open.count < nestingDepth else { return nil }
        if isTold {
            guard reader.start(tags[tag].element) else { return nil }
            if name.isVoid { reader.end() }
        }
        if name.isVoid { return end + 1 }
        guard enter(name, at: end + 1) else { return nil }
        open.append(
            OpenElement(
                nameStart: start + 1, name: name, nameCount: UInt8(tags[tag].nameByteCount), isTold: isTold))
        return end + 1
    }

    /// Whether an element may stand here without closing another, or opening one that was left out.
    private func isAllowed(_ name: TelegramPageScannerTag.Name) -> Bool {
        switch name {
        case .flow, .pre, .lineBreak, .image: isInBody
        case .anchor: isInBody && anchorCount == 0
        case .html: open.isEmpty
        case .head: open.count == 1 && !hasHead
        case .body: open.count == 1 && hasHead && !hasBody
        case .metadata, .title, .script: open.last?.name == .head
        }
    }

    private mutating func enter(_ name: TelegramPageScannerTag.Name, at position: Int) -> Bool {
        switch name {
        case .anchor: anchorCount += 1
        case .head: hasHead = true
        case .body:
            hasBody = true
            isInBody = true
        // Parsers differ in whether they drop a line break at the start.
        case .pre: return position < page.count && page[position] != 0x0A
        default: break
        }
        return true
    }

    @inline(__always)
    private mutating func readEndTag(at start: Int) -> Int? {
        guard let element = open.popLast(), let base = page.baseAddress else { return nil }
        let name = start + 2
        let end = name + Int(element.nameCount)
        guard end < page.count, page[end] == UInt8(ascii: ">"),
            memcmp(base + name, base + element.nameStart, Int(element.nameCount)) == 0
        else { return nil }
        if element.isTold { reader.end() }
        switch element.name {
        case .anchor: anchorCount -= 1
        case .body: isInBody = false
        default: break
        }
        return end + 1
    }

    // MARK: Texts

    private mutating func readText(_ range: Range<Int>) -> Bool {
        // Text outside the body, or right in it, makes a parser open elements that are not there.
        guard open.count > 2, isInBody else { return isLayout(range) }
        guard reader.takesText else { return true }
        var position = range.lowerBound
        while let ampersand = page.firstIndex(of: UInt8(ascii: "&"), in: position..<range.upperBound) {
            guard
                let reference = TelegramPageScannerText.reference(in: page, ampersand..<range.upperBound)
            else { return false }
            pass(position..<ampersand)
            reference.text.withUTF8Buffer { reader.characters($0.span) }
            position = reference.end
        }
        pass(position..<range.upperBound)
        return true
    }

    private func isLayout(_ range: Range<Int>) -> Bool {
        if open.last?.name == .title {
            return page.firstIndex(of: UInt8(ascii: "&"), in: range) == nil
        }
        return page[range].allSatisfy { $0 == 0x0A || $0 == 0x20 }
    }

    private mutating func pass(_ range: Range<Int>) {
        guard !range.isEmpty else { return }
        UnsafeRawBufferPointer(rebasing: page[range]).withMemoryRebound(to: UInt8.self) {
            reader.characters($0.span)
        }
    }
}

extension UnsafeRawBufferPointer {
    /// The first place of `byte`, by the C library's search.
    @inline(__always)
    package func firstIndex(of byte: UInt8, in range: Range<Int>) -> Int? {
        guard let base = baseAddress, range.lowerBound < range.upperBound,
            let found = memchr(base + range.lowerBound, Int32(byte), range.count)
        else { return nil }
        return UnsafeRawPointer(found) - base
    }

    /// Where `text` ends if it stands at `start`.
    @inline(__always)
    package func end(of text: StaticString, at start: Int) -> Int? {
        guard let base = baseAddress, start + text.utf8CodeUnitCount <= count,
            memcmp(base + start, text.utf8Start, text.utf8CodeUnitCount) == 0
        else { return nil }
        return start + text.utf8CodeUnitCount
    }
}
