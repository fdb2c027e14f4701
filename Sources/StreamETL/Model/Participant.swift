/// A person who takes part in an item, as the item's source describes them. Apps and bots are not participants.
public struct Participant: Hashable, Sendable {
    public enum Role: Int, Sendable {
        /// Wrote in a conversation.
        case author = 1
        /// Is invited to a meeting, or invites.
        case attendee = 2
        /// Is a contact of the CRM.
        case contact = 3
        /// Looks after a record of the CRM.
        case owner = 4
    }

    /// A person's place in our own workspace, from a source that has workspaces.
    public enum Membership: Int, Sendable {
        case untold = 0
        case member = 1
        case guest = 2
        /// Of another workspace, in a shared channel.
        case foreign = 3
    }

    public var role: Role
    public var name: String?
    /// In lower case.
    public var address: String?
    /// Identifies the person within the source: Slack's user id, HubSpot's record id.
    public var id: String?
    public var membership = Membership.untold
    /// Whether it stands for a known person; a deleted account may be anyone.
    public var isPerson = true
    public var share = MessageShare()
    /// The message of ``MessageShare/last`` by the `message_id` of the unified JSON.
    public var lastMessageID: String?

    public init(role: Role, name: String? = nil, address: String? = nil, id: String? = nil) {
        self.role = role
        self.name = name
        self.address = address.flatMap { $0.isEmpty ? nil : $0.lowercased() }
        self.id = id
    }

    /// The one text that is shown for the person.
    public var label: String? { name ?? address ?? id }

    package func encode(into writer: inout ByteWriter) {
        writer.write(role.rawValue << 3 | membership.rawValue << 1 | (isPerson ? 1 : 0))
        writer.write(name)
        writer.write(address)
        writer.write(id)
        guard role == .author else { return }
        share.encode(into: &writer)
        writer.write(lastMessageID)
    }

    package init(from reader: inout ByteReader) throws(ByteReader.Corruption) {
        let packed = try reader.readInt()
        guard let role = Role(rawValue: packed >> 3), let membership = Membership(rawValue: packed >> 1 & 3)
        else { throw ByteReader.Corruption() }
        self.role = role
        self.membership = membership
        isPerson = packed & 1 != 0
        name = try reader.readOptionalString()
        address = try reader.readOptionalString()
        id = try reader.readOptionalString()
        guard role == .author else { return }
        share = try MessageShare(from: &reader)
        lastMessageID = try reader.readOptionalString()
    }
}
