package import ETLModel

/// Which paths must be looked at, and when. Bounded: too many paths become one rescan.
///
/// A path that was closed or renamed is due at once. One that is still written to is due when it has
/// been quiet for `settle`, but no later than `patience` after its first write, so that a busy file
/// does not starve.
package struct PendingChanges {
    /// What is due.
    package struct Work: Sendable {
        package var paths: Set<DropPath> = []
        /// Of the paths, files that somebody wrote to and has not closed yet.
        package var open: Set<DropPath> = []
        /// Of the paths, those of which nobody said that they are complete, if there is a file.
        package var quieted: [DropPath: Wait] = [:]
        package var subtrees: Set<DropPath> = []
        /// Everything must be looked at.
        package var rescan = false
        package var controls: Set<Int> = []
        /// What is watched, or how, changed.
        var watching = false

        package var isEmpty: Bool {
            paths.isEmpty && subtrees.isEmpty && !rescan && controls.isEmpty && !watching
        }
    }

    /// How a path is waited for that may still be written to.
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
            // What bears the name now may still be written to.
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

    /// Whether a path is waited for that may still be written to.
    package func isWaiting(_ path: DropPath) -> Bool { writing[path] != nil }

    /// When the next path is due; `nil` when none waits. A time that has passed means: now.
    package var nextDue: ContinuousClock.Instant? {
        ready.isEmpty ? writing.values.map(\.due).min() : .now
    }

    /// Takes what is due at `now`.
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

    /// Goes on waiting for a path that was due but is not quiet: what is written to a file under one of its
    /// names is not told of the others.
    ///
    /// - Returns: Whether there is still patience for it.
    package mutating func postpone(_ path: DropPath, _ wait: Wait, at now: ContinuousClock.Instant) -> Bool {
        guard now < wait.first + patience else { return false }
        // What happened meanwhile says more.
        guard writing[path] == nil, !ready.paths.contains(path) else { return true }
        var wait = wait
        wait.due = min(now + settle, wait.first + patience)
        writing[path] = wait
        return true
    }

    /// Puts back what was taken and could not be dealt with, and asks for a look at everything besides: what
    /// was found meanwhile may have gone with it. A file that was closed stays one that waits for nothing.
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
