import ETLAssembling
package import ETLFiles
package import ETLIngesting
import ETLMatching
package import ETLMetrics
package import ETLModel
import ETLSnapshot
public import ETLStore
package import ETLTelemetry
import ETLWatching
import Glibc
public import Logging

/// Files in, one unified JSON out: reads the drop directories and keeps the store and the snapshot up to date.
///
/// One actor owns the state's writing side. ``backfill(progress:)`` does everything once;
/// ``run()`` goes on until its task is cancelled. Both end in the same bytes for the same files.
public actor Pipeline {
    public nonisolated let options: PipelineOptions
    public nonisolated let store: Store

    nonisolated let notices = NoticeBoard()
    /// What this pipeline counted since it was made.
    package nonisolated let metrics = PipelineMetrics()
    package let logger: Logger
    package let roots: DropRoots
    /// Changes of drop directories since the last start.
    package let dropChanges: [DropChange]
    package let assemblers: [Source: any Assembler]
    package let reader: ContentReader
    let ingestion: FileIngestion
    package var matching: CompanyMatching
    package var timings = StageTimings()
    /// Directories and links whose trouble the log has.
    private var reported: Set<DropPath> = []
    private var publisher: SnapshotPublisher
    /// The owners of CRM records as of the last snapshot.
    private var owners: [String]?
    /// Follows from them.
    private var sides = PersonSides()
    /// The snapshot that was put in place last, by this or an earlier process.
    private var output: SnapshotMark?
    private let started = ContinuousClock.now
    package nonisolated let reloads: AsyncStream<Void>
    private nonisolated let reloadRequests: AsyncStream<Void>.Continuation
    private nonisolated let executor = SerialExecutorQueue(label: "etl-watch.pipeline")

    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// Opens the store and makes the state follow changed settings.
    ///
    /// - Throws: ``StoreError``, ``PipelineError``, or the database's own error.
    public init(_ options: PipelineOptions, logger: Logger = Logger(label: "etl-watch")) throws {
        self.logger = logger
        for (index, drop) in options.drops.enumerated()
        where options.drops[..<index].contains(where: { $0.name == drop.name }) {
            throw PipelineError.equalDropNames(drop.name)
        }
        (reloads, reloadRequests) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        let access = try options.outputAccess()
        // First: the database may lie in the same directory. Where the output cannot be, the snapshot goes beside
        // the database.
        try? OutputDirectory.prepare(for: options.outputPath, access: access)
        do {
            try OutputDirectory.prepare(for: options.databasePath)
        } catch {
            throw PipelineError.directoryUnwritable(path: options.databasePath, errno: error.errno)
        }
        store = try Store(path: options.databasePath, rebuilds: options.rebuilds)
        if options.rebuilds {
            logger.notice(
                "The database is made anew; the old one is beside it",
                metadata: ["file": "\(options.databasePath).set-aside"])
        }
        assemblers = options.catalog.assemblerOfSource
        do {
            let adoption = try store.adopt(
                options.drops, retention: options.retention, forgetting: options.forgottenDrops,
                assemblers: assemblers)
            dropChanges = adoption.changes
            var own = options
            own.drops = adoption.roots
            self.options = own
            roots = DropRoots(adoption.roots)
            try store.adopt(StateInputs(options))
            reader = try ContentReader(
                roots: roots, catalog: options.catalog, limits: options.limits, store: store)
            output = try store.output().map(SnapshotMark.init(text:))
        } catch {
            throw store.interpreted(error)
        }
        ingestion = FileIngestion(
            reader: reader, store: store, assemblers: assemblers, maxWorkers: options.maxWorkers,
            budget: MemoryBudget(
                limit: options.memoryLimit ?? ControlGroupMemory.limit(),
                whole: .init(fileCount: options.batchSize, byteCount: FileIngestion.batchByteCount)),
            executor: WorkerExecutor(), retention: options.retention)
        matching = CompanyMatching(options)
        publisher = SnapshotPublisher(
            target: options.outputPath, databasePath: options.databasePath,
            compresses: options.compressesOutput, archive: options.archive, access: access)
        let gauges = StateGauges(of: store, outputPath: options.outputPath)
        metrics.registry.collect { gauges.fill($0) }
        reportDrops()
        if !access.isAllowed {
            logger.warning(
                "output_group: the process may not give files to that group, and the output keeps its own")
        }
    }

    /// Snapshots as they get in place; a slow reader sees only the newest.
    public nonisolated var snapshots: AsyncStream<SnapshotNotice> { notices.snapshots() }

    /// What the pipeline does, event by event. A slow reader misses the oldest events.
    public nonisolated var events: AsyncStream<PipelineEvent> { notices.events() }

    /// Makes a running pipeline read the mapping and people's decisions again and look at everything.
    public nonisolated func reload() { reloadRequests.yield() }

    /// Returns when the pipeline has come to a point between two steps: it is alive.
    public func answer() {}

    /// Reads everything present, writes the snapshot and returns.
    ///
    /// - Throws: ``PipelineError/dropMissing(path:)`` before anything is changed.
    public func backfill(
        progress: @escaping @Sendable (BackfillProgress) -> Void = { _ in }
    ) async throws -> BackfillSummary {
        for root in options.drops where (try? FileStatus.following(root.path))?.kind != .directory {
            throw PipelineError.dropMissing(path: String(decoding: root.path, as: UTF8.self))
        }
        do {
            return try await readEverything(progress)
        } catch {
            throw store.interpreted(error)
        }
    }

    private func readEverything(
        _ progress: @escaping @Sendable (BackfillProgress) -> Void
    ) async throws -> BackfillSummary {
        try loadMatching()
        let starts = options.drops.map { DropPath(drop: $0.index, path: .root) }
        let scanner = DropScanner(roots: roots, filter: options.filter)
        let walk = try ReconcilingWalk(over: starts, in: store, scanner: scanner)
        let tally = try await ingest {
            try await ingestion.ingest(from: walk) { tally in
                progress(BackfillProgress(fileCount: tally.total, share: walk.share))
            }
        }
        timings.add("scan", walk.duration)
        let difference = walk.reconciliation
        report(difference)
        // Memory that only earlier stages need is returned before the next stage.
        reader.releaseKnownContents()
        FreedMemory.release()
        try await refresh()
        matching.releaseMatcher()
        FreedMemory.release()
        let notice = try publish(dirty: nil)
        try store.collectGarbage()
        try reader.forgetKnownContents()
        // Not before the snapshot: both wait for the same disk, and the snapshot is more urgent.
        try store.checkpoint()
        let (inventory, faults) = try store.readState { (try $0.inventory(), try $0.faultGroups()) }
        return BackfillSummary(
            presentFiles: difference.present, tally: tally, dropChanges: dropChanges,
            inventory: inventory, faults: faults,
            companies: try companyOverview(), snapshot: notice, duration: .now - started,
            readingTimes: reader.transformingTimes,
            timings: timings.entries)
    }

    /// Reads the mapping and people's decisions; faults in them are logged and the rest holds.
    ///
    /// - Returns: Whether they are others than before.
    @discardableResult
    func loadMatching() throws(PipelineError) -> Bool {
        guard try matching.load() else { return false }
        for problem in matching.problems + matching.unusedMappings {
            logger.warning("\(problem)")
        }
        return true
    }

    package func ingest(_ paths: [DropPath]) async throws -> IngestionTally {
        paths.isEmpty ? IngestionTally() : try await ingest { try await ingestion.ingest(paths) }
    }

    private func ingest(_ body: () async throws -> IngestionTally) async throws -> IngestionTally {
        let start = ContinuousClock.now
        defer { timings.add("ingest", .now - start) }
        let tally = try await body()
        metrics.count(tally, in: .now - start)
        notices.post(.ingested(read: tally.read, quarantined: tally.quarantined, gone: tally.gone))
        report(tally)
        return tally
    }

    /// Assembles the marked units and decides the marked items.
    ///
    /// CRM records take part in every decision, so the CRM's items come first.
    package func refresh() async throws {
        let asOf = asOfNow
        let workers = WorkerOptions(count: options.maxWorkers, executor: ingestion.executor)
        try await measure("assemble") {
            try store.expireGroups(asOf: asOf)
            try await groupUnits(on: workers)
            if try await store.assemble(.hubspot, asOf: asOf, assemblers: assemblers, on: workers) {
                if matching.isNew { FreedMemory.release() }
                matching.forgetCRM()
            }
        }
        try await measure("match") {
            if let count = try matching.update(store) {
                // On the first run nothing was decided before.
                if count > 0 { logger.info("\(count) items were matched again") }
                FreedMemory.release()
            }
            while try store.decide(limit: 1_000, by: matching.matcher) > 0 {
                try Task.checkCancellation()
            }
        }
        try await measure("assemble") {
            try await store.assemble(
                asOf: asOf, assemblers: assemblers, on: workers, deciding: matching.matcher)
        }
    }

    /// Grouping leaves a core idle now and then; the first matcher is made beside it.
    private func groupUnits(on workers: WorkerOptions) async throws {
        guard matching.isNew else { return try await store.groupUnits(assemblers: assemblers, on: workers) }
        let matching = matching
        async let plainMatcher = matching.plainMatcher()
        try await store.groupUnits(assemblers: assemblers, on: workers)
        self.matching.keep(plain: await plainMatcher)
    }

    private func measure(_ stage: String, _ body: () async throws -> Void) async rethrows {
        let start = ContinuousClock.now
        defer { timings.add(stage, .now - start) }
        try await body()
    }

    /// Writes the snapshot of the present state.
    ///
    /// - Parameter dirty: The companies to render again; `nil`: the marked ones.
    @discardableResult
    package func publish(dirty: Set<String>?) throws -> SnapshotNotice {
        let start = ContinuousClock.now
        var dirty = try dirty ?? store.dirtyCompanies()
        if try learnOwners(dirty) { dirty.formUnion(matching.companies.map(\.name)) }
        var content = SnapshotContent(
            companies: matching.companies, sections: options.catalog.sections,
            sources: options.catalog.assemblers.map(\.source))
        content.metadata = options.snapshotMetadata
        content.sides = sides
        let notice = try publishCounted(
            content, dirty: dirty, from: start)
        output = notice.isFallback ? nil : SnapshotMark(of: notice.path)
        try store.markClean(dirty, output: output?.text)
        timings.add("snapshot", .now - start)
        notices.post(notice)
        return notice
    }

    private func publishCounted(
        _ content: SnapshotContent, dirty: Set<String>, from start: ContinuousClock.Instant
    ) throws -> SnapshotNotice {
        do {
            let notice = try publisher.publish(
                content, from: store, dirty: dirty, generatedAt: options.now(),
                statistics: try statistics(), logger: logger)
            metrics.count(notice.isFallback ? .fallback : .written, in: .now - start)
            return notice
        } catch {
            metrics.count(.failed, in: .now - start)
            throw error
        }
    }

    /// - Returns: Whether others than before look after records of the CRM, so that every company's people
    ///   may be on another side.
    private func learnOwners(_ dirty: Set<String>) throws -> Bool {
        guard owners == nil || dirty.contains(UnmatchedBucket.ownersMark) else { return false }
        let present = try store.readLatest { try StateReader(db: $0).owners() }
        guard owners != present else { return false }
        defer { owners = present }
        sides = options.sides(owners: present)
        return owners != nil
    }

    /// Whether the file in the unified JSON's place is another one than was put there last.
    var isOutputForeign: Bool {
        !publisher.isDegraded && (output == nil || output != SnapshotMark(of: publisher.target))
    }

    /// Whether snapshots go beside the database, since the output cannot be written.
    var isOutputDegraded: Bool { publisher.isDegraded }

    var asOfNow: Int64 { options.asOf ?? options.now() }

    /// Logs what could not be compared, once while it lasts.
    package func report(_ difference: Reconciliation) {
        for obstacle in difference.obstacles where reported.insert(obstacle.path).inserted {
            logger.warning(
                "A directory cannot be listed: \(ErrorNumber.text(obstacle.errno)); its files stay as they were",
                metadata: ["directory": "\(obstacle.path.path.escaped)"])
        }
        for directory in difference.vacated.sorted() where reported.insert(directory).inserted {
            logger.warning(
                "A directory is empty and what was mounted there is away; its files stay as they were",
                metadata: ["directory": "\(directory.path.escaped)"])
        }
        report(straySymbolicLinks: difference.straySymbolicLinks)
        let present = difference.vacated.union(difference.obstacles.map(\.path)).union(
            difference.straySymbolicLinks)
        reported = reported.filter { present.contains($0) || !difference.covers($0) }
    }

    private func report(straySymbolicLinks: [DropPath]) {
        let new = straySymbolicLinks.filter { reported.insert($0).inserted }.sorted()
        for link in new.prefix(8) {
            logger.warning(
                "A symbolic link leads out of the drop directories and is not followed",
                metadata: ["link": "\(link.path.escaped)"])
        }
        if new.count > 8 {
            logger.warning("\(new.count - 8) more symbolic links lead out of the drop directories")
        }
    }

    private func statistics() throws -> PerformanceStatistics {
        PerformanceStatistics(
            totalDuration: .now - started, processingTimes: timings.entries,
            totalErrors: try store.quarantinedFileCount(), recordFaults: try store.recordFaultCounts(),
            maxWorkers: options.maxWorkers,
            batchSize: options.batchSize, peakMemoryBytes: PeakMemory.bytes(),
            readingCounts: options.catalog.counts.counts)
    }

    private func companyOverview() throws -> [CompanyOverview] {
        let counts = try store.readState { try $0.sectionCounts() }
        return matching.companies.map { company in
            CompanyOverview(name: company.name, itemsOfSection: counts[company.name] ?? [:])
        }
    }
}
