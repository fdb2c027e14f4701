/// The zones that one event refers to, numbered as it refers to them.
struct CalendarZoneTable {
    /// Zones that the file defines, by ``CalendarZoneNames/key(_:)``.
    let definitions: [String: CalendarZone]
    /// Zone of times without one.
    let assumed: CalendarZone
    private(set) var zones: [CalendarZone] = []
    private(set) var assumedIndex: Int?

    init(definitions: [String: CalendarZone], assumed: CalendarZone) {
        self.definitions = definitions
        self.assumed = assumed
    }

    /// `nil` for a name that says nothing.
    mutating func index(ofTZID name: String) -> Int? {
        Self.zone(ofTZID: name, definitions: definitions).map { index(of: $0) }
    }

    /// Known names come first, since a VTIMEZONE of their name may be outdated.
    static func zone(ofTZID name: String, definitions: [String: CalendarZone]) -> CalendarZone? {
        CalendarZone(tzid: name) ?? definitions[CalendarZoneNames.key(name)]
            ?? CalendarZone(guessedFrom: name)
    }

    /// The zone of a file that defines one alone.
    var only: CalendarZone? {
        guard definitions.count == 1, let (name, rules) = definitions.first else { return nil }
        return CalendarZone(tzid: name) ?? rules
    }

    mutating func index(of zone: CalendarZone) -> Int {
        // The assumed zone has an index of its own, since its name is not shown.
        if let known = zones.indices.first(where: { zones[$0] == zone && $0 != assumedIndex }) {
            return known
        }
        zones.append(zone)
        return zones.count - 1
    }

    mutating func indexOfAssumed() -> Int {
        if let known = assumedIndex { return known }
        zones.append(assumed)
        assumedIndex = zones.count - 1
        return zones.count - 1
    }
}
