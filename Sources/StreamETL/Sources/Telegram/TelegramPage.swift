import ETLModel
import ETLRendering

/// What one contribution of a Telegram export is about: the heading of kind `page`.
///
/// An HTML page is one contribution with an empty unit (its chat is its directory). `result.json`
/// gives one or more contributions per chat, in message order and at most about 1 MiB each, whose unit
/// is the chat's id as text; a chat without messages gives one contribution without messages. Some files
/// give titles beside their pages, see ``titleKind``.
///
/// The payload is the page's messages as canonical JSON objects joined by commas, followed by the
/// encoded ``MessagePage`` and a list of each message's ``TelegramMessage/weight``. A chat of which only one export
/// is there is thus written by copying the first ``messagesByteCount`` bytes of its pages, without reading them.
struct TelegramPageHeading: Hashable, Sendable {
    /// ``Contribution/kind`` of a page.
    static let kind = "page"
    /// ``Contribution/kind`` of what tells the whole name of the other person in a chat with this start; its
    /// heading has no more than these two.
    static let titleKind = "title"

    enum Exporter: Int, Sendable {
        case html
        case json
    }

    var exporter: Exporter
    /// The chat's title without surrounding blanks; `nil` where it is unknown or empty. A reader of
    /// JSON says "Deleted Account" for a `null` name and "Saved Messages" where it is absent, as the
    /// HTML does.
    var chatName: String?
    /// Only `result.json` tells it.
    var chatID: String?
    /// `personal_chat`, `private_supergroup`, …; only `result.json` tells it.
    var chatType: String?
    /// The other person's whole name in a personal chat, if a message of this page tells it; one's own in
    /// saved messages. The HTML title is that whole name, whereas `name` in JSON is the first name only,
    /// or absent; so the JSON reader takes `from` of messages whose `from_id` is `user` and the chat's id.
    var partnerName: String?

    /// When the chat's first regular message was written, in seconds since 1970: on all pages of a personal
    /// chat in `result.json`, and in a title.
    var start: Int64?

    /// How many bytes of the payload are the messages' JSON.
    var messagesByteCount = 0
    var regularCount = 0
    var serviceCount = 0
    /// Seconds since 1970, least and greatest of the messages that have a time.
    var firstTime: Int64?
    var lastTime: Int64?
    /// Least and greatest message id; `nil` for a page without messages.
    var firstKey: Int64?
    var lastKey: Int64?
    /// Whether ids only ascend, so that the page can be copied as it is.
    var isOrdered = true
    /// Whether messages at the start inherit an author whom the page does not hold.
    var needsAuthor = false
    /// Author of the last regular message, for the page that follows.
    var lastAuthor: String?
    /// Authors of regular messages, sorted and distinct.
    var participants: [String] = []
    /// What each of ``participants`` wrote.
    var shares: [MessageShare] = []
    /// Regular messages that have a time.
    var weeks = WeekCounts()
    /// Whether ``shares`` and ``weeks`` are told. What versions before 1.1 stored lacks them; they are counted
    /// from the messages then.
    private(set) var isCounted = true

    init(exporter: Exporter) { self.exporter = exporter }

    var messageCount: Int { regularCount + serviceCount }

    static func title(_ name: String, start: Int64, exporter: Exporter) -> Contribution {
        var heading = TelegramPageHeading(exporter: exporter)
        heading.chatName = name
        heading.start = start
        return Contribution(kind: titleKind, heading: heading.encoded(), payload: [])
    }

    func encoded() -> [UInt8] {
        var writer = ByteWriter(reserving: 128)
        writer.write(exporter.rawValue)
        writer.write(chatName)
        writer.write(chatID)
        writer.write(chatType)
        writer.write(partnerName)
        writer.write(start)
        writer.write(messagesByteCount)
        writer.write(regularCount)
        writer.write(serviceCount)
        writer.write(firstTime)
        writer.write(lastTime)
        writer.write(firstKey)
        writer.write(lastKey)
        writer.write(isOrdered)
        writer.write(needsAuthor)
        writer.write(lastAuthor)
        writer.write(participants)
        writer.write(shares) { $1.encode(into: &$0) }
        weeks.encode(into: &writer)
        return writer.bytes
    }

    init(decoding bytes: [UInt8]) throws(ByteReader.Corruption) {
        var reader = ByteReader(bytes)
        guard let exporter = Exporter(rawValue: try reader.readInt()) else {
            throw ByteReader.Corruption()
        }
        self.exporter = exporter
        chatName = try reader.readOptionalString()
        chatID = try reader.readOptionalString()
        chatType = try reader.readOptionalString()
        partnerName = try reader.readOptionalString()
        start = try reader.readOptionalInt64()
        messagesByteCount = try reader.readInt()
        regularCount = try reader.readInt()
        serviceCount = try reader.readInt()
        firstTime = try reader.readOptionalInt64()
        lastTime = try reader.readOptionalInt64()
        firstKey = try reader.readOptionalInt64()
        lastKey = try reader.readOptionalInt64()
        isOrdered = try reader.readBool()
        needsAuthor = try reader.readBool()
        lastAuthor = try reader.readOptionalString()
        participants = try reader.readStrings()
        guard !reader.isAtEnd else {
            isCounted = false
            return
        }
        shares = try reader.readArray { reader throws(ByteReader.Corruption) in
            try MessageShare(from: &reader)
        }
        weeks = try WeekCounts(from: &reader)
        guard shares.count == participants.count else { throw ByteReader.Corruption() }
    }
}

