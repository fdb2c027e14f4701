import ETLModel

/// Events that share a UID though they are plainly different ones: generators give every event of a file the
/// same.
enum CalendarHomonyms {
    /// The versions of each event, by what tells it from the others; one without a mark where the UID is one
    /// event's.
    ///
    /// - Parameter versions: In the order of their paths.
    static func split(_ versions: [CalendarVersion]) -> [(mark: String?, versions: [CalendarVersion])] {
        guard isShared(versions) else { return [(nil, versions)] }
        var events: [String: [CalendarVersion]] = [:]
        for version in versions where version.event.recurrenceID == nil && !version.isDeletion {
            events[CalendarIdentity.mark(of: version.event), default: []].append(version)
        }
        let marks = events.keys.sorted()
        // A change of one occurrence belongs to the series of its name, and what takes all back to each.
        let series = marks.filter { mark in events[mark]?.contains { !$0.event.rules.isEmpty } == true }
        for version in versions where version.event.recurrenceID != nil {
            let title = version.event.title
            let owner = series.first { mark in events[mark]?.contains { $0.event.title == title } == true }
            guard let mark = owner ?? series.first ?? marks.first else { continue }
            events[mark]?.append(version)
        }
        for version in versions where version.isDeletion {
            for mark in marks { events[mark]?.append(version) }
        }
        return marks.map { mark in
            (mark, (events[mark] ?? []).sorted { $0.path < $1.path })
        }
    }

    /// Whether some file states two events of which neither can be a later version of the other.
    private static func isShared(_ versions: [CalendarVersion]) -> Bool {
        guard versions.count > 1 else { return false }
        struct Place: Hashable {
            let path: DropPath
            let sequence: Int64
        }
        var groups: [Place: [CalendarEvent]] = [:]
        for version in versions {
            let event = version.event
            // The API never gives a UID twice, and who cancels states what was before.
            guard event.recurrenceID == nil, event.dating != .service, !version.isGone else { continue }
            groups[Place(path: version.path, sequence: event.sequence ?? 0), default: []].append(event)
        }
        return groups.values.contains { $0.count > 1 && areDifferent($0) }
    }

    /// Events of one SEQUENCE, which counts up whenever an event is moved (RFC 5546, 2.1.4).
    private static func areDifferent(_ events: [CalendarEvent]) -> Bool {
        let starts = Set(events.map(\.start)).count
        let titles = Set(events.map(\.title)).count
        if starts > 1, titles > 1 { return true }
        let dated = starts > 1 ? events.filter { $0.dating == .modified } : events
        // One was changed after the other: moved, or named anew.
        if Set(dated.compactMap(\.updated)).count > 1 { return false }
        return starts > 1 || titles > 1
    }
}
