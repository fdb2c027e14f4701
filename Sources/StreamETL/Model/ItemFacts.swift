/// The facts of an item as values, so that its JSON need not be read again.
public struct ItemFacts: Hashable, Sendable {
    /// The time of a meeting, in seconds since 1970. Whole days begin and end at midnight in UTC.
    public struct Meeting: Hashable, Sendable {
        public var start: Int64
        /// Exclusive.
        public var end: Int64
        public var isAllDay: Bool

        public init(start: Int64, end: Int64, isAllDay: Bool) {
            (self.start, self.end, self.isAllDay) = (start, end, isAllDay)
        }
    }

    /// The item's name as the source has it, `nil` where it has none.
    public var title: String?
    /// Whether the item's members have a `title` of their own.
    public var hasTitleMember = false
    public var participants: [Participant] = []
    /// Regular messages by week.
    public var weeks = WeekCounts()
    public var meeting: Meeting?
    public var deal: DealFacts?
    /// Domains of a company in the CRM, in lower case.
    public var domains: [String] = []

    public init(title: String? = nil) { self.title = title.flatMap { $0.isEmpty ? nil : $0 } }

    /// The participants' names, or their addresses if no name is known; sorted, each once.
    public var labels: [String] {
        if participants.count < 2 {
            return participants.filter { $0.isPerson && $0.role != .owner }.compactMap(\.label)
        }
        return Set(participants.lazy.filter { $0.isPerson && $0.role != .owner }.compactMap(\.label))
            .sorted()
    }

    /// The record's owner: ``Participant/name`` and ``Participant/address`` with a separator that occurs in neither;
    /// `nil` if the record names no owner.
    package var owner: String? {
        guard let owner = participants.first(where: { $0.role == .owner }) else { return nil }
        let text = [owner.name, owner.address].map { $0 ?? "" }
        return text == ["", ""] ? nil : text.joined(separator: Self.ownerSeparator)
    }

    package static let ownerSeparator = "\u{1F}"
}

extension ItemFacts {
    package func encoded() -> [UInt8] {
        var writer = ByteWriter(reserving: 96)
        writer.write(title)
        writer.write(hasTitleMember)
        writer.write(participants) { $1.encode(into: &$0) }
        weeks.encode(into: &writer)
        writer.write(meeting) {
            $0.write($1.start)
            $0.write($1.end - $1.start)
            $0.write($1.isAllDay)
        }
        writer.write(deal) { $1.encode(into: &$0) }
        writer.write(domains)
        return writer.bytes
    }

    package init(encoded bytes: [UInt8]) throws(ByteReader.Corruption) {
        var reader = ByteReader(bytes)
        title = try reader.readOptionalString()
        hasTitleMember = try reader.readBool()
        participants = try reader.readArray { reader throws(ByteReader.Corruption) in
            try Participant(from: &reader)
        }
        weeks = try WeekCounts(from: &reader)
        meeting = try reader.readOptional { reader throws(ByteReader.Corruption) in
            let start = try reader.readInt64()
            return Meeting(
                start: start, end: start &+ (try reader.readInt64()), isAllDay: try reader.readBool())
        }
        deal = try reader.readOptional { reader throws(ByteReader.Corruption) in
            try DealFacts(from: &reader)
        }
        domains = try reader.readStrings()
    }
}
