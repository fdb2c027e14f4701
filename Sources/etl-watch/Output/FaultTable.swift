import StreamETL

/// Faults of single records by cause, for people.
struct FaultTable {
    private let groups: [FaultGroup]
    private static let mostGroups = 20

    init(_ groups: [FaultGroup]) { self.groups = groups }

    /// - Returns: `nil` where there are none.
    func rendered() -> String? {
        guard !groups.isEmpty else { return nil }
        var lines: [String] = []
        for (isLost, title) in [(true, "lost records"), (false, "records with less than they said")] {
            let part = groups.filter { $0.isLost == isLost }
            if part.isEmpty { continue }
            lines.append(title)
            for group in part.prefix(Self.mostGroups) {
                lines.append(
                    "  \(group.count) of \(group.source): \(group.cause). \(group.remedy)."
                        + " The first: \(group.example)")
            }
            let rest = part.dropFirst(Self.mostGroups)
            if !rest.isEmpty {
                lines.append(
                    "  and \(rest.reduce(0) { $0 + $1.count }) of \(Figures.count(rest.count, "more cause"))")
            }
        }
        return lines.joined(separator: "\n")
    }
}
