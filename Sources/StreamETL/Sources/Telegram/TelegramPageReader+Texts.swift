import ETLModel

/// Takes texts to where they belong in a message.
extension TelegramPageReader {
    package mutating func append(_ text: UnsafeBufferPointer<UInt8>) {
        guard !text.isEmpty else { return }
        let used = sink == .text ? message.text.count : buffer.count
        guard used + text.count <= limits.messageBytes else {
            warn(.limitExceeded(.messageBytes, limit: limits.messageBytes))
            return
        }
        if sink == .text {
            appendToText(text)
        } else {
            buffer.append(contentsOf: text)
        }
    }

    package mutating func append(_ byte: UInt8) {
        guard sink != .nowhere else { return }
        let used = sink == .text ? message.text.count : buffer.count
        guard used < limits.messageBytes else {
            warn(.limitExceeded(.messageBytes, limit: limits.messageBytes))
            return
        }
        guard sink == .text else { return buffer.append(byte) }
        withUnsafeBytes(of: byte) { appendToText($0.assumingMemoryBound(to: UInt8.self)) }
    }

    package mutating func append(toText byte: UInt8) {
        if message.text.count < limits.messageBytes { message.text.append(byte) }
    }

    /// Takes the text of the sink that ends.
    package mutating func complete() {
        switch sink {
        case .nowhere, .text: break
        case .chatName: chatName = text
        case .author: completeAuthor()
        case .forwardedFrom: completeForwardedFrom()
        case .serviceText: message.text = Array(trimmed(buffer))
        case .serviceLine:
            if message.text.isEmpty { message.text = Array(trimmed(buffer)) }
        case .signature: message.signature = text
        case .mediaTitle: completeMediaTitle()
        case .mediaDescription: extendMedia(\.description)
        case .mediaStatus: extendMedia(\.status)
        case .mediaLabel: completeMediaLabel()
        case .emoji: reaction.emoji = text
        case .reactionCount: reaction.count = Int(text ?? "")
        }
    }

    mutating func completeAuthor() {
        guard message.author == nil, let sender = senders.sender(trimmed(buffer)) else { return }
        message.author = sender.name
        message.viaBot = sender.bot ?? message.viaBot
    }

    mutating func completeForwardedFrom() {
        guard message.forwardedFrom == nil, let sender = senders.sender(trimmed(buffer)) else { return }
        message.forwardedFrom = sender.name
        message.viaBot = sender.bot ?? message.viaBot
    }

    /// What is too small or missing for a preview is shown as a photo or video, with its kind as title.
    mutating func completeMediaTitle() {
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

    /// A list of tasks has the form of a poll.
    mutating func completeMediaLabel() {
        guard text == "To-do List", message.media.last?.kind == "poll" else { return }
        message.media[message.media.count - 1].kind = TelegramMedia.checklist
    }

    mutating func extendMedia(_ member: WritableKeyPath<TelegramMedia, String?>) {
        guard let text, let last = message.media.indices.last else { return }
        if let known = message.media[last][keyPath: member] {
            if known.utf8.count < 65_536 { message.media[last][keyPath: member] = known + "\n" + text }
        } else {
            message.media[last][keyPath: member] = text
        }
    }

    mutating func completeReaction() {
        guard let reaction = reaction.take() else { return }
        guard message.reactions.count < limits.reactions else {
            return warn(.limitExceeded(.reactions, limit: limits.reactions))
        }
        message.reactions.append(reaction)
    }

    package var text: String? {
        let bytes = trimmed(buffer)
        return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
    }

    package func trimmed(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
        guard let first = bytes.firstIndex(where: { $0 > 0x20 }),
            let last = bytes.lastIndex(where: { $0 > 0x20 })
        else { return [] }
        return bytes[first...last]
    }

    mutating func completeLink() {
        openLink.depth = 0
        let text = sink == .text ? message.text[...] : buffer[...]
        guard openLink.start <= text.count,
            let link = TelegramLink(text: text[openLink.start...], address: openLink.address)
        else { return }
        message.links.append(link)
    }
}
