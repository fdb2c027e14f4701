@testable import ETLMatching
@testable import ETLModel

extension Matcher {
    /// How surely a channel or chat of this name is each company's, matches and candidates alike.
    func confidences(ofConversation name: String, in source: Source) -> [String: Double] {
        let section = source == .slack ? "slack_channels" : "telegram_chats"
        let decision = decide(MatchSubject(source: source, section: section, key: "1", names: [name]))
        return Dictionary(
            uniqueKeysWithValues: (decision.matches + decision.candidates).map { ($0.company, $0.confidence) }
        )
    }
}
