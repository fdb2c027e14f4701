import ETLFiles
import ETLModel
import ETLWatching

/// The state of a daemon between two steps.
struct RunLoop {
    var schedule: Schedule<ContinuousClock.Instant>
    /// Whether the drop directories were compared with the store at the start.
    var hasStarted = false
    /// Files that were written to just before the start; their writers may not be done.
    var awaited: Set<DropPath> = []
    /// Steps in a row that failed.
    var failures = 0
    /// Changes that were taken from the queue and are not stored yet.
    var inHand: PendingChanges.Work?
    /// Files that were read while their writers had them open.
    var open: Set<DropPath> = []
    /// The last note for other processes.
    var report: WatchReport?

    init(_ options: PipelineOptions) {
        schedule = Schedule(
            .init(
                snapshot: options.snapshotInterval, poll: options.pollInterval,
                reconcile: options.reconcileInterval, garbageReadCount: options.garbageReadCount),
            at: .now)
    }
}
