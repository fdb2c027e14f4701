/// Which reader reads the message pages of Telegram exports.
public enum TelegramReader: String, CaseIterable, Codable, Sendable {
    /// The scanner for pages of Telegram Desktop, and libxml2 for others.
    case auto
    /// Always libxml2.
    case libxml2
}
