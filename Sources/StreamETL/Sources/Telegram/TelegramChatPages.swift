import ETLModel
import ETLRendering

/// The pages of one export of a chat, with the indexes of their messages, but without their texts.
struct TelegramChatPages {
    struct Page {
        let part: Int64
        let heading: TelegramPageHeading
        /// The messages of the export that no page before, nor this one, has already.
        let index: MessagePage
        /// ``TelegramMessage/weight`` of each entry; empty for what an older version has read.
        let weights: [Int]
        /// For messages at the start that inherit their author.
        let inheritedAuthor: String?
    }

    let pages: [Page]
    let rank: TelegramChatUnit.Rank

    init(_ unit: TelegramChatUnit, reading parts: any PartReader) throws {
        rank = unit.rank
        var author: String?
        // Where each page goes on behind the one before, no message is there twice.
        var seen: Set<Int64>? = unit.isOrdered ? nil : []
        pages = try unit.pages.map { page in
            let payload = try parts.payload(of: page.part.id)
            let end = page.heading.messagesByteCount
            guard (0...payload.count).contains(end) else { throw ByteReader.Corruption() }
            var reader = ByteReader(Array(payload[end...]))
            var index = try MessagePage.decode(from: &reader)
            for entry in index.entries {
                guard entry.offset >= 0, entry.byteCount >= 0, entry.offset <= end,
                    entry.byteCount <= end - entry.offset
                else { throw ByteReader.Corruption() }
            }
            var weights =
                reader.isAtEnd
                ? []
                : try reader.readArray { reader throws(ByteReader.Corruption) in try reader.readInt() }
            if weights.count != index.entries.count { weights = [] }
            if seen != nil {
                let kept = index.entries.indices.filter {
                    seen?.insert(index.entries[$0].key).inserted == true
                }
                weights = weights.isEmpty ? [] : kept.map { weights[$0] }
                // In an array of its own: the other has room for all of them.
                index.entries = kept.map { index.entries[$0] }
            }
            defer { author = page.heading.lastAuthor ?? author }
            return Page(
                part: page.part.id, heading: page.heading, index: index, weights: weights,
                inheritedAuthor: author)
        }
    }
}

extension TelegramChatPages.Page {
    /// Whether a message's stored object lacks its author.
    func lacksAuthor(_ entry: MessagePage.Entry) -> Bool {
        entry.inheritsAuthor && entry.author == nil && entry.byteCount > 1
    }

    /// The object of a message that lacks its author, with it.
    func appendMessage(_ entry: MessagePage.Entry, of payload: [UInt8], to json: inout [UInt8]) {
        var author = JSONWriter()
        author.beginObject()
        author.key("author")
        author.value(inheritedAuthor)
        json.append(contentsOf: author.bytes)
        json.append(UInt8(ascii: ","))
        json.append(contentsOf: payload[(entry.offset + 1)..<(entry.offset + entry.byteCount)])
    }

    func author(of entry: MessagePage.Entry) -> String? {
        if let author = entry.author {
            return index.authors.indices.contains(author) ? index.authors[author] : nil
        }
        return entry.inheritsAuthor ? inheritedAuthor : nil
    }
}
