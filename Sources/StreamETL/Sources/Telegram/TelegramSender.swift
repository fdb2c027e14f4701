import Glibc

/// A name as HTML prints it, parted from the bot that a message was sent with.
struct TelegramSender: Hashable, Sendable {
    let name: String
    /// Without the `@`.
    let bot: String?

    /// - Parameter text: `Ann`, `Ann via @bot`.
    init(_ text: String) {
        let bytes = Array(text.utf8)
        let marker = Array(" via @".utf8)
        guard let sign = bytes.lastIndex(of: UInt8(ascii: "@")), sign >= 5,
            bytes[(sign - 5)...sign].elementsEqual(marker), sign + 1 < bytes.count,
            !bytes[sign...].contains(UInt8(ascii: " "))
        else {
            name = text
            bot = nil
            return
        }
        let end = bytes[..<(sign - 5)].lastIndex { $0 != UInt8(ascii: " ") }.map { $0 + 1 } ?? 0
        name = String(decoding: bytes[..<end], as: UTF8.self)
        bot = String(decoding: bytes[(sign + 1)...], as: UTF8.self)
    }
}

/// Remembers the latest senders: most messages of a page are some few people's.
struct TelegramSenderCache: Sendable {
    private var texts: [[UInt8]] = []
    private var senders: [TelegramSender] = []
    private var next = 0
    /// Mostly one writes several times, or two in turn.
    private var latest = 0
    private static let count = 16

    /// - Parameter text: UTF-8.
    /// - Returns: `nil` for no text at all.
    mutating func sender(_ text: ArraySlice<UInt8>) -> TelegramSender? {
        if text.isEmpty { return nil }
        let known = text.withUnsafeBytes { text in
            if latest < texts.count, Self.isEqual(texts[latest], text) { return latest as Int? }
            return texts.indices.first { Self.isEqual(texts[$0], text) }
        }
        if let known {
            latest = known
            return senders[known]
        }
        let sender = TelegramSender(String(decoding: text, as: UTF8.self))
        if texts.count < Self.count {
            texts.append(Array(text))
            senders.append(sender)
        } else {
            texts[next] = Array(text)
            senders[next] = sender
            next = (next + 1) % Self.count
        }
        return sender
    }

    private static func isEqual(_ known: [UInt8], _ text: UnsafeRawBufferPointer) -> Bool {
        known.count == text.count
            && known.withUnsafeBytes { known in
                guard let one = known.baseAddress, let other = text.baseAddress else { return true }
                return memcmp(one, other, text.count) == 0
            }
    }
}
