/// The calendars that hold a series as it counts, and what each of them takes out of it.
///
/// Who removes one occurrence from his own calendar writes an EXDATE or a cancelled exception there. It is
/// gone only where every calendar that holds the series has it taken out.
struct CalendarHolders {
    /// What calendars with the same exclusions take out.
    struct Holding {
        fileprivate let calendars: Set<String>
        fileprivate let exclusions: CalendarSchedule.Exclusions
    }

    private struct Group {
        var calendars: Set<String>
        let schedule: CalendarSchedule
        /// What its EXDATEs take out.
        let dates: CalendarSchedule.Exclusions
    }

    /// Those whose exclusions are the same, once; that of the version that counts first.
    private var groups: [Group] = []
    /// The calendars in which an occurrence's own version is gone.
    var goneIn: [CalendarOccurrence.ID: Set<String>] = [:]

    /// - Parameter versions: Of the event as a whole, in the order of their paths.
    init(of master: CalendarVersion?, among versions: [CalendarVersion], clocks: inout CalendarClocks) {
        guard let master, !master.isGone, let own = CalendarSchedule(master.event, clocks: &clocks),
            own.isRecurring
        else { return }
        var known: [CalendarEvent.Exclusions: Int] = [:]
        for version in [master] + CalendarVersion.ofEachCalendar(versions) where !version.isGone {
            // Another rule is that of another version of the series, which this one supersedes.
            guard let calendar = version.calendar, version.event.recurs(as: master.event),
                let schedule = CalendarSchedule(version.event, clocks: &clocks),
                schedule.first.id == own.first.id
            else { continue }
            let exclusions = version.event.taken
            if let index = known[exclusions] {
                groups[index].calendars.insert(calendar)
            } else {
                known[exclusions] = groups.count
                groups.append(
                    Group(calendars: [calendar], schedule: schedule, dates: schedule.exclusionDates))
            }
        }
    }

    /// Whether a calendar besides those named holds the series and does not take a place out of it.
    func isHeld(_ place: CalendarSchedule.Place, besides calendars: [String]) -> Bool {
        let others = Set(calendars)
        return groups.contains {
            !$0.calendars.isSubset(of: others) && !$0.dates.contains(place)
        }
    }

    /// What calendars with other exclusions than the version that counts take out.
    func exclusions(through end: Int64, limit: Int) -> [Holding] {
        groups.dropFirst().map {
            Holding(calendars: $0.calendars, exclusions: $0.schedule.exclusions(through: end, limit: limit))
        }
    }

    /// Whether one of them keeps a place that the version that counts takes out.
    func isKept(_ place: CalendarSchedule.Place, by holdings: [Holding]) -> Bool {
        let gone = goneIn[place.id] ?? []
        return holdings.contains { !$0.exclusions.contains(place) && !$0.calendars.isSubset(of: gone) }
    }
}

extension CalendarEvent {
    /// What an event takes out of its series.
    struct Exclusions: Hashable {
        let times: Set<CalendarTime>
        let rules: [String]
        let zones: [CalendarZone]
    }

    fileprivate var taken: Exclusions {
        Exclusions(
            times: Set(exclusions), rules: exclusionRules.sorted(), zones: exclusions.isEmpty ? [] : zones)
    }

    /// Whether two versions that begin at one time recur alike, but for what they take out.
    fileprivate func recurs(as other: CalendarEvent) -> Bool {
        additions.count == other.additions.count
            && (rules == other.rules
                || Set(rules.map { CalendarRecurrence($0) })
                    == Set(other.rules.map { CalendarRecurrence($0) }))
    }
}
