import ETLFiles
import ETLIngesting
import ETLMetrics
import ETLModel
import ETLStore
import ETLTelemetry
import ETLWatching
import Glibc
import Logging

extension Pipeline {
    /// Compares the store with the disk, then follows every change until the task is cancelled, and writes a last
    /// snapshot if one is due.
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
        // They may have changed before they were watched.
        queue.add([.control(0)])
        try await withThrowingDiscardingTaskGroup { [notices, logger, metrics, reloads, roots] group in
            group.addTask(executorPreference: ingestion.executor) {
                for await batch in watcher.events {
                    for event in batch {
                        metrics.count(event)
                        Self.announce(event, of: roots, on: notices, logger: logger)
                    }
                    queue.add(batch)
                }
            }
            group.addTask {
                for await _ in reloads { queue.add([.control(0), .overflow]) }
            }
            let (checkpoints, checkpointRequests) = AsyncStream.makeStream(
                of: Void.self, bufferingPolicy: .bufferingNewest(1))
            group.addTask(executorPreference: ingestion.executor) { [store] in
                // The next one makes up for a failed one. Until then the pages stay in the log.
                for await _ in checkpoints { try? store.checkpoint() }
            }
            if let file = options.metricsPath.map(MetricFile.init) {
                group.addTask(executorPreference: ingestion.executor) {
                    await file.keepWriting(metrics.registry, logger)
                }
            }
            defer { group.cancelAll() }
            try await follow(queue, watcher, checkpointRequests)
        }
        if try !store.dirtyCompanies().isEmpty || isOutputForeign { try publish(dirty: nil) }
        try? store.set(WatchReport?.none)
        if let path = options.metricsPath { try? MetricFile(path: path).write(metrics.registry) }
        logger.notice("Stopped")
    }

    /// - Throws: ``StoreError/corrupt(path:)``; all else is tried again until it works.
    private func follow(
        _ queue: ChangeQueue, _ watcher: DropWatcher, _ checkpoints: AsyncStream<Void>.Continuation
    ) async throws {
        var loop = RunLoop(options)
        while !Task.isCancelled {
            do {
                // Contents that were noted as known may be lost with the failed transaction.
                if loop.failures > 0 { try reader.forgetKnownContents() }
                if !loop.hasStarted {
                    try await readWhatChangedMeanwhile(&loop, queue: queue, watcher: watcher)
                    loop.hasStarted = true
                }
                if !loop.schedule.isReady, loop.awaited.isEmpty {
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
                metrics.countRefreshFailure()
                logger.error("A refresh failed (\(loop.failures) in a row): \(error)")
                let pause = min(Duration.milliseconds(100) * (1 << min(loop.failures, 9)), .seconds(30))
                try? await Task.sleep(for: pause)
                if let work = loop.inHand.take() { queue.restore(work) } else { queue.add([.overflow]) }
            }
        }
    }

    /// Reads the changes of the time without a daemon, except for files that may still be written to.
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
        if loop.schedule.isStale { try publish(&loop) }
        try await note(&loop, watcher)
        loop.schedule.isReady = true
        metrics.showReady()
        reportReady()
        notices.post(.ready)
    }

    private func step(
        _ loop: inout RunLoop, queue: ChangeQueue, watcher: DropWatcher
    ) async throws {
        try doWhatIsDue(&loop, queue)
        let end = loop.schedule.end(try await facts(queue, watcher))
        guard var work = await queue.next(until: end) else {
            try Task.checkCancellation()
            let facts = try await facts(queue, watcher)
            if let scan = loop.schedule.scan(facts) { try await passTime(scan, &loop, queue, watcher) }
            return
        }
        loop.inHand = work
        if !work.controls.isEmpty { try reloadMatching() }
        var starts = Array(work.subtrees)
        if work.rescan {
            starts = options.drops.map { DropPath(drop: $0.index, path: .root) }
            notices.post(.rescanned)
            metrics.countRescan()
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
        try doWhatIsDue(&loop, queue)
        try noteOpenFiles(work, &loop)
        try await note(&loop, watcher)
        loop.inHand = nil
        loop.failures = 0
    }

    /// Keeps in mind which files are shown as they were while their writers had them open.
    private func noteOpenFiles(_ work: PendingChanges.Work, _ loop: inout RunLoop) throws {
        // The event of a closing may be among the lost ones.
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

    /// Leaves a note for other processes, such as `status`.
    private func note(_ loop: inout RunLoop, _ watcher: DropWatcher) async throws {
        let report = WatchReport(process: getpid(), drops: await watcher.report, open: loop.open)
        guard report != loop.report else { return }
        metrics.show(report.drops)
        try store.set(report)
        loop.report = report
    }

    /// Publishes and cleans up as far as the schedule asks for it now.
    private func doWhatIsDue(_ loop: inout RunLoop, _ queue: ChangeQueue) throws {
        while true {
            switch loop.schedule.next(facts(queue)) {
            case .lookAtOutput:
                loop.schedule.noteOutputLook(at: .now)
                if isOutputForeign { loop.schedule.noteStale() }
            case .publish: try publish(&loop)
            case .collectGarbage: try collectGarbage(&loop)
            case .wait: return
            }
        }
    }

    private func facts(
        _ queue: ChangeQueue, _ watcher: DropWatcher
    ) async throws -> Schedule<ContinuousClock.Instant>.Facts {
        var facts = facts(queue)
        facts.expiry = try expiry()
        facts.hasPolledDirectories = await !watcher.startsToScan.isEmpty
        return facts
    }

    private func facts(_ queue: ChangeQueue) -> Schedule<ContinuousClock.Instant>.Facts {
        Schedule.Facts(
            now: .now, hasDueWork: queue.hasDueWork, isOutputDegraded: isOutputDegraded,
            contentCount: reader.knownContentCount)
    }

    /// Does the work that the clock alone asks for.
    private func passTime(
        _ scan: Schedule<ContinuousClock.Instant>.Scan, _ loop: inout RunLoop, _ queue: ChangeQueue,
        _ watcher: DropWatcher
    ) async throws {
        var paths: Set<DropPath> = []
        switch scan {
        case .everything:
            var starts: [DropPath] = []
            for drop in options.drops where await watcher.isPresent(drop: drop.index) {
                starts.append(DropPath(drop: drop.index, path: .root))
            }
            paths = try await differences(at: starts, watcher: watcher, queue)
            if loop.schedule.readCount > 0 { try collectGarbage(&loop) }
        case .polled:
            paths = try await differences(at: await watcher.startsToScan, watcher: watcher, queue)
        case .nothing: break
        }
        try await update(paths, &loop)
    }

    private func collectGarbage(_ loop: inout RunLoop) throws {
        try store.collectGarbage()
        try reader.forgetKnownContents()
        loop.schedule.noteCollected()
    }

    private func update(_ paths: Set<DropPath>, _ loop: inout RunLoop) async throws {
        let start = ContinuousClock.now
        let tally = try await ingest(paths.sorted())
        loop.schedule.noteRead(count: tally.total)
        let shared = reader.takeShared()
        if !shared.isEmpty {
            _ = try await ingest(try store.names(of: shared).sorted())
            _ = reader.takeShared()
        }
        try await refresh()
        if !paths.isEmpty { metrics.countRefresh(in: .now - start) }
        if try !store.dirtyCompanies().isEmpty || isOutputForeign { loop.schedule.noteStale() }
    }

    private func publish(_ loop: inout RunLoop) throws {
        let start = ContinuousClock.now
        try publish(dirty: nil)
        loop.schedule.notePublished(from: start, to: .now)
    }

    private func reloadMatching() throws {
        do {
            if try loadMatching() { try store.markStale() }
        } catch let error as PipelineError {
            // An editor may have moved it away for a moment: the earlier one stays.
            logger.error("\(error)")
        }
    }

    private func expiry() throws -> ContinuousClock.Instant? {
        guard options.asOf == nil, let expiry = try store.nextExpiry() else { return nil }
        return .now + .seconds(max(0, expiry - asOfNow))
    }
}