/// Collects messages into the pages of one chat, for either reader.
///
/// ```swift
/// var pages = TelegramPageBuilder(exporter: .json)
/// pages.heading.chatName = "Acme"
/// pages.append(message)
/// if pages.byteCount > 1 << 20 { try await emit(pages.take(unit: "4711")) }
/// ```
struct TelegramPageBuilder: Sendable {
    /// A message's ``MessagePage/Entry/time`` where the export prints none; its `wall` is then the
    /// midnight of its day, or this if even the day is unknown.
    static let noTime = Int64.min

    /// Chat-wide fields (`chatName`, `chatID`, `chatType`) are the caller's and stay for the next page;
    /// the rest is kept by ``append(_:)``.
    var heading: TelegramPageHeading
    private var builder: MessagePageBuilder
    /// Of each author of the page, whether a regular message is theirs.
    private var isParticipant: [Bool] = []
    /// What each author of the page wrote.
    private var shares: [MessageShare] = []
    private var lastAuthor: (name: String, index: Int)?
    private var weights: [Int] = []

    init(exporter: TelegramPageHeading.Exporter) {
        heading = TelegramPageHeading(exporter: exporter)
        builder = MessagePageBuilder()
    }

    var byteCount: Int { builder.byteCount }
    var isEmpty: Bool { builder.isEmpty }
    private(set) var participantCount = 0

    mutating func append(_ message: TelegramMessage) {
        let author = message.author.map { index(of: $0) }
        builder.append(
            key: message.id, time: message.time?.utc ?? Self.noTime,
            wall: message.time?.wall ?? message.day ?? Self.noTime, author: author,
            isService: message.isService,
            inheritsAuthor: message.inheritsAuthor && message.author == nil
        ) { message.write(into: &$0) }
        weights.append(message.weight)

        if message.isService {
            heading.serviceCount += 1
        } else {
            heading.regularCount += 1
            if let time = message.time?.utc { heading.weeks.add(time: time) }
            if let author {
                shares[author].add(time: message.time?.utc, key: message.id)
                heading.lastAuthor = message.author
                if !isParticipant[author] {
                    isParticipant[author] = true
                    participantCount += 1
                }
            } else if message.inheritsAuthor {
                heading.needsAuthor = true
            }
        }
        if let time = message.time?.utc {
            heading.firstTime = min(heading.firstTime ?? time, time)
            heading.lastTime = max(heading.lastTime ?? time, time)
        }
        if let lastKey = heading.lastKey, message.id <= lastKey { heading.isOrdered = false }
        heading.firstKey = min(heading.firstKey ?? message.id, message.id)
        heading.lastKey = max(heading.lastKey ?? message.id, message.id)
    }

    /// Runs of messages are one author's, whose name need not be looked up again.
    private mutating func index(of author: String) -> Int {
        if let lastAuthor, lastAuthor.name == author { return lastAuthor.index }
        let index = builder.intern(author: author)
        if index == isParticipant.count {
            isParticipant.append(false)
            shares.append(MessageShare())
        }
        lastAuthor = (author, index)
        return index
    }

    /// The page so far as a contribution; the next page of the same chat starts.
    mutating func take(unit: String = "", warnings: [TransformWarning] = []) -> Contribution {
        let (page, json) = builder.take()
        heading.messagesByteCount = json.count
        let inOrder = page.authors.indices.filter { isParticipant[$0] }
            .sorted { page.authors[$0] < page.authors[$1] }
        heading.participants = inOrder.map { page.authors[$0] }
        heading.shares = inOrder.map { shares[$0] }
        var payload = ByteWriter(following: json, reserving: page.entries.count * 12 + 256)
        page.encode(into: &payload)
        payload.write(weights) { $0.write($1) }
        weights.removeAll(keepingCapacity: true)
        let contribution = Contribution(
            kind: TelegramPageHeading.kind, unit: unit, heading: heading.encoded(),
            payload: payload.bytes, warnings: warnings)
        var next = TelegramPageHeading(exporter: heading.exporter)
        next.chatName = heading.chatName
        next.chatID = heading.chatID
        next.chatType = heading.chatType
        heading = next
        isParticipant = []
        shares = []
        participantCount = 0
        lastAuthor = nil
        return contribution
    }
}
