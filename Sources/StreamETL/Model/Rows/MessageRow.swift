/// A message of a conversation.
public struct MessageRow: AnswerRow {
    public var company: String
    public var source: String
    public var section: String
    public var itemKey: String
    /// Its `message_id` in the unified JSON, as text.
    public var messageID: String?
    public var timestamp: Int64?
    public var author: String?
    public var side: PersonRow.Side
    /// `nil` where the row only points to the message.
    public var text: String?

    public static let schema = RowSchema(
        "messages",
        [
            .column("company", .text), .column("source", .text), .column("section", .text),
            .column("item_key", .text), .column("message_id", .text, nullable: true),
            .column("timestamp", .moment, nullable: true), .column("author", .text, nullable: true),
            .column("side", .text), .column("text", .text, nullable: true),
        ])

    package init(
        company: String, source: String, section: String, itemKey: String, messageID: String? = nil,
        timestamp: Int64? = nil, author: String? = nil, side: PersonRow.Side, text: String? = nil
    ) {
        self.company = company
        self.source = source
        self.section = section
        self.itemKey = itemKey
        self.messageID = messageID
        self.timestamp = timestamp
        self.author = author
        self.side = side
        self.text = text
    }

    public var values: [RowValue] {
        [
            .text(company), .text(source), .text(section), .text(itemKey), .text(messageID),
            .moment(timestamp), .text(author), .text(side.rawValue), .text(text),
        ]
    }
}
