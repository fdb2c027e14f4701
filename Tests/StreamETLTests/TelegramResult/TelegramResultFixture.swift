@testable import ETLModel
@testable import ETLRendering
@testable import ETLTelegram

/// Reads `result.json` texts and gives chats that are easy to compare.
enum TelegramResultFixture {
    struct Chat {
        var unit: String
        var headings: [TelegramPageHeading] = []
        /// One JSON object per message.
        var messages: [String] = []
        var entries: [MessagePage.Entry] = []
        var warnings: [TransformWarning] = []
    }

    /// A personal chat as Telegram Desktop writes it, with `messages` in its list.
    static func single(
        _ messages: String, name: String = #""Ann""#, type: String = "personal_chat", id: String = "4711"
    ) -> String {
        #"{"name": \#(name), "type": "\#(type)", "id": \#(id), "messages": [\#(messages)]}"#
    }

    static func message(_ id: Int, _ more: String = #""text": "hi""#) -> String {
        #"{"id": \#(id), "type": "message", "date": "2024-07-01T14:00:00", "date_unixtime": "1719835200", "#
            + #""from": "Ann Smith", "from_id": "user4711", \#(more)}"#
    }

    static func service(_ id: Int, _ more: String) -> String {
        #"{"id": \#(id), "type": "service", "date": "2024-07-01T14:00:00", "date_unixtime": "1719835200", "#
            + #""actor": "Ann Smith", "actor_id": "user4711", \#(more), "text": ""}"#
    }

    static func contributions(
        _ bytes: [UInt8], limits: InputLimits = InputLimits(), zone: TelegramZone = .utc,
        chunkByteCount: Int = 256 << 10
    ) async throws -> [Contribution] {
        let transformer = TelegramResultJSONTransformer(
            zone: zone, limits: limits, chunkByteCount: chunkByteCount)
        var pieces: [Contribution] = []
        let file = SettledFile(path: RelativePath("result.json"), bytes: bytes)
        try await transformer.transform(file) { pieces.append($0) }
        return pieces
    }

    static func chats(
        _ text: String, limits: InputLimits = InputLimits(), zone: TelegramZone = .utc
    ) async throws -> [Chat] {
        var chats: [Chat] = []
        for piece in try await contributions(Array(text.utf8), limits: limits, zone: zone)
        where piece.kind == TelegramPageHeading.kind {
            if chats.last?.unit != piece.unit { chats.append(Chat(unit: piece.unit)) }
            let heading = try TelegramPageHeading(decoding: piece.heading)
            var reader = ByteReader(Array(piece.payload.dropFirst(heading.messagesByteCount)))
            let page = try MessagePage.decode(from: &reader)
            let last = chats.count - 1
            chats[last].headings.append(heading)
            chats[last].warnings += piece.warnings
            chats[last].entries += page.entries
            chats[last].messages += page.entries.map { entry in
                String(
                    decoding: piece.payload[entry.offset..<(entry.offset + entry.byteCount)], as: UTF8.self)
            }
        }
        return chats
    }

    /// The only message of the only chat.
    static func only(_ message: String, type: String = "personal_chat") async throws -> String {
        let chats = try await chats(single(message, type: type))
        return chats.first?.messages.first ?? "none"
    }
}
