import Dispatch
import ETLModel
import ETLWatching
import Synchronization

/// The queue of changes between the watcher and the pipeline.
///
/// The watcher never waits here, so the kernel's queue is emptied while files are read and snapshots written.
/// ``PendingChanges`` bounds the changes that are collected meanwhile.
final class ChangeQueue: Sendable {
    private struct State {
        var pending: PendingChanges
        var waiter: CheckedContinuation<Void, Never>?
        var isSignalled = false
    }

    private let state: Mutex<State>
    // Dispatch sources may be used from any thread; the protocol just does not say so.
    nonisolated(unsafe) private let timer: any DispatchSourceTimer

    init(settle: Duration) {
        state = Mutex(State(pending: PendingChanges(settle: settle)))
        timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "etl-watch.due"))
        timer.setEventHandler { [weak self] in self?.signal() }
        timer.activate()
    }

    deinit { timer.cancel() }

    func add(_ events: [WatchEvent]) {
        state.withLock { state in
            for event in events { state.pending.add(event, at: .now) }
        }
        signal()
    }

    /// See ``PendingChanges/restore(_:)``.
    func restore(_ work: PendingChanges.Work) {
        state.withLock { $0.pending.restore(work) }
        signal()
    }

    /// See ``PendingChanges/postpone(_:_:at:)``.
    func postpone(_ path: DropPath, _ wait: PendingChanges.Wait) -> Bool {
        state.withLock { $0.pending.postpone(path, wait, at: .now) }
    }

    /// Waits until `deadline` for changes that are due. `nil` if there are none by then, or if the task is cancelled.
    func next(until deadline: ContinuousClock.Instant?) async -> PendingChanges.Work? {
        while !Task.isCancelled {
            let now = ContinuousClock.now
            let (work, due) = state.withLock { state in
                state.isSignalled = false
                return (state.pending.take(at: now), state.pending.nextDue)
            }
            if !work.isEmpty { return work }
            if let deadline, deadline <= now { return nil }
            if let wake = [due, deadline].compactMap(\.self).min() {
                let pause = (wake - now).components
                let nanoseconds = pause.seconds * 1_000_000_000 + pause.attoseconds / 1_000_000_000
                timer.schedule(
                    deadline: .now() + .nanoseconds(Int(max(0, nanoseconds))), leeway: .milliseconds(1))
            } else {
                timer.schedule(deadline: .distantFuture)
            }
            await wait()
        }
        return nil
    }

    func isWaiting(_ path: DropPath) -> Bool { state.withLock { $0.pending.isWaiting(path) } }

    /// Whether there is something that ``next(until:)`` would not wait for.
    var hasDueWork: Bool {
        state.withLock { $0.pending.nextDue.map { $0 <= .now } ?? false }
    }

    /// Ends the present wait, or the next one.
    func signal() {
        let waiter = state.withLock { state in
            state.isSignalled = true
            return state.waiter.take()
        }
        waiter?.resume()
    }

    private func wait() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isSignalled = state.withLock { state in
                    if !state.isSignalled { state.waiter = continuation }
                    return state.isSignalled
                }
                if isSignalled { continuation.resume() }
            }
        } onCancel: {
            signal()
        }
    }
}
