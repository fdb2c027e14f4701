import ETLModel

/// Reads the message objects of `result.json` into ``TelegramMessage``, as the HTML pages state them.
struct TelegramResultMessage: Sendable {
    private let limits: InputLimits
    private var clock: TelegramClock
    /// The other person's whole name in the chat in hand, once a message told it.
    private(set) var partnerName: String?
    private var head = TelegramResultHead()

    init(zone: TelegramZone, limits: InputLimits) {
        self.limits = limits
        clock = TelegramClock(zone)
    }

    mutating func begin(_ head: TelegramResultHead) {
        self.head = head
        partnerName = nil
    }

    /// - Returns: Whether there is a message, and what is wrong with it.
    mutating func read(
        _ value: TelegramResultValue, into message: inout TelegramMessage
    ) -> (isMessage: Bool, fault: TransformError.Cause?) {
        message.reset()
        guard value.isObject else { return (false, .malformed("telegram.json.message")) }
        guard let id = value["id"]?.integer else { return (false, .missing("message id")) }
        message.id = id
        var fault: TransformError.Cause?
        switch value["type"]?.string {
        case "service": readService(value, into: &message, &fault)
        case "unsupported":
            // What HTML pages say in its place, as a service line.
            message.isService = true
            message.text = Array(
                "This message is not supported by this version of Telegram Desktop. Please update the application."
                    .utf8)
            return (true, nil)
        case "message": readRegular(value, into: &message, &fault)
        default: return (false, .invalidValue("type"))
        }
        readTime(value, into: &message, &fault)
        return (true, fault)
    }

    // MARK: Time

    private mutating func readTime(
        _ value: TelegramResultValue, into message: inout TelegramMessage,
        _ fault: inout TransformError.Cause?
    ) {
        let wall = value["date"]?.withUTF8 { Self.wall($0) } ?? nil
        let utc = value["date_unixtime"]?.integer.flatMap { Self.isPlausible($0) ? $0 : nil }
        switch (utc, wall) {
        case (let utc?, let wall?):
            // The offset follows from the two; a wall time of another day's clock does not count.
            let offset = wall - utc
            message.time =
                abs(offset) <= 64_800
                ? TelegramTime(utc: utc, wall: wall, printedOffset: Int(offset))
                : TelegramTime(utc: utc, wall: utc, printedOffset: 0)
        case (let utc?, nil): message.time = TelegramTime(utc: utc, wall: utc, printedOffset: 0)
        case (nil, let wall?): message.time = clock.time(wall: wall, printedOffset: nil)
        case (nil, nil):
            fault = fault ?? (value["date"] == nil ? .missing("date") : .invalidValue("date"))
        }
        readEdit(value, into: &message)
    }

    private mutating func readEdit(_ value: TelegramResultValue, into message: inout TelegramMessage) {
        guard let edited = value["edited"] else { return }
        if let utc = value["edited_unixtime"]?.integer {
            message.editedTime = Self.isPlausible(utc) ? utc : nil
        } else if let wall = edited.withUTF8({ Self.wall($0) }) ?? nil {
            message.editedTime = clock.time(wall: wall, printedOffset: nil).utc
        }
        // Versions before 2.0 state 1970 for messages that were never edited.
        if let time = message.editedTime, time < 172_800 { message.editedTime = nil }
        message.isEdited = message.editedTime != nil
    }

    /// Years 1970 to 9999.
    private static func isPlausible(_ seconds: Int64) -> Bool { (0..<253_402_300_800).contains(seconds) }

    /// `2024-07-01T14:00:00`, read as if it were UTC.
    private static func wall(_ text: UnsafeBufferPointer<UInt8>) -> Int64? {
        guard text.count == 19, text[4] == 0x2D, text[7] == 0x2D, text[10] == 0x54, text[13] == 0x3A,
            text[16] == 0x3A, let year = number(text[0..<4]), let month = number(text[5..<7]),
            let day = number(text[8..<10]), let hour = number(text[11..<13]),
            let minute = number(text[14..<16]), let second = number(text[17..<19]), (1...12).contains(month),
            (1...31).contains(day), hour < 24, minute < 60, second < 61
        else { return nil }
        return UTCTime.seconds(
            year: year, month: month, day: day, hour: hour, minute: minute, second: second)
    }

    private static func number(_ digits: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
        var number = 0
        for digit in digits {
            guard (0x30...0x39).contains(digit) else { return nil }
            number = number * 10 + Int(digit - 0x30)
        }
        return number
    }

    // MARK: Regular messages

    private mutating func readRegular(
        _ value: TelegramResultValue, into message: inout TelegramMessage,
        _ fault: inout TransformError.Cause?
    ) {
        message.author = Self.name(value["from"]) ?? Self.deleted
        notePartner(message.author, id: value["from_id"])
        message.signature = Self.name(value["author"])
        if let origin = value["forwarded_from"] {
            let name = Self.name(origin) ?? Self.deleted
            // HTML pages show what was saved from another chat as its first author's own.
            if value["saved_from"] == nil { message.forwardedFrom = name } else { message.author = name }
        }
        // An id in another chat says nothing here.
        if value["reply_to_peer_id"] == nil { message.replyTo = value["reply_to_message_id"]?.integer }
        if let bot = Self.name(value["via_bot"]) {
            message.viaBot = bot.hasPrefix("@") ? String(bot.dropFirst()) : bot
        }
        if let text = value["text"] { Self.append(text, to: &message.text) }
        Self.trim(&message.text)
        if let media = TelegramResultMedia.media(of: value) { message.media.append(media) }
        readReactions(value, into: &message, &fault)
    }

