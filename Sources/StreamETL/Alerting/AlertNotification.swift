import ETLSettings

/// What is told of one rule's alerts, to every channel alike.
package struct AlertNotification: Codable, Equatable, Sendable {
    package struct Told: Codable, Equatable, Sendable {
        package let fingerprint: String
        package let labels: [String: String]
        package let summary: String
        /// Seconds since 1970.
        package let starts: Int64
        /// `nil`: it lasts.
        package let ends: Int64?

        init(_ alert: AlertBook.Alert, fingerprint: String) {
            self.fingerprint = fingerprint
            labels = alert.finding.labels
            summary = alert.finding.summary
            starts = alert.since
            ends = alert.ended
        }

        init(fingerprint: String, labels: [String: String], summary: String, starts: Int64) {
            self.fingerprint = fingerprint
            self.labels = labels
            self.summary = summary
            self.starts = starts
            ends = nil
        }
    }

    /// Equal for every attempt to send it, so that a receiver can tell what it has already.
    package let id: String
    package let rule: String
    package let severity: String
    /// Seconds since 1970.
    package let time: Int64
    /// Whether it only says again what lasts.
    package let isRepeat: Bool
    /// In the order of their fingerprints.
    package let alerts: [Told]

    init(rule: AlertRule, at time: Int64, isRepeat: Bool, alerts: [Told]) {
        self.rule = rule.name.rawValue
        severity = rule.severity.rawValue
        self.time = time
        self.isRepeat = isRepeat
        self.alerts = alerts
        let states = alerts.map { "\($0.fingerprint) \($0.ends ?? 0)" }
        id = Digest.text(of: [rule.name.rawValue, "\(time)"] + states, byteCount: 16)
    }

    private init(sampleAt time: Int64) {
        let finding = AlertFinding(.quarantine, ["source": "sample"], "This is a test: nothing is wrong.")
        rule = "test"
        severity = AlertRule.Severity.info.rawValue
        self.time = time
        isRepeat = false
        alerts = [
            Told(
                fingerprint: finding.fingerprint, labels: finding.labels, summary: finding.summary,
                starts: time)
        ]
        id = Digest.text(of: ["test", "\(time)"], byteCount: 16)
    }

    /// What `etl-watch alerts test` sends.
    package static func sample(at time: Int64) -> AlertNotification { AlertNotification(sampleAt: time) }

    var firing: [Told] { alerts.filter { $0.ends == nil } }
    var resolved: [Told] { alerts.filter { $0.ends != nil } }
    /// As Alertmanager calls it: one that lasts is enough.
    var status: String { firing.isEmpty ? "resolved" : "firing" }

    /// What to do, for those who get it.
    var remedy: String {
        switch AlertRule.Name(rawValue: rule) {
        case .snapshotStale:
            "Look at etl-watch status and at the log of the daemon; start it if none is running."
        case .quarantine: "etl-watch status lists the files with cause and remedy."
        case .recordsLost: "etl-watch status lists the causes by source."
        case .sourceSilent: "See whether whatever brings the exports still runs."
        case .dropAway: "Mount or make the directory again; until then its data stays as it was."
        case .diskLow: "Make room on the file system, or move the database or the output."
        case .reviewBacklog: "Decide them: etl-watch review, or the page Review."
        case nil: "Nothing is to be done."
        }
    }
}
