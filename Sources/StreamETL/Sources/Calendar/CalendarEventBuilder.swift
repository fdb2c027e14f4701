import ETLModel

/// Makes an event of the properties of a VEVENT, or of the recurrence lines of an API item.
struct CalendarEventBuilder {
    private(set) var event = CalendarEvent()
    private(set) var uid: String?
    /// What a property says that is no use; the event goes on without it.
    private(set) var faults: [TransformError.Cause] = []
    private static let ruleCount = 64

    private let limits: InputLimits
    private var zones: CalendarZoneTable
    private var stamp: Int64?
    /// What became of a request; answers have it.
    private var hasRequestStatus = false
    /// What the calendar is sent for, where it is no statement of an event: an answer, a proposal, a
    /// question.
    private var method: CalendarMethod?

    init(zones: CalendarZoneTable, limits: InputLimits) {
        self.zones = zones
        self.limits = limits
    }

    // MARK: Properties

    mutating func add(_ property: CalendarProperty) throws(TransformError.Cause) {
        switch property.name {
        case "UID": uid = CalendarProperty.nonEmpty(property.trimmedValue)
        case "SUMMARY": event.title = property.text
        case "LOCATION": event.location = property.text
        case "SEQUENCE": event.sequence = Int64(property.trimmedValue) ?? 0
        case "LAST-MODIFIED":
            event.updated = CalendarStamp(property.value)?.seconds
            if event.updated != nil { event.dating = .modified }
        case "DTSTAMP": stamp = CalendarStamp(property.value)?.seconds
        case "STATUS": event.status = Self.status(property.trimmedValue.uppercased())
        case "ORGANIZER": event.organizer = Self.person(property)
        case "ATTENDEE": addAttendee(property)
        case "METHOD": method = CalendarMethod(rawValue: property.trimmedValue.uppercased())
        case "REQUEST-STATUS": hasRequestStatus = true
        case "DTSTART":
            guard let start = time(property.value, of: property) else { throw .invalidValue("DTSTART") }
            event.start = start
        case "DTEND": event.end = optionalTime(of: property, field: "DTEND")
        case "DURATION":
            event.duration = CalendarDuration(property.value)
            if event.duration == nil { warnOnce(.invalidValue("DURATION")) }
        case "RECURRENCE-ID":
            // Without it the event would stand for the whole series.
            guard let id = time(property.value, of: property) else { throw .invalidValue("RECURRENCE-ID") }
            event.recurrenceID = id
            event.appliesToFuture = property.parameter("RANGE")?.uppercased() == "THISANDFUTURE"
        default: addRecurrence(property)
        }
    }

    /// RRULE, EXRULE, RDATE and EXDATE; others are passed over.
    mutating func addRecurrence(_ property: CalendarProperty) {
        switch property.name {
        case "RRULE", "EXRULE":
            let rule = property.trimmedValue
            // Generators write every property for every event, mostly with nothing in it.
            guard !rule.isEmpty else { return }
            var ruleFaults: [TransformError.Cause] = []
            let isReadable = CalendarRecurrence(rule, faults: &ruleFaults) != nil
            for fault in ruleFaults { warnOnce(fault) }
            guard isReadable else {
                if property.name == "RRULE" {
                    warnOnce(.invalidValue("RRULE"))
                } else {
                    warnOnce(.invalidValue("EXRULE"))
                }
                return
            }
            guard event.rules.count + event.exclusionRules.count < Self.ruleCount else {
                warnOnce(.limitExceeded(.recurrences, limit: Self.ruleCount))
                return
            }
            if property.name == "RRULE" {
                event.rules.append(rule)
            } else {
                event.exclusionRules.append(rule)
            }
        case "RDATE": for item in items(of: property) { addAddition(item, of: property) }
        case "EXDATE":
            for item in items(of: property) {
                guard event.exclusions.count < limits.recurrences else {
                    warnOnce(.limitExceeded(.recurrences, limit: limits.recurrences))
                    return
                }
                if let time = time(item, of: property) {
                    event.exclusions.append(time)
                } else {
                    warnOnce(.invalidValue("EXDATE"))
                }
            }
        default: break
        }
    }

    /// An event that says the same wrong thing a hundred times must not hide what others say.
    private mutating func warnOnce(_ fault: TransformError.Cause) {
        if !faults.contains(fault) { faults.append(fault) }
    }

    /// Empty items occur, most often after a trailing comma.
    private func items(of property: CalendarProperty) -> [Substring] {
        property.value.split(separator: ",").filter { item in item.contains { $0 != " " && $0 != "\t" } }
    }

