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
        /// Words right in a service message, as in pages that a tool has written anew.
        case serviceLine
        case signature
        case mediaTitle
        case mediaDescription
        case mediaStatus
        /// What a poll says of itself.
        case mediaLabel
        case emoji
        case reactionCount

        /// Whether links may stand there.
        var holdsLinks: Bool {
            switch self {
            case .text, .serviceText, .mediaTitle, .mediaDescription: true
            default: false
            }
        }
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
