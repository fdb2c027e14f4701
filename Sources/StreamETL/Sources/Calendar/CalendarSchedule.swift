/// When an event takes place: its start, and the rules and dates by which it recurs.
package struct CalendarSchedule {
    /// An occurrence as the rules have it.
    package struct Place {
        package let id: CalendarOccurrence.ID
        /// Seconds since 1970 of the civil time, read as if it were UTC.
        package let local: Int64
        /// Where an addition states one of its own, in UTC.
        package var end: Int64?

        package init(id: CalendarOccurrence.ID, local: Int64, end: Int64? = nil) {
            self.id = id
            self.local = local
            self.end = end
        }
    }

    /// What EXDATE and EXRULE take out.
    struct Exclusions {
        fileprivate(set) var ids: Set<CalendarOccurrence.ID> = []
        /// A day alone, in the exclusions of a timed event, means all that begins on that day.
        fileprivate(set) var days: Set<Int> = []

        func contains(_ place: Place) -> Bool {
            ids.contains(place.id) || (!days.isEmpty && days.contains(CalendarStamp.day(place.local)))
        }
    }

    /// A rule without occurrences for this long beyond the horizon is taken to have ended, in seconds.
    package static let patience: Int64 = 5 * 366 * 86_400

    package let isAllDay: Bool
    package let first: Place
    private let event: CalendarEvent
    private let zone: CalendarZone?
    private let clock: CalendarClock
    /// Of all zones of the event.
    private let clocks: [CalendarClock]
    /// Of the zones that the days of an all-day event may be in, the likeliest first.
    private let midnights: [CalendarClock]
    private let length: Length

    private enum Length {
        /// DTEND: the same number of seconds for every occurrence (RFC 5545, 3.8.5.3).
        case exact(Int64)
        /// DURATION: days follow the clocks.
        case nominal(CalendarDuration)
    }

    /// `nil` for deletions, which say nothing of a time.
    package init?(_ event: CalendarEvent, clocks known: inout CalendarClocks) {
        guard let start = event.start else { return nil }
        self.event = event
        isAllDay = start.isDate
        let zoneIndex = start.zone.flatMap { event.zones.indices.contains($0) ? $0 : nil }
        var clocks: [CalendarClock] = []
        for zone in event.zones { clocks.append(known[zone]) }
        self.clocks = clocks
        clock = zoneIndex.map { clocks[$0] } ?? .utc
        zone = zoneIndex.flatMap { $0 == event.assumedZone ? nil : event.zones[$0] }
        let indices =
            [event.assumedZone].compactMap(\.self) + clocks.indices.filter { $0 != event.assumedZone }
        midnights = start.isDate ? indices.filter(clocks.indices.contains).map { clocks[$0] } : []
        let local = Self.local(of: start, clock: clock)
        first = Self.place(atLocal: local, isAllDay: start.isDate, clock: clock)
        length = Self.length(of: event, from: first, clock: clock, clocks: clocks)
    }

    var isRecurring: Bool { !event.rules.isEmpty || !event.additions.isEmpty }

    // MARK: Places

    /// All up to `end`, and the first after it of each rule, ascending and each once.
    ///
    /// The start is one of them, unless the rules end before it: who ends a series before its first day takes
    /// it out.
    package func places(through end: Int64, limit: Int) -> [Place] {
        var places: [CalendarOccurrence.ID: Place] = [first.id: first]
        if event.additions.isEmpty, !event.rules.isEmpty,
            event.rules.allSatisfy({ ends($0) })
        {
            return []
        }
        for text in event.rules {
            walk(text, through: end + Self.patience) { place in
                places[place.id] = place
                return place.id.seconds <= end && places.count < limit
            }
        }
        for addition in event.additions {
            guard places.count < limit else { break }
            var place = place(named: addition.start)
            place.end = addition.end.flatMap {
                isFloating($0) ? self.place(named: $0).id.seconds : utc(of: $0)
            }
            places[place.id] = place
        }
        return places.values.sorted { $0.id < $1.id }
    }

    /// The last ones up to `end`, and one after it, where a file holds so many that each event shows its
    /// share.
    func lastPlaces(through end: Int64, limit: Int, count: Int) -> [Place] {
        let places = places(through: end, limit: limit)
        let passed = places.prefix { $0.id.seconds <= end }.count
        return Array(places.dropFirst(max(0, passed - count)))
    }

    private func ends(_ text: String) -> Bool {
        guard let start = event.start else { return false }
        return CalendarRecurrence(text).map { $0.ends(before: start) } ?? false
    }

    /// What is taken out up to `end`, and by EXDATE also later.
    func exclusions(through end: Int64, limit: Int) -> Exclusions {
        var excluded = exclusionDates
        for text in event.exclusionRules {
            walk(text, through: end + Self.patience) { place in
                excluded.ids.insert(place.id)
                return place.id.seconds <= end && excluded.ids.count < limit
            }
        }
        return excluded
    }

    /// What EXDATE takes out.
    var exclusionDates: Exclusions {
        var excluded = Exclusions()
        for time in event.exclusions {
            if case .date(let day) = time, !isAllDay {
                excluded.days.insert(day)
            } else {
                excluded.ids.insert(place(named: time).id)
            }
        }
        return excluded
    }

    package func place(atLocal local: Int64) -> Place {
        Self.place(atLocal: local, isAllDay: isAllDay, clock: clock)
    }

    package func place(of id: CalendarOccurrence.ID) -> Place {
        switch id {
        case .date(let day): Place(id: id, local: Int64(day) * 86_400)
        case .moment(let moment): Place(id: id, local: clock.local(ofUTC: moment))
        }
    }

    private func walk(_ text: String, through end: Int64, _ body: (Place) -> Bool) {
        guard var rule = CalendarRecurrence(text) else { return }
        if isAllDay { rule = rule.ofWholeDays }
        let until: Int64? =
            switch rule.until {
            case nil: nil
            // People who end a rule on a day mean that day too.
            case .date(let day)?: Int64(day) * 86_400 + 86_399
            case .local(let local)?: isAllDay ? Int64(CalendarStamp.day(local)) * 86_400 : local
            case .utc(let moment)?:
                isAllDay
                    ? Int64(CalendarMidnight.day(of: moment, in: midnights)) * 86_400
                    : clock.local(ofUTC: moment)
            }
        // Local times run ahead of UTC by less than a day.
        rule.forEach(from: first.local, through: end + 86_400, until: until, startCounts: true) {
            body(place(atLocal: $0))
        }
    }

    private var secondsOfDay: Int64 { first.local - Int64(CalendarStamp.day(first.local)) * 86_400 }

    private static func place(atLocal local: Int64, isAllDay: Bool, clock: CalendarClock) -> Place {
        guard !isAllDay else {
            let day = CalendarStamp.day(local)
            return Place(id: .date(day: day), local: Int64(day) * 86_400)
        }
        return Place(id: .moment(clock.utc(ofLocal: local)), local: local)
    }

    // MARK: Times of the event, on its clock

    /// Which occurrence an EXDATE or RDATE names. A time without a zone is one of the event's clock, as most
    /// exporters mean it, unless only the calendar's zone makes it a time at which the event begins.
    private func place(named time: CalendarTime) -> Place {
        guard isFloating(time), !isAllDay, case .local(let local, let zone) = time else {
            return place(at: time)
        }
        return place(floating: local, otherwise: Self.clock(zone, in: clocks).utc(ofLocal: local))
    }

    /// Which occurrence a time without a zone names; `moment` is when it is in the calendar's zone.
    private func place(floating local: Int64, otherwise moment: Int64) -> Place {
        let own = place(atLocal: local)
        let other = Place(id: .moment(moment), local: clock.local(ofUTC: moment))
        let hits = CalendarMidnight.secondOfDay(own.local) == secondsOfDay
        return !hits && CalendarMidnight.secondOfDay(other.local) == secondsOfDay ? other : own
    }

    private func isFloating(_ time: CalendarTime) -> Bool {
        if case .local(_, let zone) = time { zone == event.assumedZone } else { false }
    }

    private func place(at time: CalendarTime) -> Place {
        switch time {
        case .date(let day): place(atLocal: Int64(day) * 86_400 + (isAllDay ? 0 : secondsOfDay))
        case .moment(let moment, _):
            isAllDay
                ? place(atLocal: Int64(CalendarMidnight.day(of: moment, in: midnights)) * 86_400)
                : Place(id: .moment(moment), local: clock.local(ofUTC: moment))
        case .local(let local, let zone):
            if isAllDay || zone == event.start?.zone {
                place(atLocal: local)
            } else {
                place(at: .moment(Self.clock(zone, in: clocks).utc(ofLocal: local), zone: nil))
            }
        }
    }

    private func utc(of time: CalendarTime) -> Int64? {
        switch time {
        case .date(let day): Int64(day) * 86_400
        case .moment(let moment, _): moment
        case .local(let local, let zone): Self.clock(zone, in: clocks).utc(ofLocal: local)
        }
    }

    private static func clock(_ zone: Int, in clocks: [CalendarClock]) -> CalendarClock {
        clocks.indices.contains(zone) ? clocks[zone] : .utc
    }

    private static func local(of time: CalendarTime, clock: CalendarClock) -> Int64 {
        switch time {
        case .date(let day): Int64(day) * 86_400
        case .moment(let moment, _): clock.local(ofUTC: moment)
        case .local(let local, _): local
        }
    }

    /// Which occurrence of a series a RECURRENCE-ID names; `event` is the one that has it.
    package static func id(
        of time: CalendarTime, in event: CalendarEvent, series: CalendarSchedule?,
        clocks: inout CalendarClocks
    ) -> CalendarOccurrence.ID {
        let moment: Int64
        switch time {
        case .date(let day): return series?.place(at: time).id ?? .date(day: day)
        case .moment(let utc, _): moment = utc
        case .local(let local, let zone):
            let zone = event.zones.indices.contains(zone) ? event.zones[zone] : .offset(seconds: 0)
            if let series, series.isAllDay { return series.place(atLocal: local).id }
            moment = clocks[zone].utc(ofLocal: local)
            if time.zone == event.assumedZone {
                // Without a zone it is a time of the series' clock; without a series, of the occurrence's
                // own.
                if let series { return series.place(floating: local, otherwise: moment).id }
                if let index = event.start?.zone, event.zones.indices.contains(index) {
                    return .moment(clocks[event.zones[index]].utc(ofLocal: local))
                }
            }
        }
        return series?.place(at: .moment(moment, zone: nil)).id ?? .moment(moment)
    }
}

