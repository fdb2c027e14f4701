import Testing

@testable import ETLModel
@testable import ETLPipeline
@testable import ETLSettings
@testable import ETLWatching

@Suite
struct `Pending changes` {
    let start = ContinuousClock.now
    let path = DropPath(drop: 0, path: RelativePath("a"))

    @Test func `are due at once when a file is closed`() {
        var pending = PendingChanges(settle: .seconds(1))
        pending.add(.writing(path), at: start)
        pending.add(.settled(path), at: start)
        #expect(pending.take(at: start).paths == [path])
        #expect(pending.take(at: start + .seconds(9)).isEmpty)
    }

    /// Guarantee: nothing-is-missed/many-events-of-one-file
    /// Promise: Many events of a file cause one look at it.
    /// How: Pending paths are a set.
    @Test func `name a path once however often it was written, closed and renamed`() {
        var pending = PendingChanges(settle: .seconds(1))
        for _ in 0..<1_000 {
            pending.add(.writing(path), at: start)
            pending.add(.settled(path), at: start)
        }
        #expect(pending.take(at: start).paths == [path])
        #expect(pending.take(at: start + .seconds(9)).isEmpty)
    }

    @Test func `are due at once when a scan meets a file that is being closed`() {
        var pending = PendingChanges(settle: .seconds(60))
        pending.add(.settled(path), at: start)
        pending.add(.lately(path), at: start)
        #expect(pending.nextDue.map { $0 <= .now } ?? false)
        let work = pending.take(at: start)
        #expect(work.paths == [path])
        #expect(work.quieted.isEmpty)
    }

    @Test func `that could not be dealt with are due again, and what was closed is not waited for`() {
        var pending = PendingChanges(settle: .seconds(60))
        let opened = DropPath(drop: 0, path: RelativePath("b"))
        let removed = DropPath(drop: 0, path: RelativePath("c"))
        pending.add(.settled(path), at: start)
        pending.add(.settled(opened), at: start)
        pending.add(.removed(removed), at: start)
        pending.add(.subtree(DropPath(drop: 0, path: .root)), at: start)
        pending.add(.control(1), at: start)
        let failed = pending.take(at: start)
        // Written to again meanwhile: it is waited for as any other.
        pending.add(.writing(opened), at: start)
        pending.add(.settled(removed), at: start)
        pending.restore(failed)
        pending.add(.lately(path), at: start)
        let work = pending.take(at: start)
        #expect(work.rescan)
        #expect(work.paths == [path, removed])
        #expect(work.quieted.isEmpty)
        #expect(work.controls == [1])
        #expect(pending.isWaiting(opened))
    }

    /// Guarantee: a-file-is-read-when-it-is-complete/files-that-stay-open
    @Test func `wait until a file that stays open is quiet`() {
        var pending = PendingChanges(settle: .seconds(1))
        pending.add(.writing(path), at: start)
        pending.add(.writing(path), at: start + .milliseconds(900))
        #expect(pending.take(at: start + .milliseconds(1_100)).isEmpty)
        #expect(pending.nextDue == start + .milliseconds(1_900))
        #expect(pending.take(at: start + .milliseconds(1_900)).paths == [path])
    }

    /// Guarantee: a-file-is-read-when-it-is-complete/files-that-stay-open
    @Test func `tell which files were written to and not closed yet`() {
        var pending = PendingChanges(settle: .seconds(1))
        let other = DropPath(drop: 0, path: RelativePath("b"))
        let closed = DropPath(drop: 0, path: RelativePath("c"))
        pending.add(.lately(path), at: start)
        pending.add(.writing(path), at: start)
        pending.add(.lately(other), at: start)
        pending.add(.writing(closed), at: start)
        pending.add(.settled(closed), at: start)
        let work = pending.take(at: start + .seconds(1))
        #expect(work.paths == [path, other, closed])
        #expect(work.open == [path])
    }

    /// Guarantee: a-file-is-read-when-it-is-complete/open-files
    @Test func `wait on for what is written to under another name, but not for ever`() throws {
        var pending = PendingChanges(settle: .seconds(1), patience: .seconds(3))
        pending.add(.lately(path), at: start)
        for second in 1...2 {
            let now = start + .seconds(second)
            let wait = try #require(pending.take(at: now).quieted[path])
            let isPostponed = pending.postpone(path, wait, at: now)
            #expect(isPostponed)
            let early = pending.take(at: now + .milliseconds(999))
            #expect(early.isEmpty)
        }
        let end = start + .seconds(3)
        let wait = try #require(pending.take(at: end).quieted[path])
        let isPostponed = pending.postpone(path, wait, at: end)
        #expect(!isPostponed)
        pending.add(.settled(path), at: end)
        let isCovered = pending.postpone(path, wait, at: start + .seconds(1))
        #expect(isCovered)
        let work = pending.take(at: end)
        #expect(work.paths == [path])
        #expect(!pending.isWaiting(path))
    }

    /// Guarantee: a-file-is-read-when-it-is-complete/open-files
    @Test func `take what bears the name of a removed file for complete only if that is said`() {
        var pending = PendingChanges(settle: .seconds(1))
        pending.add(.removed(path), at: start)
        let removed = pending.take(at: start)
        #expect(removed.paths == [path])
        #expect(removed.quieted.keys.contains(path))
        pending.add(.removed(path), at: start)
        pending.add(.settled(path), at: start)
        let replaced = pending.take(at: start)
        #expect(replaced.paths == [path])
        #expect(replaced.quieted.isEmpty)
    }

    /// Guarantee: a-file-is-read-when-it-is-complete/busy-files
    /// Promise: A busy file is read after 10 s at the latest.
    /// How: The 10 s count from its first write. A longer `settle` takes their place.
    /// Seen: Its state at that time.
    @Test func `do not let a busy file starve`() {
        var pending = PendingChanges(settle: .seconds(1), patience: .seconds(3))
        for step in 0..<60 { pending.add(.writing(path), at: start + .milliseconds(100 * step)) }
        #expect(pending.take(at: start + .seconds(3)).paths == [path])
    }

    /// Guarantee: nothing-is-missed/own-buffers
    /// Promise: The program's own buffers never drop a change.
    /// How: Pending paths are bounded. A full set turns into a rescan.
    @Test func `turn into a rescan when there are too many, and forget nothing else`() {
        var pending = PendingChanges(settle: .seconds(1), capacity: 10)
        pending.add(.control(1), at: start)
        for index in 0..<12 {
            pending.add(.settled(DropPath(drop: 0, path: RelativePath("\(index)"))), at: start)
        }
        let work = pending.take(at: start)
        #expect(work.rescan)
        #expect(work.controls == [1])
        #expect(work.paths.count <= 10)
    }

    /// Guarantee: nothing-is-missed/own-buffers
    @Test func `turn into a rescan without forgetting that it changed what is watched`() {
        var pending = PendingChanges(settle: .seconds(1), capacity: 10)
        pending.add(.recovered(drop: 0), at: start)
        for index in 0..<12 {
            pending.add(.settled(DropPath(drop: 0, path: RelativePath("\(index)"))), at: start)
        }
        let work = pending.take(at: start)
        #expect(work.rescan)
        #expect(work.watching)
    }
}
