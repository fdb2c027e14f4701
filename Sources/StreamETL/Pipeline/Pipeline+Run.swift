import ETLFiles
package import ETLIngesting
package import ETLModel
package import ETLStore
import ETLTelemetry
package import ETLWatching
import Glibc
import Logging

extension Pipeline {
    /// Reconciles with what is on disk, then follows every change until the task is cancelled, and
    /// writes a last snapshot if one is due.
    public func run() async throws {
        try loadMatching()
        defer { notices.close() }
        let queue = ChangeQueue(settle: options.settle)
        let mappings = options.mappingPath.map { [$0] } ?? options.mappingCandidates
        let controls = (mappings + [options.overridesPath].compactMap(\.self)).map { path in
            SystemPath.normalized(Array(path.utf8))
        }
        let watcher = DropWatcher(roots: roots, filter: options.filter, controlFiles: controls)
        let armed = await watcher.arm()
        for event in armed { Self.announce(event, of: roots, on: notices, logger: logger) }
        // They may have changed before somebody watched them.
        queue.add([.control(0)])
        try await withThrowingDiscardingTaskGroup { [notices, logger, reloads, roots] group in
            group.addTask(executorPreference: ingestion.executor) {
                for await batch in watcher.events {
                    for event in batch { Self.announce(event, of: roots, on: notices, logger: logger) }
                    queue.add(batch)
                }
            }
            group.addTask {
                for await _ in reloads { queue.add([.control(0), .overflow]) }
            }
            let (checkpoints, checkpointRequests) = AsyncStream.makeStream(
                of: Void.self, bufferingPolicy: .bufferingNewest(1))
            group.addTask(executorPreference: ingestion.executor) { [store] in
                // One that fails is made up for by the next; what was written stays in the log till then.
                for await _ in checkpoints { try? store.checkpoint() }
            }
            defer { group.cancelAll() }
            try await follow(queue, watcher, checkpointRequests)
        }
        if try !store.dirtyCompanies().isEmpty || isOutputForeign { try publish(dirty: nil) }
        try? store.set(WatchReport?.none)
        logger.notice("Stopped")
    }

    /// - Throws: ``StoreError/corrupt(path:)``; all else is tried again until it works.
    private func follow(
        _ queue: ChangeQueue, _ watcher: DropWatcher, _ checkpoints: AsyncStream<Void>.Continuation
    ) async throws {
        var loop = RunLoop(nextReconcile: nextReconcile)
        while !Task.isCancelled {
            do {
                // What was remembered may have gone with the transaction that failed.
                if loop.failures > 0 { try reader.forgetKnownContents() }
                if !loop.hasStarted {
                    try await readWhatChangedMeanwhile(&loop, queue: queue, watcher: watcher)
                    loop.hasStarted = true
                }
                if !loop.isReady, loop.awaited.isEmpty {
                    try await becomeReady(&loop, watcher: watcher)
                }
                if store.wantsCheckpoint { checkpoints.yield() }
                try await step(&loop, queue: queue, watcher: watcher)
            } catch is CancellationError {
                break
            } catch {
                let error = store.interpreted(error)
                if case StoreError.corrupt = error { throw error }
                // The state is as before the failed transaction; everything is looked at again.
                loop.failures += 1
                logger.error("A refresh failed (\(loop.failures) in a row): \(error)")
                let pause = min(Duration.milliseconds(100) * (1 << min(loop.failures, 9)), .seconds(30))
                try? await Task.sleep(for: pause)
                if let work = loop.inHand.take() { queue.restore(work) } else { queue.add([.overflow]) }
            }
        }
    }

    /// Reads what changed while nobody watched, but for files that somebody may be writing to.
    private func readWhatChangedMeanwhile(
        _ loop: inout RunLoop, queue: ChangeQueue, watcher: DropWatcher
    ) async throws {
        let starts = options.drops.map { DropPath(drop: $0.index, path: .root) }
        let found = try await compare(
            at: starts, watcher: watcher, quietFor: options.settleAtStart ?? options.settle)
        queue.add(found.unsettled.map(WatchEvent.lately))
        loop.awaited = found.unsettled
        try await update(found.changes.subtracting(found.unsettled), &loop)
    }

    private func becomeReady(_ loop: inout RunLoop, watcher: DropWatcher) async throws {
        if loop.isStale { try publish(&loop) }
        try await note(&loop, watcher)
        loop.isReady = true
        reportReady()
        notices.post(.ready)
    }

    /// Where the loop is between two steps.
    struct RunLoop {
        /// Whether the drop directories were compared with what the store knew at the start.
        var hasStarted = false
        /// Files that were written to so lately at the start that they are waited for.
        var awaited: Set<DropPath> = []
        /// Whether all that was there at the start is read.
        var isReady = false
        var nextReconcile: ContinuousClock.Instant?
        var nextPoll: ContinuousClock.Instant = .now
        var nextOutputLook: ContinuousClock.Instant = .now
        var lastSnapshot: ContinuousClock.Instant?
        var snapshotDuration = Duration.zero
        var isStale = false
        /// Files that were read since contents were looked for that no file has any more.
        var readCount = 0
        var failures = 0
        /// What was taken from the queue and is not dealt with yet.
        var inHand: PendingChanges.Work?
        /// Files that were read while their writers had them open.
        var open: Set<DropPath> = []
        var report: WatchReport?
    }

