import ETLModel
import Glibc

/// Reads a page that is written as Telegram Desktop writes it, many times faster than an HTML parser, and
/// hands tags and texts to the same ``TelegramPageReader``.
///
/// It knows the elements, attributes and character references that the exporter of any version writes, and
/// for these what libxml2 does where tags are left open or closed out of turn. There, its events mean the
/// same to the reader as libxml2's. At the first byte that is anything else it gives up, and what the
/// reader has taken so far is to be thrown away.
struct TelegramPageScanner {
    private struct OpenElement {
        /// Where its start tag's name stands, to compare the end tag's with.
        var nameStart: Int
        /// The message that it was opened in.
        var message: Int
        var name: TelegramPageScannerName
        var nameCount: UInt8
        /// Whether the reader was told of it.
        var isTold: Bool
    }

    private let page: UnsafeRawBufferPointer
    private let nestingDepth: Int
    private var reader: TelegramPageReader
    private var tags = TelegramPageScannerTags()
    private var open: [OpenElement] = []
    private var hasHead = false
    private var hasBody = false
    private var isInBody = false
    /// How many open elements were looked at for end tags that are not the innermost element's.
    private var searchedCount = 0
    private var obstacle: (kind: TelegramPageObstacle.Kind, offset: Int)?

    private static let prolog: StaticString = "<!DOCTYPE html>"
    /// Blanks that may follow the page.
    private static let tailByteCount = 16
    /// A page of the exporter has a handful of elements per message that are left open.
    private static let mostSearched = 1 << 20

    private init(_ page: UnsafeRawBufferPointer, _ reader: TelegramPageReader) {
        self.page = page
        self.reader = reader
        nestingDepth = reader.limits.nestingDepth
        open.reserveCapacity(128)
    }

    /// - Returns: `reader` after the last event, or why the page is not as the exporter writes it.
    static func scan(
        _ page: [UInt8], into reader: TelegramPageReader
    ) -> Result<TelegramPageReader, TelegramPageObstacle> {
        page.withUnsafeBytes { page in
            if let odd = TelegramPageScannerText.firstOdd(page) {
                return .failure(TelegramPageObstacle(.character, at: odd, in: page))
            }
            var scanner = TelegramPageScanner(page, reader)
            if scanner.scan() { return .success(scanner.reader) }
            let obstacle = scanner.obstacle ?? (.structure, page.count)
            return .failure(TelegramPageObstacle(obstacle.kind, at: obstacle.offset, in: page))
        }
    }

    private mutating func scan() -> Bool {
        guard var position = page.end(of: Self.prolog, at: 0) else { return giveUp(.structure, at: 0) }
        while let bracket = page.firstIndex(of: UInt8(ascii: "<"), in: position..<page.count) {
            if bracket > position, !readText(position..<bracket) { return false }
            // The last tag of a page is `</html>`.
            guard bracket + 7 <= page.count else { return giveUp(.structure, at: bracket) }
            let next: Int? =
                switch page[bracket + 1] {
                case UInt8(ascii: "/"): readEndTag(at: bracket)
                case UInt8(ascii: "a")...UInt8(ascii: "z"): readStartTag(at: bracket)
                default: readBracket(at: bracket)
                }
            guard let next else { return giveUp(.element, at: bracket) }
            position = next
            if open.isEmpty {
                return hasBody && isTail(position) ? true : giveUp(.structure, at: position)
            }
        }
        return giveUp(.structure, at: position)
    }

    /// Keeps the first reason.
    private mutating func giveUp(_ kind: TelegramPageObstacle.Kind, at offset: Int) -> Bool {
        obstacle = obstacle ?? (kind, offset)
        return false
    }

    private func isTail(_ start: Int) -> Bool {
        page.count - start <= Self.tailByteCount && page[start...].allSatisfy { $0 == 0x0A || $0 == 0x20 }
    }

    // MARK: Tags

    @inline(__always)
    private mutating func readStartTag(at start: Int) -> Int? {
        guard var end = page.firstIndex(of: UInt8(ascii: ">"), in: (start + 2)..<page.count)
        else { return nil }
        var place = tags.index(in: page, (start + 1)..<end)
        if place == nil, let real = page.endOfTag(from: start + 1), real > end {
            // The bracket stood in a value, as a line break in the text of a button does.
            end = real
            place = tags.indexOfRare(in: page, (start + 1)..<end)
        }
        guard let tag = place else { return nil }
        let name = tags[tag].name
        if !tags[tag].closes.isEmpty { closeEnded(by: tags[tag].closes) }
        guard isAllowed(name), open.count < nestingDepth else { return nil }
        let message = reader.messageNumber
        var isTold = tags[tag].isTold
        if !isTold { isTold = reader.takesElements || name == .anchor && reader.takesText }
        if isTold {
            guard reader.start(tags[tag].element) else { return nil }
            if name.isVoid {
                reader.end()
            } else if name == .anchor, let link = tags[tag].link, reader.takesText {
                guard readLink(link) else { return nil }
            }
        }
        if name.isVoid { return end + 1 }
        guard enter(name, at: end + 1) else { return nil }
        open.append(
            OpenElement(
                nameStart: start + 1, message: message, name: name,
                nameCount: UInt8(tags[tag].nameByteCount), isTold: isTold))
        return end + 1
    }