    private mutating func addAddition(_ item: Substring, of property: CalendarProperty) {
        guard event.additions.count < limits.recurrences else {
            warnOnce(.limitExceeded(.recurrences, limit: limits.recurrences))
            return
        }
        let period = item.split(separator: "/", maxSplits: 1)
        guard let start = period.first.flatMap({ time($0, of: property) }) else {
            warnOnce(.invalidValue("RDATE"))
            return
        }
        var addition = CalendarEvent.Addition(start: start)
        if period.count == 2 {
            if let duration = CalendarDuration(period[1]) {
                addition.end = Self.adding(duration, to: start)
            } else {
                addition.end = time(period[1], of: property)
            }
        }
        event.additions.append(addition)
    }

    private static func adding(_ duration: CalendarDuration, to start: CalendarTime) -> CalendarTime {
        let seconds = Int64(duration.days) * 86_400 + duration.seconds
        return switch start {
        case .date(let day): .date(day: day + Int(seconds / 86_400))
        case .moment(let moment, let zone): .moment(moment + seconds, zone: zone)
        case .local(let local, let zone): .local(local + seconds, zone: zone)
        }
    }

    // MARK: Times

    private mutating func optionalTime(
        of property: CalendarProperty, field: TransformError.Field
    ) -> CalendarTime? {
        let time = time(property.value, of: property)
        if time == nil { warnOnce(.invalidValue(field)) }
        return time
    }

    private mutating func time(_ text: some StringProtocol, of property: CalendarProperty) -> CalendarTime? {
        guard let stamp = CalendarStamp(text) else { return nil }
        if stamp.isDate { return .date(day: CalendarStamp.day(stamp.seconds)) }
        if let day = declaredDay(stamp, of: property) { return .date(day: day) }
        if stamp.isUTC, stamp.offset == nil { return .moment(stamp.seconds, zone: nil) }
        var zone: Int?
        if let name = property.parameter("TZID"), !name.isEmpty { zone = index(ofZone: name) }
        if let offset = stamp.offset {
            // The offset says when it is, and the zone in which people speak of it.
            return .moment(
                stamp.seconds, zone: zone ?? (offset == 0 ? nil : zones.index(of: .offset(seconds: offset))))
        }
        return .local(stamp.seconds, zone: zone ?? zones.indexOfAssumed())
    }

    private mutating func index(ofZone name: String) -> Int? {
        if let zone = zones.index(ofTZID: name) { return zone }
        warnOnce(.unknownValue("TZID", found: .init(of: name), used: .init(of: zones.assumed.name)))
        return nil
    }

    /// The day of a midnight that is declared to be one (`VALUE=DATE`, RFC 5545, 3.2.20). Generators declare
    /// other times so too, and then mean them.
    private func declaredDay(_ stamp: CalendarStamp, of property: CalendarProperty) -> Int? {
        guard property.parameter("VALUE")?.uppercased() == "DATE" else { return nil }
        if CalendarMidnight.secondOfDay(stamp.civil) == 0 { return CalendarStamp.day(stamp.civil) }
        guard stamp.isUTC else { return nil }
        let local = CalendarClock(zones.assumed).local(ofUTC: stamp.seconds)
        return CalendarMidnight.secondOfDay(local) == 0 ? CalendarStamp.day(local) : nil
    }

    // MARK: People

    private mutating func addAttendee(_ property: CalendarProperty) {
        let type = property.parameter("CUTYPE")?.uppercased()
        guard type != "RESOURCE", type != "ROOM", let person = Self.person(property) else { return }
        addAttendee(person)
    }

    mutating func addAttendee(_ person: CalendarEvent.Person) {
        guard event.attendees.count < limits.participants else {
            warnOnce(.limitExceeded(.participants, limit: limits.participants))
            return
        }
        event.attendees.append(person)
    }

    private static func person(_ property: CalendarProperty) -> CalendarEvent.Person? {
        let address = property.trimmedValue
        let stated = property.parameter("EMAIL") ?? property.parameter("X-CALENDARSERVER-EMAIL") ?? ""
        // The person's own address stands there, where the value may be a relay's (RFC 7986, 6.2).
        let email = CalendarPeople.email(stated) ?? CalendarPeople.email(address)
        let name =
            property.parameter("CN").flatMap(CalendarProperty.nonEmpty)
            ?? CalendarPeople.name(besideAddress: address) ?? CalendarPeople.name(besideAddress: stated)
        guard email != nil || name != nil, !CalendarPeople.isResource(email) else { return nil }
        return CalendarEvent.Person(
            email: email, name: name,
            response: property.parameter("PARTSTAT").flatMap(CalendarProperty.nonEmpty).map {
                $0.lowercased().replacing("-", with: "_")
            })
    }

