import ETLModel

/// Reads the zones of the calendars in an iCalendar file ahead of their events, since a VTIMEZONE may
/// stand after the events that name it.
struct CalendarZoneReader {
    /// What one VCALENDAR says of zones.
    struct Zones {
        var definitions: [String: CalendarZone] = [:]
        var assumed: CalendarZone
    }

    private static let zoneCount = 2_000
    private static let observanceCount = 2_000

    private struct Draft {
        var name: String?
        var observances: [CalendarZone.Observance] = []
    }

    private struct ObservanceDraft {
        var start: Int64?
        var offsetFrom: Int?
        var offsetTo: Int?
        var rules: [String] = []
        var onsets: [Int64] = []
    }

    private var calendars: [Zones] = []
    private var open: [String] = []
    private var zone: Draft?
    private var observance: ObservanceDraft?
    private let assumed: CalendarZone
    private let limits: InputLimits

    /// One for each VCALENDAR, in file order.
    static func zones(in lines: CalendarLines, limits: InputLimits, assumed: CalendarZone) -> [Zones] {
        var reader = CalendarZoneReader(limits: limits, assumed: assumed)
        for line in lines {
            // Most lines are an event's, and not worth a property.
            guard reader.isInterested(in: line.text), let property = CalendarProperty(line.text) else {
                continue
            }
            reader.add(property)
        }
        return reader.calendars
    }

    private init(limits: InputLimits, assumed: CalendarZone) {
        self.limits = limits
        self.assumed = assumed
    }

    private func isInterested(in line: ArraySlice<UInt8>) -> Bool {
        if zone != nil { return true }
        guard let first = line.drop(while: { $0 <= 0x20 }).first else { return false }
        return "BEXbex".utf8.contains(first)
    }

    private mutating func add(_ property: CalendarProperty) {
        switch property.name {
        case "BEGIN": begin(property.trimmedValue.uppercased())
        case "END": end(property.trimmedValue.uppercased())
        case "X-WR-TIMEZONE":
            guard open.last == "VCALENDAR", let zone = CalendarZone(tzid: property.trimmedValue) else {
                return
            }
            calendars[calendars.count - 1].assumed = zone
        case "TZID": if open.last == "VTIMEZONE" { zone?.name = property.trimmedValue }
        default: addToObservance(property)
        }
    }

    private mutating func addToObservance(_ property: CalendarProperty) {
        guard open.last == "STANDARD" || open.last == "DAYLIGHT" else { return }
        switch property.name {
        case "DTSTART": observance?.start = CalendarStamp(property.value)?.seconds
        case "TZOFFSETFROM": observance?.offsetFrom = CalendarZone.offset(property.trimmedValue)
        case "TZOFFSETTO": observance?.offsetTo = CalendarZone.offset(property.trimmedValue)
        case "RRULE":
            // Clocks change by the month or the year; what names seconds or days is no rule of a zone.
            if let rule = CalendarRecurrence(property.trimmedValue), rule.frequency >= .monthly,
                (observance?.rules.count ?? 0) < 16
            {
                observance?.rules.append(property.trimmedValue)
            }
        case "RDATE":
            for item in property.value.split(separator: ",").prefix(Self.observanceCount) {
                if let stamp = CalendarStamp(item) { observance?.onsets.append(stamp.seconds) }
            }
        default: break
        }
    }

    private mutating func begin(_ name: String) {
        // As in ``CalendarComponentReader``, which refuses deeper files and counts the same calendars.
        if name == "VEVENT", let event = open.lastIndex(of: "VEVENT") { open.removeSubrange(event...) }
        if open.isEmpty { calendars.append(Zones(assumed: assumed)) }
        if open.count < limits.nestingDepth { open.append(name) }
        switch name {
        case "VTIMEZONE": zone = Draft()
        case "STANDARD", "DAYLIGHT": if zone != nil { observance = ObservanceDraft() }
        default: break
        }
    }

    private mutating func end(_ name: String) {
        guard let component = open.lastIndex(of: name) else { return }
        open.removeSubrange(component...)
        switch name {
        case "STANDARD", "DAYLIGHT":
            if let draft = observance, let start = draft.start, let from = draft.offsetFrom,
                let to = draft.offsetTo, (zone?.observances.count ?? 0) < Self.observanceCount
            {
                zone?.observances.append(
                    CalendarZone.Observance(
                        start: start, offsetFrom: from, offsetTo: to, rules: draft.rules,
                        onsets: draft.onsets))
            }
            observance = nil
        case "VTIMEZONE":
            if let name = zone?.name, let observances = zone?.observances, !observances.isEmpty,
                !calendars.isEmpty, calendars[calendars.count - 1].definitions.count < Self.zoneCount
            {
                calendars[calendars.count - 1].definitions[name] = .rules(name: name, observances)
            }
            zone = nil
        default: break
        }
    }
}
