/// A company at a glance.
public struct CompanyRow: AnswerRow {
    /// Deals that are open, of one currency.
    public struct OpenValue: Hashable, Sendable {
        public var currency: String?
        public var count: Int
        public var value: DecimalSum

        package init(currency: String? = nil, count: Int, value: DecimalSum) {
            self.currency = currency
            self.count = count
            self.value = value
        }
    }

    /// A moment of activity and its item.
    public struct Activity: Hashable, Sendable {
        public var time: Int64
        public var section: String
        public var itemKey: String
        public var title: String

        package init(time: Int64, section: String, itemKey: String, title: String) {
            self.time = time
            self.section = section
            self.itemKey = itemKey
            self.title = title
        }
    }

    public var name: String
    /// Messages that people wrote and meetings that have begun by `as_of`; nothing of the CRM.
    public var firstContact: Int64?
    public var lastContact: Int64?
    /// By source, in the order of the unified JSON.
    public var lastContacts: [String: Int64] = [:]
    public var lastMessage: MessageRow?
    public var nextMeeting: MeetingRow?
    public var openDealCount = 0
    /// By currency; deals without one first.
    public var openValues: [OpenValue] = []
    /// Over all sources, the CRM's dates among them.
    public var firstActivity: Int64?
    public var lastActivity: Activity?
    /// Dates of the CRM alone.
    public var crmFirstActivity: Int64?
    public var crmLastActivity: Int64?

    public init(name: String) { self.name = name }

    public static let schema = RowSchema(
        "companies",
        [
            .column("name", .text), .column("first_contact", .moment, nullable: true),
            .column("last_contact", .moment, nullable: true),
            .column("last_message", .moment, nullable: true),
            .column("last_message_author", .text, nullable: true),
            .column("last_message_side", .text, nullable: true),
            .column("next_meeting", .moment, nullable: true), .column("open_deals", .integer),
            .column("first_activity", .moment, nullable: true),
            .column("last_activity", .moment, nullable: true),
            .column("last_activity_of", .text, nullable: true),
            .column("crm_first_activity", .moment, nullable: true),
            .column("crm_last_activity", .moment, nullable: true),
        ])

    public var values: [RowValue] {
        [
            .text(name), .moment(firstContact), .moment(lastContact), .moment(lastMessage?.timestamp),
            .text(lastMessage?.author), .text(lastMessage?.side.rawValue), .moment(nextMeeting?.start),
            .integer(openDealCount), .moment(firstActivity), .moment(lastActivity?.time),
            .text(lastActivity?.section), .moment(crmFirstActivity), .moment(crmLastActivity),
        ]
    }
}
