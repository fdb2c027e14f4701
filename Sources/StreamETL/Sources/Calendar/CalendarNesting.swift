/// Which components are open at a line of an iCalendar file.
///
/// Calendars, events, tasks, journals and zones stand in no other component but the calendar (RFC 5545, 3.6):
/// what is open where one of them begins, nobody closed. It ends there, and what follows is read.
package struct CalendarNesting {
    package struct Open {
        package let name: String
        /// The file's line on which it begins.
        package let line: Int

        package init(name: String, line: Int) {
            self.name = name
            self.line = line
        }
    }

    package private(set) var open: [Open] = []

    package var names: [String] { open.map(\.name) }
    package var last: String? { open.last?.name }
    var isInCalendar: Bool { open.count == 1 }

    /// - Returns: What nobody closed before it, outermost first.
    package mutating func begin(_ name: String, line: Int) -> [Open] {
        let unclosed = cut(to: depth(of: name))
        open.append(Open(name: name, line: line))
        return unclosed
    }

    /// - Returns: What the end closes: the component, and those within it that nobody closed. Empty for the
    ///   end of
    ///   what never began.
    package mutating func end(_ name: String) -> [Open] {
        guard let component = open.lastIndex(where: { $0.name == name }) else { return [] }
        return cut(to: component)
    }

    /// How many components may be open where this one begins.
    private func depth(of name: String) -> Int {
        switch name {
        case "VCALENDAR": return 0
        // A poll holds the events that people may choose between.
        case "VEVENT" where open.contains { $0.name == "VPOLL" }: return open.count
        case "VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VTIMEZONE", "VAVAILABILITY", "VPOLL":
            return min(open.count, 1)
        case "STANDARD", "DAYLIGHT":
            return (open.lastIndex { $0.name == "VTIMEZONE" }).map { $0 + 1 } ?? open.count
        default: return open.count
        }
    }

    private mutating func cut(to depth: Int) -> [Open] {
        let closed = Array(open[depth...])
        open.removeSubrange(depth...)
        return closed
    }
}
