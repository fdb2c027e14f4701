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
        var name: TelegramElement.Name
        var isItemMark: Bool
        /// Whether the sink's text is complete when this element ends.
        var completesSink: Bool
        /// The message that the element stands in.
        var message: Int
    }

    package let limits: InputLimits
    private var clock: TelegramClock
    private var stack: [Open] = []
    private var part = Part.page
    var sink = Sink.nowhere
    /// Text of the sink in hand, except for ``Sink/text``, which has a message's own buffer.
    package var buffer: [UInt8] = []
    package var message = TelegramMessage()
    private var hasMessage = false
    /// Counts messages, so that the end of an element that an earlier message left open is known.
    private(set) var messageNumber = 0
    private var hasTextBlock = false
    package var reaction = TelegramReactionReader()
    var senders = TelegramSenderCache()
    /// The text of a rich message in hand, and how many elements are open around it.
    private var rich: (layout: TelegramLayout, depth: Int)?
    var openLink = TelegramOpenLink()
    private var linkByteCount = 0
    private var isForwarded = false
    /// What a joined message takes over from the regular message before it.
    private var previous = (author: String?.none, viaBot: String?.none, forwardedFrom: String?.none)
    private var dividerID: Int64?
    private var day: Int64?

    /// The chat's title; trimmed.
    var chatName: String?
    /// Whether the page has the frame that every page has.
    private(set) var hasHeader = false
    package private(set) var pages: [Contribution] = []
    private var faults = FaultTally()
    package var warnings: [TransformWarning] { faults.warnings }
    package private(set) var failure: TransformError.Cause?
    private var builder = TelegramPageBuilder(exporter: .html)

    /// A contribution is closed when its messages take up this much.
    private static let pageByteCount = 1 << 20

    /// Whether text that came now would be of any use.
    var takesText: Bool { sink != .nowhere }

    /// Whether every element is of use, also one without a class: it parts the text.
    var takesElements: Bool { rich != nil }

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
        } else {
            partText(by: element.name)
            if !element.classes.isEmpty || element.mediaKind != nil {
                enter(element)
                completes = sink != outer.sink && sink != .nowhere
                if completes, sink != .text { buffer.removeAll(keepingCapacity: true) }
            }
            if element.name == .anchor, sink == .emoji { reaction.isOwn = true }
        }
        if part == .reply, let target = element.replyTarget { message.replyTo = target }
        stack.append(
            Open(
                part: outer.part, sink: outer.sink, name: element.name,
                isItemMark: element.classes.contains(.itemMark), completesSink: completes,
                message: outer.message))
        return failure == nil
    }

    package mutating func end() {
        guard let open = stack.popLast() else { return }
        guard open.message == messageNumber else {
            return endElementOfEarlierMessage()
        }
        if openLink.depth > stack.count { completeLink() }
        if rich != nil { endPart(open) }
        if open.completesSink { complete() }
        if part == .reaction, open.part != .reaction { completeReaction() }
        (part, sink) = (open.part, open.sink)
    }

    /// Ends an element that an earlier message left open: nothing in it is this message's.
    mutating func endElementOfEarlierMessage() {
        if sink == .serviceLine { complete() }
        (part, sink) = (.page, .nowhere)
    }

    /// Takes the target of the link that started last.
    package mutating func link(to address: UnsafeBufferPointer<UInt8>) {
        guard sink.holdsLinks, !address.isEmpty else { return }
        guard linkByteCount + address.count <= limits.messageBytes else {
            return warn(.limitExceeded(.messageBytes, limit: limits.messageBytes))
        }
        linkByteCount += address.count
        openLink.address.removeAll(keepingCapacity: true)
        openLink.address.append(contentsOf: address)
        openLink.start = sink == .text ? message.text.count : buffer.count
        openLink.depth = stack.count
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

    // MARK: Rich messages

    /// Parts the text of a rich message before an element.
    private mutating func partText(by name: TelegramElement.Name) {
        guard rich != nil, sink == .text else { return }
        switch name {
        case .block: rich?.layout.part(.line, in: &message.text)
        case .cell: rich?.layout.part(.cell, in: &message.text)
        default: break
        }
    }

    /// Parts the text of a rich message behind an element, and ends the message with its own.
    private mutating func endPart(_ open: Open) {
        if let depth = rich?.depth, stack.count <= depth {
            rich = nil
        } else if open.isItemMark, sink == .text {
            rich?.layout.part(.mark, in: &message.text)
        } else {
            partText(by: open.name)
        }
    }

    mutating func appendToText(_ text: UnsafeBufferPointer<UInt8>) {
        if rich == nil {
            message.text.append(contentsOf: text)
        } else {
            rich?.layout.append(text, to: &message.text)
        }
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
        rich = nil
        openLink.depth = 0
        linkByteCount = 0
        messageNumber += 1
        part = .message
        sink = .nowhere
        guard let id = element.messageID else {
            warn(.missing("message id"), lostCount: 1)
            return
        }
        hasMessage = true
        hasTextBlock = false
        isForwarded = false
        message.id = id
        message.isService = element.classes.contains(.service)
        if message.isService { sink = .serviceLine }
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
            // Beside the line there may be a new photo, which is shown with initials.
            if classes.isSuperset(of: [.body, .details]), message.text.isEmpty {
                sink = .serviceText
            } else if classes.contains(.userpic) {
                sink = .nowhere
            }
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
            if classes.contains(.richMessage) {
                rich = (TelegramLayout(start: message.text.count), stack.count)
            }
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
        } else if classes.contains(.details), sink == .nowhere {
            sink = .mediaLabel
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

    // MARK: Messages

    private mutating func completeMessage() {
        guard hasMessage else { return }
        hasMessage = false
        if sink == .serviceLine { complete() }
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

    /// - Parameter lostCount: Messages that are left out for that; 0: the message in hand is kept with less.
    package mutating func warn(_ cause: TransformError.Cause, lostCount: Int = 0) {
        faults.add(TransformWarning(cause, isLoss: lostCount > 0, count: max(1, lostCount)))
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
