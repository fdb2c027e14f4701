/// A conversation, meeting or CRM record, with or without a company.
public struct ItemRow: AnswerRow {
    public var section: String
    public var itemKey: String
    public var title: String?
    /// A conversation's last message, a meeting's start, the last activity that a record states.
    public var time: Int64?
    public var messageCount: Int
    public var firstActivity: Int64?
    public var lastActivity: Int64?
    /// The participants' names, or their addresses if no name is known.
    public var participants: [String]
    /// The companies that have it, the surest first.
    public var companies: [String]
    /// Companies that its messages name; looked for only where no company has it.
    public var mentions: [CompanyMention]

    public static let schema = RowSchema(
        "items",
        [
            .column("section", .text), .column("item_key", .text), .column("title", .text, nullable: true),
            .column("time", .moment, nullable: true), .column("message_count", .integer),
            .column("first_activity", .moment, nullable: true),
            .column("last_activity", .moment, nullable: true), .column("participant_count", .integer),
            .column("participants", .texts), .column("companies", .texts), .column("mentions", .texts),
        ])

    package init(
        section: String, itemKey: String, title: String? = nil, time: Int64? = nil, messageCount: Int,
        firstActivity: Int64? = nil, lastActivity: Int64? = nil, participants: [String], companies: [String],
        mentions: [CompanyMention]
    ) {
        self.section = section
        self.itemKey = itemKey
        self.title = title
        self.time = time
        self.messageCount = messageCount
        self.firstActivity = firstActivity
        self.lastActivity = lastActivity
        self.participants = participants
        self.companies = companies
        self.mentions = mentions
    }

    public var values: [RowValue] {
        [
            .text(section), .text(itemKey), .text(title), .moment(time), .integer(messageCount),
            .moment(firstActivity), .moment(lastActivity), .integer(participants.count),
            .texts(participants), .texts(companies), .texts(mentions.map(\.company)),
        ]
    }
}
