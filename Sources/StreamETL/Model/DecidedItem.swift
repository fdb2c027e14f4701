/// An item with its subject and its decision.
public struct DecidedItem: Sendable {
    public var section: String
    public var key: String
    public var title: String
    public var messageCount: Int
    public var subject: MatchSubject
    /// Empty until the item is decided.
    public var decision: MatchDecision

    package init(
        section: String, key: String, title: String, messageCount: Int, subject: MatchSubject,
        decision: MatchDecision
    ) {
        self.section = section
        self.key = key
        self.title = title
        self.messageCount = messageCount
        self.subject = subject
        self.decision = decision
    }
}
