import ETLModel

/// Reads what holds for all events of the calendars in an iCalendar file ahead of them, since it may stand
/// after the events: zones, the calendar's name, and what it is sent for.
struct CalendarZoneReader {
    /// What one VCALENDAR says of its events.
    struct Zones {
        /// By ``CalendarZoneNames/key(_:)``.
        var definitions: [String: CalendarZone] = [:]
        var assumed: CalendarZone
        /// `X-WR-TIMEZONE`, where nobody knows it.
        var unknown: String?
        /// `X-WR-CALNAME`.
        var name: String?
        /// In upper case: `PUBLISH`, `REQUEST`, `REPLY` … (RFC 5546).
        var method: String?
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
    private var nesting = CalendarNesting()
    private var stated: String?
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
            reader.add(property, line: line.number)
        }
        reader.resolve()
        return reader.calendars
    }

    private init(limits: InputLimits, assumed: CalendarZone) {
        self.limits = limits
        self.assumed = assumed
    }

    private func isInterested(in line: ArraySlice<UInt8>) -> Bool {
        if zone != nil { return true }
        guard let first = line.drop(while: { $0 <= 0x20 }).first else { return false }
        return "BEMNXbemnx".utf8.contains(first)
    }

    private mutating func add(_ property: CalendarProperty, line: Int) {
        switch property.name {
        case "BEGIN": begin(property.trimmedValue.uppercased(), line: line)
        case "END": end(property.trimmedValue.uppercased())
        case "X-WR-TIMEZONE": if nesting.isInCalendar { stated = property.trimmedValue }
        case "X-WR-CALNAME", "NAME":
            guard nesting.isInCalendar, let calendar = calendars.indices.last else { return }
            if calendars[calendar].name == nil || property.name != "NAME" {
                calendars[calendar].name = property.text
            }
        case "METHOD":
            guard nesting.isInCalendar, let calendar = calendars.indices.last else { return }
            calendars[calendar].method = property.trimmedValue.uppercased()
        case "TZID": if nesting.last == "VTIMEZONE" { zone?.name = property.trimmedValue }
        default: addToObservance(property)
        }
    }

    /// What the calendar's zone is can be told at its end, since it may define it.
    private mutating func resolve() {
        defer { stated = nil }
        guard let stated, !stated.isEmpty, let calendar = calendars.indices.last else { return }
        let definitions = calendars[calendar].definitions
        if let zone = CalendarZoneTable.zone(ofTZID: stated, definitions: definitions) {
            calendars[calendar].assumed = zone
        } else {
            calendars[calendar].unknown = stated
        }
    }

    private mutating func addToObservance(_ property: CalendarProperty) {
        guard nesting.last == "STANDARD" || nesting.last == "DAYLIGHT" else { return }
        switch property.name {
        case "DTSTART": observance?.start = CalendarStamp(property.value)?.civil
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

    private mutating func begin(_ name: String, line: Int) {
        // Deeper files are refused by ``CalendarComponentReader``, which counts the same calendars.
        guard nesting.open.count < limits.nestingDepth || name == "VCALENDAR" else { return }
        for component in nesting.begin(name, line: line).reversed() { close(component.name) }
        switch name {
        case "VCALENDAR":
            resolve()
            calendars.append(Zones(assumed: assumed))
        case "VTIMEZONE": zone = Draft()
        case "STANDARD", "DAYLIGHT": if zone != nil { observance = ObservanceDraft() }
        default: break
        }
    }

    private mutating func end(_ name: String) {
        for component in nesting.end(name).reversed() { close(component.name) }
    }

    private mutating func close(_ name: String) {
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
            if let name = zone?.name.map(CalendarZoneNames.plain), let observances = zone?.observances,
                !observances.isEmpty, !calendars.isEmpty,
                calendars[calendars.count - 1].definitions.count < Self.zoneCount
            {
                calendars[calendars.count - 1].definitions[name.lowercased()] = .rules(
                    name: name, observances)
            }
            zone = nil
        default: break
        }
    }
}
