import ETLModel
import ETLRendering

/// The messages of a chat, joined by commas, as pieces of the pages that have them.
struct TelegramMessageList {
    /// Messages that follow one another on a page.
    private struct Run {
        let page: TelegramChatPages.Page
        var range: Range<Int>
    }

    private let parts: any PartReader
    private var segments: [AssembledItem.Segment] = []
    /// What follows ``segments``.
    private var bytes: [UInt8] = []
    /// What follows ``bytes``.
    private var run: Run?
    private var payload: (part: Int64, bytes: [UInt8])?
    private var isEmpty = true

    init(reading parts: any PartReader) { self.parts = parts }

    /// Only a message that lacks its author is read.
    mutating func append(_ entry: MessagePage.Entry, of page: TelegramChatPages.Page) throws {
        let range = entry.offset..<(entry.offset + entry.byteCount)
        if page.lacksAuthor(entry) {
            endRun()
            separate()
            page.appendMessage(entry, of: try text(of: page.part), to: &bytes)
        } else if let last = run, last.page.part == page.part, last.range.upperBound + 1 == range.lowerBound {
            run?.range = last.range.lowerBound..<range.upperBound
        } else {
            endRun()
            separate()
            run = Run(page: page, range: range)
        }
    }

    mutating func finish() -> [AssembledItem.Segment] {
        endRun()
        endBytes()
        return segments
    }

    private mutating func separate() {
        if !isEmpty { bytes.append(UInt8(ascii: ",")) }
        isEmpty = false
    }

    private mutating func endRun() {
        guard let run = run.take() else { return }
        endBytes()
        let (part, whole) = (run.page.part, run.page.heading.messagesByteCount)
        segments.append(
            run.range == 0..<whole
                ? .payload(of: part, byteCount: whole)
                : .filled(
                    FilledText(
                        part: part, range: run.range, byteCount: run.range.count, fillings: TextFillings())))
    }

    private mutating func endBytes() {
        if !bytes.isEmpty { segments.append(.bytes(bytes)) }
        bytes = []
    }

    private mutating func text(of part: Int64) throws -> [UInt8] {
        if let payload, payload.part == part { return payload.bytes }
        let bytes = try parts.payload(of: part)
        payload = (part, bytes)
        return bytes
    }
}