// MARK: Occurrences

extension CalendarSchedule {
    func occurrence(at place: Place, isRecurring: Bool) -> CalendarOccurrence {
        let end: CalendarOccurrence.ID
        switch place.id {
        case .date(let day):
            end = .date(day: place.end.map { max(CalendarStamp.day($0), day + 1) } ?? day + daysLong)
        case .moment(let moment):
            end = .moment(place.end.map { max($0, moment) } ?? self.end(from: moment, local: place.local))
        }
        return CalendarOccurrence(
            id: isRecurring ? place.id : nil, start: place.id, end: end, event: event, zone: zone,
            offsets: (clock.offset(at: place.id.seconds), clock.offset(at: end.seconds)), files: [])
    }

    private var daysLong: Int {
        switch length {
        case .exact(let seconds): max(1, Int(seconds / 86_400))
        case .nominal(let duration): max(1, duration.days + Int(duration.seconds / 86_400))
        }
    }

    private func end(from moment: Int64, local: Int64) -> Int64 {
        switch length {
        case .exact(let seconds): return moment + seconds
        case .nominal(let duration):
            let base = duration.days == 0 ? moment : clock.utc(ofLocal: local + Int64(duration.days) * 86_400)
            return base + duration.seconds
        }
    }

    /// An end before the start is none.
    private static func length(
        of event: CalendarEvent, from first: Place, clock: CalendarClock, clocks: [CalendarClock]
    ) -> Length {
        if let duration = event.duration, event.end == nil { return .nominal(duration) }
        let end: Int64
        switch event.end {
        case nil: return .exact(0)
        case .date(let day)?:
            let midnight = Int64(day) * 86_400
            end = event.start?.isDate == true ? midnight : clock.utc(ofLocal: midnight)
        case .moment(let moment, _)?: end = moment
        case .local(let local, let zone)?: end = self.clock(zone, in: clocks).utc(ofLocal: local)
        }
        return .exact(max(0, end - first.id.seconds))
    }
}
