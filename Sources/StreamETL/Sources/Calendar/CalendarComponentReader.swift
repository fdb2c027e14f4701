import ETLModel

/// Walks the components of an iCalendar file and makes contributions of its VEVENTs.
struct CalendarComponentReader {
    private var lines: CalendarLines.Iterator
    private let limits: InputLimits
    private let zones: [CalendarZoneReader.Zones]
    /// Of the line that was read last.
    private var position: TextPosition?
    private var calendar = -1
    /// Whether the calendar takes back what it states.
    private var isCancelling = false
    /// Components around the current line, by name.
    private var open: [String] = []
    /// The event being read; a second fault in it is not worth telling.
    private var builder: CalendarEventBuilder?
    private var eventLine = 0
    private var masters: Set<String> = []
    private var budget: CalendarFileBudget

    init(lines: CalendarLines, zones: [CalendarZoneReader.Zones], limits: InputLimits) {
        budget = CalendarFileBudget(limits: limits)
        self.lines = lines.makeIterator()
        self.zones = zones
        self.limits = limits
    }

    /// The next event; `nil` at the end of the file.
    mutating func next(
        file: RelativePath, faults: inout CalendarFaults
    ) throws(TransformError) -> Contribution? {
        while let line = lines.next() {
            let position = TextPosition(line: line.number, column: 1)
            self.position = position
            guard let property = CalendarProperty(line.text) else {
                if builder != nil { faults.warn(.malformed("ics.line"), at: position) }
                continue
            }
            switch property.name {
            case "BEGIN":
                let name = property.trimmedValue.uppercased()
                if open.isEmpty, name != "VCALENDAR" {
                    throw TransformError(file: file, position: position, cause: .malformed("ics.begin"))
                }
                guard open.count < limits.nestingDepth else {
                    throw TransformError(
                        file: file, position: position,
                        cause: .limitExceeded(.nestingDepth, limit: limits.nestingDepth))
                }
                if name == "VEVENT", let event = open.lastIndex(of: "VEVENT") {
                    // The event before has no end: what it is can not be told.
                    faults.warn(.malformed("ics.event.end"), at: eventPosition)
                    builder = nil
                    open.removeSubrange(event...)
                }
                begin(name, line: position.line)
            case "END":
                let name = property.trimmedValue.uppercased()
                if let contribution = try end(name, file: file, faults: &faults) { return contribution }
            case "METHOD" where open.count == 1:
                isCancelling = property.trimmedValue.uppercased() == "CANCEL"
            default:
                guard open.last == "VEVENT" else { continue }
                do {
                    try builder?.add(property)
                } catch {
                    faults.warn(error, at: position)
                    builder = nil
                }
            }
        }
        guard open.isEmpty else {
            throw TransformError(file: file, position: position, cause: .truncated)
        }
        guard calendar >= 0 else {
            throw TransformError(file: file, position: position, cause: .malformed("ics.begin"))
        }
        return nil
    }

    private var eventPosition: TextPosition { TextPosition(line: eventLine, column: 1) }

    private mutating func begin(_ name: String, line: Int) {
        if open.isEmpty {
            calendar += 1
            isCancelling = false
        }
        open.append(name)
        guard name == "VEVENT", open.count == 2 else { return }
        builder = CalendarEventBuilder(
            zones: CalendarZoneTable(
                definitions: zones[calendar].definitions, assumed: zones[calendar].assumed),
            limits: limits)
        eventLine = line
    }

    /// Closes the component and those within it that nobody closed.
    private mutating func end(
        _ name: String, file: RelativePath, faults: inout CalendarFaults
    ) throws(TransformError) -> Contribution? {
        guard let component = open.lastIndex(of: name) else { return nil }
        let hasEvent = open[component...].contains("VEVENT")
        open.removeSubrange(component...)
        guard hasEvent, var builder else { return nil }
        self.builder = nil
        guard name == "VEVENT" else {
            faults.warn(.malformed("ics.event.end"), at: eventPosition)
            return nil
        }
        if isCancelling { builder.cancel() }
        for fault in builder.faults { faults.warn(fault, at: eventPosition) }
        let finished: (uid: String, event: CalendarEvent)
        do {
            finished = try builder.finish()
        } catch {
            faults.warn(error, at: eventPosition)
            return nil
        }
        if finished.event.recurrenceID == nil, !masters.insert(finished.uid).inserted {
            faults.warn(.malformed("ics.uid.reused"), at: eventPosition)
        }
        let contribution = finished.event.contribution(kind: CalendarEvent.kind, unit: finished.uid)
        guard contribution.payload.count <= limits.messageBytes else {
            faults.warn(.limitExceeded(.messageBytes, limit: limits.messageBytes), at: eventPosition)
            return nil
        }
        do {
            let cut = try budget.charge(
                finished.event, of: finished.uid, byteCount: contribution.payload.count)
            if let cut, !builder.faults.contains(cut) { faults.warn(cut, at: eventPosition) }
        } catch {
            throw TransformError(file: file, position: eventPosition, cause: error)
        }
        return contribution
    }
}
