package import ETLModel

/// What one file states of an event or of one of its occurrences.
package struct CalendarEvent: Hashable, Sendable {
    package struct Person: Hashable, Sendable {
        /// In lower case.
        package var email: String?
        package var name: String?
        /// `accepted`, `declined`, `tentative`, `needs_action` …
        var response: String?

        package init(email: String? = nil, name: String? = nil, response: String? = nil) {
            self.email = email
            self.name = name
            self.response = response
        }
    }

    /// A further occurrence, from RDATE.
    package struct Addition: Hashable, Sendable {
        package var start: CalendarTime
        package var end: CalendarTime?
    }

    package enum Status: Int, Sendable {
        case unstated, confirmed, tentative, cancelled

        /// What the unified JSON calls it.
        package var text: String? {
            switch self {
            case .unstated: nil
            case .confirmed: "confirmed"
            case .tentative: "tentative"
            case .cancelled: "cancelled"
            }
        }
    }

    /// Counts the organiser's changes; `nil` where a deletion says nothing of it.
    package var sequence: Int64?
    /// Seconds since 1970.
    package var updated: Int64?
    package var status = Status.unstated
    /// Out-of-office blocks, birthdays and the like are none.
    var isMeeting = true
    package var title: String?
    var location: String?
    var organizer: Person?
    /// People only; rooms and other resources are left out.
    var attendees: [Person] = []

    package var zones: [CalendarZone] = []
    /// The zone that times without one are in; its name is not shown.
    var assumedZone: Int?
    /// `nil` in deletions.
    package var start: CalendarTime?
    /// Where the event says when it ends, not how long it lasts.
    package var end: CalendarTime?
    package var duration: CalendarDuration?
    /// Which occurrence this is a version of.
    var recurrenceID: CalendarTime?
    /// Whether the version is for all later occurrences too.
    var appliesToFuture = false
    package var rules: [String] = []
    var exclusionRules: [String] = []
    package var additions: [Addition] = []
    var exclusions: [CalendarTime] = []

    /// What the calendar is called, where it says so.
    package var calendar: String?
    /// Whether it is the organiser's word for every calendar: a message that cancels.
    var isForAll = false
    var dating = Dating.none
    /// How many occurrences are shown at most, the last ones up to the horizon, where the file holds very many.
    package var most: Int?

    /// What tells when the event was changed.
    enum Dating: Int, Sendable {
        case none
        /// `DTSTAMP`, which may be when the export was made.
        case stamp
        /// `LAST-MODIFIED`.
        case modified
        /// `updated` of the API.
        case service
    }
}

// MARK: Coding

extension CalendarEvent {
    package func encoded() -> [UInt8] {
        var writer = ByteWriter(reserving: 256)
        writer.write(sequence)
        writer.write(updated)
        writer.write(status.rawValue)
        writer.write(isMeeting)
        writer.write(title)
        writer.write(location)
        writer.write(organizer) { Self.write($1, into: &$0) }
        writer.write(attendees) { Self.write($1, into: &$0) }
        writer.write(zones) { $1.encode(into: &$0) }
        writer.write(assumedZone) { $0.write($1) }
        writer.write(start) { $1.encode(into: &$0) }
        writer.write(end) { $1.encode(into: &$0) }
        writer.write(duration) {
            $0.write($1.days)
            $0.write($1.seconds)
        }
        writer.write(recurrenceID) { $1.encode(into: &$0) }
        writer.write(appliesToFuture)
        writer.write(rules)
        writer.write(exclusionRules)
        writer.write(additions) {
            $1.start.encode(into: &$0)
            $0.write($1.end) { $1.encode(into: &$0) }
        }
        writer.write(exclusions) { $1.encode(into: &$0) }
        writer.write(calendar)
        writer.write(isForAll)
        writer.write(dating.rawValue)
        writer.write(most) { $0.write($1) }
        return writer.bytes
    }

    package init(encoded bytes: [UInt8]) throws(ByteReader.Corruption) {
        var reader = ByteReader(bytes)
        sequence = try reader.readOptionalInt64()
        updated = try reader.readOptionalInt64()
        guard let status = Status(rawValue: try reader.readInt()) else { throw ByteReader.Corruption() }
        self.status = status
        isMeeting = try reader.readBool()
        title = try reader.readOptionalString()
        location = try reader.readOptionalString()
        organizer = try reader.readOptional(Self.readPerson)
        attendees = try reader.readArray(Self.readPerson)
        zones = try reader.readArray(Self.readZone)
        assumedZone = try reader.readOptional { reader throws(ByteReader.Corruption) in try reader.readInt() }
        start = try reader.readOptional(Self.readTime)
        end = try reader.readOptional(Self.readTime)
        duration = try reader.readOptional { reader throws(ByteReader.Corruption) in
            CalendarDuration(days: try reader.readInt(), seconds: try reader.readInt64())
        }
        recurrenceID = try reader.readOptional(Self.readTime)
        appliesToFuture = try reader.readBool()
        rules = try reader.readStrings()
        exclusionRules = try reader.readStrings()
        additions = try reader.readArray { reader throws(ByteReader.Corruption) in
            Addition(start: try Self.readTime(&reader), end: try reader.readOptional(Self.readTime))
        }
        exclusions = try reader.readArray(Self.readTime)
        // What versions before 1.1 stored ends here.
        guard !reader.isAtEnd else { return }
        calendar = try reader.readOptionalString()
        isForAll = try reader.readBool()
        guard let dating = Dating(rawValue: try reader.readInt()) else { throw ByteReader.Corruption() }
        self.dating = dating
        most = try reader.readOptional { reader throws(ByteReader.Corruption) in try reader.readInt() }
    }

    private static func write(_ person: Person, into writer: inout ByteWriter) {
        writer.write(person.email)
        writer.write(person.name)
        writer.write(person.response)
    }

    private static func readPerson(_ reader: inout ByteReader) throws(ByteReader.Corruption) -> Person {
        Person(
            email: try reader.readOptionalString(), name: try reader.readOptionalString(),
            response: try reader.readOptionalString())
    }

    private static func readTime(_ reader: inout ByteReader) throws(ByteReader.Corruption) -> CalendarTime {
        try CalendarTime(from: &reader)
    }

    private static func readZone(_ reader: inout ByteReader) throws(ByteReader.Corruption) -> CalendarZone {
        try CalendarZone(from: &reader)
    }
}

// MARK: Contributions

extension CalendarEvent {
    /// One VEVENT or item of a page; unit is the UID.
    package static let kind = "event"
    /// What one person says of an invitation; unit is the UID.
    static let answerKind = "answer"
    /// Something cancelled of which only Google's id is known; unit is the id.
    static let deletionKind = "deletion"
    /// The UID (heading) of a Google id (unit) that does not show it.
    static let aliasKind = "alias"

    /// What shows which version this is.
    package var heading: [UInt8] {
        var writer = ByteWriter(reserving: 32)
        writer.write(sequence)
        writer.write(updated)
        writer.write(recurrenceID) { $1.encode(into: &$0) }
        writer.write(status.rawValue)
        return writer.bytes
    }

    package func contribution(kind: String, unit: String) -> Contribution {
        Contribution(kind: kind, unit: unit, heading: heading, payload: encoded())
    }
}
