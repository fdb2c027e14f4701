import Foundation
import Glibc
@testable import NotesExample
import Synchronization
import Testing

@testable import ETLIngesting
@testable import ETLFiles
@testable import ETLFormats
@testable import ETLModel
@testable import ETLPipeline
@testable import ETLSettings
@testable import ETLStore

@Suite(.timeLimit(.minutes(10)))
struct `A file that is still being written` {
    private let fixture: PipelineFixture
    private let counter = CountingTransformer()

    init() throws { fixture = try PipelineFixture() }

    /// Files that stay open are not due while a test lasts.
    private func patiently(_ options: inout PipelineOptions) {
        options.catalog = SourceCatalog(transformers: [counter], assemblers: [NoteAssembler()])
        options.settle = .seconds(3_600)
        options.settleAtStart = .zero
    }

    /// Returns when the daemon has dealt with everything that happened before.
    private func probe(_ name: String) async throws {
        try fixture.scratch.write("note Borealis Chat\n1 Ann \(name)\nend\n", to: "drop/\(name).note")
        try await eventually { try fixture.snapshot("daemon").contains(#""text":"\#(name)""#) }
    }

    /// Guarantee: a-file-is-read-when-it-is-complete/open-files
    /// Promise: No state between a file's opening and its closing is published, if its writer pauses for less
    ///   than `settle` and needs at most 10 s. A `backfill` reads files as they are.
    /// How: A file is read when it is closed or renamed. A scan, the start of the program and SIGHUP do not
    ///   read a file that was modified within the last `settle`, even if it gets another name. `Ready` and
    ///   the first snapshot wait for these files.
    /// Seen: The last state, until the file is closed.
    @Test(arguments: ["drop", "drop/new/deep"])
    func `shows nothing before it is closed, also in a directory that is new`(directory: String) async throws
    {
        try await fixture.withDaemon(change: patiently) { _ in
            try fixture.scratch.make(directory)
            let path = fixture.scratch.path + "/\(directory)/slow.note"
            let file = FileHandle(fileDescriptor: open(path, O_WRONLY | O_CREAT, 0o600))
            for step in 1...5 {
                // Each state is one that could be read.
                try file.truncate(atOffset: 0)
                try file.write(contentsOf: Data("note Acme Chat\n1 Ann half \(step)\nend\n".utf8))
                try await probe("probe\(step)")
            }
            #expect(counter.count == 5)
            try file.close()
            try await eventually { try fixture.snapshot("daemon").contains(#""text":"half 5""#) }
            #expect(counter.count == 6)
        }
    }

    /// Guarantee: a-file-is-read-when-it-is-complete/emptied-files
    /// Promise: A file that is emptied and written again is never shown empty.
    /// How: As for files that are open.
    /// Seen: The old state, then the new one.
    @Test func `keeps showing its last state while it is emptied and written anew`() async throws {
        let path = fixture.scratch.path + "/drop/a.note"
        try fixture.scratch.write("note Acme Chat\n1 Ann before\nend\n", to: "drop/a.note")
        try await fixture.withDaemon(change: patiently) { pipeline in
            let file = open(path, O_WRONLY | O_TRUNC)
            try await probe("first")
            #expect(try fixture.snapshot("daemon").contains(#""text":"before""#))
            // A scan meets it as it is: empty.
            let events = pipeline.events
            pipeline.reload()
            for await event in events where event == .rescanned { break }
            try await probe("second")
            #expect(try fixture.snapshot("daemon").contains(#""text":"before""#))
            let text = "note Acme Chat\n1 Ann after\nend\n"
            #expect(write(file, text, text.utf8.count) == text.utf8.count)
            close(file)
            try await eventually { try fixture.snapshot("daemon").contains(#""text":"after""#) }
        }
    }

    /// What is written under one name is not told of the others.
    ///
    /// Guarantee: a-file-is-read-when-it-is-complete/open-files
    @Test func `is not read through a new hard link either`() async throws {
        try await fixture.withDaemon(change: { $0.settle = .milliseconds(400) }) { _ in
            var wasRead: Bool?
            while wasRead == nil {
                try fixture.scratch.write("note Acme Chat\n1 Ann before\nend\n", to: "drop/a.note")
                try await fixture.settle()
                wasRead = try await isReadWhileWritten("drop/a.note")
            }
            #expect(wasRead == false)
            try await fixture.settle()
            #expect(try fixture.snapshot("daemon").contains("half"))
        }
    }

    /// Writes on and on for a second, at whose start the file gets another name.
    ///
    /// - Returns: Whether something of it was shown meanwhile; `nil` when the machine let the file rest.
    private func isReadWhileWritten(_ name: String) async throws -> Bool? {
        let path = fixture.scratch.path + "/" + name
        let file = FileHandle(fileDescriptor: open(path, O_WRONLY), closeOnDealloc: true)
        unlink(path + ".other.note")
        link(path, path + ".other.note")
        let start = ContinuousClock.now
        var last = start
        while last - start < .seconds(1) {
            try file.truncate(atOffset: 0)
            try file.write(contentsOf: Data("note Acme Chat\n1 Ann half \(last - start)\nend\n".utf8))
            let isShown = try fixture.snapshot("daemon").contains("half")
            if ContinuousClock.now - last > .milliseconds(200) { return nil }
            last = .now
            if isShown { return true }
            await Task.yield()
        }
        return false
    }

    /// Guarantee: a-file-is-read-when-it-is-complete/open-files
    @Test func `is waited for at the start as well`() async throws {
        try fixture.scratch.write("note Acme Chat\n1 Ann before\nend\n", to: "drop/a.note")
        let path = fixture.scratch.path + "/drop/a.note"
        let file = FileHandle(fileDescriptor: open(path, O_WRONLY))
        try file.write(contentsOf: Data("note Acme Chat\n1 Ann half\nend\n".utf8))
        let pipeline = try fixture.pipeline("daemon") { options in
            patiently(&options)
            options.settleAtStart = nil
        }
        let events = pipeline.events
        let running = Task { try await pipeline.run() }
        defer { running.cancel() }
        // A file that is closed is read at once, as soon as somebody watches.
        try await eventually {
            try fixture.scratch.write("note Borealis Chat\n1 Ann probe\nend\n", to: "drop/probe.note")
            return try pipeline.store.files().keys.contains { $0.path == RelativePath("probe.note") }
        }
        #expect(try !pipeline.store.files().keys.contains { $0.path == RelativePath("a.note") })
        try file.truncate(atOffset: 0)
        try file.seek(toOffset: 0)
        try file.write(contentsOf: Data("note Acme Chat\n1 Ann whole\nend\n".utf8))
        #expect(!FileManager.default.fileExists(atPath: pipeline.options.outputPath))
        try file.close()
        for await event in events where event == .ready { break }
        // The probe may be met while it is written, and be read once more.
        #expect(counter.count(of: "a.note") == 1)
        #expect(try fixture.snapshot("daemon").contains(#""text":"whole""#))
        running.cancel()
        try await running.value
    }

    /// The scan that makes up for a failure cannot tell that a file was closed.
    @Test func `is read when it is closed, also after a refresh that failed`() async throws {
        let stumbling = StumblingTransformer()
        try await fixture.withDaemon {
            patiently(&$0)
            $0.catalog = SourceCatalog(transformers: [stumbling], assemblers: [NoteAssembler()])
        } _: { _ in
            stumbling.stumble()
            try await probe("first")
            #expect(!stumbling.isToStumble)
        }
    }

    /// Guarantee: a-file-is-read-when-it-is-complete/renames-over-files
    /// Promise: A rename over a file is one update.
    /// How: Only the new content is read, in one transaction.
    /// Seen: The new state.
    @Test func `is replaced by a rename in one step`() async throws {
        try fixture.scratch.write("note Acme Chat\n1 Ann before\nend\n", to: "drop/a.note")
        var listening: Task<Int, Never>?
        try await fixture.withDaemon(change: patiently) { pipeline in
            let events = pipeline.events
            listening = Task {
                var gone = 0
                for await event in events {
                    if case .ingested(_, _, let more) = event { gone += more }
                }
                return gone
            }
            for step in 1...20 {
                try fixture.scratch.write("note Acme Chat\n1 Ann step \(step)\nend\n", to: "drop/a.part")
                try fixture.scratch.move("drop/a.part", to: "drop/a.note")
            }
            try await eventually { try fixture.snapshot("daemon").contains(#""text":"step 20""#) }
        }
        let gone = try #require(await listening?.value)
        #expect(gone == 0)
    }

    /// Guarantee: a-file-is-read-when-it-is-complete/changes-while-reading
    /// Promise: A file that changes while it is read is read again.
    /// How: Size and time are compared before and after. Eight attempts follow, each later than the one
    ///   before, then quarantine.
    /// Seen: The new state; or `kept changing` in `errors`.
    @Test func `is read again when it changes while it is read`() async throws {
        try fixture.scratch.write("note Acme Chat\n1 Ann old\nend\n", to: "drop/a.note")
        let path = fixture.scratch.path + "/drop/a.note"
        let meddler = MeddlingTransformer {
            guard let file = FileHandle(forWritingAtPath: path) else { return }
            try? file.write(contentsOf: Data("note Acme Chat\n1 Ann newer\nend\n".utf8))
            try? file.close()
        }
        let catalog = SourceCatalog(transformers: [meddler], assemblers: [NoteAssembler()])
        _ = try await fixture.pipeline("state") { $0.catalog = catalog }.backfill()
        #expect(try fixture.snapshot("state").contains(#""text":"newer""#))
        #expect(try !fixture.snapshot("state").contains(#""text":"old""#))
    }

    /// Guarantee: a-file-is-read-when-it-is-complete/changes-while-reading
    @Test func `is read again also when its size stays what it was`() async throws {
        try fixture.scratch.write("note Acme Chat\n1 Ann old\nend\n", to: "drop/a.note")
        let path = fixture.scratch.path + "/drop/a.note"
        // Times are as coarse as the clock's ticks: the next write must be of another.
        let times = [timespec(tv_sec: 1_000, tv_nsec: 0), timespec(tv_sec: 1_000, tv_nsec: 0)]
        #expect(utimensat(AT_FDCWD, path, times, 0) == 0)
        let meddler = MeddlingTransformer {
            guard let file = FileHandle(forWritingAtPath: path) else { return }
            try? file.write(contentsOf: Data("note Acme Chat\n1 Ann new\nend\n".utf8))
            try? file.close()
        }
        let catalog = SourceCatalog(transformers: [meddler], assemblers: [NoteAssembler()])
        _ = try await fixture.pipeline("state") { $0.catalog = catalog }.backfill()
        #expect(try fixture.snapshot("state").contains(#""text":"new""#))
    }

    /// Guarantee: a-file-is-read-when-it-is-complete/changes-while-reading
    /// Guarantee: a-damaged-file-costs-only-itself/failing-workers
    @Test func `and never comes to rest is quarantined`() async throws {
        try fixture.scratch.write("note Acme Chat\n1 Ann old\nend\n", to: "drop/a.note")
        let path = fixture.scratch.path + "/drop/a.note"
        let meddler = MeddlingTransformer(times: .max) {
            guard let file = FileHandle(forWritingAtPath: path) else { return }
            _ = try? file.seekToEnd()
            try? file.write(contentsOf: Data("end\n".utf8))
            try? file.close()
        }
        let catalog = SourceCatalog(transformers: [meddler], assemblers: [NoteAssembler()])
        let summary = try await fixture.pipeline("state") { $0.catalog = catalog }.backfill()
        #expect(summary.tally.quarantined == 1)
    }

    /// A disk whose files' times follow writes through a mapping; memory file systems leave them.
    private static let diskThatTells = [NSTemporaryDirectory(), "/var/tmp"].first { place in
        guard let scratch = try? ScratchDirectory(in: place), (try? scratch.write("x", to: "a")) != nil,
            let before = try? FileStatus.following(Array((scratch.path + "/a").utf8)),
            MappedFile(scratch.path + "/a")?.write(Array("y".utf8)) == true
        else { return false }
        return (try? FileStatus.following(Array((scratch.path + "/a").utf8))) != before
    }

    /// Guarantee: scans-find-what-the-kernel-does-not-report/mapped-writes
    /// Promise: Writes through a memory mapping are found.
    /// How: The scan finds them where the file system notes them in the file's times. tmpfs does not.
    /// Seen: The change, after at most `rescan_interval`.
    @Test(.enabled(if: diskThatTells != nil, "No file system here notes writes through a mapping."))
    func `through a mapping is found by the next scan, since no event tells of it`() async throws {
        let fixture = try PipelineFixture(in: Self.diskThatTells)
        try fixture.scratch.write("note Acme Chat\n1 Ann before\nend\n", to: "drop/a.note")
        let mapping = try #require(MappedFile(fixture.scratch.path + "/drop/a.note"))
        try await fixture.withDaemon {
            $0.reconcileInterval = .milliseconds(50)
        } _: { _ in
            try await fixture.settle()
            mapping.write(Array("note Acme Chat\n1 Ann beyond\nend\n".utf8))
            try await fixture.settle()
            #expect(try fixture.snapshot("daemon").contains(#""text":"beyond""#))
        }
    }

    /// Guarantee: scans-find-what-the-kernel-does-not-report/regular-scans
    /// Promise: Changes that inotify does not report are found.
    /// How: Everything is compared every `rescan_interval`, by status alone.
    /// Seen: The change, after at most `rescan_interval`.
    /// Guarantee: scans-find-what-the-kernel-does-not-report/hard-links
    @Test func `through a hard link outside is found by the next scan`() async throws {
        try fixture.scratch.write("note Acme Chat\n1 Ann before\nend\n", to: "drop/a.note")
        #expect(
            link(fixture.scratch.path + "/drop/a.note", fixture.scratch.path + "/outside.note") == 0)
        try await fixture.withDaemon {
            $0.reconcileInterval = .milliseconds(50)
        } _: { _ in
            try fixture.scratch.write("note Acme Chat\n1 Ann beyond\nend\n", to: "outside.note")
            try await fixture.settle()
            #expect(try fixture.snapshot("daemon").contains(#""text":"beyond""#))
        }
    }
}

/// Reads notes, and does something to the file between its reading and the look at whether it changed.
private final class MeddlingTransformer: Transformer {
    private let rest: Mutex<Int>
    private let meddle: @Sendable () -> Void
    var source: Source { NoteSource.source }
    var identity: String { NoteTransformer().identity }

    init(times: Int = 1, _ meddle: @escaping @Sendable () -> Void) {
        rest = Mutex(times)
        self.meddle = meddle
    }

    func claims(_ probe: FileProbe) -> Bool {
        let isOn = rest.withLock { rest in
            defer { rest = max(0, rest - 1) }
            return rest > 0
        }
        if isOn { meddle() }
        return NoteTransformer().claims(probe)
    }

    func transform(_ file: SettledFile, emit: (Contribution) async throws -> Void) async throws {
        try await NoteTransformer().transform(file, emit: emit)
    }
}

/// Reads notes, and fails when it is told to in a way that is not the file's fault.
private final class StumblingTransformer: Transformer {
    private struct Fault: Error {}
    private let next = Mutex(false)
    var source: Source { NoteSource.source }
    var identity: String { NoteTransformer().identity }

    var isToStumble: Bool { next.withLock(\.self) }

    func stumble() { next.withLock { $0 = true } }

    func claims(_ probe: FileProbe) -> Bool { NoteTransformer().claims(probe) }

    func transform(_ file: SettledFile, emit: (Contribution) async throws -> Void) async throws {
        let fails = next.withLock { next in
            defer { next = false }
            return next
        }
        if fails { throw Fault() }
        try await NoteTransformer().transform(file, emit: emit)
    }
}

/// A file in memory, shared with the disk and open nowhere.
private struct MappedFile {
    private let start: UnsafeMutableRawPointer
    private let byteCount = 4_096

    /// The mapping lasts as long as the test's process.
    init?(_ path: String) {
        let file = open(path, O_RDWR)
        defer { close(file) }
        guard file >= 0, let start = mmap(nil, byteCount, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0),
            start != MAP_FAILED
        else { return nil }
        self.start = start
    }

    /// Replaces the first bytes; the file keeps its length.
    @discardableResult
    func write(_ bytes: [UInt8]) -> Bool {
        start.copyMemory(from: bytes, byteCount: bytes.count)
        return msync(start, byteCount, MS_SYNC) == 0
    }
}
