/// Decides what the daemon does next: facts go in, the next step comes out.
///
/// A plain value: it asks neither clock, disk nor store, so that its tests move the time themselves.
///
///     schedule.next(Schedule.Facts(now: now, hasDueWork: false))   // .publish
///     schedule.notePublished(from: start, to: end)
///     schedule.next(Schedule.Facts(now: end, hasDueWork: false))   // .wait
///     schedule.end(Schedule.Facts(now: end, expiry: …))            // when waiting ends
struct Schedule<Instant: InstantProtocol> where Instant.Duration == Duration {
    /// The intervals of repeated work.
    struct Intervals: Sendable {
        /// Between snapshots, at least.
        var snapshot: Duration
        /// Between scans of directories that do not report changes, and between looks at the output.
        var poll: Duration
        /// Between scans of everything; `nil`: there are none.
        var reconcile: Duration?
        /// After at least this many files were read, contents without a file are looked for.
        var garbageReadCount: Int
    }

    /// The facts that the schedule does not know by itself.
    struct Facts {
        var now: Instant
        /// Whether changes are due now.
        var hasDueWork = false
        /// Whether snapshots go beside the database, since the output cannot be written.
        var isOutputDegraded = false
        /// Contents that the store knows.
        var contentCount = 0
        /// Whether there are directories whose changes only a scan finds; it takes part in waiting only.
        var hasPolledDirectories = false
        /// When the first item stops holding; it takes part in waiting only.
        var expiry: Instant?
    }

    enum Step: Equatable {
        /// Checks that the output is still the file that was written.
        case lookAtOutput
        case publish
        case collectGarbage
        /// For changes, until ``Schedule/end(_:)``.
        case wait
    }

    /// A scan that the clock asks for.
    enum Scan: Equatable {
        case everything
        /// Directories that do not tell of changes.
        case polled
        /// Only items stop holding.
        case nothing
    }

    private let intervals: Intervals
    /// Whether the snapshot does not show the state.
    private(set) var isStale = false
    /// Whether all that was there at the start is read.
    var isReady = false
    /// Files that were read since garbage was collected.
    private(set) var readCount = 0
    private var lastSnapshot: (end: Instant, duration: Duration)?
    private var nextReconcile: Instant?
    private var nextPoll: Instant
    private var nextOutputLook: Instant

    init(_ intervals: Intervals, at now: Instant) {
        self.intervals = intervals
        nextReconcile = intervals.reconcile.map { now.advanced(by: $0) }
        nextPoll = now
        nextOutputLook = now
    }

    mutating func noteStale() { isStale = true }

    mutating func noteRead(count: Int) { readCount += count }

    mutating func noteCollected() { readCount = 0 }

    mutating func noteOutputLook(at now: Instant) { nextOutputLook = now.advanced(by: intervals.poll) }

    mutating func notePublished(from start: Instant, to end: Instant) {
        lastSnapshot = (end, start.duration(to: end))
        isStale = false
    }

    /// The step to do now. Ask again after each step, until it is ``Step/wait``.
    mutating func next(_ facts: Facts) -> Step {
        if let retry = outputRetry(facts), retry <= facts.now { isStale = true }
        if nextOutputLook <= facts.now { return .lookAtOutput }
        if publishes(facts) { return .publish }
        if collectsGarbage(facts) { return .collectGarbage }
        return .wait
    }

    /// Until when changes are waited for.
    func end(_ facts: Facts) -> Instant { min(due(facts) ?? nextOutputLook, nextOutputLook) }

    /// The scan to do if no change came until ``end(_:)``; `nil` if nothing but the output is due.
    mutating func scan(_ facts: Facts) -> Scan? {
        guard let due = due(facts), due <= facts.now else { return nil }
        if let reconcile = nextReconcile, reconcile <= facts.now {
            nextReconcile = intervals.reconcile.map { facts.now.advanced(by: $0) }
            nextPoll = facts.now.advanced(by: intervals.poll)
            return .everything
        }
        guard nextPoll <= facts.now else { return .nothing }
        nextPoll = facts.now.advanced(by: intervals.poll)
        return .polled
    }

    private func due(_ facts: Facts) -> Instant? {
        [
            isStale && isReady ? snapshotDue(facts) : nil, outputRetry(facts), nextReconcile, facts.expiry,
            facts.hasPolledDirectories ? nextPoll : nil,
        ].compactMap(\.self).min()
    }

    private func snapshotDue(_ facts: Facts) -> Instant {
        lastSnapshot.map { $0.end.advanced(by: intervals.snapshot) } ?? facts.now
    }

    /// An output that cannot be written is tried again, whether something changed or not.
    private func outputRetry(_ facts: Facts) -> Instant? {
        facts.isOutputDegraded ? lastSnapshot.map { $0.end.advanced(by: intervals.poll) } : nil
    }

    /// While changes come faster than they are read, at most a ninth of the time goes into snapshots: a large one would
    /// be out of date before it is read. After a snapshot that took 50 ms, the next one waits 400 ms.
    private func publishes(_ facts: Facts) -> Bool {
        guard isStale, isReady, snapshotDue(facts) <= facts.now else { return false }
        guard let lastSnapshot, facts.hasDueWork else { return true }
        return lastSnapshot.end.advanced(by: lastSnapshot.duration * 8) <= facts.now
    }

    /// Each file that is read may leave a content without a file. Looking for such contents costs time in proportion to
    /// the store, so it is done when they may be a quarter of it. It can wait for a pause, but not for ever.
    private func collectsGarbage(_ facts: Facts) -> Bool {
        let worthwhile = max(intervals.garbageReadCount, facts.contentCount / 4)
        return readCount >= (isStale || facts.hasDueWork ? worthwhile * 8 : worthwhile)
    }
}

extension Schedule.Facts: Sendable where Instant: Sendable {}
