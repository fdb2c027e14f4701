/// Who reads the message pages of Telegram exports.
public enum TelegramReader: String, CaseIterable, Codable, Sendable {
    /// The scanner of what Telegram Desktop writes, and libxml2 for other pages.
    case auto
    /// Always libxml2.
    case libxml2
}
