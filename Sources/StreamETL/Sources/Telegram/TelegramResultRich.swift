/// Reads `rich_message` of `result.json` (Telegram Desktop 7), which stands in place of `text`, as HTML pages
/// show it: blocks on lines of their own, cells parted by tabs.
struct TelegramResultRich {
    private(set) var text = TelegramResultText()
    private(set) var media: [TelegramMedia] = []
    /// Whether something lies deeper than any message of Telegram's.
    private(set) var isTooDeep = false
    private var layout = TelegramLayout(start: 0)
    private var depth = 0
    private let date: (Int64) -> String

    static let mostDepth = 64
    private static let mostMedia = 100

    /// - Parameter date: Prints a moment as the exporting machine's clock showed it.
    init(_ message: TelegramResultValue, date: @escaping (Int64) -> String) {
        self.date = date
        blocks(message["blocks"])
    }

    // MARK: Blocks

    private mutating func blocks(_ list: TelegramResultValue?) {
        list?.forEach { inner in
            block(inner)
            return true
        }
    }

    private mutating func block(_ block: TelegramResultValue) {
        guard depth < Self.mostDepth else { return isTooDeep = true }
        depth += 1
        part(.line)
        switch block["type"]?.string {
        case "author_date": authorAndDate(block)
        case "math": say(block["formula"]?.string)
        case "unsupported": say("Unsupported rich content")
        case "list": items(block["items"])
        case "table": table(block)
        case "photo", "video", "audio", "embed", "embed_post", "channel", "map", "input_map":
            note(block)
            rest(of: block)
        case "related_articles": articles(block)
        default: rest(of: block)
        }
        part(.line)
        depth -= 1
    }

    /// What any block may hold, in the order in which it is shown.
    private mutating func rest(of block: TelegramResultValue) {
        // A file's title is no text.
        if block["file_size"] == nil { words(block["title"]) }
        words(block["text"])
        if block["type"]?.string != "embed" || block["poster_photo_id"] != nil { say(block["url"]?.string) }
        if let inner = block["block"] { self.block(inner) }
        blocks(block["blocks"])
        blocks(block["items"])
        guard let caption = block["caption"] else { return }
        words(caption["type"] == nil ? caption["text"] : caption)
        words(caption["credit"])
    }

    /// Words on lines of their own.
    private mutating func words(_ value: TelegramResultValue?) {
        guard let value else { return }
        part(.line)
        inline(value)
        part(.line)
    }

    private mutating func say(_ words: String?) {
        guard let words else { return }
        part(.line)
        layout.append(words, to: &text.bytes)
        part(.line)
    }

    private mutating func authorAndDate(_ block: TelegramResultValue) {
        inlineIfAny(block["author"])
        if let moment = block["date_unixtime"]?.integer, moment > 0 {
            layout.append(" • " + date(moment), to: &text.bytes)
        }
    }

    private mutating func items(_ list: TelegramResultValue?) {
        list?.forEach { item in
            part(.line)
            let mark: String? =
                switch item["task_state"]?.string {
                case "checked": "☑"
                case "unchecked": "☐"
                default: item["num"]?.string
                }
            if let mark, !mark.isEmpty {
                layout.append(mark, to: &text.bytes)
                part(.mark)
            }
            inlineIfAny(item["text"])
            blocks(item["blocks"])
            part(.line)
            return true
        }
    }

    private mutating func table(_ block: TelegramResultValue) {
        words(block["title"])
        block["rows"]?.forEach { row in
            part(.line)
            row["cells"]?.forEach { cell in
                part(.cell)
                inlineIfAny(cell["text"])
                part(.cell)
                return true
            }
            part(.line)
            return true
        }
    }

    private mutating func articles(_ block: TelegramResultValue) {
        words(block["title"])
        block["articles"]?.forEach { article in
            let author = [article["author"]?.string, article["published_date_unixtime"]?.integer.map(date)]
                .compactMap { $0 }.filter { !$0.isEmpty }
            add(
                TelegramMedia(
                    kind: article["photo_id"] == nil ? "file" : "photo",
                    title: TelegramResultMessage.name(article["title"]) ?? "Related article",
                    description: TelegramResultMessage.name(article["description"]),
                    status: author.isEmpty ? nil : author.joined(separator: ", ")))
            say(article["url"]?.string)
            return true
        }
    }

    private mutating func part(_ gap: TelegramLayout.Gap) { layout.part(gap, in: &text.bytes) }

    // MARK: Media

    private mutating func note(_ block: TelegramResultValue) {
        let name = { (value: TelegramResultValue?) in TelegramResultMessage.name(value) }
        switch block["type"]?.string {
        case "photo": add(TelegramMedia(kind: "photo"))
        case "video": add(TelegramMedia(kind: "video"))
        case "audio": add(TelegramResultFile.media(of: block) ?? TelegramMedia(kind: "audio_file"))
        case "embed" where block["poster_photo_id"] != nil: add(TelegramMedia(kind: "photo"))
        case "embed": add(TelegramMedia(kind: "file", title: "Embed", status: name(block["url"])))
        case "embed_post":
            let moment = block["date_unixtime"]?.integer.flatMap { $0 > 0 ? date($0) : nil }
            add(TelegramMedia(kind: "contact", title: name(block["author"]) ?? "Embed post", status: moment))
        case "channel":
            let channel = block["channel"]
            add(
                TelegramMedia(
                    kind: "contact", title: name(channel?["title"]) ?? "Channel",
                    status: name(channel?["username"]).map { "@" + $0 }))
        default:
            add(
                TelegramMedia(
                    kind: "location", title: "Location",
                    status: block["geo"].flatMap(TelegramResultMedia.coordinates)))
        }
    }

    private mutating func add(_ piece: TelegramMedia) {
        if media.count < Self.mostMedia { media.append(piece) }
    }

    // MARK: Words

    private mutating func inlineIfAny(_ value: TelegramResultValue?) {
        if let value { inline(value) }
    }

    /// Words, an object with words, or an array of such.
    private mutating func inline(_ value: TelegramResultValue) {
        guard depth < Self.mostDepth else { return isTooDeep = true }
        if value.withUTF8({ append($0) }) != nil { return }
        depth += 1
        defer { depth -= 1 }
        guard value.isObject else {
            value.forEach { piece in
                inline(piece)
                return true
            }
            return
        }
        let start = text.bytes.count
        switch value["type"]?.string {
        case "math": layout.append(value["source"]?.string ?? "", to: &text.bytes)
        case "inline_image": layout.append("Inline image", to: &text.bytes)
        default: inlineIfAny(value["text"])
        }
        if let old = value["old_text"] {
            layout.append("Previous: ", to: &text.bytes)
            inline(old)
        }
        text.noteLink(of: value, from: min(start, text.bytes.count))
    }

    private mutating func append(_ words: UnsafeBufferPointer<UInt8>) {
        var lines: [UInt8] = []
        TelegramResultText.appendLines(words, to: &lines)
        lines.withUnsafeBufferPointer { layout.append($0, to: &text.bytes) }
    }
}
