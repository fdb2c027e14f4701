/// Days that are stated by a moment: exporters turn the local midnight of a day into UTC where the format
/// asks for a day, and it then bears the date of the day before or the same one.
enum CalendarMidnight {
    /// - Parameter clocks: Of the zones that the day may be in, the likeliest first.
    static func day(of moment: Int64, in clocks: [CalendarClock]) -> Int {
        for clock in clocks {
            let local = clock.local(ofUTC: moment)
            if isEdge(secondOfDay(local)) { return CalendarStamp.day(local) }
        }
        let second = secondOfDay(moment)
        if isEdge(second) { return CalendarStamp.day(moment) }
        if let clock = clocks.first(where: { $0.offset(at: moment) != 0 }) {
            return CalendarStamp.day(clock.local(ofUTC: moment))
        }
        // No zone is known. A quarter of an hour in the second half of the day is a midnight east of
        // Greenwich.
        return CalendarStamp.day(moment) + (second > 43_200 && second % 900 == 0 ? 1 : 0)
    }

    static func secondOfDay(_ seconds: Int64) -> Int64 {
        seconds - Int64(CalendarStamp.day(seconds)) * 86_400
    }

    /// The first second of a day, or its last one or minute.
    private static func isEdge(_ second: Int64) -> Bool {
        second == 0 || second == 86_399 || second == 86_340
    }
}
