/// Collects what an HTML page prints of one reaction.
package struct TelegramReactionReader: Sendable {
    package var isPresent = false
    var emoji: String?
    /// Whether the emoji is of somebody's own making: it is printed as a link around a waving hand.
    package var isOwn = false
    /// Printed only where not everybody who reacted is shown with a face.
    package var count: Int?
    var faceCount = 0

    /// The reaction, if there was one; the next starts.
    package mutating func take() -> TelegramReaction? {
        defer { self = TelegramReactionReader() }
        guard isPresent else { return nil }
        return TelegramReaction(
            emoji: isOwn ? TelegramReaction.ownEmoji : emoji ?? TelegramReaction.ownEmoji,
            count: count ?? max(faceCount, 1))
    }
}
