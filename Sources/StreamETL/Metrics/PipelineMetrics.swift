import CoreMetrics
package import ETLFiles
package import ETLIngesting
import ETLModel
package import ETLWatching

/// What a pipeline counts while it runs, in a registry of its own.
///
/// Counted is by the batch and by the snapshot, never by the message: that costs nothing beside reading a file.
package struct PipelineMetrics: Sendable {
    package let registry = MetricRegistry()
    private let events: [Event: Counter]
    private let overflows: Counter
    private let rescans: Counter
    private let refreshFailures: Counter
    private let snapshots: [Snapshot: Counter]
    private let ingesting: Timer
    private let refreshing: Timer
    private let publishing: Timer

    /// Where a snapshot went.
    package enum Snapshot: String, CaseIterable, Sendable {
        case written
        /// Beside the database, since the output cannot be written.
        case fallback
        case failed
    }

    private enum Event: String, CaseIterable {
        case settled, removed, writing, subtree, overflow, control
        /// How well a directory is watched.
        case watch

        init(_ event: WatchEvent) {
            self =
                switch event {
                case .settled: .settled
                case .removed: .removed
                case .writing, .lately: .writing
                case .subtree: .subtree
                case .overflow: .overflow
                case .control: .control
                case .degraded, .recovered, .polled: .watch
                }
        }
    }

    package init() {
        let registry = registry
        events = Self.counters("etlwatch_events_total", by: "kind", in: registry)
        snapshots = Self.counters("etlwatch_snapshots_total", by: "result", in: registry)
        overflows = Counter(label: "etlwatch_watch_overflows_total", factory: registry)
        rescans = Counter(label: "etlwatch_rescans_total", factory: registry)
        refreshFailures = Counter(
            label: "etlwatch_errors_total", dimensions: [("cause", "refresh")], factory: registry)
        ingesting = Timer(label: "etlwatch_ingest_duration_seconds", factory: registry)
        refreshing = Timer(label: "etlwatch_refresh_duration_seconds", factory: registry)
        publishing = Timer(label: "etlwatch_snapshot_duration_seconds", factory: registry)
        registry.set("etlwatch_ready", to: 0)
    }

    /// Counts events of the drop directories by their kind.
    package func count(_ event: WatchEvent) {
        events[Event(event)]?.increment()
        if event == .overflow { overflows.increment() }
    }

    package func countRescan() { rescans.increment() }

    package func countRefreshFailure() { refreshFailures.increment() }

    /// Counts what became of a batch of files.
    package func count(_ tally: IngestionTally, in duration: Duration) {
        if tally.total > 0 { ingesting.recordNanoseconds(duration.nanoseconds) }
        for (source, files) in tally.sources {
            for (result, count) in [("read", files.read), ("quarantined", files.quarantined)] {
                counter("etlwatch_files_read_total", source, ("result", result)).increment(by: count)
            }
            counter("etlwatch_read_bytes_total", source).increment(by: files.byteCount)
        }
        for (source, faults) in tally.recordFaults {
            let lost = faults.warnings.reduce(0) { $0 + ($1.isLoss ? $1.count : 0) }
            counter("etlwatch_records_lost_total", source).increment(by: lost)
        }
    }

    package func countRefresh(in duration: Duration) { refreshing.recordNanoseconds(duration.nanoseconds) }

    package func count(_ snapshot: Snapshot, in duration: Duration) {
        snapshots[snapshot]?.increment()
        publishing.recordNanoseconds(duration.nanoseconds)
    }

    /// Shows how the drop directories are watched.
    package func show(_ drops: [WatchReport.Drop]) {
        registry.clear("etlwatch_drops")
        for (state, drops) in Dictionary(grouping: drops, by: \.state) {
            registry.set("etlwatch_drops", state.rawValue, to: Double(drops.count))
        }
    }

    package func showReady() { registry.set("etlwatch_ready", to: 1) }

    /// A counter for each value of a label, so that each is shown before it first happens.
    private static func counters<Value: CaseIterable & RawRepresentable<String> & Hashable>(
        _ label: String, by name: String, in registry: MetricRegistry
    ) -> [Value: Counter] {
        Dictionary(
            uniqueKeysWithValues: Value.allCases.map { value in
                (value, Counter(label: label, dimensions: [(name, value.rawValue)], factory: registry))
            })
    }

    private func counter(_ label: String, _ source: Source, _ more: (String, String)...) -> Counter {
        Counter(label: label, dimensions: [("source", source.rawValue)] + more, factory: registry)
    }
}

extension Duration {
    fileprivate var nanoseconds: Int64 {
        components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
    }
}