    private func step(
        _ loop: inout RunLoop, queue: ChangeQueue, watcher: DropWatcher
    ) async throws {
        let outputRetry = isOutputDegraded ? loop.lastSnapshot.map { $0 + options.pollInterval } : nil
        if let outputRetry, outputRetry <= .now { loop.isStale = true }
        if loop.nextOutputLook <= .now {
            loop.nextOutputLook = .now + options.pollInterval
            if isOutputForeign { loop.isStale = true }
        }
        try publishIfDue(&loop, while: queue)
        try collectGarbageIfWorthwhile(&loop, while: queue)
        let due = [
            loop.isStale && loop.isReady ? snapshotDue(loop) : nil, outputRetry, loop.nextReconcile,
            try expiry(),
            await watcher.startsToScan.isEmpty ? nil : loop.nextPoll,
        ].compactMap(\.self).min()
        guard var work = await queue.next(until: min(due ?? loop.nextOutputLook, loop.nextOutputLook)) else {
            try Task.checkCancellation()
            if let due, due <= .now { try await passTime(&loop, queue: queue, watcher: watcher) }
            return
        }
        loop.inHand = work
        if !work.controls.isEmpty { try reloadMatching() }
        var starts = Array(work.subtrees)
        if work.rescan {
            starts = options.drops.map { DropPath(drop: $0.index, path: .root) }
            notices.post(.rescanned)
        }
        postponeRestless(&work, queue)
        var paths = work.paths
        if !starts.isEmpty {
            paths.formUnion(try await differences(at: Self.outermost(starts), watcher: watcher, queue))
        }
        try await update(paths, &loop)
        // A scan says again which files are written to; each is waited for no longer than any other.
        if work.rescan || !work.subtrees.isEmpty { loop.awaited = loop.awaited.filter(queue.isWaiting) }
        loop.awaited.subtract(paths)
        try publishIfDue(&loop, while: queue)
        try noteOpenFiles(work, &loop)
        try await note(&loop, watcher)
        try collectGarbageIfWorthwhile(&loop, while: queue)
        loop.inHand = nil
        loop.failures = 0
    }

    /// Leaves files for later that are written to, as their status says, under a name that tells nothing.
    private func postponeRestless(_ work: inout PendingChanges.Work, _ queue: ChangeQueue) {
        let quietSince = FileStatus.now(minus: options.settle)
        for (path, wait) in work.quieted {
            guard let status = try? roots.status(of: path), status.fingerprint.changed > quietSince,
                queue.postpone(path, wait)
            else { continue }
            work.paths.remove(path)
            work.open.remove(path)
        }
    }

    /// Keeps in mind which files are shown as they were while their writers had them open.
    private func noteOpenFiles(_ work: PendingChanges.Work, _ loop: inout RunLoop) throws {
        // The event that told of a closing may be among the lost ones.
        if work.rescan { loop.open = [] }
        loop.open.subtract(work.paths)
        for start in work.subtrees {
            loop.open = loop.open.filter { $0.drop != start.drop || !$0.path.isWithin(start.path) }
        }
        for path in work.open where try store.files(within: path)[path]?.contentID != nil {
            loop.open.insert(path)
            logger.info(
                "A file was read while it is still being written",
                metadata: ["file": "\(path.path.escaped)"])
        }
    }

    /// Leaves a note for whoever asks from another process.
    private func note(_ loop: inout RunLoop, _ watcher: DropWatcher) async throws {
        let report = WatchReport(process: getpid(), drops: await watcher.report, open: loop.open)
        guard report != loop.report else { return }
        try store.set(report)
        loop.report = report
    }

    /// Does what is due by the clock alone.
    private func passTime(
        _ loop: inout RunLoop, queue: ChangeQueue, watcher: DropWatcher
    ) async throws {
        let now = ContinuousClock.now
        var paths: Set<DropPath> = []
        if loop.nextReconcile.map({ $0 <= now }) ?? false {
            loop.nextReconcile = nextReconcile
            loop.nextPoll = now + options.pollInterval
            var starts: [DropPath] = []
            for drop in options.drops where await watcher.isPresent(drop: drop.index) {
                starts.append(DropPath(drop: drop.index, path: .root))
            }
            paths = try await differences(at: starts, watcher: watcher, queue)
            if loop.readCount > 0 { try collectGarbage(&loop) }
        } else if loop.nextPoll <= now {
            loop.nextPoll = now + options.pollInterval
            paths = try await differences(at: await watcher.startsToScan, watcher: watcher, queue)
        }
        try await update(paths, &loop)
    }

    /// - Parameter queue: Where files go that may still be written to.
    private func differences(
        at starts: [DropPath], watcher: DropWatcher, _ queue: ChangeQueue
    ) async throws -> Set<DropPath> {
        let found = try await compare(at: starts, watcher: watcher, quietFor: options.settle)
        queue.add(found.unsettled.map(WatchEvent.lately))
        return found.changes.subtracting(found.unsettled)
    }

