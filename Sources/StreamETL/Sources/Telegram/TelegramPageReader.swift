package import ETLModel

/// Makes messages of the tags and texts of an HTML message page.
///
/// A plain state machine: it knows neither libxml2 nor files. Versions 4.15.1 to 5.8 of Telegram Desktop
/// leave an element open per table of inline buttons, so that all later messages are nested inside:
/// a message therefore starts at its own tag, wherever that stands, and ends where the next one
/// starts; only what is inside one message is judged by nesting.
package struct TelegramPageReader: Sendable {
    private struct Open {
        var part: Part
        var sink: Sink
        /// Whether the sink's text is complete when this element ends.
        var completesSink: Bool
        /// The message that the element stands in.
        var message: Int
    }

    package let limits: InputLimits
    private var clock: TelegramClock
    private var stack: [Open] = []
    private var part = Part.page
    private var sink = Sink.nowhere
    /// Text of the sink in hand, except for ``Sink/text``, which has a message's own buffer.
    private var buffer: [UInt8] = []
    private var message = TelegramMessage()
    private var hasMessage = false
    /// Counts messages, so that the end of an element that an earlier message left open is known.
    private(set) var messageNumber = 0
    private var hasTextBlock = false
    private var reaction = TelegramReactionReader()
    private var senders = TelegramSenderCache()
    private var isForwarded = false
    /// What a joined message takes over from the regular message before it.
    private var previous = (author: String?.none, viaBot: String?.none, forwardedFrom: String?.none)
    private var dividerID: Int64?
    private var day: Int64?

    /// The chat's title; trimmed.
    private(set) var chatName: String?
    /// Whether the page has the frame that every page has.
    private(set) var hasHeader = false
    package private(set) var pages: [Contribution] = []
    package private(set) var warnings: [TransformWarning] = []
    package private(set) var failure: TransformError.Cause?
    private var builder = TelegramPageBuilder(exporter: .html)

    /// A contribution is closed when its messages take up this much.
    private static let pageByteCount = 1 << 20
    private static let warningCount = 20

    /// Whether text that came now would be of any use.
    var takesText: Bool { sink != .nowhere }

    package init(zone: TelegramZone, limits: InputLimits) {
        self.limits = limits
        clock = TelegramClock(zone)
        stack.reserveCapacity(1_024)
    }

    /// - Returns: Whether to go on; see ``failure``.
    package mutating func start(_ element: TelegramElement) -> Bool {
        guard stack.count < limits.nestingDepth else {
            failure = .limitExceeded(.nestingDepth, limit: limits.nestingDepth)
            return false
        }
        let outer = (part: part, sink: sink, message: messageNumber)
        var completes = false
        if element.name == .lineBreak {
            append(UInt8(ascii: "\n"))
        } else if !element.classes.isEmpty || element.mediaKind != nil {
            enter(element)
            completes = sink != outer.sink && sink != .nowhere
            if completes, sink != .text { buffer.removeAll(keepingCapacity: true) }
        }
        if part == .reply, let target = element.replyTarget { message.replyTo = target }
        stack.append(
            Open(
                part: outer.part, sink: outer.sink, completesSink: completes, message: outer.message))
        return failure == nil
    }

    package mutating func end() {
        guard let open = stack.popLast() else { return }
        guard open.message == messageNumber else {
            // Left open by an earlier message: nothing in it is this message's.
            (part, sink) = (.page, .nowhere)
            return
        }
        if open.completesSink { complete() }
        if part == .reaction, open.part != .reaction { completeReaction() }
        (part, sink) = (open.part, open.sink)
    }

    package mutating func characters(_ text: Span<UInt8>) {
        guard sink != .nowhere else { return }
        text.withUnsafeBufferPointer { text in
            // A line break in the source is layout; breaks in the text are `<br>`.
            var clean = 0
            while let index = text.firstBreak(from: clean) {
                append(UnsafeBufferPointer(rebasing: text[clean..<index]))
                if text[index] == 0x0A { append(UInt8(ascii: " ")) }
                clean = index + 1
            }
            append(UnsafeBufferPointer(rebasing: text[clean...]))
        }
    }

    /// Ends the last message and hands out what the page holds.
    package mutating func finish() -> [Contribution] {
        completeMessage()
        builder.heading.chatName = chatName
        if !builder.isEmpty || pages.isEmpty { pages.append(builder.take()) }
        pages[0].warnings = warnings
        return pages
    }

    // MARK: Elements

    private mutating func enter(_ element: TelegramElement) {
        let classes = element.classes
        if classes.contains(.message) {
            startMessage(element)
        } else if classes.contains(.pageHeader) {
            part = .header
            hasHeader = true
            sink = .nowhere
        } else if part == .header {
            if classes.isSuperset(of: [.text, .bold]), chatName == nil { sink = .chatName }
        } else if hasMessage {
            enterPart(element)
        }
    }

    private mutating func startMessage(_ element: TelegramElement) {
        completeMessage()
        messageNumber += 1
        part = .message
        sink = .nowhere
        guard let id = element.messageID else {
            warn(.missing("message id"))
            return
        }
        hasMessage = true
        hasTextBlock = false
        isForwarded = false
        message.id = id
        message.isService = element.classes.contains(.service)
        message.inheritsAuthor = element.classes.contains(.joined)
    }

    private mutating func enterPart(_ element: TelegramElement) {
        let classes = element.classes
        if classes.isSuperset(of: [.forwarded, .body]) {
            part = .forwarded
            isForwarded = true
            sink = .nowhere
        } else if classes.contains(.replyTo) {
            part = .reply
            sink = .nowhere
        } else if !classes.isDisjoint(with: [.reactions, .reaction]) {
            part = classes.contains(.reaction) ? .reaction : .message
            sink = .nowhere
        } else if part == .reaction {
            enterReaction(classes)
        } else if message.isService {
            // A service line's photo is a media block of its own.
            if classes.isSuperset(of: [.body, .details]), message.text.isEmpty { sink = .serviceText }
        } else if classes.contains(.fromName) {
            sink = part == .forwarded ? .forwardedFrom : .author
        } else if classes.contains(.date) {
            readDate(element)
            sink = .nowhere
        } else if classes.contains(.signature) {
            sink = .signature
        } else if classes.contains(.buttons) {
            sink = .nowhere
        } else if let kind = element.kindOfMedia {
            part = .media
            sink = .nowhere
            message.media.append(TelegramMedia(kind: kind))
            if message.media.count > 100 { message.media.removeLast() }
        } else if classes.contains(.mediaWrap) {
            sink = .nowhere
        } else if part == .media, !message.media.isEmpty {
            enterMedia(classes)
        } else if classes.contains(.text) {
            if hasTextBlock { append(toText: UInt8(ascii: "\n")) }
            hasTextBlock = true
            sink = .text
        }
    }

    private mutating func enterReaction(_ classes: TelegramClasses) {
        if classes.contains(.emoji) {
            reaction.isPresent = true
            sink = .emoji
        } else if classes.contains(.count) {
            sink = .reactionCount
        } else if classes.contains(.userpic) {
            reaction.faceCount += 1
            sink = .nowhere
        }
    }

    private mutating func enterMedia(_ classes: TelegramClasses) {
        if !classes.isDisjoint(with: [.title, .question, .sectionTitle]) {
            sink = .mediaTitle
        } else if !classes.isDisjoint(with: [.description, .answer, .sectionBody]) {
            sink = .mediaDescription
        } else if !classes.isDisjoint(with: [.status, .total, .duration]) {
            sink = .mediaStatus
        }
    }

    private mutating func readDate(_ element: TelegramElement) {
        guard element.isDate else { return }
        guard let stamp = element.stamp else {
            warn(.invalidValue("date"))
            return
        }
        let time = clock.time(wall: stamp.wall, printedOffset: stamp.offset)
        if part == .forwarded {
            message.forwardedTime = message.forwardedTime ?? time
        } else {
            message.time = message.time ?? time
        }
    }

    // MARK: Texts

    private mutating func append(_ text: UnsafeBufferPointer<UInt8>) {
        guard !text.isEmpty else { return }
        let used = sink == .text ? message.text.count : buffer.count
        guard used + text.count <= limits.messageBytes else {
            warn(.limitExceeded(.messageBytes, limit: limits.messageBytes))
            return
        }
        if sink == .text {
            message.text.append(contentsOf: text)
        } else {
            buffer.append(contentsOf: text)
        }
    }

    private mutating func append(_ byte: UInt8) {
        guard sink != .nowhere else { return }
        let used = sink == .text ? message.text.count : buffer.count
        guard used < limits.messageBytes else {
            warn(.limitExceeded(.messageBytes, limit: limits.messageBytes))
            return
        }
        if sink == .text { message.text.append(byte) } else { buffer.append(byte) }
    }

    private mutating func append(toText byte: UInt8) {
        if message.text.count < limits.messageBytes { message.text.append(byte) }
    }

    /// Takes the text of the sink that ends.
    private mutating func complete() {
        switch sink {
        case .nowhere, .text: break
        case .chatName: chatName = text
        case .author: completeAuthor()
        case .forwardedFrom: completeForwardedFrom()
        case .serviceText: message.text = Array(trimmed(buffer))
        case .signature: message.signature = text
        case .mediaTitle: completeMediaTitle()
        case .mediaDescription: extendMedia(\.description)
        case .mediaStatus: extendMedia(\.status)
        case .emoji: reaction.emoji = text
        case .reactionCount: reaction.count = Int(text ?? "")
        }
    }

    private mutating func completeAuthor() {
        guard message.author == nil, let sender = senders.sender(trimmed(buffer)) else { return }
        message.author = sender.name
        message.viaBot = sender.bot ?? message.viaBot
    }

    private mutating func completeForwardedFrom() {
        guard message.forwardedFrom == nil, let sender = senders.sender(trimmed(buffer)) else { return }
        message.forwardedFrom = sender.name
        message.viaBot = sender.bot ?? message.viaBot
    }

    /// What is too small or missing for a preview is shown as a photo or video, with its kind as title.
    private mutating func completeMediaTitle() {
        extendMedia(\.title)
        guard let last = message.media.last else { return }
        let kind: String? =
            switch (last.kind, last.title) {
            case ("photo", "Sticker"): "sticker"
            case ("video", "Animation"): "animation"
            case ("video", "Video message"): "video_message"
            default: nil
            }
        if let kind { message.media[message.media.count - 1].kind = kind }
    }

    private mutating func extendMedia(_ member: WritableKeyPath<TelegramMedia, String?>) {
        guard let text, let last = message.media.indices.last else { return }
        if let known = message.media[last][keyPath: member] {
            if known.utf8.count < 65_536 { message.media[last][keyPath: member] = known + "\n" + text }
        } else {
            message.media[last][keyPath: member] = text
        }
    }

    private mutating func completeReaction() {
        guard let reaction = reaction.take() else { return }
        guard message.reactions.count < limits.reactions else {
            return warn(.limitExceeded(.reactions, limit: limits.reactions))
        }
        message.reactions.append(reaction)
    }

    private var text: String? {
        let bytes = trimmed(buffer)
        return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
    }

    private func trimmed(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
        guard let first = bytes.firstIndex(where: { $0 > 0x20 }),
            let last = bytes.lastIndex(where: { $0 > 0x20 })
        else { return [] }
        return bytes[first...last]
    }

    // MARK: Messages

    private mutating func completeMessage() {
        guard hasMessage else { return }
        hasMessage = false
        if !isPlaceholder() {
            if !message.isService { join() }
            let text = trimmed(message.text)
            if text.count != message.text.count { message.text = Array(text) }
            if message.time == nil { message.day = day }
            builder.append(message)
            if builder.participantCount > limits.participants {
                failure = .limitExceeded(.participants, limit: limits.participants)
            }
            if builder.byteCount >= Self.pageByteCount {
                builder.heading.chatName = chatName
                pages.append(builder.take())
            }
        }
        message.reset()
    }

    /// Takes from the message before what a joined message does not print.
    private mutating func join() {
        if message.inheritsAuthor {
            message.author = message.author ?? previous.author
            message.viaBot = message.viaBot ?? previous.viaBot
            if isForwarded { message.forwardedFrom = message.forwardedFrom ?? previous.forwardedFrom }
        }
        if message.author != nil { message.inheritsAuthor = false }
        previous = (message.author ?? previous.author, message.viaBot, message.forwardedFrom)
    }

    /// Whether the message in hand is none, but the line with the day or "No exported messages".
    ///
    /// A day's text is a date and its id goes on counting the page's dividers down by one. Ids of messages
    /// that came from a basic group are negative too, near -1,000,000,000.
    private mutating func isPlaceholder() -> Bool {
        guard message.isService, message.id < 0, message.id > -500_000_000 else { return false }
        if message.text.elementsEqual("No exported messages".utf8) { return true }
        guard dividerID.map({ message.id == $0 - 1 }) ?? true,
            let day = TelegramStamp.day(message.text)
        else { return false }
        dividerID = message.id
        self.day = day
        return true
    }

    package mutating func warn(_ cause: TransformError.Cause) {
        if warnings.count < Self.warningCount { warnings.append(TransformWarning(cause)) }
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// The next line feed or carriage return, sought eight bytes at a time.
    fileprivate func firstBreak(from start: Int) -> Int? {
        let bytes = UnsafeRawBufferPointer(self)
        let (ones, tops): (UInt64, UInt64) = (0x0101_0101_0101_0101, 0x8080_8080_8080_8080)
        var index = start
        while index + 8 <= bytes.count {
            let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            let (feeds, returns) = (word ^ ones &* 0x0A, word ^ ones &* 0x0D)
            let found = ((feeds &- ones) & ~feeds | (returns &- ones) & ~returns) & tops
            if found != 0 { return index + found.trailingZeroBitCount / 8 }
            index += 8
        }
        return self[index...].firstIndex { $0 == 0x0A || $0 == 0x0D }
    }
}