    private mutating func readLink(_ link: Range<Int>) -> Bool {
        if page.firstIndex(of: UInt8(ascii: "&"), in: link) == nil {
            let text = UnsafeRawBufferPointer(rebasing: page[link]).assumingMemoryBound(to: UInt8.self)
            reader.link(to: text)
            return true
        }
        guard let text = TelegramPageScannerText.decoded(page, link) else { return false }
        text.withUnsafeBufferPointer { reader.link(to: $0) }
        return true
    }

    /// Ends innermost elements as long as they are among `names`.
    private mutating func closeEnded(by names: TelegramPageScannerNames) {
        while let last = open.last, names.contains(last.name.set) {
            open.removeLast()
            leave(last)
        }
    }

    /// Whether an element may stand here without opening one that was left out.
    ///
    /// Inlined: a call would copy the scanner, with its reader 1.2 kB, for every tag.
    @inline(__always)
    private func isAllowed(_ name: TelegramPageScannerName) -> Bool {
        switch name {
        case .html: open.isEmpty
        case .head: open.count == 1 && !hasHead
        case .body: open.count == 1 && hasHead && !hasBody
        case .metadata, .title, .script: open.last?.name == .head
        default: isInBody
        }
    }

    private mutating func enter(_ name: TelegramPageScannerName, at position: Int) -> Bool {
        switch name {
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
        guard let element = open.last else { return nil }
        let name = start + 2
        let end = name + Int(element.nameCount)
        guard end < page.count, page[end] == UInt8(ascii: ">"), isName(of: element, at: name) else {
            return readCrossingEndTag(name)
        }
        open.removeLast()
        leave(element)
        return end + 1
    }

    private func isName(of element: OpenElement, at start: Int) -> Bool {
        guard let base = page.baseAddress else { return false }
        return memcmp(base + start, base + element.nameStart, Int(element.nameCount)) == 0
    }

    /// An end tag of another element than the innermost: ends it and all within, unless an element of greater
    /// weight stands between (htmlAutoCloseOnClose).
    private mutating func readCrossingEndTag(_ start: Int) -> Int? {
        // Whatever follows an open `script` is its content.
        guard isInBody,
            let end = page.firstIndex(of: UInt8(ascii: ">"), in: start..<min(page.count, start + 48)),
            let name = TelegramPageScannerName.named(page, start..<end)
        else { return nil }
        var place = open.count - 1
        while place >= 0 {
            let element = open[place]
            if Int(element.nameCount) == end - start, isName(of: element, at: start) { break }
            if element.name.weight > name.weight { return end + 1 }
            searchedCount += 1
            place -= 1
        }
        guard searchedCount < Self.mostSearched else { return nil }
        guard place >= 0 else { return end + 1 }
        while open.count > place { leave(open.removeLast()) }
        return end + 1
    }

    @inline(__always)
    private mutating func leave(_ element: OpenElement) {
        if element.isTold {
            reader.end()
        } else if element.message != reader.messageNumber {
            reader.endElementOfEarlierMessage()
        }
        if element.name == .body { isInBody = false }
    }

    // MARK: Texts

    /// A bracket that begins no tag is text.
    private mutating func readBracket(at bracket: Int) -> Int? {
        switch page[bracket + 1] {
        case UInt8(ascii: "!"), UInt8(ascii: "?"), UInt8(ascii: "_"), UInt8(ascii: ":"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"):
            return nil
        default:
            guard open.count > 2, isInBody else { return nil }
            if reader.takesText { pass(bracket..<(bracket + 1)) }
            return bracket + 1
        }
    }

    private mutating func readText(_ range: Range<Int>) -> Bool {
        // Text outside the body, or right in it, makes a parser open elements that are not there.
        guard open.count > 2, isInBody else {
            return isLayout(range) ? true : giveUp(.structure, at: range.lowerBound)
        }
        guard reader.takesText else { return true }
        var position = range.lowerBound
        while let ampersand = page.firstIndex(of: UInt8(ascii: "&"), in: position..<range.upperBound) {
            pass(position..<ampersand)
            switch TelegramPageScannerText.reference(in: page, ampersand..<range.upperBound) {
            case .character(let value, let end):
                if value > 0 { passCharacter(value) }
                position = end
            case .none:
                pass(ampersand..<(ampersand + 1))
                position = ampersand + 1
            case .unclear: return giveUp(.reference, at: ampersand)
            }
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

    private mutating func passCharacter(_ value: UInt32) {
        guard let scalar = Unicode.Scalar(value) else { return }
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 4) { buffer in
            var count = 0
            for byte in scalar.utf8 {
                buffer.initializeElement(at: count, to: byte)
                count += 1
            }
            reader.characters(UnsafeBufferPointer(rebasing: buffer[..<count]).span)
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

    /// The bracket that ends the tag whose name begins at `start`, not counting brackets in quoted values.
    fileprivate func endOfTag(from start: Int) -> Int? {
        var position = start
        while position < count {
            switch self[position] {
            case UInt8(ascii: ">"): return position
            case let mark where mark == UInt8(ascii: "\"") || mark == UInt8(ascii: "'"):
                guard let quote = firstIndex(of: mark, in: (position + 1)..<count) else { return nil }
                position = quote + 1
            default: position += 1
            }
        }
        return nil
    }
}