    private func readReactions(
        _ value: TelegramResultValue, into message: inout TelegramMessage,
        _ fault: inout TransformError.Cause?
    ) {
        guard let reactions = value["reactions"] else { return }
        var isFull = false
        reactions.forEach { reaction in
            guard message.reactions.count < limits.reactions else {
                isFull = true
                return false
            }
            let count = reaction["count"]?.integer.flatMap { Int(exactly: $0) } ?? 1
            let emoji =
                switch reaction["type"]?.string {
                case "paid": "⭐"
                case "custom_emoji": "custom_emoji"
                default: reaction["emoji"]?.string ?? "custom_emoji"
                }
            message.reactions.append(TelegramReaction(emoji: emoji, count: count))
            return true
        }
        if isFull { fault = .limitExceeded(.reactions, limit: limits.reactions) }
    }

    private static let deleted = "Deleted Account"

    static func name(_ value: TelegramResultValue?) -> String? {
        guard let name = value?.string, !name.isEmpty else { return nil }
        return name
    }

    /// The title of a personal chat is the first name only.
    private mutating func notePartner(_ name: String?, id: TelegramResultValue?) {
        guard partnerName == nil, isPartner(id), name != Self.deleted else { return }
        partnerName = name
    }

    /// Whether the id is that of the other person in a personal chat; old versions write a bare number.
    private func isPartner(_ id: TelegramResultValue?) -> Bool {
        guard let id, let chat = head.id, head.type == "personal_chat" || head.type == "bot_chat" else {
            return false
        }
        if let number = id.integer { return String(number) == chat }
        return id.string == "user" + chat
    }

    /// A text is a string, or an array of strings and objects with a `text`.
    private static func append(_ value: TelegramResultValue, to text: inout [UInt8]) {
        if value.withUTF8({ appendLines($0, to: &text) }) != nil { return }
        value.forEach { piece in
            if piece.withUTF8({ appendLines($0, to: &text) }) == nil {
                _ = piece["text"]?.withUTF8 { appendLines($0, to: &text) }
            }
            return true
        }
    }

    /// HTML pages show U+2028 and U+2029 as line breaks.
    private static func appendLines(_ piece: UnsafeBufferPointer<UInt8>, to text: inout [UInt8]) {
        var clean = 0
        var index = 0
        while index + 2 < piece.count {
            if piece[index] == 0xE2, piece[index + 1] == 0x80, piece[index + 2] & 0xFE == 0xA8 {
                text.append(contentsOf: piece[clean..<index])
                text.append(0x0A)
                index += 3
                clean = index
            } else {
                index += 1
            }
        }
        text.append(contentsOf: piece[clean...])
    }

    private static func trim(_ text: inout [UInt8]) {
        guard let last = text.lastIndex(where: { $0 > 0x20 }),
            let first = text.firstIndex(where: { $0 > 0x20 })
        else { return text.removeAll(keepingCapacity: true) }
        text.removeSubrange((last + 1)...)
        if first > 0 { text.removeSubrange(..<first) }
    }

    // MARK: Service messages

    private mutating func readService(
        _ value: TelegramResultValue, into message: inout TelegramMessage,
        _ fault: inout TransformError.Cause?
    ) {
        let actor = value["actor"]
        message.author = actor.map { Self.name($0) ?? Self.deleted }
        notePartner(message.author, id: value["actor_id"])
        let action = Self.name(value["action"])
        if action == "phone_call" {
            // HTML pages show a call as a message of the caller.
            message.author = message.author ?? Self.deleted
            message.media.append(call(value))
            return
        }
        // A line without words is printed as an empty message.
        guard action != nil || Self.name(value["information_text"]) != nil else {
            message.author = message.author ?? Self.deleted
            return
        }
        message.isService = true
        message.action = action
        message.replyTo =
            action == "pin_message" && value["reply_to_peer_id"] == nil ? value["message_id"]?.integer : nil
        message.text = Array(
            TelegramResultService.text(of: value, action: action, isChannel: head.isChannel).utf8)
        Self.trim(&message.text)
    }

    private func call(_ value: TelegramResultValue) -> TelegramMedia {
        let isIncoming = isPartner(value["actor_id"])
        var status =
            switch value["discard_reason"]?.string {
            case "missed": isIncoming ? "Missed" : "Cancelled"
            case "busy" where isIncoming: "Declined"
            default: isIncoming ? "Incoming" : "Outgoing"
            }
        if let seconds = value["duration_seconds"]?.integer, seconds > 0 { status += " (\(seconds) seconds)" }
        // HTML pages print who is called: of an incoming call that is the exporter's own name.
        return TelegramMedia(
            kind: "call", title: isIncoming ? nil : partnerName ?? head.title, status: status)
    }
}
