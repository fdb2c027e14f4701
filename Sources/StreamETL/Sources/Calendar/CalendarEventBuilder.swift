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
        case "LAST-MODIFIED": event.updated = CalendarStamp(property.value)?.seconds
        case "DTSTAMP": stamp = CalendarStamp(property.value)?.seconds
        case "STATUS": event.status = Self.status(property.trimmedValue.uppercased())
        case "ORGANIZER": event.organizer = Self.person(property)
        case "ATTENDEE": addAttendee(property)
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
            guard CalendarRecurrence(rule) != nil else {
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
        if stamp.isUTC { return .moment(stamp.seconds, zone: nil) }
        guard let name = property.parameter("TZID"), !name.isEmpty else {
            return .local(stamp.seconds, zone: zones.indexOfAssumed())
        }
        guard let zone = zones.index(ofTZID: name) else {
            warnOnce(.invalidValue("TZID"))
            return .local(stamp.seconds, zone: zones.indexOfAssumed())
        }
        return .local(stamp.seconds, zone: zone)
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
        let stated = property.parameter("EMAIL") ?? ""
        let email = CalendarPeople.email(address) ?? CalendarPeople.email(stated)
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

    /// What a message with `METHOD:CANCEL` says, whatever status the event has.
    mutating func cancel() { event.status = .cancelled }

    /// - Throws: `missing` where an event cannot be used.
    mutating func finish() throws(TransformError.Cause) -> (uid: String, event: CalendarEvent) {
        guard let uid else { throw .missing("UID") }
        // A cancelled occurrence need not say more than which one it is.
        if event.start == nil, event.status == .cancelled { event.start = event.recurrenceID }
        guard event.start != nil else { throw .missing("DTSTART") }
        event.sequence = event.sequence ?? 0
        event.updated = event.updated ?? stamp
        adoptZones()
        return (uid, event)
    }

    /// The event's recurrence lines, with zones numbered anew, are what an API item shares with a VEVENT.
    mutating func adoptZones() {
        event.zones = zones.zones
        event.assumedZone = zones.assumedIndex
    }

    /// Changes the event by what a source other than a VEVENT states.
    mutating func update(_ body: (inout CalendarEvent, inout CalendarZoneTable) -> Void) {
        body(&event, &zones)
    }
}
