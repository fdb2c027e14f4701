extension Settings {
    /// What `serve` watches for people who are on call, and whom it tells.
    public struct Alerts: Hashable, Sendable {
        /// Time between two looks at the state; zero: none.
        public var interval = Duration.seconds(60)
        /// Alerts of one rule that begin or end within it are told together.
        public var groupWait = Duration.seconds(30)
        /// Rules that differ from the built-in ones; of two with one name, the last counts.
        public var rules: [AlertRule] = []
        public var channels: [AlertChannel] = []

        public init() {}

        public func rule(_ name: AlertRule.Name) -> AlertRule {
            rules.last { $0.name == name } ?? AlertRule(name)
        }
    }
}

extension SettingKey {
    package static let alerts: [SettingKey] = [
        .one(
            "alerts.interval", .duration, \.alerts.interval,
            "Time between two looks of `serve` at what the rules tell; `0` turns alerts off."),
        .one(
            "alerts.group_wait", .duration, \.alerts.groupWait,
            "Alerts of one rule that begin or end within this time are told in one message."),
        .list(
            "alerts.rules", .alertRule, \.alerts.rules,
            "Rules that differ from the [built-in ones](alerts.md#rules), each as `NAME`, then `off`, or any of "
                + "`limit=`, `for=`, `resolve_after=`, `repeat=`, `severity=`."),
        .list(
            "alerts.channels", .alertChannel, \.alerts.channels,
            "Who is told, each as `NAME=webhook:URL`, `NAME=slack:URL`, `NAME=sendmail:ADDRESS` or "
                + "`NAME=command:/PATH ARGUMENTS`; see [alerts](alerts.md#channels)."),
    ]
}

extension SettingKey.Form where Value == AlertRule {
    fileprivate static let alertRule = Self(
        kind: "rule", expected: AlertRule.expected, parse: { text, _ in AlertRule(text) },
        render: { $0.text })
}

extension SettingKey.Form where Value == AlertChannel {
    fileprivate static let alertChannel = Self(
        kind: "channel", expected: AlertChannel.expected, parse: { text, _ in AlertChannel(text) },
        render: { $0.maskedText })
}