    private static func status(_ text: String) -> CalendarEvent.Status {
        switch text {
        case "CONFIRMED": .confirmed
        case "TENTATIVE": .tentative
        case "CANCELLED", "CANCELED": .cancelled
        default: .unstated
        }
    }

    // MARK: The end

    /// A line of a component that nobody closed: it is the event's, unless that has said the same before.
    mutating func addStray(_ property: CalendarProperty) {
        switch property.name {
        case "UID": if uid != nil { return }
        case "SUMMARY": if event.title != nil { return }
        case "DTSTART": if event.start != nil { return }
        // An alarm has a duration, a description and an action of its own.
        case "DURATION", "BEGIN", "END": return
        default: break
        }
        try? add(property)
    }

    /// What the calendar around the event says of it.
    mutating func adopt(method text: String?, calendar: String?) {
        event.calendar = calendar.flatMap { CalendarIdentity.name($0) }
        method = method ?? text.flatMap(CalendarMethod.init)
        switch method {
        case .cancel:
            // The organiser's word, whatever status the event has; it holds for every calendar.
            event.status = .cancelled
            event.isForAll = calendar == nil
        case .add: event.recurrenceID = event.recurrenceID ?? event.start
        default: break
        }
    }

    /// Whether it proposes or asks, and so states nothing.
    var isIgnored: Bool { method == .counter || method == .declineCounter || method == .refresh }

    /// An answer repeats the event for the sake of one person's status. Where it was forwarded or saved, only
    /// its looks tell.
    private var isAnswer: Bool {
        if let method { return method == .reply }
        guard event.attendees.count == 1, let response = event.attendees[0].response,
            ["accepted", "declined", "tentative"].contains(response)
        else { return false }
        return hasRequestStatus || CalendarMethod.beginsAnswer(event.title ?? "")
    }

    struct Finished {
        /// ``CalendarEvent/kind`` or ``CalendarEvent/answerKind``.
        let kind: String
        let uid: String
        let event: CalendarEvent
    }

    /// - Throws: `missing` where an event cannot be used.
    mutating func finish() throws(TransformError.Cause) -> Finished {
        // A cancelled occurrence, or an answer about one, need not say more than which one it is.
        let kind = isAnswer ? CalendarEvent.answerKind : CalendarEvent.kind
        if event.start == nil, event.status == .cancelled || kind != CalendarEvent.kind || isIgnored {
            event.start = event.recurrenceID
        }
        guard event.start != nil || ((isAnswer || isIgnored) && uid != nil) else { throw .missing("DTSTART") }
        event.sequence = event.sequence ?? 0
        if event.updated == nil, stamp != nil { event.dating = .stamp }
        event.updated = event.updated ?? stamp
        if hasEnded { warnOnce(.malformed("ics.until.before.start")) }
        adoptZones()
        return Finished(kind: kind, uid: uid ?? CalendarIdentity.uid(of: event), event: event)
    }

    /// Whether all rules end before the start, so that the event takes place never.
    private var hasEnded: Bool {
        guard !event.rules.isEmpty, event.additions.isEmpty, let start = event.start else { return false }
        return event.rules.allSatisfy { CalendarRecurrence($0).map { $0.ends(before: start) } ?? false }
    }

    /// The event's recurrence lines, with zones numbered anew, are what an API item shares with a VEVENT.
    mutating func adoptZones() {
        if event.start?.isDate == true, statesMoments || !event.rules.isEmpty {
            _ = zones.indexOfAssumed()
            if let only = zones.only { _ = zones.index(of: only) }
        }
        event.zones = zones.zones
        event.assumedZone = zones.assumedIndex
    }

    /// Changes the event by what a source other than a VEVENT states.
    mutating func update(_ body: (inout CalendarEvent, inout CalendarZoneTable) -> Void) {
        body(&event, &zones)
    }

    /// Whether an all-day event names days by moments, which are midnights of a zone.
    private var statesMoments: Bool {
        func isMoment(_ time: CalendarTime) -> Bool {
            if case .moment = time { true } else { false }
        }
        return event.exclusions.contains(where: isMoment) || event.recurrenceID.map(isMoment) == true
            || event.additions.contains { isMoment($0.start) }
            || (event.rules + event.exclusionRules).contains {
                if case .utc? = CalendarRecurrence($0)?.until { true } else { false }
            }
    }
}
