import ETLFormats
import ETLModel

/// An item of a page, as an event.
struct CalendarAPIEvent {
    private let builder: CalendarEventBuilder
    private let id: String
    private let uid: String?
    /// Id of the event itself, or of the series that it is an occurrence of.
    private let seriesID: String

    /// - Parameter pageUpdated: When the calendar was changed last: what it says is deleted was so then.
    init(
        _ item: JSONValue, pageUpdated: String?, calendar: String?, assumed: CalendarZone, limits: InputLimits
    ) throws(TransformError.Cause) {
        guard let id = item.member("id")?.string, !id.isEmpty else { throw .missing("id") }
        self.id = id
        let stated = item.member("iCalUID")?.string.flatMap(CalendarProperty.nonEmpty)
        let recurringID = item.member("recurringEventId")?.string.flatMap(CalendarProperty.nonEmpty)
        seriesID = recurringID ?? id
        let isStated = item.member("start") != nil && item.member("status")?.string != "cancelled"
        uid = stated ?? (isStated ? CalendarEvent.standardUID(ofGoogleID: seriesID) : nil)
        let zones = CalendarZoneTable(definitions: [:], assumed: assumed)
        var builder = CalendarEventBuilder(zones: zones, limits: limits)
        builder.update { event, zones in
            event.calendar = (calendar ?? Self.owner(of: item)).flatMap { CalendarIdentity.name($0) }
            event.dating = .service
            event.status = Self.status(item.member("status")?.string)
            event.sequence = item.member("sequence")?.integer
            event.updated = (item.member("updated")?.string).flatMap(Self.moment)
            event.title = item.member("summary")?.string.flatMap(CalendarProperty.nonEmpty)
            event.location = item.member("location")?.string.flatMap(CalendarProperty.nonEmpty)
            event.isMeeting = Self.isMeeting(item.member("eventType")?.string)
            event.organizer = item.member("organizer").flatMap { Self.person($0) }
            event.start = item.member("start").flatMap { Self.time($0, &zones) }
            event.end = item.member("end").flatMap { Self.time($0, &zones) }
            if recurringID != nil {
                event.recurrenceID = item.member("originalStartTime").flatMap { Self.time($0, &zones) }
            }
        }
        for attendee in item.member("attendees")?.elements ?? [] {
            guard attendee.member("resource")?.bool != true, let person = Self.person(attendee) else {
                continue
            }
            builder.addAttendee(person)
        }
        for line in item.member("recurrence")?.elements ?? [] {
            guard let text = line.string, let property = CalendarProperty(Array(text.utf8)[...]) else {
                throw .invalidValue("recurrence")
            }
            builder.addRecurrence(property)
        }
        try Self.complete(
            &builder, isOccurrence: recurringID != nil, uid: uid,
            pageUpdated: pageUpdated.flatMap(Self.moment))
        self.builder = builder
    }

    private static func complete(
        _ builder: inout CalendarEventBuilder, isOccurrence: Bool, uid: String?, pageUpdated: Int64?
    ) throws(TransformError.Cause) {
        let event = builder.event
        if isOccurrence, event.recurrenceID == nil { throw .missing("originalStartTime") }
        let isDeletion = event.status == .cancelled && (uid == nil || event.start == nil)
        guard isDeletion || uid != nil else { throw .missing("iCalUID") }
        guard isDeletion || event.start != nil else { throw .missing("start") }
        builder.update { event, _ in
            if isDeletion {
                event.updated = event.updated ?? pageUpdated
            } else {
                event.sequence = event.sequence ?? 0
            }
        }
        builder.adoptZones()
    }

    var event: CalendarEvent { builder.event }

    var faults: [TransformError.Cause] { builder.faults }

    var contribution: Contribution {
        if let uid { return builder.event.contribution(kind: CalendarEvent.kind, unit: uid) }
        return builder.event.contribution(kind: CalendarEvent.deletionKind, unit: seriesID)
    }

