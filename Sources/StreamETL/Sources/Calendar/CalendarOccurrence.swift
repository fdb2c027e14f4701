package import ETLModel

/// One meeting of an event, with the times that it has.
package struct CalendarOccurrence {
    /// Which of a recurring event's occurrences it is: where the series has it, wherever it was moved.
    package enum ID: Hashable, Comparable {
        case date(day: Int)
        /// Seconds since 1970.
        case moment(Int64)

        package var seconds: Int64 {
            switch self {
            case .date(let day): Int64(day) * 86_400
            case .moment(let moment): moment
            }
        }

        /// `2024-03-14`, `2024-03-14T09:00:00Z`.
        package var text: String {
            switch self {
            case .date(let day): CalendarStamp.dateText(day: day)
            case .moment(let moment): UTCTime.text(moment)
            }
        }

        /// A day is before the moment that it begins with.
        package static func < (lhs: ID, rhs: ID) -> Bool {
            guard lhs.seconds == rhs.seconds else { return lhs.seconds < rhs.seconds }
            if case .date = lhs, case .moment = rhs { return true }
            return false
        }
    }

    /// `nil` for events that do not recur.
    package var id: ID?
    package var start: ID
    /// Exclusive.
    package var end: ID
    /// Of the version that the occurrence is taken from.
    package var event: CalendarEvent
    /// In which people speak of it, if one is stated.
    package var zone: CalendarZone?
    /// Seconds that local time is ahead of UTC, at the start and at the end.
    package var offsets: (start: Int64, end: Int64)
    /// That state the event or the occurrence, sorted and distinct.
    package var files: [RelativePath]
}
