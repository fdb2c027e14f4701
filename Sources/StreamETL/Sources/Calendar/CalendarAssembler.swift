package import ETLModel

/// Makes meetings of the events of all calendars: one per UID and occurrence.
///
/// Of several versions of an event the one with the highest SEQUENCE counts, then the one that was
/// modified last (RFC 5546, 2.1.4), then the one of the later path. Cancelled and deleted meetings are
/// left out, and so is what a calendar holds besides meetings.
package struct CalendarAssembler: Assembler {
    package static let section = ItemSection(key: "calendar_meetings", totalKey: "total_calendar_meetings")

    /// Meetings this far after `asOf` are shown, in seconds.
    static let ahead: Int64 = 90 * 86_400

    package let limits: InputLimits

    package init(limits: InputLimits) {
        self.limits = limits
    }

    package var source: Source { .calendar }
    package var identity: String { "calendar-meetings/4 recurrences=\(limits.recurrences)" }
    package var sections: [ItemSection] { [Self.section] }

    /// Events have no context, and those of several calendars are one: all lie in one scope.
    package func placement(of contribution: ContributionHead, at path: DropPath) -> Placement {
        let name = contribution.kind == CalendarEvent.kind ? "uid" : "google"
        return Placement(scope: DropPath(drop: 0, path: .root), unit: "\(name):\(contribution.unit)")
    }

    /// The UID, also of what is known by Google's id alone.
    package func link(of unit: AssemblyUnit, reading parts: any PartReader) throws -> String {
        guard let first = unit.parts.first else { return unit.key }
        if first.kind == CalendarEvent.kind { return first.unit }
        guard let alias = unit.parts.first(where: { $0.kind == CalendarEvent.aliasKind }) else {
            return CalendarEvent.standardUID(ofGoogleID: first.unit)
        }
        var heading = ByteReader(alias.heading)
        return try heading.readString()
    }

    package func assemble(
        link: String, units: [AssemblyUnit], asOf: Int64, reading parts: any PartReader
    ) throws -> Assembly {
        let versions = try units.flatMap(\.parts).filter { $0.kind != CalendarEvent.aliasKind }
            .map { try CalendarVersion(of: $0, reading: parts) }
        var series = CalendarSeries(uid: link, versions: versions, asOf: asOf, limits: limits)
        let items = series.occurrences().map { CalendarMeeting(uid: link, occurrence: $0).item(asOf: asOf) }
        return Assembly(items: items, validFrom: series.validFrom, validUntil: series.validUntil)
    }
}