    /// Tells deletions, which know the id only, what UID it stands for; none for ids that show it.
    var alias: Contribution? {
        guard let uid, uid != CalendarEvent.standardUID(ofGoogleID: seriesID) else { return nil }
        var writer = ByteWriter(reserving: 64)
        writer.write(uid)
        return Contribution(kind: CalendarEvent.aliasKind, unit: seriesID, heading: writer.bytes)
    }

    // MARK: Values

    /// Whose calendar a single event is from: the person among those who take part that it calls `self`.
    private static func owner(of item: JSONValue) -> String? {
        let people =
            [item.member("organizer")].compactMap(\.self) + (item.member("attendees")?.elements ?? [])
        return people.first { $0.member("self")?.bool == true }?.member("email")?.string
    }

    private static func status(_ text: String?) -> CalendarEvent.Status {
        switch text {
        case "confirmed": .confirmed
        case "tentative": .tentative
        case "cancelled": .cancelled
        default: .unstated
        }
    }

    private static func isMeeting(_ type: String?) -> Bool {
        switch type {
        case "workingLocation", "outOfOffice", "focusTime", "birthday": false
        default: true
        }
    }

    private static func person(_ value: JSONValue) -> CalendarEvent.Person? {
        let address = value.member("email")?.string
        let email = address.flatMap(CalendarPeople.email)
        let name =
            value.member("displayName")?.string.flatMap(CalendarProperty.nonEmpty)
            ?? address.flatMap(CalendarPeople.name(besideAddress:))
        guard email != nil || name != nil, !CalendarPeople.isResource(email) else { return nil }
        return CalendarEvent.Person(
            email: email, name: name,
            response: value.member("responseStatus")?.string.flatMap(CalendarProperty.nonEmpty).map {
                $0 == "needsAction" ? "needs_action" : $0
            })
    }

    /// `{"date":…}` or `{"dateTime":…,"timeZone":…}`.
    private static func time(_ value: JSONValue, _ zones: inout CalendarZoneTable) -> CalendarTime? {
        if let text = value.member("date")?.string {
            guard let stamp = CalendarStamp(text.filter { $0 != "-" }), stamp.isDate else { return nil }
            return .date(day: CalendarStamp.day(stamp.seconds))
        }
        guard let text = value.member("dateTime")?.string, let time = CalendarInternetTime(text) else {
            return nil
        }
        let named = value.member("timeZone")?.string.flatMap { zones.index(ofTZID: $0) }
        guard let offset = time.offset else {
            return .local(time.local, zone: named ?? zones.indexOfAssumed())
        }
        if let named { return .moment(time.local - Int64(offset), zone: named) }
        return .moment(
            time.local - Int64(offset),
            zone: offset == 0 ? nil : zones.index(of: .offset(seconds: offset)))
    }

    private static func moment(_ text: String) -> Int64? {
        CalendarInternetTime(text).map { $0.local - Int64($0.offset ?? 0) }
    }
}

extension CalendarEvent {
    /// The UID that Google gives events of its own.
    static func standardUID(ofGoogleID id: String) -> String { id + "@google.com" }
}

/// `2024-05-28T15:30:00.000+02:00` (RFC 3339).
struct CalendarInternetTime: Hashable {
    /// Seconds since 1970 as if it were UTC.
    let local: Int64
    /// `nil` where none is stated.
    let offset: Int?

    init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 19, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
            bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: "t") || bytes[10] == 0x20
        else { return nil }
        let digits = bytes[0..<4] + bytes[5..<7] + bytes[8..<10]
        let time = bytes[11..<13] + bytes[14..<16] + bytes[17..<19]
        guard
            let stamp = CalendarStamp(
                String(decoding: digits + [UInt8(ascii: "T")] + time, as: UTF8.self)),
            !stamp.isDate
        else { return nil }
        local = stamp.seconds
        var rest = bytes[19...]
        if rest.first == UInt8(ascii: ".") { rest = rest.dropFirst().drop { (0x30...0x39).contains($0) } }
        if rest.isEmpty {
            offset = nil
        } else if rest.elementsEqual("Z".utf8) || rest.elementsEqual("z".utf8) {
            offset = 0
        } else if let seconds = CalendarZone.offset(String(decoding: rest, as: UTF8.self)) {
            offset = seconds
        } else {
            return nil
        }
    }
}
