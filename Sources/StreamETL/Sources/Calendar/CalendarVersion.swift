import ETLModel

/// What one file states of an event or of one of its occurrences, and how it stands to other statements.
struct CalendarVersion {
    let event: CalendarEvent
    let path: DropPath
    let byteCount: Int
    /// Of which calendar the file is an export; `nil` for the organiser's word to all of them.
    let calendar: String?

    init(of part: Part, reading parts: any PartReader) throws {
        byteCount = part.payloadByteCount
        event = try CalendarEvent(encoded: try parts.payload(of: part.id))
        path = part.path
        // A name in a file is one thing with the same name in another, and never with that of a file.
        calendar =
            event.isForAll
            ? nil
            : event.calendar.map { "name:" + $0 } ?? "file:" + CalendarIdentity.name(ofFileAt: part.path.path)
    }

    /// Whether only what is gone is known, not its place in the order of changes.
    var isDeletion: Bool { event.sequence == nil }

    var isGone: Bool { isDeletion || event.status == .cancelled || !event.isMeeting }

    /// How much of what matters a copy says: calendars that are shared in part show neither title nor people,
    /// and an event whose guests may not see each other, or that was forwarded, shows one of them.
    var detail: Int {
        let hasTitle = event.title.map { !Self.withheld.contains($0.lowercased()) } ?? false
        return (hasTitle ? 1 : 0) + min(event.attendees.count, 2)
    }

    /// What programs show instead of a title that they withhold.
    private static let withheld: Set<String> = [
        "busy", "beschäftigt", "gebucht", "occupé", "ocupado", "occupato", "bezet", "private", "privat",
        "privé",
        "private appointment", "privater termin", "tentative",
    ]
}

// MARK: Order

extension CalendarVersion {
    /// The version that counts, of versions in the order of their paths.
    ///
    /// Exports of one calendar supersede each other. What one calendar does not hold any more says nothing of
    /// others: of those that hold it, the one counts that says something, then the newest.
    static func current(_ versions: [CalendarVersion]) -> CalendarVersion? {
        let ofCalendars = ofEachCalendar(versions)
        let alive = ofCalendars.filter { !$0.isGone }
        guard let first = alive.first else { return latest(ofCalendars) }
        return alive.dropFirst().reduce(first) { $1.isBehind($0) ? $0 : $1 }
    }

    /// What counts in each calendar, in the order of their paths.
    static func ofEachCalendar(_ versions: [CalendarVersion]) -> [CalendarVersion] {
        guard versions.count > 1 else { return versions }
        var calendars: [String: [Int]] = [:]
        var ofAll: [Int] = []
        for (index, version) in versions.enumerated() {
            if let calendar = version.calendar {
                calendars[calendar, default: []].append(index)
            } else {
                ofAll.append(index)
            }
        }
        guard !calendars.isEmpty else { return latest(versions).map { [$0] } ?? [] }
        let word = latestIndex(of: ofAll, in: versions)
        return calendars.values.compactMap { indices in
            let own = latestIndex(of: indices, in: versions)
            return latestIndex(of: [own, word].compactMap(\.self).sorted(), in: versions)
        }
        .reduce(into: Set<Int>()) { $0.insert($1) }.sorted().map { versions[$0] }
    }

    private static func latest(_ versions: [CalendarVersion]) -> CalendarVersion? {
        latestIndex(of: Array(versions.indices), in: versions).map { versions[$0] }
    }

    private static func latestIndex(of indices: [Int], in versions: [CalendarVersion]) -> Int? {
        let statement = indices.filter { !versions[$0].isDeletion }.reduce(nil as Int?) { best, next in
            guard let best else { return next }
            return versions[next].isOlder(than: versions[best]) ? best : next
        }
        // A deletion has no number: when it was is all that tells whether the event came back later.
        let deletion = indices.filter { versions[$0].isDeletion }
            .max { versions[$0].deleted < versions[$1].deleted }
        guard let statement, let deletion else { return statement ?? deletion }
        return versions[deletion].deleted >= versions[statement].event.updated ?? .min ? deletion : statement
    }

    private var deleted: Int64 { event.updated ?? .max }

    private var order: (Int64, Int64) { (event.sequence ?? 0, event.updated ?? .min) }

    private func isOlder(than other: CalendarVersion) -> Bool {
        order != other.order ? order < other.order : detail < other.detail
    }

    /// Whether another calendar's version counts rather than this one.
    private func isBehind(_ other: CalendarVersion) -> Bool {
        if (detail > 0) != (other.detail > 0) { return detail == 0 }
        if order.0 != other.order.0 { return order.0 < other.order.0 }
        return detail != other.detail ? detail < other.detail : order.1 < other.order.1
    }
}
