/// Combines the contributions of one source's files into items: conversations, meetings, deals.
///
/// Contributions that belong together form a *unit* (the pages of one chat folder, one calendar UID),
/// units that are the same thing seen by several exports share a *group* (a chat's title, a channel's
/// id) and are assembled together. All three functions are pure: the order in which files arrived
/// cannot be seen by them, and every list they get is sorted.
public protocol Assembler: Sendable {
    var source: Source { get }

    /// Name and version; a new version assembles everything again from the stored contributions.
    var identity: String { get }

    /// The sections of a company in the unified JSON that the source's items go to, in output order.
    var sections: [ItemSection] { get }

    /// Which unit a contribution belongs to. Called once per contribution and path.
    func placement(of contribution: ContributionHead, at path: DropPath) -> Placement

    /// The group of a unit; units with equal groups are assembled together.
    func group(of unit: AssemblyUnit, reading parts: any PartReader) throws -> String

    /// The items of all units that share `group`, with keys unique in their section.
    ///
    /// - Parameter asOf: Seconds since 1970 up to which (and from which ahead) meetings are shown.
    func assemble(
        group: String, units: [AssemblyUnit], asOf: Int64, reading parts: any PartReader
    ) throws -> Assembly
}

/// A list in each company of the unified JSON, such as `telegram_chats`.
public struct ItemSection: Hashable, Sendable {
    /// The key of the list within a company and within `unmatched`.
    public let key: String
    /// The key of the list's total in `statistics`, such as `total_telegram_chats`.
    public let totalKey: String

    public init(key: String, totalKey: String) {
        self.key = key
        self.totalKey = totalKey
    }
}

/// The part of a contribution that ``Assembler/placement(of:at:)`` may look at.
public struct ContributionHead: Sendable {
    public let kind: String
    public let unit: String
    public let heading: [UInt8]

    public init(kind: String, unit: String, heading: [UInt8]) {
        self.kind = kind
        self.unit = unit
        self.heading = heading
    }
}

/// Where a contribution belongs.
public struct Placement: Hashable, Sendable {
    /// The directory whose context (Slack's `users.json`) the unit is read in; see
    /// ``PartReader/context(at:)``.
    public let scope: DropPath
    /// Unique within the source; `nil` makes the contribution context of its scope: no item of its
    /// own, but every unit in the scope or below it is assembled again when it changes.
    public let unit: String?

    public init(scope: DropPath, unit: String?) {
        self.scope = scope
        self.unit = unit
    }
}

/// The contributions that belong together.
public struct AssemblyUnit: Sendable {
    public let key: String
    public let scope: DropPath
    /// Sorted by path, then by position in the file.
    public let parts: [Part]

    public init(key: String, scope: DropPath, parts: [Part]) {
        self.key = key
        self.scope = scope
        self.parts = parts
    }
}

/// A stored contribution, as one file at one path states it.
public struct Part: Sendable {
    /// Identifies the stored bytes. Equal content has the same id at every path.
    public let id: Int64
    /// With the archive member, where there is one.
    public let path: DropPath
    public let kind: String
    public let unit: String
    public let heading: [UInt8]
    public let payloadByteCount: Int

    public init(
        id: Int64, path: DropPath, kind: String, unit: String, heading: [UInt8], payloadByteCount: Int
    ) {
        self.id = id
        self.path = path
        self.kind = kind
        self.unit = unit
        self.heading = heading
        self.payloadByteCount = payloadByteCount
    }
}

/// Reads stored contributions while units are assembled.
public protocol PartReader {
    func payload(of part: Int64) throws -> [UInt8]

    /// The context contributions of `scope` itself, sorted by path. If a format has contexts at several levels, its
    /// assembler also asks for those of the parents (``RelativePath/parent``).
    func context(at scope: DropPath) throws -> [Part]

    /// The value that `make` returned for `scope` before, if it is still cached; otherwise calls `make`.
    ///
    /// For values that many units need, such as the lists of a large workspace. Parts do not change while they are
    /// read, so `make` gives the same value every time, provided that it reads nothing else.
    func remembered<Value: Sendable>(at scope: DropPath, make: () throws -> Value) throws -> Value
}

extension PartReader {
    /// Makes it anew every time.
    public func remembered<Value: Sendable>(at scope: DropPath, make: () throws -> Value) throws -> Value {
        try make()
    }
}

/// The items of one group.
public struct Assembly: Sendable {
    public var items: [AssembledItem]
    /// Seconds since 1970 for which the assembly holds; outside of it `asOf` changes the outcome.
    public var validFrom: Int64
    public var validUntil: Int64

    public init(items: [AssembledItem], validFrom: Int64 = .min, validUntil: Int64 = .max) {
        self.items = items
        self.validFrom = validFrom
        self.validUntil = validUntil
    }
}

/// A conversation, meeting, deal … ready to be matched and written.
public struct AssembledItem: Sendable {
    /// Unique within the section and stable over time, since people's decisions refer to it.
    public var key: String
    /// An ``ItemSection/key`` of the source.
    public var section: String
    /// Items of a section are ordered by this (bytes), then by key.
    public var sortKey: String
    /// The item's name for people, as `unmatched` and the review list it.
    public var title: String
    /// Encoded JSON members of the item without braces (`"conv_id":"C1","name":"x"`).
    public var members: [UInt8]
    /// The value of `data`, in pieces that follow one another; none: no `data` key.
    public var data: [Segment]
    public var subject: MatchSubject
    /// Messages in a conversation, 0 for others.
    public var messageCount: Int
    /// Seconds since 1970 of the first and the last activity up to `asOf`.
    public var firstActivity: Int64?
    public var lastActivity: Int64?
    /// Names of the people who take part, sorted and distinct.
    public var people: [String]
    /// People, times and amounts as values; `nil` if the source hands none over.
    public var facts: ItemFacts?

    public init(
        key: String, section: String, sortKey: String, title: String, members: [UInt8],
        data: [Segment] = [], subject: MatchSubject, messageCount: Int = 0,
        firstActivity: Int64? = nil, lastActivity: Int64? = nil, people: [String] = [],
        facts: ItemFacts? = nil
    ) {
        self.key = key
        self.section = section
        self.sortKey = sortKey
        self.title = title
        self.members = members
        self.data = data
        self.subject = subject
        self.messageCount = messageCount
        self.firstActivity = firstActivity
        self.lastActivity = lastActivity
        self.people = people
        self.facts = facts
    }

    /// A piece of JSON text.
    public enum Segment: Hashable, Sendable {
        case bytes([UInt8])
        /// The first `byteCount` bytes of a stored contribution's payload, as they are.
        case payload(of: Int64, byteCount: Int)
        /// Some bytes of a stored contribution's payload, with their holes filled.
        case filled(FilledText)
    }
}
