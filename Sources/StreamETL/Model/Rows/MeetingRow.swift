/// A meeting with a company.
public struct MeetingRow: AnswerRow {
    public var company: String
    public var itemKey: String
    public var title: String?
    public var start: Int64
    /// Exclusive.
    public var end: Int64
    public var isAllDay: Bool
    public var people: [String]

    public static let schema = RowSchema(
        "meetings",
        [
            .column("company", .text), .column("item_key", .text), .column("title", .text, nullable: true),
            .column("start", .moment), .column("end", .moment), .column("all_day", .flag),
            .column("people", .texts),
        ])

    package init(
        company: String, itemKey: String, title: String? = nil, start: Int64, end: Int64, isAllDay: Bool,
        people: [String]
    ) {
        self.company = company
        self.itemKey = itemKey
        self.title = title
        self.start = start
        self.end = end
        self.isAllDay = isAllDay
        self.people = people
    }

    public var values: [RowValue] {
        [
            .text(company), .text(itemKey), .text(title), .moment(start), .moment(end), .flag(isAllDay),
            .texts(people),
        ]
    }
}
