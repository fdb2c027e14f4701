import ETLModel

/// The parts of a recurrence rule by name (`FREQ=WEEKLY;COUNT=5`), in upper case.
enum CalendarRuleParts {
    /// - Returns: `nil` for what is no rule, and for one that would have no end because a part of it is not
    ///   known.
    static func values(
        of text: some StringProtocol, faults: inout [TransformError.Cause]
    ) -> [String: String]? {
        var values: [String: String] = [:]
        var unknown: [(name: String, value: String)] = []
        for part in text.split(separator: ";") {
            let pair = part.split(separator: "=", maxSplits: 1)
            guard pair.count == 2 else {
                // A part of blanks is none.
                if trimmed(part).isEmpty { continue }
                return nil
            }
            let name = trimmed(pair[0])
            if known.contains(name) {
                values[name] = trimmed(pair[1])
            } else if !(name == "RSCALE" && trimmed(pair[1]) == "GREGORIAN"),
                !(name == "SKIP" && isOmit(pair[1]))
            {
                unknown.append((name, trimmed(pair[1])))
            }
        }
        guard !unknown.isEmpty else { return values }
        var isMeaningLost = false
        for part in unknown.prefix(8) {
            let meant = aliases[part.name] ?? nearest(to: part.name)
            let used = meant.flatMap { values[$0] == nil ? $0 : nil }
            if let used { values[used] = part.value }
            faults.append(
                .unknownValue("RRULE part", found: .init(of: part.name), used: used.map { .init(of: $0) }))
            // Names of one's own are allowed, and say nothing of days (RFC 2445, 4.3.10).
            if used == nil, !part.name.hasPrefix("X-") { isMeaningLost = true }
        }
        let hasEnd = values["UNTIL"] != nil || values["COUNT"] != nil
        return isMeaningLost && !hasEnd ? nil : values
    }

    private static let known: Set<String> = [
        "FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYSECOND", "BYMINUTE", "BYHOUR", "BYDAY", "BYMONTHDAY",
        "BYYEARDAY", "BYWEEKNO", "BYMONTH", "BYSETPOS",
    ]

    private static let aliases = ["BYWEEKDAY": "BYDAY", "FREQUENCY": "FREQ", "BYWEEKNUMBER": "BYWEEKNO"]

    private static func isOmit(_ text: some StringProtocol) -> Bool { trimmed(text) == "OMIT" }

    private static func trimmed(_ text: some StringProtocol) -> String {
        String(text.uppercased().filter { $0 != " " && $0 != "\t" })
    }

    // MARK: Spelling

    /// The one part whose name is a letter away.
    private static func nearest(to name: String) -> String? {
        guard name.utf8.count >= 3, name.utf8.count <= 12 else { return nil }
        let near = known.filter { isOneEdit(Array(name.utf8), Array($0.utf8)) }
        return near.count == 1 ? near.first : nil
    }

    /// Whether one letter was left out, added, changed, or exchanged with the next.
    private static func isOneEdit(_ one: [UInt8], _ other: [UInt8]) -> Bool {
        let start = zip(one, other).prefix { $0 == $1 }.count
        let (left, right) = (one.dropFirst(start), other.dropFirst(start))
        switch left.count - right.count {
        case 1: return left.dropFirst().elementsEqual(right)
        case -1: return right.dropFirst().elementsEqual(left)
        case 0:
            if left.dropFirst().elementsEqual(right.dropFirst()) { return true }
            return left.count >= 2 && left.dropFirst(2).elementsEqual(right.dropFirst(2))
                && left.first == right.dropFirst().first && left.dropFirst().first == right.first
        default: return false
        }
    }
}
