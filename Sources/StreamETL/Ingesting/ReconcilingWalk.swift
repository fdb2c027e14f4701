import ETLFiles
package import ETLModel
package import ETLStore
package import ETLWatching
import Synchronization

/// Finds files while others are read: a worker that finds no waiting path lists the next directory.
///
/// Memory holds the names of one directory, so many directories cost no more than few.
package final class ReconcilingWalk: JobSource {
    private struct State {
        var reconciliation: Reconciliation
        var nextStart = 0
        var walk: DropWalk?
        var directory = DropPath(drop: 0, path: .root)
        var names = NameList()
        var gone: ArraySlice<DropPath> = []
        var duration = Duration.zero
    }

    private let starts: [DropPath]
    private let scanner: DropScanner
    private let state: Mutex<State>

    package init(over starts: [DropPath], in store: Store, scanner: DropScanner) throws {
        self.starts = starts
        self.scanner = scanner
        state = Mutex(State(reconciliation: try Reconciliation(of: starts, in: store, roots: scanner.roots)))
    }

    /// The findings so far.
    package var reconciliation: Reconciliation { state.withLock { $0.reconciliation } }

    /// Time that walking took.
    package var duration: Duration { state.withLock { $0.duration } }

    /// How much of the walk is done, from 0 to 1; see ``DropWalk/share``.
    package var share: Double {
        state.withLock { state in
            guard state.walk != nil || state.nextStart > 0 else { return 0 }
            let done = Double(state.nextStart - (state.walk == nil ? 0 : 1))
            return (done + (state.walk?.share ?? 0)) / Double(max(1, starts.count))
        }
    }

    /// A path that is new, different or gone.
    package func next() throws -> DropPath? {
        try state.withLock { state in
            while true {
                if let name = state.names.takeFirst() {
                    return DropPath(
                        drop: state.directory.drop, path: state.directory.path.appending(name))
                }
                if let path = state.gone.popFirst() { return path }
                let start = ContinuousClock.now
                defer { state.duration += .now - start }
                guard try advance(&state) else { return nil }
            }
        }
    }

    /// - Returns: Whether there was anything to do.
    private func advance(_ state: inout State) throws -> Bool {
        state.names = NameList()
        guard var walk = state.walk.take() else {
            guard state.nextStart < starts.count else { return false }
            let start = starts[state.nextStart]
            state.reconciliation.begin(at: state.nextStart)
            state.nextStart += 1
            state.walk = try DropWalk(scanner, from: start) { note($0, $1, in: &state) }
            return true
        }
        if try walk.listNext(visit: { note($0, $1, in: &state) }) {
            state.names.sort()
            state.walk = walk
        } else {
            state.gone = state.reconciliation.end(walk.findings)[...]
        }
        return true
    }

    private func note(_ path: DropPath, _ status: FileStatus, in state: inout State) {
        guard state.reconciliation.differs(path, status) else { return }
        state.directory = DropPath(drop: path.drop, path: path.path.parent)
        state.names.append(path.path.name)
    }
}
