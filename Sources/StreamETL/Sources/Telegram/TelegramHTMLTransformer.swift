package import ETLModel
import Glibc

/// Reads a page of messages (`messages.html`, `messages2.html`, …) of a Telegram Desktop export.
package struct TelegramHTMLTransformer: Transformer {
    package let source = Source.telegram
    package let identity: String
    private let zone: TelegramZone
    private let limits: InputLimits
    private let reader: TelegramReader
    private let counts: ReadingCounts

    /// - Parameters:
    ///   - zone: Where the exports were made; see ``TelegramZone``.
    ///   - reader: Both say the same, so that files are not read again when it changes.
    ///   - counts: Is told which reader took a page.
    package init(
        zone: TelegramZone = .utc, limits: InputLimits = InputLimits(), reader: TelegramReader = .auto,
        counts: ReadingCounts = ReadingCounts()
    ) {
        self.zone = zone
        self.limits = limits
        self.reader = reader
        self.counts = counts
        identity = "telegram-html/4 zone=\(zone.identifier)"
    }

    /// Names of ``ReadingCounts``.
    package static let countNames = [
        "telegram_pages_fast", "telegram_bytes_fast", "telegram_pages_libxml2", "telegram_bytes_libxml2",
    ]

    /// Whether the head is that of a message page: the lists of chats and the overview of an export
    /// have the same frame, but no history.
    package func claims(_ probe: FileProbe) -> Bool {
        // Dropping zero bytes reads UTF-16 well enough for names in ASCII.
        let head = probe.head.hasZero ? probe.head.filter { $0 != 0 } : probe.head
        let isFramed = head.holds("page_wrap") && head.holds("page_header")
        if isFramed, head.holds("chat_page") || head.holds("class=\"history\"") { return true }
        // A copy that stopped before its history began is a damaged page, not some other file.
        return Self.isPageName(probe.path.name) && probe.byteCount <= probe.head.count
            && head.holds("Exported Data") && !head.holds("</html>")
    }

    package func transform(
        _ file: SettledFile, emit: (Contribution) async throws -> Void
    ) async throws {
        let bytes = try file.content.document(limits)
        let pages = try pages(of: bytes)
        for page in pages { try await emit(page) }
        guard TelegramPageName(file.path.name)?.number == 1, let first = pages.first else { return }
        if let title = try Self.title(by: first) { try await emit(title) }
    }

    /// The title of a chat in which one person wrote: `result.json` may not tell it, see
    /// ``TelegramAssembler/group(of:reading:)``.
    private static func title(by page: Contribution) throws -> Contribution? {
        let heading = try TelegramPageHeading(decoding: page.heading)
        guard heading.participants.count == 1, let name = heading.chatName, let start = heading.firstTime
        else { return nil }
        return TelegramPageHeading.title(name, start: start, exporter: .html)
    }

    private func pages(of bytes: [UInt8]) throws(TransformError.Cause) -> [Contribution] {
        switch reader == .auto ? scan(bytes) : .failure(TelegramPageObstacle(.setting)) {
        case .success(let pages):
            counts.add(1, to: Self.countNames[0])
            counts.add(bytes.count, to: Self.countNames[1])
            return pages
        case .failure(let obstacle):
            counts.add(1, to: Self.countNames[2])
            counts.add(bytes.count, to: Self.countNames[3])
            counts.note(obstacle.description)
            return try parsed(bytes)
        }
    }

    /// What a page says that is written as the exporter writes them; `nil` for any other.
    package func scanned(_ bytes: [UInt8]) -> [Contribution]? { try? scan(bytes).get() }

    private func scan(_ bytes: [UInt8]) -> Result<[Contribution], TelegramPageObstacle> {
        TelegramPageScanner.scan(bytes, into: TelegramPageReader(zone: zone, limits: limits))
            .flatMap { reader in
                var reader = reader
                let pages = reader.finish()
                // A page with any fault at all is not what the scanner was made for.
                let isSound = reader.failure == nil && reader.warnings.isEmpty && reader.hasHeader
                return isSound ? .success(pages) : .failure(TelegramPageObstacle(.fault))
            }
    }

    /// What a page says, read as HTML.
    package func parsed(_ bytes: [UInt8]) throws(TransformError.Cause) -> [Contribution] {
        let text = try TelegramText.utf8(from: bytes)
        guard Self.isComplete(text) else { throw .truncated }
        guard !TelegramMarkup.isOverloaded(text) else { throw .malformed("telegram.html.attributes") }
        var reader = try TelegramHTMLParser.parse(
            text, into: TelegramPageReader(zone: zone, limits: limits))
        // A comment without an end hides what is behind it.
        let hidden = text.occurrences(of: "<div class=\"message ") - reader.messageNumber
        if hidden > 0 { reader.warn(.malformed("telegram.html.message"), lostCount: hidden) }
        let pages = reader.finish()
        if let failure = reader.failure { throw failure }
        guard reader.hasHeader else { throw .malformed("telegram.html.page") }
        return pages
    }

    /// Whether the page ends with `</html>`, give or take some bytes that a copy added.
    private static func isComplete(_ text: [UInt8]) -> Bool {
        text.suffix(1_024).holds("</html>")
    }

    /// `messages.html`, `messages2.html`, `messages10.html` …
    private static func isPageName(_ name: ArraySlice<UInt8>) -> Bool {
        TelegramPageName(name) != nil
    }
}

// By the C library: every file of a drop directory is asked.
extension Collection where Element == UInt8 {
    /// Whether the ASCII text occurs.
    fileprivate func holds(_ text: StaticString) -> Bool { occurrences(of: text, atMost: 1) > 0 }

    /// How often the ASCII text occurs.
    fileprivate func occurrences(of text: StaticString, atMost most: Int = .max) -> Int {
        withContiguousStorageIfAvailable { bytes in
            text.withUTF8Buffer { text in
                var count = 0
                guard var rest = bytes.baseAddress, let wanted = text.baseAddress else { return count }
                let end = rest + bytes.count
                while count < most, end - rest >= text.count,
                    let found = memchr(rest, Int32(text[0]), end - rest)
                {
                    rest = UnsafePointer(found.assumingMemoryBound(to: UInt8.self))
                    if end - rest < text.count { break }
                    if memcmp(rest, wanted, text.count) == 0 { count += 1 }
                    rest += 1
                }
                return count
            }
        } ?? 0
    }

    fileprivate var hasZero: Bool {
        withContiguousStorageIfAvailable { bytes in
            bytes.baseAddress.map { memchr($0, 0, bytes.count) != nil } ?? false
        } ?? false
    }
}
