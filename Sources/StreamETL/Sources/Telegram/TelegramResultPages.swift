import ETLModel

/// Collects what the scanner finds into pages, which are taken from ``ready``.
struct TelegramResultPages: TelegramResultSink {
    /// Contributions that are complete.
    var ready: [Contribution] = []
    /// Messages of the chat in hand come before its name, type or id, which pages state: the heads have
    /// to be read first. No version of Telegram Desktop writes such files.
    private(set) var lacksHead = false

    private let parser = TelegramResultParser()
    private let limits: InputLimits
    /// Of all chats in file order, the root first; empty where they are read on the way.
    private let heads: [TelegramResultHead]
    private var chatIndex = -1
    private var head = TelegramResultHead()
    private var builder = TelegramPageBuilder(exporter: .json)
    private var reader: TelegramResultMessage
    private var message = TelegramMessage()
    private var hasBegun = false
    private var pageCount = 0
    /// When the first regular message of the chat's first page was written.
    private var start: Int64?
    /// Authors of the chat's regular messages.
    private var participants: Set<String> = []
    private var lastAuthor: String?

    private static let pageByteCount = 1 << 20
    private static let pageMessageCount = 1_000

    init(zone: TelegramZone, limits: InputLimits, heads: [TelegramResultHead] = []) {
        self.limits = limits
        self.heads = heads
        reader = TelegramResultMessage(zone: zone, limits: limits, parser: parser)
    }

    mutating func rootKey(_ key: [UInt8]) {}

    mutating func beginChat() {
        chatIndex += 1
        head = chatIndex < heads.count ? heads[chatIndex] : TelegramResultHead()
        hasBegun = false
        pageCount = 0
        start = nil
    }

    mutating func field(_ field: TelegramResultField, _ json: [UInt8]) {
        _ = parser.parse(json) { head.set(field, to: $0) }
    }

    mutating func beginMessages() throws(TransformError.Cause) {
        guard head.isComplete || !heads.isEmpty else {
            lacksHead = true
            throw .malformed("telegram.json.order")
        }
        begin()
    }

    private mutating func begin() {
        guard !hasBegun else { return }
        hasBegun = true
        builder = TelegramPageBuilder(exporter: .json)
        builder.heading.chatName = head.title
        builder.heading.chatID = head.id
        builder.heading.chatType = head.type
        reader.begin(head)
        participants = []
        lastAuthor = nil
    }

    mutating func message(_ json: [UInt8]) -> TelegramResultFault? {
        guard let outcome = parser.parse(json, { reader.read($0, into: &message) }) else {
            return TelegramResultFault(cause: .malformed("telegram.json.message"), isLoss: true)
        }
        if outcome.isMessage {
            guard admits(message) else {
                return TelegramResultFault(
                    cause: .limitExceeded(.participants, limit: limits.participants), isLoss: true)
            }
            builder.append(message)
            if pageCount == 0, start == nil, !message.isService { start = message.time?.utc }
            builder.heading.partnerName = reader.partnerName
            let isFull = builder.heading.messageCount >= Self.pageMessageCount
            if isFull || builder.byteCount >= Self.pageByteCount { takePage() }
        }
        return outcome.fault.map { TelegramResultFault(cause: $0, isLoss: !outcome.isMessage) }
    }

    /// Whether the message is of one of those who take part, or there may be one more of them. A file may
    /// hold thousands of chats, which one with too many people costs nothing.
    private mutating func admits(_ message: TelegramMessage) -> Bool {
        guard !message.isService, let author = message.author, author != lastAuthor else { return true }
        guard participants.contains(author) || participants.count < limits.participants else { return false }
        participants.insert(author)
        lastAuthor = author
        return true
    }

    mutating func endChat() {
        begin()
        if !builder.isEmpty || pageCount == 0 { takePage() }
        if head.isPersonal, let start, let name = reader.partnerName {
            ready.append(TelegramPageHeading.title(name, start: start, exporter: .json))
        }
    }

    private mutating func takePage() {
        builder.heading.start = head.isPersonal ? start : nil
        // A chat that lacks an id is told from the file's others by its place.
        ready.append(builder.take(unit: head.id ?? "#\(chatIndex)"))
        pageCount += 1
    }
}

/// Collects only what chats say of themselves, in file order, the root first.
struct TelegramResultHeads: TelegramResultSink {
    private(set) var heads: [TelegramResultHead] = []
    private let parser = TelegramResultParser()
    private var open: [Int] = []

    mutating func rootKey(_ key: [UInt8]) {}

    mutating func beginChat() { heads.append(TelegramResultHead()) }

    mutating func field(_ field: TelegramResultField, _ json: [UInt8]) {
        guard let last = heads.indices.last else { return }
        _ = parser.parse(json) { heads[last].set(field, to: $0) }
    }

    mutating func beginMessages() {}
    mutating func message(_ json: [UInt8]) -> TelegramResultFault? { nil }
    mutating func endChat() {}
}

/// Tells by a file's first bytes whether it is an export of Telegram Desktop.
struct TelegramResultProbe: TelegramResultSink {
    private var hasAbout = false
    private var hasAccountKey = false
    private var hasChatType = false
    private var hasTelegramMessage = false
    private var hasMessages = false
    private var chatCount = 0
    private let parser = TelegramResultParser()

    /// Other programs write objects with an `id`, a `type` and a list of messages, too. Telegram Desktop's chats
    /// have one of its types, and its messages a type and a date of its own form.
    var isTelegram: Bool {
        (hasAbout && hasAccountKey) || chatCount > 1 || hasMessages && (hasChatType || hasTelegramMessage)
    }

    mutating func rootKey(_ key: [UInt8]) {
        if key.elementsEqual("about".utf8) { hasAbout = true }
        let isChats = key.elementsEqual("chats".utf8) || key.elementsEqual("left_chats".utf8)
        if isChats || TelegramResultKey.isOfAccount(key) { hasAccountKey = true }
    }

    mutating func beginChat() { chatCount += 1 }

    mutating func field(_ field: TelegramResultField, _ json: [UInt8]) {
        guard field == .type, chatCount == 1 else { return }
        let type = parser.parse(json) { $0.string } ?? nil
        if let type, TelegramResultHead.types.contains(type) { hasChatType = true }
    }

    mutating func beginMessages() { hasMessages = true }
    mutating func message(_ json: [UInt8]) -> TelegramResultFault? {
        if !hasTelegramMessage { hasTelegramMessage = parser.parse(json, Self.isMessage) ?? false }
        return nil
    }

    mutating func endChat() {}

    private static func isMessage(_ value: TelegramResultValue) -> Bool {
        guard value["id"]?.integer != nil, let type = value["type"]?.string else { return false }
        guard type == "message" || type == "service" else { return type == "unsupported" }
        if value["date_unixtime"] != nil { return true }
        // `2024-07-01T14:00:00`
        return value["date"]?.withUTF8 { $0.count == 19 && $0[10] == UInt8(ascii: "T") } ?? false
    }
}
