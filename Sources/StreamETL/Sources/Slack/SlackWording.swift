import ETLFormats
import ETLModel

/// What a message says: its `text`, then what `blocks` say beyond it, then what `attachments` do.
///
/// Of an ordinary message `text` says all, of an app's often only a summary or nothing. A line is added
/// unless its words already stand there. Attachments that show what a link or a shared message leads to
/// are no words of the message and go to ``previews``, but where there is nothing else they are its text.
struct SlackWording {
    private(set) var text: String
    private(set) var previews: [String] = []

    /// - Throws: `limitExceeded` if all of it has more bytes than a message may have.
    init(_ json: JSONValue, text: String, limits: InputLimits) throws(TransformError.Cause) {
        self.text = text
        var byteCount = text.utf8.count
        let limit = limits.messageBytes
        guard byteCount <= limit else { throw .limitExceeded(.messageBytes, limit: limit) }
        var blocks = SlackLines(after: byteCount, limit: limit)
        try blocks.addBlocks(json.member("blocks"))
        byteCount = blocks.byteCount
        add(blocks.lines)
        var attached: [SlackLines.Line] = []
        for attachment in json.member("attachments")?.elements ?? [] {
            var shown = SlackLines(after: byteCount, limit: limit)
            try shown.addAttachment(attachment)
            byteCount = shown.byteCount
            if attachment.member("from_url") == nil {
                attached += shown.lines
            } else if !shown.lines.isEmpty {
                previews.append(Self.joined(shown.lines))
            }
        }
        add(attached)
        if self.text.isEmpty {
            self.text = previews.joined(separator: "\n")
            previews = []
        }
    }

    private mutating func add(_ lines: [SlackLines.Line]) {
        guard !lines.isEmpty else { return }
        guard !text.isEmpty else {
            text = Self.joined(lines)
            return
        }
        var statements = SlackStatements(text)
        for line in lines where !statements.include(line.text) {
            text += "\n" + line.marker + line.text
        }
    }

    private static func joined(_ lines: [SlackLines.Line]) -> String {
        lines.map { $0.marker + $0.text }.joined(separator: "\n")
    }
}

/// What a text says, to be asked line by line whether a line says more.
private struct SlackStatements {
    /// Longer texts, which people cannot write, and more lines are not compared and count as new.
    private static let comparedByteCount = 64 << 10
    private static let comparedLineCount = 256

    private let words: SlackWords
    /// For what has no words, such as a lone question mark: what stands alone between blanks.
    private let signs: Set<Substring>
    private var rest: Int

    init(_ text: String) {
        let isCompared = text.utf8.count <= Self.comparedByteCount
        words = SlackWords(isCompared ? text : "")
        signs = isCompared ? Set(Self.signs(of: text)) : []
        rest = isCompared ? Self.comparedLineCount : 0
    }

    mutating func include(_ line: String) -> Bool {
        guard rest > 0 else { return false }
        rest -= 1
        let said = SlackWords(line)
        return said.isEmpty ? Self.signs(of: line).allSatisfy(signs.contains) : words.contains(said)
    }

    /// Without emphasis, unless there is nothing else.
    private static func signs(of text: String) -> [Substring] {
        text.split { $0 == " " || $0 == "\n" || $0 == "\t" }.map { sign in
            let start = sign.firstIndex { !"*_~`".contains($0) } ?? sign.startIndex
            let end = sign.lastIndex { !"*_~`".contains($0) }.map(sign.index(after:)) ?? sign.endIndex
            return sign[start..<end]
        }
    }
}
