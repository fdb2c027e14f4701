/// Collects what an HTML page prints of one reaction.
struct TelegramReactionReader: Sendable {
    var isPresent = false
    /// `nil` for an emoji of somebody's own making, which has no text.
    var emoji: String?
    /// Printed only where not everybody who reacted is shown with a face.
    var count: Int?
    var faceCount = 0

    /// The reaction, if there was one; the next starts.
    mutating func take() -> TelegramReaction? {
        defer { self = TelegramReactionReader() }
        guard isPresent else { return nil }
        return TelegramReaction(emoji: emoji ?? "custom_emoji", count: count ?? max(faceCount, 1))
    }
}
