import ETLModel
package import ETLRendering

/// One Telegram message as both readers (HTML pages and `result.json`) state it.
///
/// Both fill this value and let it write itself, so that a message has the same JSON whichever export
/// it comes from. A reader keeps one value and calls ``reset()`` between messages, so that `text`
/// keeps its storage.
package struct TelegramMessage: Sendable {
    /// As the export states it; messages of a migrated basic group have negative ids.
    package var id: Int64 = 0
    /// A phone call is none, as in HTML pages, although `result.json` calls it one.
    package var isService = false
    /// Sender without " via @bot"; for a service message the actor, where the export tells it.
    package var author: String?
    /// The author is the one of the regular message before, which this page does not hold.
    package var inheritsAuthor = false
    /// Plain text, UTF-8, line breaks as `\n`, without reactions, captions of media or signatures.
    package var text: [UInt8] = []
    /// `nil` for service lines of HTML pages, which print no time.
    package var time: TelegramTime?
    /// The day above a message without a time: its midnight, read as if it were UTC.
    package var day: Int64?
    var replyTo: Int64?
    var forwardedFrom: String?
    var forwardedTime: TelegramTime?
    /// Without the `@`.
    var viaBot: String?
    package var signature: String?
    var isEdited = false
    /// Seconds since 1970 of the edit, where it is known.
    var editedTime: Int64?
    /// What a service message reports (`join_group_by_link`, `pin_message`); only in `result.json`.
    var action: String?
    /// Links in the text and in the words of media.
    package var links: [TelegramLink] = []
    var media: [TelegramMedia] = []
    package var reactions: [TelegramReaction] = []

    /// How much the message says: the bytes of its text but blanks, and one for media. Of two formats of one
    /// export the one that says more counts.
    package var weight: Int {
        text.withUnsafeBytes { text in
            var count = media.isEmpty ? 0 : 1
            var index = 0
            // Eight bytes at once: of each, the highest bit tells whether it is above a blank.
            while index &+ 8 <= text.count {
                let bytes = text.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                let above = ((bytes & 0x7F7F_7F7F_7F7F_7F7F) &+ 0x5F5F_5F5F_5F5F_5F5F | bytes) >> 7
                // The product's highest byte is the sum of all bytes.
                let sum = (above & 0x0101_0101_0101_0101) &* 0x0101_0101_0101_0101 >> 56
                count &+= Int(truncatingIfNeeded: sum)
                index &+= 8
            }
            while index < text.count {
                count &+= text[index] > 0x20 ? 1 : 0
                index &+= 1
            }
            return count
        }
    }

    /// Makes the value empty, keeping the storage of its text.
    mutating func reset() {
        var kept: [UInt8] = []
        // Held in one place only, or emptying it would make a copy.
        swap(&kept, &text)
        self = TelegramMessage()
        kept.removeAll(keepingCapacity: true)
        swap(&kept, &text)
    }
}

/// When a message was sent.
package struct TelegramTime: Hashable, Sendable {
    /// Seconds since 1970.
    package var utc: Int64
    /// The printed civil time, read as if it were UTC.
    package var wall: Int64
    /// Seconds east of UTC as printed beside the time; `nil` where none was printed.
    var printedOffset: Int?
}

/// A photo, file, call … that is part of a message. Names and captions only, never content.
struct TelegramMedia: Hashable, Sendable {
    /// A list of tasks, which HTML pages show as a poll with another label.
    static let checklist = "checklist"

    /// `photo`, `video`, `video_message`, `voice_message`, `audio_file`, `file`, `animation`, `sticker`,
    /// `contact`, `location`, `live_location`, `venue`, `game`, `invoice`, `call`, `poll`, `checklist`,
    /// `giveaway`, …
    var kind: String
    var title: String?
    var description: String?
    var status: String?
}

package struct TelegramReaction: Hashable, Sendable {
    /// Stands for an emoji of somebody's own making, which has no text.
    static let ownEmoji = "custom_emoji"

    var emoji: String
    package var count: Int
}

extension TelegramMessage {
    /// Writes the members of the message's JSON object.
    ///
    /// `author` comes first and is left out only when it is inherited from another page, so that
    /// ``TelegramPage`` can put it in later.
    package func write(into json: inout JSONWriter) {
        if !inheritsAuthor || author != nil {
            json.key("author")
            json.value(author)
        }
        json.key("text")
        text.withUnsafeBufferPointer { json.value(utf8: $0) }
        json.key("timestamp")
        if let time {
            json.value(time: time.utc)
            json.key("timestamp_printed")
            json.value(civil: time.wall, offset: time.printedOffset)
        } else {
            json.null()
            if let day {
                json.key("date")
                json.value(String(UTCTime.text(day).prefix(10)))
            }
        }
        json.key("message_id")
        json.value(id)
        if isService {
            json.members(#""message_type":"service","is_service":true"#)
        } else {
            json.members(#""message_type":"regular","is_service":false"#)
        }
        writeRelations(into: &json)
        writeAttachments(into: &json)
    }

    private func writeRelations(into json: inout JSONWriter) {
        if let action {
            json.key("action")
            json.value(action)
        }
        if let replyTo {
            json.key("reply_to")
            json.value(replyTo)
        }
        if let forwardedFrom {
            json.key("forwarded_from")
            json.value(forwardedFrom)
        }
        if let forwardedTime {
            json.key("forwarded_timestamp")
            json.value(time: forwardedTime.utc)
        }
        if let viaBot {
            json.key("via_bot")
            json.value(viaBot)
        }
        if let signature {
            json.key("signature")
            json.value(signature)
        }
        if isEdited {
            json.key("edited")
            json.value(true)
        }
        if let editedTime {
            json.key("edited_timestamp")
            json.value(time: editedTime)
        }
    }

    private func writeAttachments(into json: inout JSONWriter) {
        guard !media.isEmpty || !reactions.isEmpty || !links.isEmpty else { return }
        writeLinks(into: &json)
        for (index, piece) in media.enumerated() {
            if index == 0 {
                json.key("media")
            } else if index == 1 {
                json.key("further_media")
                json.beginArray()
            }
            piece.write(into: &json)
        }
        if media.count > 1 { json.endArray() }
        if !reactions.isEmpty {
            json.key("reactions")
            json.beginArray()
            for reaction in reactions {
                json.beginObject()
                json.key("emoji")
                json.value(reaction.emoji)
                json.key("count")
                json.value(reaction.count)
                json.endObject()
            }
            json.endArray()
        }
    }
}

extension TelegramMessage {
    fileprivate func writeLinks(into json: inout JSONWriter) {
        guard !links.isEmpty else { return }
        json.key("links")
        json.beginArray()
        for link in links {
            json.beginObject()
            json.key("text")
            json.value(link.text)
            json.key("address")
            json.value(link.address)
            json.endObject()
        }
        json.endArray()
    }
}

extension TelegramMedia {
    fileprivate func write(into json: inout JSONWriter) {
        json.beginObject()
        json.key("kind")
        json.value(kind)
        if let title {
            json.key("title")
            json.value(title)
        }
        if let description {
            json.key("description")
            json.value(description)
        }
        if let status {
            json.key("status")
            json.value(status)
        }
        json.endObject()
    }
}
