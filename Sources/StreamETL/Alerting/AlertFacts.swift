import ETLFiles
import ETLModel
package import ETLSettings
import ETLStore

/// What the rules ask about, as it stands at one moment.
package struct AlertFacts: Equatable, Sendable {
    package struct StoreFacts: Equatable, Sendable {
        /// Whether a daemon keeps the store.
        package var isRunning = true
        /// Whether the snapshot lacks something that is stored.
        package var hasPendingChanges = false
        /// Files in quarantine by source.
        package var quarantined: [String: Int] = [:]
        /// Lost records by source.
        package var lost: [String: Int] = [:]
        /// When each source's newest file came or changed, in seconds since 1970.
        package var arrivals: [String: Int64] = [:]
        /// Names of drop directories that are not there; `nil`: no daemon says.
        package var away: [String]?
        package var reviewItems = 0

        package init() {}
    }

    /// `nil`: it cannot be read.
    package var store: StoreFacts?
    /// Seconds since 1970; `nil`: there is no unified JSON.
    package var snapshotWritten: Int64?
    /// Bytes by what lies there.
    package var freeBytes: [String: Int] = [:]

    package init() {}

    /// Looks at the store and the output. Takes no lock that a refresh waits for; reads disks.
    package init(databasePath: String, outputPath: String) {
        store = try? StoreFacts(databasePath: databasePath)
        snapshotWritten = (try? FileStatus.following(Array(outputPath.utf8))).map {
            $0.fingerprint.modified / 1_000_000_000
        }
        for (label, path) in [("database", databasePath), ("output", outputPath)] {
            freeBytes[label] = FreeSpace.bytes(at: OutputPath.directory(of: path))
        }
    }
}

extension AlertFacts.StoreFacts {
    fileprivate init(databasePath: String) throws {
        let store = try Store(readingFrom: databasePath)
        let process = StoreLock.holder(ofDatabase: databasePath)
        let (inventory, arrivals, isPending) = try store.readState {
            (try $0.inventory(), try $0.newestArrivals(), try $0.hasPendingChanges())
        }
        isRunning = process != nil
        hasPendingChanges = isPending
        for files in inventory.files where files.isQuarantined {
            quarantined[files.source.rawValue, default: 0] += files.count
        }
        for (source, faults) in inventory.recordFaults where faults.lost > 0 {
            lost[source.rawValue] = faults.lost
        }
        for (source, time) in arrivals { self.arrivals[source.rawValue] = time }
        away = try store.watchReport(of: process)?.drops.filter { $0.state == .away }.map(\.name)
        reviewItems = inventory.items.reduce(0) { $0 + $1.unsure }
    }
}

extension AlertFacts {
    /// What the rules find in it at `now`.
    package func findings(_ settings: Settings.Alerts, at now: Int64) -> AlertFindings {
        var findings = AlertFindings()
        let least = settings.rule(.diskLow).limit
        findings.note(
            .diskLow,
            freeBytes.sorted { $0.key < $1.key }.filter { $0.value < least }.map { label, bytes in
                AlertFinding(
                    .diskLow, ["path": label], "\(bytes >> 20) MiB are free where the \(label) lies.")
            })
        guard let store else { return findings }
        findings.note(.snapshotStale, stale(store, settings.rule(.snapshotStale), at: now))
        findings.note(
            .quarantine,
            Self.over(store.quarantined, settings.rule(.quarantine)) { source, count in
                "\(Count.of(count, "file")) of \(source) in quarantine."
            })
        findings.note(
            .recordsLost,
            Self.over(store.lost, settings.rule(.recordsLost)) { source, count in
                "\(Count.of(count, "record")) of \(source) could not be read."
            })
        findings.note(.sourceSilent, silent(store, settings.rule(.sourceSilent), at: now))
        if let away = store.away {
            findings.note(
                .dropAway,
                away.map { AlertFinding(.dropAway, ["drop": $0], "The drop directory \($0) is not there.") })
        }
        let backlog = settings.rule(.reviewBacklog).limit
        findings.note(
            .reviewBacklog,
            store.reviewItems > backlog
                ? [AlertFinding(.reviewBacklog, [:], "\(Count.of(store.reviewItems, "item")) to review.")]
                : [])
        return findings
    }

    private func stale(_ store: StoreFacts, _ rule: AlertRule, at now: Int64) -> [AlertFinding] {
        guard store.isRunning else {
            return [
                AlertFinding(
                    rule.name, ["reason": "stopped"], "No daemon is running: changes are not taken over.")
            ]
        }
        guard store.hasPendingChanges, now - (snapshotWritten ?? 0) > Int64(rule.limit) else { return [] }
        let last = snapshotWritten.map { "was written last at \(UTCTime.text($0))" } ?? "is not there yet"
        return [AlertFinding(rule.name, ["reason": "pending"], "Changes wait, and the unified JSON \(last).")]
    }

    private func silent(_ store: StoreFacts, _ rule: AlertRule, at now: Int64) -> [AlertFinding] {
        store.arrivals.sorted { $0.key < $1.key }.filter { now - $0.value > Int64(rule.limit) }.map {
            source, time in
            AlertFinding(
                rule.name, ["source": source], "The newest file of \(source) came at \(UTCTime.text(time)).")
        }
    }

    private static func over(
        _ counts: [String: Int], _ rule: AlertRule, _ summary: (String, Int) -> String
    ) -> [AlertFinding] {
        counts.sorted { $0.key < $1.key }.filter { $0.value > rule.limit }.map { source, count in
            AlertFinding(rule.name, ["source": source], summary(source, count))
        }
    }
}
