package import ETLModel

/// A row that would be worth adding to the mapping, or a cell worth filling in.
public struct MatchSuggestion: Hashable, Codable, Sendable {
    /// Where the value belongs.
    public let column: String
    public let value: String
    /// The company of the mapping that it probably is, or `nil` for one that the mapping lacks.
    public let company: String?
    /// Items that the row would match, and messages in them.
    public let items: Int
    public let messages: Int
    /// Some of the items' names.
    public let examples: [String]
}

extension MatchSuggestion {
    private static let mostExamples = 3
    private static let most = 100

    /// Domains that several items share, and names of chats and channels that several items or sources
    /// share, the busiest first.
    package static func suggestions(for items: [DecidedItem], matcher: Matcher) -> [MatchSuggestion] {
        var groups: [Group: [DecidedItem]] = [:]
        for item in items {
            for domain in matcher.foreignDomains(of: item.subject) {
                groups[Group(column: "calendar_domain", value: domain), default: []].append(item)
            }
            let column = item.subject.source == .slack ? "slack_group" : "telegram_group"
            guard item.subject.source == .slack || item.subject.source == .telegram,
                let name = item.subject.names.first, let core = matcher.distinctiveName(of: name)
            else { continue }
            groups[Group(column: column, value: core), default: []].append(item)
        }
        let found = groups.compactMap { group, members -> MatchSuggestion? in
            let messages = members.reduce(0) { $0 + $1.messageCount }
            // One short chat is no pattern: it takes several items, or one that is busy.
            guard members.count > 1 || (group.column != "calendar_domain" && messages >= 20) else {
                return nil
            }
            let candidates = Set(members.flatMap(\.decision.candidates).map(\.company))
            return MatchSuggestion(
                column: group.column,
                value: group.column == "calendar_domain"
                    ? group.value
                    : Set(members.compactMap(\.subject.names.first)).sorted().joined(separator: ";"),
                company: candidates.count == 1 ? candidates.first : nil, items: members.count,
                messages: messages, examples: Array(members.map(\.title).sorted().prefix(mostExamples)))
        }
        return Array(found.sorted(by: precedes).prefix(most))
    }

    private struct Group: Hashable {
        let column: String
        let value: String
    }

    private static func precedes(_ one: MatchSuggestion, _ other: MatchSuggestion) -> Bool {
        if one.items != other.items { return one.items > other.items }
        if one.messages != other.messages { return one.messages > other.messages }
        return (one.column, one.value) < (other.column, other.value)
    }
}