    private func compare(
        at starts: [DropPath], watcher: DropWatcher, quietFor quiet: Duration
    ) async throws -> (changes: Set<DropPath>, unsettled: Set<DropPath>) {
        let store = store
        let start = ContinuousClock.now
        defer { timings.add("scan", .now - start) }
        var present: [DropPath] = []
        for start in starts {
            // A missing drop directory says nothing of its files: they stay until it is back.
            if start.path.isRoot, !(await watcher.isPresent(drop: start.drop)) { continue }
            present.append(start)
        }
        let (changes, difference) = try await watcher.compare(present, with: store, quietFor: quiet)
        report(difference)
        return (changes, difference.unsettled)
    }

    /// Each file that is read may leave a content behind that none has any more. They are looked for at each
    /// scan of all, and before it when they may be a quarter of what is stored: looking costs as much as that
    /// is.
    private func collectGarbageIfWorthwhile(_ loop: inout RunLoop, while queue: ChangeQueue) throws {
        let worthwhile = max(options.garbageReadCount, reader.knownContentCount / 4)
        // It can wait for a pause, but not for ever.
        let isBusy = loop.isStale || queue.hasDueWork
        if loop.readCount >= (isBusy ? worthwhile * 8 : worthwhile) { try collectGarbage(&loop) }
    }

    private func collectGarbage(_ loop: inout RunLoop) throws {
        try store.collectGarbage()
        try reader.forgetKnownContents()
        loop.readCount = 0
    }

    private func update(_ paths: Set<DropPath>, _ loop: inout RunLoop) async throws {
        let tally = try await ingest(paths.sorted())
        loop.readCount += tally.total
        let shared = reader.takeShared()
        if !shared.isEmpty {
            _ = try await ingest(try store.names(of: shared).sorted())
            _ = reader.takeShared()
        }
        try await refresh()
        if try !store.dirtyCompanies().isEmpty || isOutputForeign { loop.isStale = true }
    }

    private func snapshotDue(_ loop: RunLoop) -> ContinuousClock.Instant {
        loop.lastSnapshot.map { $0 + options.snapshotInterval } ?? .now
    }

    /// Writes a snapshot if the last one is old enough.
    ///
    /// While changes come faster than they are dealt with, a fifth of the time goes into snapshots at the
    /// most: the larger they are, the more would be out of date before anybody has read it.
    private func publishIfDue(_ loop: inout RunLoop, while queue: ChangeQueue) throws {
        guard loop.isStale, loop.isReady, snapshotDue(loop) <= .now else { return }
        if let last = loop.lastSnapshot, last + loop.snapshotDuration * 8 > .now, queue.hasDueWork { return }
        try publish(&loop)
    }

    private func publish(_ loop: inout RunLoop) throws {
        let start = ContinuousClock.now
        try publish(dirty: nil)
        loop.lastSnapshot = .now
        loop.snapshotDuration = .now - start
        loop.isStale = false
    }

    private func reloadMatching() throws {
        do {
            if try loadMatching() { try store.markStale() }
        } catch let error as PipelineError {
            // An editor may have moved it away for a moment: what was known stays.
            logger.error("\(error)")
        }
    }

    private var nextReconcile: ContinuousClock.Instant? {
        options.reconcileInterval.map { .now + $0 }
    }

    private func expiry() throws -> ContinuousClock.Instant? {
        guard options.asOf == nil, let expiry = try store.nextExpiry() else { return nil }
        return .now + .seconds(max(0, expiry - asOfNow))
    }

    private static func outermost(_ starts: [DropPath]) -> [DropPath] {
        var kept: [DropPath] = []
        for start in starts.sorted() {
            if let last = kept.last, last.drop == start.drop, start.path.isWithin(last.path) { continue }
            kept.append(start)
        }
        return kept
    }

    private static func announce(
        _ event: WatchEvent, of roots: DropRoots, on notices: NoticeBoard, logger: Logger
    ) {
        func name(_ drop: Int) -> String { roots.all.first { $0.index == drop }?.name ?? "\(drop)" }
        switch event {
        case .degraded(let drop, let fault):
            logger.warning("Drop directory \(name(drop)): \(fault)")
            notices.post(.degraded(drop: drop, fault))
        case .recovered(let drop):
            logger.info("Drop directory \(name(drop)) is watched")
            notices.post(.recovered(drop: drop))
        case .polled(let path):
            logger.warning(
                "A directory's file system does not tell of changes; it is scanned",
                metadata: ["directory": "\(path.path.escaped)"])
            notices.post(.polled(path))
        case .overflow:
            logger.warning("Events were lost; everything is looked at. Raise fs.inotify.max_queued_events")
        default: break
        }
    }
}

extension DropWatcher {
    /// Walks and watches `starts`, and compares what is there with what the store knows.
    ///
    /// - Parameter quiet: How long nothing may have happened to a file that counts as complete.
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
