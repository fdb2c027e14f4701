import Foundation
import Glibc
import Synchronization
import Testing

@testable import ETLFiles
@testable import ETLIngesting
@testable import ETLMatching
@testable import ETLModel
@testable import ETLPipeline
@testable import ETLSnapshot
@testable import ETLStore
@testable import ETLWatching

@Suite(.timeLimit(.minutes(10)))
struct `A watcher of drop directories` {
    private let scratch: ScratchDirectory
    private let root = DropPath(drop: 0, path: .root)

    init() throws {
        scratch = try ScratchDirectory()
        try scratch.make("drop")
    }

    private var roots: DropRoots { DropRoots([DropRoot(index: 0, path: scratch.path + "/drop")]) }

    /// A watcher that has what it takes to be told of events.
    private func armedWatcher() async throws -> DropWatcher {
        let watcher = DropWatcher(roots: roots, filter: DropFilter())
        for case .degraded(_, let fault) in await watcher.arm() { try KernelOfTests.requireInotify(fault) }
        return watcher
    }

    /// Events until one that fits.
    private func events(
        of watcher: DropWatcher, until isLast: (WatchEvent) -> Bool
    ) async -> [WatchEvent] {
        var all: [WatchEvent] = []
        for await batch in watcher.events {
            all += batch
            if batch.contains(where: isLast) { break }
        }
        return all
    }

    /// Guarantee: nothing-is-missed/new-directories
    /// Guarantee: nothing-is-missed/counted-once
    @Test func `is told of what happens while it walks`() async throws {
        try scratch.write("x", to: "drop/deep/first")
        let watcher = try await armedWatcher()
        _ = try await watcher.scan(root) { _, _ in try? scratch.write("x", to: "drop/deep/second") }
        let second = DropPath(drop: 0, path: RelativePath("deep/second"))
        let events = await events(of: watcher) { $0 == .settled(second) }
        #expect(events.contains(.settled(second)))
    }

    /// Guarantee: nothing-is-missed/late-events
    /// Promise: Late events of a removed watch do not touch a newer one.
    /// How: Watches are known by number, and the kernel uses no number twice. A walk follows each event.
    /// Guarantee: nothing-is-missed/many-directories
    /// Guarantee: nothing-is-missed/long-runs
    @Test func `has a watch for each directory, and none for those whose end it was not told of`()
        async throws
    {
        for index in 0..<50 { try scratch.make("drop/\(index)/x") }
        let watcher = try await armedWatcher()
        _ = try await watcher.scan(root) { _, _ in }
        #expect(await watcher.watchCount == 101)
        for index in 0..<50 { try scratch.remove("drop/\(index)") }
        // Nobody has read the events yet.
        _ = try await watcher.scan(root) { _, _ in }
        #expect(await watcher.watchCount == 1)
    }

    /// Guarantee: nothing-is-missed/new-directories
    @Test func `watches all but what lies deeper than the system opens a path`() async throws {
        let steps = Array(repeating: String(repeating: "x", count: 250), count: 9).joined(separator: "/")
        try scratch.make("drop/\(steps)")
        try scratch.make("other/\(steps)")
        try scratch.move("other", to: "drop/\(steps)/other")
        defer { try? scratch.move("drop/\(steps)/other", to: "other") }
        let watcher = try await armedWatcher()
        let findings = try await watcher.scan(root) { _, _ in }
        #expect(findings.obstacles.map(\.errno) == [ENAMETOOLONG])
        #expect(await watcher.startsToScan.isEmpty)
        let check = PipelineCheck(
            PipelineOptions(
                drops: roots.all, catalog: SourceCatalog(transformers: [], assemblers: []), databasePath: "",
                outputPath: ""))
        #expect(check.findings.contains { $0.text.contains("move it up") })
    }

    /// Guarantee: nothing-is-missed/moved-out
    /// Promise: A tree that is moved out takes its data along. Later changes in it have no effect.
    /// How: Its watches are removed with it. The store is compared with the remaining files.
    /// Seen: Its items are gone.
    @Test func `lets go of a tree that is moved out`() async throws {
        for index in 0..<5 { try scratch.make("drop/tree/\(index)/x") }
        let watcher = try await armedWatcher()
        _ = try await watcher.scan(root) { _, _ in }
        #expect(await watcher.watchCount == 12)
        try scratch.move("drop/tree", to: "outside")
        let tree = DropPath(drop: 0, path: RelativePath("tree"))
        _ = await events(of: watcher) { $0 == .subtree(tree) }
        #expect(await watcher.watchCount == 1)
    }

    /// Guarantee: nothing-is-missed/late-events
    @Test func `tells a directory that was moved away from the one that has its name now`() async throws {
        try scratch.make("drop/a")
        let watcher = try await armedWatcher()
        _ = try await watcher.scan(root) { _, _ in }
        try scratch.move("drop/a", to: "outside")
        try scratch.make("drop/a")
        // Nobody has read the events yet.
        _ = try await watcher.scan(root) { _, _ in }
        #expect(await watcher.watchCount == 2)
    }

