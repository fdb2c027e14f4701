import ETLModel

/// Reads the message objects of `result.json` into ``TelegramMessage``, as the HTML pages state them.
struct TelegramResultMessage {
    private let limits: InputLimits
    private let parser: TelegramResultParser
    private var clock: TelegramClock
    /// The other person's whole name in the chat in hand, once a message told it.
    private(set) var partnerName: String?
    private var head = TelegramResultHead()

    init(zone: TelegramZone, limits: InputLimits, parser: TelegramResultParser) {
        self.limits = limits
        self.parser = parser
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
        let type = value["type"]?.string
        if type == "service" || type == "message" { readTime(value, into: &message, &fault) }
        switch type {
        case "service": readService(value, into: &message)
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
        return (true, fault)
    }

    /// A moment as the exporting machine's clock showed it: `04.06.2024 11:20:00`.
    private static func date(_ utc: Int64, _ clock: TelegramClock, _ time: TelegramTime?) -> String {
        guard isPlausible(utc) else { return "" }
        var wall = clock.wall(utc: utc)
        if let time, clock.wall(utc: time.utc) != time.wall {
            // The export was made in another zone.
            wall = utc + (time.wall - time.utc)
        }
        let parts = UTCTime.text(wall).dropLast().split(separator: "T")
        let day = parts[0].split(separator: "-").reversed().joined(separator: ".")
        return day + " " + parts[1]
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
        message.author = Self.name(value["from"]) ?? (value["from"] == nil ? ownAuthor : Self.deleted)
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
        let media = TelegramResultMedia(of: value, parser)
        if let piece = media.media { message.media.append(piece) }
        if let rich = value["rich_message"] {
            readRich(rich, into: &message, &fault)
        }
        if message.text.isEmpty, let text = value["text"] { readText(text, into: &message) }
        Self.trim(&message.text)
        message.links += media.links
        readReactions(value, into: &message, &fault)
    }

    /// Posts of channels and of groups that write under their own name had no author before version 2.4.
    private var ownAuthor: String { head.isWithOne ? Self.deleted : head.title ?? Self.deleted }

    private func readText(_ value: TelegramResultValue, into message: inout TelegramMessage) {
        // Nearly every text is plain.
        if value.withUTF8({ TelegramResultText.appendLines($0, to: &message.text) }) != nil { return }
        var text = TelegramResultText()
        text.append(value)
        message.text = text.bytes
        message.links = text.links
    }

    private func readRich(
        _ value: TelegramResultValue, into message: inout TelegramMessage,
        _ fault: inout TransformError.Cause?
    ) {
        let rich = TelegramResultRich(value) { [clock, time = message.time] in Self.date($0, clock, time) }
        message.text = rich.text.bytes
        message.links = rich.text.links
        message.media += rich.media
        if rich.isTooDeep {
            fault = .limitExceeded(.nestingDepth, limit: TelegramResultRich.mostDepth)
        }
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
                case "custom_emoji": TelegramReaction.ownEmoji
                default: reaction["emoji"]?.string ?? TelegramReaction.ownEmoji
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

    private static func trim(_ text: inout [UInt8]) {
        guard let last = text.lastIndex(where: { $0 > 0x20 }),
            let first = text.firstIndex(where: { $0 > 0x20 })
        else { return text.removeAll(keepingCapacity: true) }
        text.removeSubrange((last + 1)...)
        if first > 0 { text.removeSubrange(..<first) }
    }

    // MARK: Service messages

    private mutating func readService(_ value: TelegramResultValue, into message: inout TelegramMessage) {
        let actor = value["actor"]
        message.author = actor.map { Self.name($0) ?? Self.deleted }
        notePartner(message.author, id: value["actor_id"])
        let action = Self.name(value["action"])
        if action == "phone_call" || action == "conference_call" {
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
        let service = TelegramResultService(
            value: value, head: head, date: { [clock, time = message.time] in Self.date($0, clock, time) },
            partner: partnerName, isByPartner: isPartner(value["actor_id"]))
        message.text = Array(service.text(of: action).utf8)
        message.links = service.links
        Self.trim(&message.text)
    }

    private func call(_ value: TelegramResultValue) -> TelegramMedia {
        let isIncoming = isPartner(value["actor_id"])
        let reason = value["discard_reason"]?.string
        let isMissed = reason == "missed" || value["is_missed"]?.isTrue == true
        var status =
            if value["is_active"]?.isTrue == true {
                "Ongoing"
            } else if isMissed {
                isIncoming ? "Missed" : "Cancelled"
            } else if reason == "busy", isIncoming {
                "Declined"
            } else {
                isIncoming ? "Incoming" : "Outgoing"
            }
        if let seconds = value["duration_seconds"]?.integer, seconds > 0 { status += " (\(seconds) seconds)" }
        // HTML pages print who is called: of an incoming call that is the exporter's own name.
        return TelegramMedia(
            kind: "call", title: isIncoming ? nil : partnerName ?? head.title, status: status)
    }
}
