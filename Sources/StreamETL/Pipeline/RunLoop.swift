import ETLFiles
import ETLModel
import ETLWatching

/// What a daemon keeps in mind between two steps.
struct RunLoop {
    var schedule: Schedule<ContinuousClock.Instant>
    /// Whether the drop directories were compared with what the store knew at the start.
    var hasStarted = false
    /// Files that were written to so lately at the start that they are waited for.
    var awaited: Set<DropPath> = []
    /// Steps in a row that failed.
    var failures = 0
    /// What was taken from the queue and is not dealt with yet.
    var inHand: PendingChanges.Work?
    /// Files that were read while their writers had them open.
    var open: Set<DropPath> = []
    /// The note that was left last for other processes.
    var report: WatchReport?

    init(_ options: PipelineOptions) {
        schedule = Schedule(
            .init(
                snapshot: options.snapshotInterval, poll: options.pollInterval,
                reconcile: options.reconcileInterval, garbageReadCount: options.garbageReadCount),
            at: .now)
    }
}
