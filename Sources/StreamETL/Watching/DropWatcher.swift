import CInotify
package import ETLFiles
package import ETLModel
import Glibc

/// Watches drop directories, and a few files beside them, with inotify.
///
/// Nothing is buffered here: ``events`` reads the kernel's queue when it is asked. ``scan(_:visit:)`` watches each
/// directory before it lists it, so a change during the walk is seen by the walk or announced after it.
package actor DropWatcher {
    /// The uses of a watch; several if symbolic links lead to one directory.
    enum Role: Hashable {
        case directory(DropPath)
        /// A directory that targets of symbolic links are in.
        case targets
        /// The parent of control files.
        case control
    }

    private static let directoryMask =
        UInt32(IN_CLOSE_WRITE | IN_MOVED_FROM | IN_MOVED_TO | IN_CREATE | IN_DELETE | IN_MODIFY | IN_ATTRIB)
        | UInt32(IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR)
    private static let rootInterval = Duration.seconds(1)

    package nonisolated let scanner: DropScanner
    let roots: DropRoots
    let filter: DropFilter
    var controlFiles: ControlFiles
    /// `nil` while the system has none to give; everything is scanned until it has.
    private var queue: InotifyQueue?
    var queueFault: WatchFault?
    private let openQueue: @Sendable () throws(SystemError) -> InotifyQueue
    var roles: [CInt: Set<Role>] = [:]
    /// The watch of each directory, and the last walk over the whole drop directory that met it.
    var watches: [DropPath: (watch: CInt, walk: Int)] = [:]
    var targets = SymbolicLinkTargets()
    /// Mounts below drop directories that do not tell of changes, and the last walk that met them.
    private var polled: [DropPath: Int] = [:]
    /// Whether file systems tell of changes.
    private var tells: [FileSystem: Bool] = [:]
    private let askWhetherTells: @Sendable ([UInt8]) -> Bool
    private var walk = 0
    /// Directories that the present walk could not watch, and why.
    private var refusals: (count: Int, fault: WatchFault?) = (0, nil)
    var faults: [Int: WatchFault] = [:]
    var identities: [Int: (device: Int64, inode: Int64)] = [:]
    /// Drop directories that were the place where a file system is mounted.
    var mounted: Set<Int> = []
    var waiting: [WatchEvent] = []
    var nextRootCheck: ContinuousClock.Instant = .now
    private nonisolated let executor = SerialExecutorQueue(label: "etl-watch.watcher")

    /// A file system that does not answer takes no thread of Swift's pool.
    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// - Parameter controlFiles: Absolute paths; their changes are reported as ``WatchEvent/control(_:)``.
    package init(
        roots: DropRoots, filter: DropFilter, controlFiles: [[UInt8]] = [],
        openQueue: @escaping @Sendable () throws(SystemError) -> InotifyQueue = { () throws(SystemError) in
            try InotifyQueue()
        },
        tells: @escaping @Sendable ([UInt8]) -> Bool = FileSystem.tells(of:)
    ) {
        self.roots = roots
        self.filter = filter
        self.controlFiles = ControlFiles(controlFiles)
        self.openQueue = openQueue
        askWhetherTells = tells
        scanner = DropScanner(roots: roots, filter: filter)
        for root in roots.all { faults[root.index] = .missing }
    }

    /// Looks for the drop directories for the first time, so that ``isPresent(drop:)`` can tell.
    ///
    /// - Returns: Which are there and which cannot be watched as they should.
    package func arm() -> [WatchEvent] {
        checkEverything()
        let missing = faults.filter { $0.value == .missing }.keys.sorted()
        defer { waiting.removeAll() }
        return waiting + missing.map { .degraded(drop: $0, .missing) }
    }

    /// Events in the order of the kernel's queue, in batches. Ends when the task is cancelled.
    package nonisolated var events: AsyncStream<[WatchEvent]> {
        AsyncStream { [self] in
            while !Task.isCancelled {
                let batch = await next()
                if !batch.isEmpty { return batch }
            }
            return nil
        }
    }

    /// Places whose changes only a scan finds, since they are not watched or do not report changes.
    package var startsToScan: [DropPath] {
        var starts: [DropPath] = []
        for (drop, fault) in faults where fault != .missing {
            starts.append(DropPath(drop: drop, path: .root))
        }
        return (starts + polled.keys.filter { !starts.contains(DropPath(drop: $0.drop, path: .root)) })
            .sorted()
    }

    var watchCount: Int {
        roles.count { $0.value.contains { if case .directory = $0 { true } else { false } } }
    }

    /// How well each drop directory is watched, in the order of the configuration.
    package var report: [WatchReport.Drop] {
        roots.all.map { root in
            WatchReport.Drop(
                root, faults[root.index],
                polled: polled.keys.filter { $0.drop == root.index }.map(\.path).sorted())
        }
    }

    package func isPresent(drop: Int) -> Bool { faults[drop] != .missing }

    /// Walks `start` as ``DropScanner/scan(_:enter:visit:)`` does and watches every directory on the way.
    package func scan(
        _ start: DropPath, visit: (DropPath, FileStatus) throws -> Void
    ) throws -> DropScanner.Findings {
        walk += 1
        refusals = (0, nil)
        let findings = try scanner.scan(
            start, enter: { watch($0, at: $1, $2) }, link: { watchTarget(of: $0) }, visit: visit)
        if var fault = refusals.fault {
            if case .watchLimit(let limit, _) = fault {
                fault = .watchLimit(limit: limit, needed: watches.count + refusals.count)
            }
            degrade(start.drop, fault)
        } else if start.path.isRoot {
            recover(start.drop)
        }
        if start.path.isRoot, findings.obstacles.isEmpty { forgetUnmet(in: start.drop) }
        return findings
    }

    private func next() async -> [WatchEvent] {
        if nextRootCheck <= .now { checkEverything() }
        if waiting.isEmpty {
            if let queue {
                for event in await queue.next(timeout: Self.rootInterval) { translate(event) }
            } else {
                try? await Task.sleep(for: Self.rootInterval)
            }
        }
        defer { waiting.removeAll(keepingCapacity: true) }
        return waiting
    }

    private func checkEverything() {
        if queue == nil {
            do {
                queue = try openQueue()
                queueFault = nil
                // As if they had just come: each is walked, and watched on the way.
                identities = [:]
            } catch {
                queueFault =
                    error.errno == EMFILE
                    ? .instanceLimit(limit: InotifyLimit.instances) : .unwatched(errno: error.errno)
            }
        }
        checkRoots()
        watchControlFiles()
        nextRootCheck = .now + Self.rootInterval
    }

    /// Watches every name inside the drop directories whose change may make a symbolic link lead elsewhere.
    private func watchTarget(of link: DropPath) {
        guard let queue, let absolute = roots.absolute(link) else { return }
        // A second look finds changes that came before the watches.
        var steps: Set<SymbolicLinkTargets.Step>?
        for _ in 0..<8 {
            var found: Set<SymbolicLinkTargets.Step> = []
            for step in SystemPath.steps(following: absolute) where roots.contains(step.directory) {
                guard let watch = try? queue.watch(step.directory, Self.directoryMask) else { continue }
                roles[watch, default: []].insert(.targets)
                found.insert(SymbolicLinkTargets.Step(watch: watch, name: step.name))
            }
            if found == steps { return }
            release(targets.set(found, of: link, walk: walk))
            steps = found
        }
    }

    /// Lets go of directories that no symbolic link leads over any more.
    func release(_ watches: Set<CInt>) {
        for watch in watches {
            roles[watch]?.remove(.targets)
            if roles[watch]?.isEmpty ?? false {
                roles[watch] = nil
                queue?.unwatch(watch)
            }
        }
    }

    private func watch(_ path: DropPath, at absolute: [UInt8], _ descriptor: CInt?) {
        do {
            let tells = tells(of: absolute, descriptor)
            if !path.path.isRoot, !tells { poll(path) }
            // A drop directory, or a symbolic link inside one, is watched where it leads: inotify follows links.
            guard let watch = try queue?.watch(absolute, Self.directoryMask) else {
                refusals = (refusals.count + 1, queueFault)
                return
            }
            if let old = watches[path]?.watch, old != watch {
                roles[old]?.remove(.directory(path))
                if roles[old]?.isEmpty ?? false {
                    roles[old] = nil
                    queue?.unwatch(old)
                }
            }
            watches[path] = (watch, walk)
            roles[watch, default: []].insert(.directory(path))
        } catch {
            if error.isAbsence { return }
            // The directory above tells when it may be read again, or has a shorter path.
            if error.errno == EACCES || error.errno == ENAMETOOLONG, !path.path.isRoot { return }
            refusals.count += 1
            refusals.fault =
                error.errno == ENOSPC
                ? .watchLimit(limit: InotifyLimit.watches, needed: 0) : .unwatched(errno: error.errno)
        }
    }

    /// Whether all changes in a directory are reported. If not, it is watched all the same, for those that are.
    func tells(of directory: [UInt8], _ descriptor: CInt? = nil) -> Bool {
        guard let fileSystem = FileSystem(of: directory, descriptor) else { return true }
        if let known = tells[fileSystem] { return known }
        let tells = !fileSystem.isRemote && askWhetherTells(SystemPath.resolved(directory) ?? directory)
        self.tells[fileSystem] = tells
        return tells
    }

    /// Takes a directory that does not tell of changes into the scans, with all below it.
    private func poll(_ path: DropPath) {
        if faults[path.drop] == .unwatchableFileSystem { return }
        if polled[path] == nil {
            if polled.keys.contains(where: { $0.drop == path.drop && path.path.isWithin($0.path) }) { return }
            waiting.append(.polled(path))
        }
        polled[path] = walk
    }

    func unwatch(below path: DropPath) {
        release(targets.forget(below: path))
        polled = polled.filter { !($0.key.drop == path.drop && $0.key.path.isWithin(path.path)) }
        for watched in watches.keys where watched.drop == path.drop && watched.path.isWithin(path.path) {
            unwatch(watched)
        }
    }

    func unwatch(_ path: DropPath) {
        guard let watch = watches.removeValue(forKey: path)?.watch else { return }
        roles[watch]?.remove(.directory(path))
        if roles[watch]?.isEmpty ?? true {
            roles[watch] = nil
            queue?.unwatch(watch)
        }
    }

    /// Forgets directories that a walk over everything did not meet. The events of their end were lost.
    private func forgetUnmet(in drop: Int) {
        for (path, known) in watches where path.drop == drop && known.walk != walk { unwatch(path) }
        release(targets.forgetUnmet(in: drop, walk: walk))
        polled = polled.filter { $0.key.drop != drop || $0.value == walk }
    }

    private func watchControlFiles() {
        var isWatched = true
        for directory in controlFiles.directories {
            guard let watch = try? queue?.watch(directory, Self.directoryMask | UInt32(IN_MASK_ADD)) else {
                isWatched = false
                continue
            }
            roles[watch, default: []].insert(.control)
        }
        waiting += controlFiles.changesSinceLastLook(isWatched: isWatched).map(WatchEvent.control)
    }
}
