/// When people who are on call are told of something, and how often.
public struct AlertRule: Hashable, Sendable {
    public enum Name: String, CaseIterable, Sendable {
        /// What is stored does not get into the unified JSON.
        case snapshotStale = "snapshot_stale"
        case quarantine
        case recordsLost = "records_lost"
        /// A source brings no new files.
        case sourceSilent = "source_silent"
        case dropAway = "drop_away"
        case diskLow = "disk_low"
        case reviewBacklog = "review_backlog"
    }

    public enum Severity: String, CaseIterable, Sendable {
        case info, warning, critical
    }

    /// What ``limit`` counts.
    public enum Unit: Sendable {
        case seconds, bytes, count
        /// The rule has no limit.
        case none
    }

    public let name: Name
    public var isOn = true
    /// In ``unit``.
    public var limit: Int
    /// How long something must last before it is told.
    public var pause: Duration
    /// How long it must be over before that is told.
    public var resolveAfter: Duration
    /// How often it is told again while it lasts.
    public var repeatAfter: Duration
    public var severity: Severity

    /// The rule as it is built in.
    public init(_ name: Name) {
        self.name = name
        resolveAfter = .seconds(300)
        (limit, pause, repeatAfter, severity) =
            switch name {
            case .snapshotStale: (900, .seconds(300), .seconds(4 * 3_600), .critical)
            case .quarantine: (0, .seconds(300), .seconds(86_400), .warning)
            case .recordsLost: (0, .seconds(300), .seconds(86_400), .warning)
            case .sourceSilent: (7 * 86_400, .seconds(600), .seconds(86_400), .warning)
            case .dropAway: (0, .seconds(300), .seconds(4 * 3_600), .critical)
            case .diskLow: (1 << 30, .seconds(60), .seconds(4 * 3_600), .critical)
            case .reviewBacklog: (100, .seconds(3_600), .seconds(7 * 86_400), .info)
            }
    }

    public var unit: Unit {
        switch name {
        case .snapshotStale, .sourceSilent: .seconds
        case .quarantine, .recordsLost, .reviewBacklog: .count
        case .diskLow: .bytes
        case .dropAway: .none
        }
    }
}

extension AlertRule {
    static let expected =
        "a rule and what differs from the built-in one, such as disk_low limit=5GiB for=10m, or quarantine off"

    /// `NAME [off] [limit=VALUE] [for=TIME] [resolve_after=TIME] [repeat=TIME] [severity=WORD]`.
    init?(_ text: String) {
        let words = text.split(separator: " ")
        guard let first = words.first, let name = Name(rawValue: String(first)) else { return nil }
        self.init(name)
        for word in words.dropFirst() {
            if word == "off" {
                isOn = false
                continue
            }
            let sides = word.split(separator: "=", maxSplits: 1)
            guard sides.count == 2, set(String(sides[0]), to: String(sides[1])) else { return nil }
        }
    }

    private mutating func set(_ key: String, to text: String) -> Bool {
        if key == "limit" {
            guard let limit = parsedLimit(text) else { return false }
            self.limit = limit
            return true
        }
        if key == "severity" {
            guard let severity = Severity(rawValue: text) else { return false }
            self.severity = severity
            return true
        }
        guard let duration = SettingText.duration(text) else { return false }
        switch key {
        case "for": pause = duration
        case "resolve_after": resolveAfter = duration
        // A repetition at every look would be noise that nobody reads.
        case "repeat" where duration >= .seconds(60): repeatAfter = duration
        default: return false
        }
        return true
    }

    private func parsedLimit(_ text: String) -> Int? {
        switch unit {
        case .seconds: SettingText.duration(text).map { Int($0.components.seconds) }
        case .bytes: SettingText.byteCount(text)
        case .count: Int(text).flatMap { $0 >= 0 ? $0 : nil }
        case .none: nil
        }
    }

    /// As it is written in the configuration.
    public var text: String {
        let limitText: String? =
            switch unit {
            case .seconds: SettingText.text(.seconds(limit))
            case .bytes: SettingText.text(byteCount: limit)
            case .count: "\(limit)"
            case .none: nil
            }
        let words =
            [name.rawValue] + (isOn ? [] : ["off"]) + (limitText.map { ["limit=\($0)"] } ?? []) + [
                "for=\(SettingText.text(pause))", "resolve_after=\(SettingText.text(resolveAfter))",
                "repeat=\(SettingText.text(repeatAfter))", "severity=\(severity.rawValue)",
            ]
        return words.joined(separator: " ")
    }
}
