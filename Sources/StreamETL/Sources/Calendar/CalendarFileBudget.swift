import ETLModel

/// Bounds what the recurrences of one file may come to, so that a small file cannot ask for hours of work.
///
/// What counts is what the rules say up to a fixed time, not what is shown: that depends on the day on
/// which somebody looks, and whether a file can be trusted must not.
struct CalendarFileBudget {
    /// An event may have as many occurrences less as it has more of these, since each repeats what it says.
    private static let eventByteCount = 4 << 10
    /// In the file, its occurrences count as one for each of these begun.
    private static let occurrenceByteCount = 1 << 10
    /// Periods and days that are tried cost little; so many count as one occurrence.
    private static let stepCount = 1_000
    /// The first day of 2030. Rules are followed to it, and for five years at least.
    private static let end: Int64 = 1_893_456_000
    private static let span: Int64 = 5 * 366 * 86_400

    /// A rule with more occurrences on a day than this is no meeting's.
    private static let perDay = 8
    /// So many the last event of the longest file may have.
    private static let leastShown = 16

    /// What an event comes to.
    struct Charge {
        /// What of the event will be cut, if something will.
        var cut: TransformError.Cause?
        /// How many occurrences of it are shown, where the file holds too many.
        var most: Int?
    }

    private let limits: InputLimits
    private var occurrences = 0
    /// Of rules by the day or longer, which honest calendars hold hundreds of: where they come to too much,
    /// each is shown in part.
    private var ofMeetings = 0
    private var hasToldOfMeetings = false
    /// How many versions of it and of its occurrences the file states, by event.
    private var versions: [String: Int] = [:]
    private var steps = 0
    /// What each VTIMEZONE takes to be followed, by its name; an event brings its zones along.
    private var zones: [String: (zone: CalendarZone, steps: Int)] = [:]

    init(limits: InputLimits) { self.limits = limits }

    /// How many occurrences an event of this size may have.
    static func occurrences(ofEventBytes byteCount: Int, limits: InputLimits) -> Int {
        max(1, limits.recurrences / (1 + byteCount / eventByteCount))
    }

    /// Takes out what an event comes to.
    ///
    /// - Parameter series: The event's UID, or what else tells which series it belongs to.
    /// - Throws: `limitExceeded` at the event with which the file comes to too much.
    mutating func charge(
        _ event: CalendarEvent, of series: String, byteCount: Int
    ) throws(TransformError.Cause) -> Charge {
        // A series is assembled as a whole, with all that was changed in it.
        versions[series, default: 0] += 1
        guard versions[series, default: 0] <= max(limits.recurrences, 2) else {
            throw .limitExceeded(.recurrences, limit: limits.recurrences)
        }
        for zone in event.zones { steps += cost(of: zone) }
        guard !event.rules.isEmpty || !event.exclusionRules.isEmpty || event.appliesToFuture else {
            try check()
            return Charge()
        }
        let most = Self.occurrences(ofEventBytes: byteCount, limits: limits)
        let weight = 1 + byteCount / Self.occurrenceByteCount
        var found = 0
        var isCut = false
        var isMeeting = true
        if let start = event.start.map(Self.local) {
            let end = max(start + Self.span, Self.end)
            for text in event.rules {
                isMeeting = isMeeting && isMeetings(text)
                found += count(text, from: start, to: end, atMost: most - found, isCut: &isCut)
                try check()
            }
            for text in event.exclusionRules {
                isMeeting = isMeeting && isMeetings(text)
                found += count(text, from: start, to: end, atMost: limits.recurrences, isCut: &isCut)
                try check()
            }
        }
        // A change of all later occurrences is repeated in them, and how many they are the file that
        // holds the series says.
        if event.appliesToFuture, weight > 1 { found += most }
        guard isMeeting else {
            occurrences += found * weight
            try check()
            return Charge(cut: isCut ? .limitExceeded(.recurrences, limit: limits.recurrences) : nil)
        }
        try check()
        return charge(ofMeetings: found, weight: weight, isCut: isCut)
    }

    /// Each event gets its share of what the file may come to; the more it came to before, the less.
    private mutating func charge(ofMeetings found: Int, weight: Int, isCut: Bool) -> Charge {
        ofMeetings += found * weight
        var charge = Charge(cut: isCut ? .limitExceeded(.recurrences, limit: limits.recurrences) : nil)
        guard ofMeetings > limits.fileRecurrences else { return charge }
        let share = max(Self.leastShown, found * limits.fileRecurrences / ofMeetings)
        guard share < found else { return charge }
        charge.most = share
        if !hasToldOfMeetings {
            hasToldOfMeetings = true
            charge.cut = .limitExceeded(.fileRecurrences, limit: limits.fileRecurrences)
        }
        return charge
    }

    private func isMeetings(_ text: String) -> Bool {
        guard let rule = CalendarRecurrence(text) else { return true }
        let perDay = max(1, rule.hours.count) * max(1, rule.minutes.count) * max(1, rule.seconds.count)
        return rule.frequency >= .daily && perDay <= Self.perDay
    }

    private func check() throws(TransformError.Cause) {
        guard occurrences + steps / Self.stepCount <= limits.fileRecurrences else {
            throw .limitExceeded(.fileRecurrences, limit: limits.fileRecurrences)
        }
    }

    private mutating func count(
        _ text: String, from start: Int64, to end: Int64, atMost most: Int, isCut: inout Bool
    ) -> Int {
        guard let rule = CalendarRecurrence(text) else { return 0 }
        guard most > 0 else {
            isCut = true
            return 0
        }
        var count = 0
        steps += rule.forEach(
            from: start, through: end + CalendarSchedule.patience, until: rule.until.map(Self.local),
            startCounts: true
        ) { moment in
            guard count < most else {
                isCut = moment <= end
                return false
            }
            count += 1
            return moment <= end
        }
        return count
    }

    private mutating func cost(of zone: CalendarZone) -> Int {
        guard case .rules(let name, let observances) = zone else { return 0 }
        if let known = zones[name], known.zone == zone { return known.steps }
        let bytes = observances.reduce(0) { $0 + 8 * $1.onsets.count + $1.rules.joined().utf8.count }
        let cost = CalendarClock(zone).stepCount + bytes
        zones[name] = (zone, cost)
        return cost
    }

    // Zones are no matter here: they shift what is counted by less than a day.

    private static func local(_ time: CalendarTime) -> Int64 {
        switch time {
        case .date(let day): Int64(day) * 86_400
        case .moment(let moment, _): moment
        case .local(let local, _): local
        }
    }

    private static func local(_ until: CalendarRecurrence.Until) -> Int64 {
        switch until {
        case .date(let day): Int64(day) * 86_400 + 86_399
        case .local(let local): local
        case .utc(let moment): moment + 86_400
        }
    }
}
