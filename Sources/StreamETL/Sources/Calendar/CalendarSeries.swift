import ETLModel

/// All that is known of one UID: the event, and what became of its occurrences.
struct CalendarSeries {
    /// Seconds since 1970 between which `asOf` makes no difference; the second is exclusive.
    private(set) var validFrom = Int64.min
    private(set) var validUntil = Int64.max

    private static let longestLead: Int64 = 366 * 86_400

    private let asOf: Int64
    private let horizon: Int64
    private let limits: InputLimits
    private let master: CalendarVersion?
    private let schedule: CalendarSchedule?
    private let masterFiles: Set<RelativePath>
    /// Calendars that hold the event as it counts, by what they take out of it.
    private var holders: CalendarHolders
    /// Calendars in which the event as a whole is gone.
    private let goneIn: Set<String>
    /// The version that counts of each occurrence that has one of its own.
    private var overrides: [CalendarOccurrence.ID: Override] = [:]

    private struct Override {
        let version: CalendarVersion
        let schedule: CalendarSchedule?
        let files: Set<RelativePath>
        /// Whether no file that states the event as it is now states this.
        var isOutdated: Bool
    }

    /// - Parameter versions: Sorted by path, then by place in the file.
    init(versions: [CalendarVersion], answers: CalendarAnswers, asOf: Int64, limits: InputLimits) {
        self.asOf = asOf
        horizon = asOf + CalendarAssembler.ahead
        self.limits = limits
        let ofMaster = versions.filter { $0.event.recurrenceID == nil }
        master = CalendarVersion.current(ofMaster)
        masterFiles = Set(ofMaster.map(\.path.path))
        var clocks = CalendarClocks()
        schedule = master.flatMap { CalendarSchedule(answers.applied(to: $0.event), clocks: &clocks) }
        var byID: [CalendarOccurrence.ID: [CalendarVersion]] = [:]
        for version in versions {
            guard let time = version.event.recurrenceID else { continue }
            let id = CalendarSchedule.id(
                of: time, in: version.event, series: schedule, clocks: &clocks)
            byID[id, default: []].append(version)
        }
        holders = CalendarHolders(of: master, among: ofMaster, clocks: &clocks)
        goneIn = Set(CalendarVersion.ofEachCalendar(ofMaster).filter(\.isGone).compactMap(\.calendar))
        let current = Set(ofMaster.filter { $0.event == master?.event }.map(\.path))
        for (id, versions) in byID {
            let ofCalendars = CalendarVersion.ofEachCalendar(versions)
            guard let version = CalendarVersion.current(versions) else { continue }
            if version.isGone, let schedule, !version.event.isForAll,
                holders.isHeld(schedule.place(of: id), besides: ofCalendars.compactMap(\.calendar))
            {
                // It was taken out of one person's calendar, and others still have it.
                continue
            }
            let isOlder = version.event.updated ?? .min < master?.event.updated ?? .min
            overrides[id] = Override(
                version: version, schedule: CalendarSchedule(version.event, clocks: &clocks),
                files: Set(versions.map(\.path.path)),
                isOutdated: isOlder && !versions.contains { current.contains($0.path) })
            holders.goneIn[id] = Set(ofCalendars.filter(\.isGone).compactMap(\.calendar))
        }
    }

