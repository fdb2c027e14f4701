import CInotify
package import ETLFiles
package import ETLModel
import Glibc

/// Watches drop directories, and a few files beside them, with inotify.
///
/// Nothing is buffered here: ``events`` reads the kernel's queue when it is asked. Directories are
/// watched as ``scan(_:visit:)`` walks them, each before it is listed, so whatever happens meanwhile is
/// either seen by the walk or announced after it.
package actor DropWatcher {
    /// Where a watch is; several where links lead to one directory.
    private struct Place: Hashable {
        enum Role: Hashable {
            case directory(DropPath)
            /// A directory that targets of links are in.
            case targets
            /// The parent of control files.
            case control
        }
        var role: Role
    }

    private static let directoryMask =
        UInt32(IN_CLOSE_WRITE | IN_MOVED_FROM | IN_MOVED_TO | IN_CREATE | IN_DELETE | IN_MODIFY | IN_ATTRIB)
        | UInt32(IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR)
    private static let rootInterval = Duration.seconds(1)

    package nonisolated let scanner: DropScanner
    private let roots: DropRoots
    private let filter: DropFilter
    private var controlFiles: ControlFiles
    /// `nil` while the system has none to give; everything is scanned until it has.
    private var queue: InotifyQueue?
    private var queueFault: WatchFault?
    private let openQueue: @Sendable () throws(SystemError) -> InotifyQueue
    private var places: [CInt: Set<Place>] = [:]
    /// The watch of each directory, and the last walk over the whole drop directory that met it.
    private var watches: [DropPath: (watch: CInt, walk: Int)] = [:]
    private var targets = LinkTargets()
    /// Mounts below drop directories that do not tell of changes, and the last walk that met them.
    private var polled: [DropPath: Int] = [:]
    /// Whether file systems tell of changes.
    private var tells: [FileSystem: Bool] = [:]
    private let askWhetherTells: @Sendable ([UInt8]) -> Bool
    private var walk = 0
    /// Directories that the present walk could not watch, and why.
    private var refusals: (count: Int, fault: WatchFault?) = (0, nil)
    private var faults: [Int: WatchFault] = [:]
    private var identities: [Int: (device: Int64, inode: Int64)] = [:]
    /// Drop directories that were the place where a file system is mounted.
    private var mounted: Set<Int> = []
    private var waiting: [WatchEvent] = []
    private var nextRootCheck: ContinuousClock.Instant = .now
    private nonisolated let executor = SerialExecutorQueue(label: "etl-watch.watcher")

    /// A file system that does not answer takes no thread of Swift's pool.
    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// - Parameter controlFiles: Absolute paths of files whose changes are told as ``WatchEvent/control(_:)``.
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

    /// What happens, in the order of the kernel's queue, in batches; ends when the task is cancelled.
    package nonisolated var events: AsyncStream<[WatchEvent]> {
        AsyncStream { [self] in
            while !Task.isCancelled {
                let batch = await next()
                if !batch.isEmpty { return batch }
            }
            return nil
        }
    }

    /// What is not watched as it should be, so that only scanning finds its changes.
    package var startsToScan: [DropPath] {
        var starts: [DropPath] = []
        for (drop, fault) in faults where fault != .missing {
            starts.append(DropPath(drop: drop, path: .root))
        }
        return (starts + polled.keys.filter { !starts.contains(DropPath(drop: $0.drop, path: .root)) })
            .sorted()
    }

    var watchCount: Int {
        places.count { $0.value.contains { if case .directory = $0.role { true } else { false } } }
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

    private func translate(_ event: InotifyEvent) {
        if event.has(IN_Q_OVERFLOW) {
            waiting.append(.overflow)
            return
        }
        guard let here = places[event.watch] else { return }
        if event.has(IN_IGNORED) {
            for place in here { forget(place) }
            places[event.watch] = nil
            waiting += targets.links(through: event.watch).map(WatchEvent.subtree)
            return
        }
        for place in here {
            switch place.role {
            case .control: waiting += controlFiles.changes(by: event).map(WatchEvent.control)
            case .targets:
                for link in targets.links(over: event.name, in: event.watch) { translate(event, for: link) }
            case .directory(let directory): translate(event, in: directory)
            }
        }
    }

    private func translate(_ event: InotifyEvent, in directory: DropPath) {
        if event.has(IN_DELETE_SELF) || event.has(IN_MOVE_SELF) || event.has(IN_UNMOUNT) {
            if directory.path.isRoot { nextRootCheck = .now }
            return
        }
        guard !event.name.isEmpty else {
            // Of other directories their parents tell.
            if directory.path.isRoot, event.has(IN_ATTRIB) { waiting.append(.subtree(directory)) }
            return
        }
        let path = DropPath(drop: directory.drop, path: directory.path.appending(event.name))
        if event.has(IN_ISDIR) {
            guard !filter.ignoresDirectory(named: event.name) else { return }
            if event.has(IN_MOVED_FROM) { unwatch(below: path) }
            // Only an empty directory can be deleted: there is none below it.
            if event.has(IN_DELETE) { unwatch(path) }
            if !event.has(IN_MODIFY) { waiting.append(.subtree(path)) }
            return
        }
        guard !filter.ignoresFile(named: event.name) else { return }
        if event.has(IN_CREATE) || event.has(IN_MOVED_TO), scanner.isLink(path) {
            // It may lead to a directory.
            waiting.append(.subtree(path))
            return
        }
        if event.has(IN_MOVED_FROM) || event.has(IN_DELETE) { release(targets.forget(path)) }
        if event.has(IN_CLOSE_WRITE) || event.has(IN_MOVED_TO) || event.has(IN_MOVED_FROM)
            || event.has(IN_DELETE)
        {
            // A name that was a link to a directory leaves watches behind.
            if event.has(IN_MOVED_FROM) || event.has(IN_DELETE), watches[path] != nil {
                unwatch(below: path)
                waiting.append(.subtree(path))
            } else {
                let isThere = event.has(IN_CLOSE_WRITE) || event.has(IN_MOVED_TO)
                waiting.append(isThere ? .settled(path) : .removed(path))
            }
        } else {
            waiting.append(event.has(IN_MODIFY) ? .writing(path) : .lately(path))
        }
    }

    /// Something happened to what a link leads over.
    private func translate(_ event: InotifyEvent, for link: DropPath) {
        let isDirectory = event.has(IN_ISDIR)
        if event.has(IN_MODIFY) {
            if !isDirectory { waiting.append(.writing(link)) }
        } else if !isDirectory, event.has(IN_CLOSE_WRITE) || event.has(IN_ATTRIB) {
            waiting.append(.settled(link))
        } else {
            waiting.append(.subtree(link))
        }
    }

    /// Watches whatever makes a link lead elsewhere, or to something else, as far as it is inside the
    /// drop directories.
    private func watchTarget(of link: DropPath) {
        guard let queue, let absolute = roots.absolute(link) else { return }
        // What changes before the watches are there is seen by looking again.
        var steps: Set<LinkTargets.Step>?
        for _ in 0..<8 {
            var found: Set<LinkTargets.Step> = []
            for step in SystemPath.steps(following: absolute) where roots.contains(step.directory) {
                guard let watch = try? queue.watch(step.directory, Self.directoryMask) else { continue }
                places[watch, default: []].insert(Place(role: .targets))
                found.insert(LinkTargets.Step(watch: watch, name: step.name))
            }
            if found == steps { return }
            release(targets.set(found, of: link, walk: walk))
            steps = found
        }
    }

    /// Lets go of directories that no link leads over any more.
    private func release(_ watches: Set<CInt>) {
        for watch in watches {
            places[watch]?.remove(Place(role: .targets))
            if places[watch]?.isEmpty ?? false {
                places[watch] = nil
                queue?.unwatch(watch)
            }
        }
    }

    private func watch(_ path: DropPath, at absolute: [UInt8], _ descriptor: CInt?) {
        do {
            let tells = tells(of: absolute, descriptor)
            if !path.path.isRoot, !tells { poll(path) }
            // A drop directory, or a link inside one, is watched where it leads: inotify follows links.
            guard let watch = try queue?.watch(absolute, Self.directoryMask) else {
                refusals = (refusals.count + 1, queueFault)
                return
            }
            if let old = watches[path]?.watch, old != watch {
                places[old]?.remove(Place(role: .directory(path)))
                if places[old]?.isEmpty ?? false {
                    places[old] = nil
                    queue?.unwatch(old)
                }
            }
            watches[path] = (watch, walk)
            places[watch, default: []].insert(Place(role: .directory(path)))
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

    /// Whether changes in a directory are told. Also if not, it is watched for what is told.
    private func tells(of directory: [UInt8], _ descriptor: CInt? = nil) -> Bool {
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

    private func unwatch(below path: DropPath) {
        release(targets.forget(below: path))
        polled = polled.filter { !($0.key.drop == path.drop && $0.key.path.isWithin(path.path)) }
        for watched in watches.keys where watched.drop == path.drop && watched.path.isWithin(path.path) {
            unwatch(watched)
        }
    }

    private func unwatch(_ path: DropPath) {
        guard let watch = watches.removeValue(forKey: path)?.watch else { return }
        places[watch]?.remove(Place(role: .directory(path)))
        if places[watch]?.isEmpty ?? true {
            places[watch] = nil
            queue?.unwatch(watch)
        }
    }

    /// Lets go of directories that a walk over all did not meet: the events that told of their end were lost.
    private func forgetUnmet(in drop: Int) {
        for (path, known) in watches where path.drop == drop && known.walk != walk { unwatch(path) }
        release(targets.forgetUnmet(in: drop, walk: walk))
        polled = polled.filter { $0.key.drop != drop || $0.value == walk }
    }

    private func forget(_ place: Place) {
        guard case .directory(let path) = place.role else { return }
        watches[path] = nil
        // The next one of this name may even get the inode of the one that is gone.
        if path.path.isRoot, identities[path.drop] != nil {
            identities[path.drop] = (device: -1, inode: -1)
            nextRootCheck = .now
        }
    }

    private func recover(_ drop: Int) {
        guard let fault = faults[drop], fault != .missing, fault != .unwatchableFileSystem else { return }
        faults[drop] = nil
        waiting.append(.recovered(drop: drop))
        if let root = roots.all.first(where: { $0.index == drop }), !tells(of: root.path) {
            degrade(drop, .unwatchableFileSystem)
        }
    }

    private func degrade(_ drop: Int, _ fault: WatchFault) {
        switch (faults[drop], fault) {
        // Said once, however many directories are concerned.
        case (.watchLimit, .watchLimit): faults[drop] = fault
        case (let known, _) where known == fault: break
        default:
            faults[drop] = fault
            waiting.append(.degraded(drop: drop, fault))
        }
    }

    /// Finds drop directories that came, went or were replaced.
    private func checkRoots() {
        for root in roots.all {
            guard let status = try? FileStatus.following(root.path), status.kind == .directory,
                !(mounted.contains(root.index) && SystemPath.isVacated(root.path))
            else {
                if identities.removeValue(forKey: root.index) != nil {
                    waiting += targets.links(outside: root.index).map(WatchEvent.subtree)
                    unwatch(below: DropPath(drop: root.index, path: .root))
                    faults[root.index] = .missing
                    waiting.append(.degraded(drop: root.index, .missing))
                }
                continue
            }
            let identity = (device: status.fingerprint.device, inode: status.fingerprint.inode)
            if let known = identities[root.index], known == identity { continue }
            let wasKnown = identities.updateValue(identity, forKey: root.index) != nil
            // No directory that is watched tells what a link into this one leads to now.
            waiting += targets.links(outside: root.index).map(WatchEvent.subtree)
            if wasKnown { unwatch(below: DropPath(drop: root.index, path: .root)) }
            if SystemPath.isMountPoint(root.path) {
                mounted.insert(root.index)
            } else {
                mounted.remove(root.index)
            }
            waiting.append(.subtree(DropPath(drop: root.index, path: .root)))
            if let queueFault {
                degrade(root.index, queueFault)
                continue
            }
            faults[root.index] = nil
            waiting.append(.recovered(drop: root.index))
            if !tells(of: root.path) { degrade(root.index, .unwatchableFileSystem) }
        }
    }

    private func watchControlFiles() {
        var isWatched = true
        for directory in controlFiles.directories {
            guard let watch = try? queue?.watch(directory, Self.directoryMask | UInt32(IN_MASK_ADD)) else {
                isWatched = false
                continue
            }
            places[watch, default: []].insert(Place(role: .control))
        }
        waiting += controlFiles.changesSinceLastLook(isWatched: isWatched).map(WatchEvent.control)
    }
}
