package import ETLSettings

/// Which alerts there are and what was told of them: a plain value, moved on by what is found and the time.
package struct AlertBook: Equatable, Sendable {
    package enum Phase: String, Sendable {
        /// Found, but not for long enough.
        case pending
        case firing
        /// Over, which is still to be told.
        case resolved
    }

    package struct Alert: Equatable, Sendable {
        package var finding: AlertFinding
        package var phase = Phase.pending
        /// When it was found first.
        package var since: Int64
        /// When it was found last.
        package var seen: Int64
        package var ended: Int64?
        /// Whether somebody was told that it fires.
        package var isTold = false
    }

    /// The alerts of one rule, which are told together.
    package struct Group: Equatable, Sendable {
        /// When news is told that waits for more of it.
        package var due: Int64?
        package var told: Int64?
    }

    /// By fingerprint.
    package var alerts: [String: Alert] = [:]
    package var groups: [AlertRule.Name: Group] = [:]

    package init() {}

    /// Takes in what is found at `now`, and returns what is to be told: at most one notification of each rule.
    ///
    /// A rule that could not be asked changes nothing. Of a silenced rule nothing is told but the end of alerts that
    /// were told before.
    package mutating func step(
        _ findings: AlertFindings, _ settings: Settings.Alerts, silenced: Set<AlertRule.Name> = [],
        at now: Int64
    ) -> [AlertNotification] {
        AlertRule.Name.allCases.compactMap { name in
            let rule = settings.rule(name)
            if let found = rule.isOn ? findings.byRule[name] : [] { note(found, rule, at: now) }
            return notification(
                of: rule, isSilenced: silenced.contains(name), wait: settings.groupWait.components.seconds,
                at: now)
        }
    }

    private mutating func note(_ found: [AlertFinding], _ rule: AlertRule, at now: Int64) {
        for finding in found {
            let key = finding.fingerprint
            var alert = alerts[key] ?? Alert(finding: finding, since: now, seen: now)
            alert.finding = finding
            alert.seen = now
            if alert.phase == .resolved {
                alert.phase = .firing
                alert.ended = nil
            }
            if alert.phase == .pending, now - alert.since >= rule.pause.components.seconds {
                alert.phase = .firing
            }
            alerts[key] = alert
        }
        let keys = Set(found.map(\.fingerprint))
        for (key, alert) in alerts where alert.finding.rule == rule.name && !keys.contains(key) {
            let isOver = now - alert.seen >= rule.resolveAfter.components.seconds
            switch alert.phase {
            case .pending: alerts[key] = nil
            // What nobody was told of ends without a word.
            case .firing where isOver && !alert.isTold: alerts[key] = nil
            case .firing where isOver:
                alerts[key]?.phase = .resolved
                alerts[key]?.ended = now
            case .firing, .resolved: break
            }
        }
    }

    private mutating func notification(
        of rule: AlertRule, isSilenced: Bool, wait: Int64, at now: Int64
    ) -> AlertNotification? {
        let own = alerts.filter { $0.value.finding.rule == rule.name }
        let firing = isSilenced ? [:] : own.filter { $0.value.phase == .firing }
        let ended = own.filter { $0.value.phase == .resolved }
        var group = groups[rule.name] ?? Group()
        let isNews = !ended.isEmpty || firing.values.contains { !$0.isTold }
        group.due = isNews ? group.due ?? now + wait : nil
        let isRepeat =
            !isNews && !firing.isEmpty
            && now - (group.told ?? .min / 2) >= rule.repeatAfter.components.seconds
        guard isRepeat || group.due.map({ $0 <= now }) ?? false else {
            groups[rule.name] = own.isEmpty ? nil : group
            return nil
        }
        for key in firing.keys { alerts[key]?.isTold = true }
        for key in ended.keys { alerts[key] = nil }
        groups[rule.name] = own.count == ended.count ? nil : Group(told: now)
        return AlertNotification(
            rule: rule, at: now, isRepeat: isRepeat,
            alerts: firing.merging(ended) { one, _ in one }.sorted { $0.key < $1.key }.map { key, alert in
                AlertNotification.Told(alert, fingerprint: key)
            })
    }
}