    /// File systems give the number of a directory that was deleted to the next one.
    ///
    /// Guarantee: a-missing-drop-directory-keeps-its-data/replaced
    /// Promise: A drop directory that is deleted, replaced or renamed is noticed and watched again.
    /// How: Its inode is compared every second and at its own events. When its watch ends, it counts as
    ///   another directory, even with an equal inode.
    /// Seen: `Drop directory NAME: the directory is not there …`, once; then `… is watched`.
    @Test func `takes a drop directory for another that only has the number of the one before`() async throws
    {
        let watcher = try await armedWatcher()
        _ = try await watcher.scan(root) { _, _ in }
        for round in 0..<20 {
            try scratch.remove("drop")
            try scratch.make("drop")
            let events = await events(of: watcher) { $0 == .subtree(root) }
            #expect(events.contains(.recovered(drop: 0)))
            _ = try await watcher.scan(root) { _, _ in }
            #expect(await watcher.watchCount == 1)
            try scratch.write("x", to: "drop/\(round)")
            let path = DropPath(drop: 0, path: RelativePath("\(round)"))
            _ = await self.events(of: watcher) { $0 == .settled(path) }
        }
    }

    /// Guarantee: nothing-is-missed/lost-events
    @Test func `waits until a mapping that no event told of is the same at two looks`() throws {
        try scratch.write("one", to: "mapping.csv")
        for isWatched in [true, false] {
            var files = ControlFiles([Array((scratch.path + "/mapping.csv").utf8)])
            #expect(files.changesSinceLastLook(isWatched: isWatched).isEmpty)
            try scratch.write("another \(isWatched)", to: "mapping.csv")
            #expect(files.changesSinceLastLook(isWatched: isWatched) == (isWatched ? [] : [0]))
            #expect(files.changesSinceLastLook(isWatched: isWatched) == (isWatched ? [0] : []))
            #expect(files.changesSinceLastLook(isWatched: isWatched).isEmpty)
        }
    }

    /// Guarantee: scans-find-what-the-kernel-does-not-report/too-few-instances
    /// Promise: Too few inotify instances (`EMFILE`) lose nothing.
    /// How: Everything is scanned every `poll_interval`, the mapping every second. The program asks for an
    ///   instance again every second.
    /// Seen: `… the limit of inotify instances (128) is reached. Raise it with: sysctl …`, once.
    @Test func `does without an inotify instance until there is one`() async throws {
        let isAvailable = Mutex(false)
        let watcher = DropWatcher(roots: roots, filter: DropFilter()) { () throws(SystemError) in
            guard isAvailable.withLock(\.self) else { throw SystemError(errno: EMFILE) }
            return try InotifyQueue()
        }
        let armed = await watcher.arm()
        let fault = WatchFault.instanceLimit(limit: InotifyLimit.instances)
        #expect(armed.contains(.degraded(drop: 0, fault)))
        #expect("\(fault)".contains("sysctl fs.inotify.max_user_instances="))
        #expect(await !watcher.startsToScan.isEmpty)
        _ = try await watcher.scan(root) { _, _ in }
        #expect(await watcher.watchCount == 0)
        isAvailable.withLock { $0 = true }
        let events = await events(of: watcher) { $0 == .subtree(root) }
        #expect(events.contains(.recovered(drop: 0)))
        #expect(await watcher.startsToScan.isEmpty)
    }

    /// Guarantee: scans-find-what-the-kernel-does-not-report/remote-file-systems
    @Test func `scans what the kernel lets it watch but tells nothing of`() async throws {
        let watcher = DropWatcher(roots: roots, filter: DropFilter(), tells: { _ in false })
        #expect(await watcher.arm().contains(.degraded(drop: 0, .unwatchableFileSystem)))
        #expect(await watcher.startsToScan == [root])
        #expect(FileSystem.tells(of: Array(scratch.path.utf8)))
    }

    /// Guarantee: scans-find-what-the-kernel-does-not-report/too-few-watches
    @Test func `says how many watches it would take and how to get them`() {
        let text = WatchFault.watchLimit(limit: 8_192, needed: 100_000).description
        #expect(text.contains("(8192)"))
        #expect(text.contains("100000 are needed"))
        #expect(text.contains("sysctl fs.inotify.max_user_watches=200000"))
    }

    /// Guarantee: scans-find-what-the-kernel-does-not-report/remote-file-systems
    @Test(arguments: [(0x6969, true), (0x6573_5546, true), (0xEF53, false), (0x0102_1994, false)])
    func `scans what lies on a network or a FUSE file system`(type: UInt32, isRemote: Bool) {
        #expect(FileSystem.isRemote(type: type) == isRemote)
    }
}

@Suite(.timeLimit(.minutes(10)))
struct `The kernel's queue of events` {
    /// Guarantee: nothing-is-missed/event-queue
    /// Promise: Long names, many events in one read and short buffers are read right.
    /// How: Each length is taken from the event's header. A signal does not end a read.
    @Test func `is read whole when names are long and events many`() async throws {
        let scratch = try ScratchDirectory()
        let queue = try InotifyQueue()
        _ = try queue.watch(Array(scratch.path.utf8), UInt32(IN_CREATE))
        // More than one buffer of the longest names there are.
        let names = (0..<600).map { index in
            let number = String(index)
            return number + String(repeating: "n", count: 255 - number.utf8.count)
        }
        for name in names { close(open(scratch.path + "/" + name, O_CREAT | O_WRONLY, 0o600)) }
        var told: [String] = []
        while told.count < names.count {
            let events = await queue.next(timeout: .seconds(1))
            told += events.map { String(decoding: $0.name, as: UTF8.self) }
        }
        #expect(told == names)
    }
}
