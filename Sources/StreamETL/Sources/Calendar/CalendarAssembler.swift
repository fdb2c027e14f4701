package import ETLModel

/// Makes meetings of the events of all calendars: one per UID and occurrence.
///
/// Of several versions of an event in one calendar the one with the highest SEQUENCE counts, then the one
/// that was modified last (RFC 5546, 2.1.4), then the one of the later path. Meetings that are cancelled or
/// deleted in all calendars that state them are left out, and so is what a calendar holds besides meetings.
package struct CalendarAssembler: Assembler {
    package static let section = ItemSection(key: "calendar_meetings", totalKey: "total_calendar_meetings")

    /// Meetings this far after `asOf` are shown, in seconds.
    static let ahead: Int64 = 90 * 86_400

    package let limits: InputLimits

    package init(limits: InputLimits) {
        self.limits = limits
    }

    package var source: Source { .calendar }
    package var identity: String { "calendar-meetings/5 recurrences=\(limits.recurrences)" }
    package var sections: [ItemSection] { [Self.section] }

    /// Events have no context, and those of several calendars are one: all lie in one scope.
    package func placement(of contribution: ContributionHead, at path: DropPath) -> Placement {
        let name = Self.hasUID(contribution.kind) ? "uid" : "google"
        return Placement(scope: DropPath(drop: 0, path: .root), unit: "\(name):\(contribution.unit)")
    }

    private static func hasUID(_ kind: String) -> Bool {
        kind == CalendarEvent.kind || kind == CalendarEvent.answerKind
    }

    /// The UID, also of what is known by Google's id alone.
    package func group(of unit: AssemblyUnit, reading parts: any PartReader) throws -> String {
        guard let first = unit.parts.first else { return unit.key }
        if Self.hasUID(first.kind) { return first.unit }
        guard let alias = unit.parts.first(where: { $0.kind == CalendarEvent.aliasKind }) else {
            return CalendarEvent.standardUID(ofGoogleID: first.unit)
        }
        var heading = ByteReader(alias.heading)
        return try heading.readString()
    }

    package func assemble(
        group: String, units: [AssemblyUnit], asOf: Int64, reading parts: any PartReader
    ) throws -> Assembly {
        var versions: [CalendarVersion] = []
        var answers: [CalendarVersion] = []
        for part in units.flatMap(\.parts) where part.kind != CalendarEvent.aliasKind {
            let version = try CalendarVersion(of: part, reading: parts)
            if part.kind == CalendarEvent.answerKind {
                answers.append(version)
            } else {
                versions.append(version)
            }
        }
        // Of a meeting to which only the answers are at hand, they are all that is known.
        if versions.isEmpty { versions = answers.filter { $0.event.start != nil } }
        var assembly = Assembly(items: [])
        for event in CalendarHomonyms.split(versions) {
            var series = CalendarSeries(
                versions: event.versions, answers: CalendarAnswers(answers), asOf: asOf, limits: limits)
            var guests: CalendarGuests?
            assembly.items += series.occurrences().map { occurrence in
                let own = guests.flatMap { $0.areGuests(of: occurrence.event) ? $0 : nil }
                let invited = own ?? CalendarGuests(of: occurrence.event)
                guests = invited
                return CalendarMeeting(uid: group, mark: event.mark, occurrence: occurrence, guests: invited)
                    .item(asOf: asOf)
            }
            assembly.validFrom = max(assembly.validFrom, series.validFrom)
            assembly.validUntil = min(assembly.validUntil, series.validUntil)
        }
        return assembly
    }
}
