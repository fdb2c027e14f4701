import ETLFiles
package import ETLIngesting
package import ETLModel
package import ETLStore
import ETLTelemetry
package import ETLWatching

/// The files that differ from the store, and those among them that are waited for.
extension Pipeline {
    /// - Parameter queue: Where files go that may still be written to.
    func differences(
        at starts: [DropPath], watcher: DropWatcher, _ queue: ChangeQueue
    ) async throws -> Set<DropPath> {
        let found = try await compare(at: starts, watcher: watcher, quietFor: options.settle)
        queue.add(found.unsettled.map(WatchEvent.lately))
        return found.changes.subtracting(found.unsettled)
    }

    func compare(
        at starts: [DropPath], watcher: DropWatcher, quietFor quiet: Duration
    ) async throws -> (changes: Set<DropPath>, unsettled: Set<DropPath>) {
        let store = store
        let start = ContinuousClock.now
        defer { timings.add("scan", .now - start) }
        var present: [DropPath] = []
        for start in starts {
            // The files of a missing drop directory stay until it is back.
            if start.path.isRoot, !(await watcher.isPresent(drop: start.drop)) { continue }
            present.append(start)
        }
        let (changes, difference) = try await watcher.compare(present, with: store, quietFor: quiet)
        report(difference)
        return (changes, difference.unsettled)
    }

    /// Postpones files that are written to, by their status, under a name whose events are not reported.
    func postponeRestless(_ work: inout PendingChanges.Work, _ queue: ChangeQueue) {
        let quietSince = FileStatus.now(minus: options.settle)
        for (path, wait) in work.quieted {
            guard let status = try? roots.status(of: path), status.fingerprint.changed > quietSince,
                queue.postpone(path, wait)
            else { continue }
            work.paths.remove(path)
            work.open.remove(path)
        }
    }

    static func outermost(_ starts: [DropPath]) -> [DropPath] {
        var kept: [DropPath] = []
        for start in starts.sorted() {
            if let last = kept.last, last.drop == start.drop, start.path.isWithin(last.path) { continue }
            kept.append(start)
        }
        return kept
    }
}

extension DropWatcher {
    /// Walks and watches `starts`, and compares their files with the store.
    ///
    /// - Parameter quiet: How long a file must have been unchanged to count as complete.
    package func compare(
        _ starts: [DropPath], with store: Store, quietFor quiet: Duration
    ) throws -> (changes: Set<DropPath>, found: Reconciliation) {
        var reconciliation = try Reconciliation(
            of: starts, in: store, roots: scanner.roots,
            settledBefore: quiet > .zero ? FileStatus.now(minus: quiet) : .max)
        let changes = try reconciliation.changes { try scan($0, visit: $1) }
        return (changes, reconciliation)
    }
}
