/// A person who takes part in a company's items.
public struct PersonRow: AnswerRow {
    /// The side that a person is on.
    public enum Side: String, Sendable { case ours, theirs, unknown }

    /// Why a person is on a side, or on none.
    public enum Reason: String, CaseIterable, Sendable {
        // Ours
        case internalPeople = "internal_people"
        case internalDomain = "internal_domain"
        case hubspotOwner = "hubspot_owner"
        case workspaceMember = "workspace_member"
        /// Has the whole name of an owner of the CRM.
        case ownerName = "owner_name"
        /// Has the whole name of a person in the same list who is ours.
        case nameOfOurs = "name_of_ours"
        // Theirs
        case companyDomain = "company_domain"
        case hubspotContact = "hubspot_contact"
        /// Has the whole name of a person in the same list who is theirs.
        case nameOfTheirs = "name_of_theirs"
        // Unknown
        /// Nothing but a name, or an id, is known.
        case noAddress = "no_address"
        /// The address is neither in a domain of ours nor in one of theirs.
        case otherDomain = "other_domain"
        case workspaceGuest = "workspace_guest"
        case otherWorkspace = "other_workspace"
    }

    public var company: String
    public var name: String?
    /// In lower case, sorted.
    public var addresses: [String]
    /// By which sources know the person: `slack:U01NORA`, `hubspot:801`; sorted.
    public var ids: [String]
    public var side: Side
    public var reason: Reason
    /// In the order of the unified JSON.
    public var sources: [String]
    /// The first and last message that they wrote, or meeting that they were invited to, up to `as_of`.
    public var firstContact: Int64?
    public var lastContact: Int64?
    /// Regular messages by source, of those in which there are some, in the order of ``sources``.
    public var messages: [(source: String, count: Int)]
    /// That have begun by `as_of`.
    public var meetings: Int

    public static let schema = RowSchema(
        "people",
        [
            .column("company", .text), .column("name", .text, nullable: true), .column("addresses", .texts),
            .column("ids", .texts), .column("side", .text), .column("side_reason", .text),
            .column("sources", .texts), .column("first_contact", .moment, nullable: true),
            .column("last_contact", .moment, nullable: true), .column("message_count", .integer),
            .column("meeting_count", .integer),
        ])

    package init(
        company: String, name: String? = nil, addresses: [String], ids: [String], side: Side, reason: Reason,
        sources: [String], firstContact: Int64? = nil, lastContact: Int64? = nil,
        messages: [(source: String, count: Int)], meetings: Int
    ) {
        self.company = company
        self.name = name
        self.addresses = addresses
        self.ids = ids
        self.side = side
        self.reason = reason
        self.sources = sources
        self.firstContact = firstContact
        self.lastContact = lastContact
        self.messages = messages
        self.meetings = meetings
    }

    public var messageCount: Int { messages.reduce(0) { $0 + $1.count } }

    public var values: [RowValue] {
        [
            .text(company), .text(name), .texts(addresses), .texts(ids), .text(side.rawValue),
            .text(reason.rawValue), .texts(sources), .moment(firstContact), .moment(lastContact),
            .integer(messageCount), .integer(meetings),
        ]
    }

    public static func == (left: PersonRow, right: PersonRow) -> Bool {
        left.values == right.values && left.messages.map(\.source) == right.messages.map(\.source)
            && left.messages.map(\.count) == right.messages.map(\.count)
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(values) }
}
