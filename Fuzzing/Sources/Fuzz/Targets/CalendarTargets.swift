import Foundation

@testable import ETLCalendar
@testable import ETLModel

extension FuzzTarget {
    static let calendarTargets = [
        FuzzTarget("calendar-ics") { input in
            try await ReadFile(
                transformer: CalendarICSTransformer(zone: berlin, limits: limits),
                assembler: CalendarAssembler(limits: limits), path: RelativePath("a.ics"))(input)
        },
        FuzzTarget("calendar-api") { input in
            try await ReadFile(
                transformer: CalendarAPITransformer(zone: berlin, limits: limits),
                assembler: CalendarAssembler(limits: limits), path: RelativePath("a.json"))(input)
        },
    ]

    private static let berlin = TimeZone(identifier: "Europe/Berlin") ?? .gmt

    /// Fewer occurrences than otherwise: ten thousand meetings a run would teach nothing.
    private static let limits = {
        var limits = InputLimits()
        limits.recurrences = 200
        return limits
    }()
}