    /// Those that begin up to the horizon, in the order of their places in the series.
    mutating func occurrences() -> [CalendarOccurrence] {
        var found: [CalendarOccurrence] = []
        var places: Set<CalendarOccurrence.ID> = []
        var excluded = CalendarSchedule.Exclusions()
        // Who was invited to one occurrence may have it still where the series is gone.
        if let master, master.isGone, master.event.isForAll { return [] }
        if let master, !master.isGone {
            guard let schedule else { return [] }
            if schedule.isRecurring { narrow(at: asOf + CalendarSchedule.patience) }
            let changes = overrides.filter { $0.value.version.event.appliesToFuture }
                .sorted { $0.key < $1.key }
            let lead = lead(of: changes)
            let last = end(with: lead)
            excluded = schedule.exclusions(through: last, limit: limits.recurrences)
            let others = holders.exclusions(through: last, limit: limits.recurrences)
            let byteCount = max(master.byteCount, changes.map(\.value.version.byteCount).max() ?? 0)
            let limit = CalendarFileBudget.occurrences(ofEventBytes: byteCount, limits: limits)
            var passed = 0
            let most = ([master.event.most] + changes.map(\.value.version.event.most)).compactMap(\.self)
                .min()
            let shown =
                most.map { schedule.lastPlaces(through: horizon + lead, limit: limit, count: $0) }
                ?? schedule.places(through: horizon + lead, limit: limit)
            for place in shown {
                narrow(at: place.id.seconds - CalendarAssembler.ahead - lead)
                while passed < changes.count, changes[passed].key < place.id { passed += 1 }
                guard !isExcluded(place, by: excluded, others) else { continue }
                places.insert(place.id)
                guard overrides[place.id] == nil else { continue }
                let change = passed > 0 ? changes[passed - 1] : nil
                guard change?.value.version.isGone != true else { continue }
                let occurrence =
                    change.flatMap { shifted(place, by: $0.key, $0.value, along: schedule) }
                    ?? schedule.occurrence(at: place, isRecurring: schedule.isRecurring)
                add(occurrence, of: masterFiles, to: &found)
            }
        }
        for (id, override) in overrides.sorted(by: { $0.key < $1.key }) {
            guard !override.version.isGone, let own = override.schedule,
                !goneIn.contains(override.version.calendar ?? "")
            else { continue }
            // An occurrence that the series does not have any more was taken out of it, unless only
            // single occurrences are known, or the series ends before it.
            if let schedule, master?.isGone == false, !places.contains(id),
                override.isOutdated || excluded.contains(schedule.place(of: id))
            {
                continue
            }
            var occurrence = own.occurrence(at: own.first, isRecurring: true)
            occurrence.id = id
            add(occurrence, of: override.files.union(masterFiles), to: &found)
        }
        return found
    }

    /// Whether the event as it counts takes a place out, and no other calendar keeps it.
    private func isExcluded(
        _ place: CalendarSchedule.Place, by own: CalendarSchedule.Exclusions,
        _ others: [CalendarHolders.Holding]
    ) -> Bool {
        own.contains(place) && !holders.isKept(place, by: others)
    }

    /// Seconds by which changes for all later occurrences may bring one from behind the horizon to it: a
    /// year at most, so that no change asks for centuries.
    private func lead(
        of changes: [(key: CalendarOccurrence.ID, value: Override)]
    ) -> Int64 {
        let leads = changes.compactMap { id, change in
            (change.schedule?.first.id.seconds).map { id.seconds - $0 }
        }
        // What the clocks do in between is less than a day.
        return leads.max().map { $0 > 0 ? min($0 + 86_400, Self.longestLead) : 0 } ?? 0
    }

    /// Up to where exclusions matter: occurrences that were moved from behind the horizon to it may be
    /// among them.
    private mutating func end(with lead: Int64) -> Int64 {
        for id in overrides.keys where id.seconds > horizon + lead {
            narrow(at: id.seconds - CalendarAssembler.ahead - Self.longestLead)
        }
        let farthest = overrides.keys.map(\.seconds).max() ?? .min
        return max(horizon + lead, min(farthest, horizon + Self.longestLead))
    }

    /// An occurrence after one that was changed together with all later ones.
    private func shifted(
        _ place: CalendarSchedule.Place, by id: CalendarOccurrence.ID, _ change: Override,
        along schedule: CalendarSchedule
    ) -> CalendarOccurrence? {
        guard let own = change.schedule, own.isAllDay == schedule.isAllDay else { return nil }
        let offset = own.first.local - schedule.place(of: id).local
        var occurrence = own.occurrence(
            at: own.place(atLocal: place.local + offset), isRecurring: true)
        occurrence.id = place.id
        return occurrence
    }

    private mutating func add(
        _ occurrence: CalendarOccurrence, of files: Set<RelativePath>, to found: inout [CalendarOccurrence]
    ) {
        let start = occurrence.start.seconds
        narrow(at: start)
        narrow(at: start - CalendarAssembler.ahead)
        guard start <= horizon else { return }
        var occurrence = occurrence
        occurrence.files = files.sorted()
        found.append(occurrence)
    }

    /// Notes that something changes when `asOf` reaches `moment`.
    private mutating func narrow(at moment: Int64) {
        if moment <= asOf { validFrom = max(validFrom, moment) } else { validUntil = min(validUntil, moment) }
    }
}
