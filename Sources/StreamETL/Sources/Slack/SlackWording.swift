import ETLFormats
import ETLModel

/// What a message says: its `text`, then what `blocks` say beyond it, then what `attachments` do.
///
/// Of an ordinary message `text` says all, of an app's often only a summary or nothing. A line is added
/// unless its words already stand there. Attachments that show what a link or a shared message leads to
/// are no words of the message and go to ``previews``, but where there is nothing else they are its text.
/// So is what Slack writes where it cannot show a message.
struct SlackWording {
    private(set) var text: String
    private(set) var previews: [String] = []

    /// - Throws: `limitExceeded` if all of it has more bytes than a message may have.
    init(_ json: JSONValue, text: String, limits: InputLimits) throws(TransformError.Cause) {
        let isNotice = SlackNotice.isOne(text)
        self.text = isNotice ? "" : text
        var byteCount = text.utf8.count
        let limit = limits.messageBytes
        guard byteCount <= limit else { throw .limitExceeded(.messageBytes, limit: limit) }
        var blocks = SlackLines(after: byteCount, limit: limit)
        try blocks.addBlocks(json.member("blocks"))
        byteCount = blocks.byteCount
        add(blocks.lines, areWhole: blocks.areRichText)
        var attached: [SlackLines.Line] = []
        for attachment in json.member("attachments")?.elements ?? [] {
            var shown = SlackLines(after: byteCount, limit: limit)
            try shown.addAttachment(attachment)
            byteCount = shown.byteCount
            if !SlackLines.isPreview(attachment) {
                attached += shown.lines
            } else if !shown.lines.allSatisfy({ SlackNotice.isOne($0.text) }) {
                previews.append(Self.joined(shown.lines))
            }
        }
        add(attached)
        if self.text.isEmpty {
            self.text = previews.joined(separator: "\n")
            previews = []
        }
        if isNotice, self.text.isEmpty { self.text = text }
    }

    /// - Parameter areWhole: Whether the lines are all that a person wrote, and not beside the text.
    private mutating func add(_ lines: [SlackLines.Line], areWhole: Bool = false) {
        guard !lines.isEmpty else { return }
        var lines = lines
        if !text.isEmpty || !lines.allSatisfy({ SlackNotice.isOne($0.text) }) {
            lines.removeAll { SlackNotice.isOne($0.text) }
        }
        guard !text.isEmpty else {
            text = Self.joined(lines)
            return
        }
        var statements = SlackStatements(text)
        if areWhole, statements.isContained(in: lines) {
            text = Self.joined(lines)
            return
        }
        for line in statements.additions(among: lines) { text += "\n" + line.marker + line.text }
    }

    private static func joined(_ lines: [SlackLines.Line]) -> String {
        lines.map { $0.marker + $0.text }.joined(separator: "\n")
    }
}

/// What Slack writes in place of what it cannot show.
enum SlackNotice {
    static func isOne(_ text: String) -> Bool {
        guard text.utf8.count <= 80 else { return false }
        var words = text[...]
        while let last = words.last, last == "." || last == " " || last == "\n" { words.removeLast() }
        let lowered = words.lowercased()
        // The curly apostrophe begins with this byte; looking for it in every message would cost more than the rest.
        return sentences.contains(lowered.utf8.contains(0xE2) ? lowered.replacing("’", with: "'") : lowered)
    }

    private static let sentences: Set<String> = [
        "this content can't be displayed", "[no preview available]",
        "this message contains interactive elements",
        // In the other languages of the one who wrote.
        "dieser inhalt kann nicht angezeigt werden", "diese nachricht enthält interaktive elemente",
        "ce contenu ne peut pas être affiché", "ce message contient des éléments interactifs",
        "no se puede mostrar este contenido", "este mensaje contiene elementos interactivos",
        "impossibile visualizzare questo contenuto", "questo messaggio contiene elementi interattivi",
        "não é possível exibir este conteúdo", "esta mensagem contém elementos interativos",
    ]
}

/// What a text says, to be asked which lines say more.
private struct SlackStatements {
    /// Texts above this size, which people cannot write, are compared as a whole only.
    private static let comparedByteCount = 64 << 10
    /// Lines that are looked for anywhere in the text; those that follow the one before are more.
    private static let comparedLineCount = 256

    private let text: String
    private let words: SlackWords
    private let isCompared: Bool
    private var rest = comparedLineCount

    init(_ text: String) {
        self.text = text
        words = SlackWords(text)
        isCompared = text.utf8.count <= Self.comparedByteCount
    }

    /// Whether the lines say the text, and nothing else.
    private func isSaid(by lines: [SlackLines.Line]) -> Bool {
        let said = SlackWords(lines)
        if said.isEmpty || said.says(words) { return !said.isEmpty }
        // One has emoji by name that the other has as characters.
        guard words.hasNamedEmoji != said.hasNamedEmoji, words.hasDrawnEmoji != said.hasDrawnEmoji else {
            return false
        }
        return SlackWords(lines, .withoutKindsOfEmoji).says(SlackWords(text, .withoutKindsOfEmoji))
    }

    /// Whether the lines say the whole text and more: words before or behind it, or where its links lead to.
    func isContained(in lines: [SlackLines.Line]) -> Bool {
        guard isCompared, !words.isEmpty else { return false }
        let said = SlackWords(lines)
        guard said.count > words.count else { return false }
        return said.contains(words)
            || SlackWords(lines, .withoutAddresses).says(SlackWords(text, .withoutAddresses))
    }

    /// Those whose words do not stand in the text.
    mutating func additions(among lines: [SlackLines.Line]) -> [SlackLines.Line] {
        let isWholeText = isSaid(by: lines)
        // For what has no words, such as a lone question mark: what stands alone between blanks.
        var signs: Set<Substring>?
        var place = 0
        return lines.filter { line in
            let said = SlackWords(line.text)
            if !said.isEmpty { return !isWholeText && !include(said, &place) }
            if isWholeText { return false }
            guard isCompared else { return true }
            let known = signs ?? Set(Self.signs(of: text))
            signs = known
            return !Self.signs(of: line.text).allSatisfy(known.contains)
        }
    }

    /// - Parameter place: Where the line before ends.
    private mutating func include(_ said: SlackWords, _ place: inout Int) -> Bool {
        guard isCompared else { return false }
        if let end = words.end(of: said, at: place) {
            place = end
            return true
        }
        guard rest > 0 else { return false }
        rest -= 1
        guard let end = words.end(of: said) else { return false }
        place = end
        return true
    }

    /// Without emphasis, unless there is nothing else.
    private static func signs(of text: String) -> [Substring] {
        text.split(whereSeparator: \.isWhitespace).map { sign in
            let start = sign.firstIndex { !"*_~`".contains($0) } ?? sign.startIndex
            let end = sign.lastIndex { !"*_~`".contains($0) }.map(sign.index(after:)) ?? sign.endIndex
            return sign[start..<end]
        }
    }
}
