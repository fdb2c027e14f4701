/// A company's messages and meetings of one week.
public struct ActivityRow: AnswerRow {
    public var company: String
    /// The Monday, at midnight in UTC, in seconds since 1970.
    public var week: Int64
    /// Regular messages.
    public var messages: Int
    /// That have begun by `as_of`.
    public var meetings: Int

    public init(company: String, week: Int64, messages: Int = 0, meetings: Int = 0) {
        self.company = company
        self.week = week
        self.messages = messages
        self.meetings = meetings
    }

    public static let schema = RowSchema(
        "activity",
        [
            .column("company", .text), .column("week", .day), .column("messages", .integer),
            .column("meetings", .integer),
        ])

    public var values: [RowValue] {
        [.text(company), .day(week), .integer(messages), .integer(meetings)]
    }
}
