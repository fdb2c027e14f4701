import ETLFormats
import ETLModel

/// The lines that a message shows beside its `text`, in Slack's markup: those of `blocks` or of an
/// attachment.
///
/// What people see is taken: texts, headings, fields, lists, quotes, code, tables, and what an image is
/// called. Buttons, menus and pictures themselves are not.
package struct SlackLines {
    package struct Line: Hashable, Sendable {
        /// A bullet, a number or a quote's sign; `text` says it in another way, so it is not compared.
        package var marker = ""
        package var text: String

        package init(marker: String = "", text: String) {
            self.marker = marker
            self.text = text
        }
    }

    package private(set) var lines: [Line] = []
    /// Whether all blocks are rich text, as people write it.
    private(set) var areRichText = true
    private let limit: Int
    /// Of the lines and of what stands before them.
    package private(set) var byteCount: Int

    /// - Parameters:
    ///   - byteCount: Of what the message says before these lines.
    ///   - limit: Bytes that a message may have.
    package init(after byteCount: Int, limit: Int) {
        self.byteCount = byteCount
        self.limit = limit
    }

    mutating func addBlocks(_ blocks: JSONValue?) throws(TransformError.Cause) {
        for block in blocks?.elements ?? [] {
            if block.member("type")?.string == "rich_text" {
                for element in block.member("elements")?.elements ?? [] { try addRich(element) }
            } else {
                areRichText = false
                try addPlain(block)
            }
        }
    }

    /// An app's attachment, or a preview of a link; `fallback` only where nothing else is there.
    mutating func addAttachment(_ attachment: JSONValue) throws(TransformError.Cause) {
        let start = lines.count
        for text in [attachment.member("pretext"), attachment.member("author_name")] {
            try add(Self.markup(text))
        }
        try add(Self.title(of: attachment))
        try add(Self.markup(attachment.member("text")))
        for field in attachment.member("fields")?.elements ?? [] {
            let parts = [Self.markup(field.member("title")), Self.markup(field.member("value"))]
            try add(parts.compactMap(\.self).filter { !$0.isEmpty }.joined(separator: ": "))
        }
        try addBlocks(attachment.member("blocks"))
        for shared in attachment.member("message_blocks")?.elements ?? [] where lines.count == start {
            try addBlocks(shared.member("message")?.member("blocks"))
        }
        if lines.count == start { try add(Self.markup(attachment.member("fallback"))) }
    }

    /// Blocks of all kinds but rich text, also of kinds that are not known yet.
    private mutating func addPlain(_ block: JSONValue) throws(TransformError.Cause) {
        for part in [
            block.member("title"), block.member("label"), block.member("text"), block.member("description"),
        ] {
            try add(Self.markup(part))
        }
        for field in block.member("fields")?.elements ?? [] { try add(Self.markup(field)) }
        for row in block.member("rows")?.elements ?? [] {
            try add(row.elements.map(Self.cell).joined(separator: " | "))
        }
        switch block.member("type")?.string {
        case "context":
            let elements = block.member("elements")?.elements ?? []
            try add(elements.compactMap(Self.markup).joined(separator: " "))
        case "image", "video":
            if block.member("title") == nil { try add(Self.markup(block.member("alt_text"))) }
        default: break
        }
    }

    private mutating func addRich(_ element: JSONValue) throws(TransformError.Cause) {
        switch element.member("type")?.string {
        case "rich_text_list":
            let indent = String(
                repeating: "  ", count: Int(clamping: element.member("indent")?.integer ?? 0) % 16)
            let isOrdered = element.member("style")?.string == "ordered"
            var number = Int64(clamping: element.member("offset")?.integer ?? 0) % 1_000_000
            for item in element.member("elements")?.elements ?? [] {
                number += 1
                try add(SlackRichText.markup(of: item), marker: indent + (isOrdered ? "\(number). " : "• "))
            }
        case "rich_text_quote": try add(SlackRichText.markup(of: element), marker: "&gt; ", onEveryLine: true)
        default: try add(SlackRichText.markup(of: element))
        }
    }

    private mutating func add(
        _ text: String?, marker: String = "", onEveryLine: Bool = false
    ) throws(TransformError.Cause) {
        guard let text, !text.isEmpty else { return }
        for (index, line) in text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            let sign = index == 0 || onEveryLine ? marker : ""
            byteCount += line.count + sign.utf8.count + 1
            guard byteCount <= limit else { throw .limitExceeded(.messageBytes, limit: limit) }
            lines.append(Line(marker: sign, text: String(Substring(line))))
        }
    }

    // MARK: Texts

    /// Whether an attachment shows what a link or a shared message leads to; an app that shows a link of its
    /// own says so.
    static func isPreview(_ attachment: JSONValue) -> Bool {
        for flag in [attachment.member("is_app_unfurl"), attachment.member("is_msg_unfurl")] {
            if flag?.bool ?? false { return true }
        }
        return attachment.member("from_url") != nil || attachment.member("app_unfurl_url") != nil
    }

    private static func title(of attachment: JSONValue) -> String? {
        guard let title = markup(attachment.member("title")), !title.isEmpty else { return nil }
        // A preview's title links to what the message links to itself.
        guard !isPreview(attachment),
            let link = attachment.member("title_link")?.string, !link.isEmpty
        else { return title }
        return SlackRichText.link(to: link, label: title)
    }

    private static func cell(_ cell: JSONValue) -> String {
        if cell.member("type")?.string == "rich_text" {
            return (cell.member("elements")?.elements ?? []).map { SlackRichText.markup(of: $0) }
                .joined(separator: " ")
        }
        return markup(cell) ?? ""
    }

    /// A text, or an object that holds one. Slack escapes plain text as it does markup, but an app may
    /// have put brackets into it.
    private static func markup(_ value: JSONValue?) -> String? {
        guard let value else { return nil }
        if let text = value.string { return text }
        guard let text = value.member("text")?.string else { return value.member("alt_text")?.string }
        return value.member("type")?.string == "plain_text" ? SlackRichText.withoutBrackets(text) : text
    }
}
