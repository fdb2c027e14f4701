import ETLModel

/// Walks the components of an iCalendar file and makes contributions of its VEVENTs.
struct CalendarComponentReader {
    private var lines: CalendarLines.Iterator
    private let limits: InputLimits
    private let zones: [CalendarZoneReader.Zones]
    /// Of the line that was read last.
    private var position: TextPosition?
    private var calendar = -1
    private var nesting = CalendarNesting()
    /// The event being read; a second fault in it is not worth telling.
    private var builder: CalendarEventBuilder?
    private var eventLine = 0
    /// Lines of the components within the event that are open, which are the event's own if nobody closes them.
    private var inner: [CalendarProperty] = []
    private static let innerCount = 1_000
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
        file: RelativePath, faults: inout ContributionFaults
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
                if nesting.open.isEmpty, name != "VCALENDAR" {
                    throw TransformError(file: file, position: position, cause: .malformed("ics.begin"))
                }
                guard nesting.open.count < limits.nestingDepth else {
                    throw TransformError(
                        file: file, position: position,
                        cause: .limitExceeded(.nestingDepth, limit: limits.nestingDepth))
                }
                begin(name, line: position.line, faults: &faults)
            case "END":
                let name = property.trimmedValue.uppercased()
                if let contribution = try end(name, file: file, faults: &faults) { return contribution }
            default: add(property, at: position, faults: &faults)
            }
        }
        guard nesting.open.isEmpty else {
            throw TransformError(file: file, position: position, cause: .truncated)
        }
        guard calendar >= 0 else {
            throw TransformError(file: file, position: position, cause: .malformed("ics.begin"))
        }
        return nil
    }

    private var eventPosition: TextPosition { TextPosition(line: eventLine, column: 1) }

    private mutating func add(
        _ property: CalendarProperty, at position: TextPosition, faults: inout ContributionFaults
    ) {
        guard builder != nil else { return }
        guard nesting.last == "VEVENT" else {
            if inner.count < Self.innerCount { inner.append(property) }
            return
        }
        do {
            try builder?.add(property)
        } catch {
            faults.warn(error, at: position, loses: true, found: property.value)
            builder = nil
        }
    }

    private mutating func begin(_ name: String, line: Int, faults: inout ContributionFaults) {
        for component in nesting.begin(name, line: line) {
            // What an event without an end is cannot be told.
            if component.name == "VEVENT" { builder = nil }
            let cause: TransformError.Cause =
                component.name == "VEVENT" ? .malformed("ics.event.end") : .malformed("ics.component.end")
            faults.warn(cause, at: TextPosition(line: component.line, column: 1))
        }
        if name == "VCALENDAR" {
            calendar += 1
            if let unknown = zones[calendar].unknown {
                faults.warn(
                    .unknownValue(
                        "X-WR-TIMEZONE", found: .init(of: unknown),
                        used: .init(of: zones[calendar].assumed.name)),
                    at: TextPosition(line: line, column: 1))
            }
        }
        guard name == "VEVENT", nesting.open.count == 2, nesting.open[0].name == "VCALENDAR" else { return }
        builder = CalendarEventBuilder(
            zones: CalendarZoneTable(
                definitions: zones[calendar].definitions, assumed: zones[calendar].assumed),
            limits: limits)
        inner = []
        eventLine = line
    }

    /// Closes the component and those within it that nobody closed.
    private mutating func end(
        _ name: String, file: RelativePath, faults: inout ContributionFaults
    ) throws(TransformError) -> Contribution? {
        let closed = nesting.end(name)
        for component in closed.dropFirst() where component.name != "VEVENT" {
            faults.warn(
                .malformed("ics.component.end"), at: TextPosition(line: component.line, column: 1))
        }
        guard closed.contains(where: { $0.name == "VEVENT" }), var builder else {
            // A component that has its end keeps its lines.
            if closed.count == 1, nesting.last == "VEVENT" { inner = [] }
            return nil
        }
        self.builder = nil
        guard name == "VEVENT" else {
            faults.warn(.malformed("ics.event.end"), at: eventPosition, loses: true)
            return nil
        }
        if closed.count > 1 { for property in inner { builder.addStray(property) } }
        inner = []
        builder.adopt(method: zones[calendar].method, calendar: zones[calendar].name)
        let finished: CalendarEventBuilder.Finished
        do {
            finished = try builder.finish()
        } catch {
            for fault in builder.faults { faults.warn(fault, at: eventPosition) }
            faults.warn(error, at: eventPosition, loses: true)
            return nil
        }
        for fault in builder.faults { faults.warn(fault, at: eventPosition) }
        if builder.isIgnored { return nil }
        if finished.kind == CalendarEvent.kind, finished.event.recurrenceID == nil,
            !masters.insert(finished.uid).inserted
        {
            faults.warn(.malformed("ics.uid.reused"), at: eventPosition)
        }
        let contribution = finished.event.contribution(kind: finished.kind, unit: finished.uid)
        guard contribution.payload.count <= limits.messageBytes else {
            faults.warn(
                .limitExceeded(.messageBytes, limit: limits.messageBytes), at: eventPosition, loses: true)
            return nil
        }
        do {
            let charge = try budget.charge(
                finished.event, of: finished.uid, byteCount: contribution.payload.count)
            if let cut = charge.cut, !builder.faults.contains(cut) { faults.warn(cut, at: eventPosition) }
            guard let most = charge.most else { return contribution }
            var event = finished.event
            event.most = most
            return event.contribution(kind: finished.kind, unit: finished.uid)
        } catch {
            throw TransformError(file: file, position: eventPosition, cause: error)
        }
    }
}
