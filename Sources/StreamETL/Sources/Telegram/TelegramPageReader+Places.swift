import ETLModel

extension TelegramPageReader {
    /// Where the text inside an element goes.
    enum Sink: UInt8, Sendable {
        case nowhere
        case chatName
        case author
        case forwardedFrom
        case text
        case serviceText
        case signature
        case mediaTitle
        case mediaDescription
        case mediaStatus
        case emoji
        case reactionCount
    }

    /// What a class means depends on the part of the message that it is found in.
    package enum Part: UInt8, Sendable {
        case page
        case header
        case message
        case forwarded
        case reply
        case media
        case reaction
    }
}
