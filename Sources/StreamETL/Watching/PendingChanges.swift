package import ETLModel

/// Which paths must be compared, and when. Bounded: too many paths become one rescan.
///
/// A path that was closed or renamed is due at once. A path that is still written to is due when it was quiet for
/// `settle`, but no later than `patience` after its first write, so that a busy file does not starve:
///
///     settle 200 ms, patience 10 s
///     write at 0.0 s, 0.1 s, close at 0.15 s    due at 0.15 s
///     write at 0.0 s, 0.1 s, then nothing       due at 0.3 s
///     write every 0.1 s, for an hour            due at 10 s, and again 10 s after the next write
package struct PendingChanges {
    /// The changes that are due.
    package struct Work: Sendable {
        package var paths: Set<DropPath> = []
        /// The paths among them whose writers have not closed them yet.
        package var open: Set<DropPath> = []
        /// The paths among them that were not closed or renamed, so a file there may be incomplete.
        package var quieted: [DropPath: Wait] = [:]
        package var subtrees: Set<DropPath> = []
        /// Everything must be looked at.
        package var rescan = false
        package var controls: Set<Int> = []
        /// Something about the watching changed.
        var watching = false

        package var isEmpty: Bool {
            paths.isEmpty && subtrees.isEmpty && !rescan && controls.isEmpty && !watching
        }
    }

    /// The wait for a path that may still be written to.
    package struct Wait: Sendable {
        package var first: ContinuousClock.Instant
        package var due: ContinuousClock.Instant
        package var isOpen: Bool
    }

    package let settle: Duration
    package let patience: Duration
    package let capacity: Int
    private var ready = Work()
    private var writing: [DropPath: Wait] = [:]

    package init(settle: Duration, patience: Duration = .seconds(10), capacity: Int = 65_536) {
        self.settle = settle
        self.patience = max(patience, settle)
        self.capacity = capacity
    }

    package mutating func add(_ event: WatchEvent, at now: ContinuousClock.Instant) {
        switch event {
        case .settled(let path):
            writing[path] = nil
            ready.quieted[path] = nil
            ready.paths.insert(path)
        case .removed(let path):
            // The file of that name now may still be written to.
            ready.paths.insert(path)
            ready.quieted[path] = writing[path] ?? Wait(first: now, due: now, isOpen: false)
            writing[path] = nil
        case .writing(let path), .lately(let path):
            let known = writing[path]
            let first = known?.first ?? now
            let isOpen = if case .writing = event { true } else { known?.isOpen ?? false }
            writing[path] = Wait(first: first, due: min(now + settle, first + patience), isOpen: isOpen)
        case .subtree(let path): ready.subtrees.insert(path)
        case .overflow: ready.rescan = true
        case .control(let index): ready.controls.insert(index)
        case .degraded, .recovered, .polled: ready.watching = true
        }
        if ready.paths.count + ready.subtrees.count + writing.count > capacity { collapse() }
    }

    /// Whether a path waits because it may still be written to.
    package func isWaiting(_ path: DropPath) -> Bool { writing[path] != nil }

    /// When the next path is due; `nil` when none waits. A time that has passed means: now.
    package var nextDue: ContinuousClock.Instant? {
        ready.isEmpty ? writing.values.map(\.due).min() : .now
    }

    /// Takes the changes that are due at `now`.
    package mutating func take(at now: ContinuousClock.Instant) -> Work {
        for (path, state) in writing where state.due <= now {
            ready.paths.insert(path)
            if state.isOpen { ready.open.insert(path) }
            ready.quieted[path] = state
            writing[path] = nil
        }
        defer { ready = Work() }
        return ready
    }

    /// Goes on waiting for a path that was due but is not quiet. A write under one of a file's names is not reported
    /// for its other names.
    ///
    /// - Returns: Whether there is still patience for it.
    package mutating func postpone(_ path: DropPath, _ wait: Wait, at now: ContinuousClock.Instant) -> Bool {
        guard now < wait.first + patience else { return false }
        // A newer event of the path counts more.
        guard writing[path] == nil, !ready.paths.contains(path) else { return true }
        var wait = wait
        wait.due = min(now + settle, wait.first + patience)
        writing[path] = wait
        return true
    }

    /// Puts work back that failed, and asks for a rescan too, since findings of the meantime may be lost with it. A
    /// closed file still waits for nothing.
    package mutating func restore(_ work: Work) {
        for path in work.paths where writing[path] == nil {
            if ready.paths.insert(path).inserted { ready.quieted[path] = work.quieted[path] }
            if work.open.contains(path) { ready.open.insert(path) }
        }
        ready.subtrees.formUnion(work.subtrees)
        ready.controls.formUnion(work.controls)
        ready.watching = ready.watching || work.watching
        ready.rescan = true
        if ready.paths.count + ready.subtrees.count + writing.count > capacity { collapse() }
    }

    private mutating func collapse() {
        ready = Work(rescan: true, controls: ready.controls, watching: ready.watching)
        writing = [:]
    }
}
