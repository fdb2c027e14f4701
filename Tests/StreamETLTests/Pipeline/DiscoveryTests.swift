import Foundation
import Glibc
import Testing

@testable import ETLFiles
@testable import ETLIngesting
@testable import ETLMatching
@testable import ETLModel
@testable import ETLPipeline
@testable import ETLStore
@testable import ETLWatching

@Suite(.timeLimit(.minutes(10)))
struct `A daemon misses nothing that appears, moves or goes` {
    let fixture: PipelineFixture

    init() throws { fixture = try PipelineFixture() }

    /// Guarantee: nothing-is-missed/new-directories
    /// Promise: A directory that is made and filled at once is read in full, at any depth. The system opens
    ///   paths of up to 4,095 bytes; a deeper directory is reported.
    /// How: Each directory is watched before it is listed. A path that is seen twice is one path.
    /// Seen: The files are in the next snapshot. The log says `A directory cannot be listed: …` of one that
    ///   lies too deep.
    @Test func `finds files in directories that are made and filled at once`() async throws {
        try await fixture.withDaemon { _ in
            for index in 0..<1_000 {
                try note("Acme Chat", "\(index)", at: "drop/\(index)/b/c/d.note")
            }
            try await fixture.settle()
            #expect(try fixture.snapshot("daemon").contains("999/b/c/d.note"))
        }
    }

    /// Guarantee: nothing-is-missed/moved-in
    /// Promise: A tree that is moved in is read whole.
    /// How: A new directory is walked and watched to the bottom.
    /// Seen: All its files are in the next snapshot.
    /// Guarantee: nothing-is-missed/moved-out
    @Test func `reads a tree that is moved in and takes back one that is moved out`() async throws {
        for index in 0..<50 {
            try note("Acme Chat", "\(index)", at: "elsewhere/\(index % 5)/x/\(index).note")
        }
        try await fixture.withDaemon { _ in
            try fixture.scratch.move("elsewhere", to: "drop/in")
            try await fixture.settle()
            try fixture.scratch.move("drop/in/3", to: "outside")
            try await fixture.settle()
            // What happens to the tree outside is nobody's business any more.
            try note("Acme Chat", "ghost", at: "outside/x/ghost.note")
            try note("Borealis Chat", "real", at: "drop/real.note")
            try await fixture.settle()
        }
    }

    /// Guarantee: nothing-is-missed/renamed-directories
    /// Promise: A renamed directory keeps its data under the new name, counted once.
    /// How: The old name is gone and the new one is walked. Equal content is not parsed again.
    /// Seen: New paths are in the JSON.
    @Test func `follows a renamed directory and what is written there later`() async throws {
        try note("Acme Chat", "1", at: "drop/old/deep/a.note")
        try await fixture.withDaemon { _ in
            try fixture.scratch.move("drop/old", to: "drop/new")
            try await fixture.settle()
            try note("Acme Chat", "2", at: "drop/new/deep/b.note")
            try await fixture.settle()
            #expect(try fixture.snapshot("daemon").contains("new/deep/b.note"))
        }
    }

    /// Guarantee: nothing-is-missed/directories-in-a-loop
    /// Promise: A directory that is deleted and made again in a loop ends in the right state.
    /// How: Only the file system decides: each walk watches the directory that has the name now.
    /// Guarantee: nothing-is-missed/late-events
    @Test func `stands a directory that is deleted and made again in a loop`() async throws {
        try await fixture.withDaemon { _ in
            for index in 0..<60 {
                try note("Acme Chat", "\(index)", at: "drop/loop/a.note")
                if index < 59 { try fixture.scratch.remove("drop/loop") }
            }
            try await fixture.settle()
            // What is told late of the removed ones does not make it deaf to the last.
            try note("Borealis Chat", "later", at: "drop/loop/b.note")
            try await fixture.settle()
        }
    }

    /// Guarantee: a-missing-drop-directory-keeps-its-data/replaced
    @Test func `keeps the data of a drop directory that is away and goes on when it is back`() async throws {
        try note("Acme Chat", "1", at: "drop/a.note")
        try await fixture.withDaemon { pipeline in
            let before = try fixture.snapshot("daemon")
            let events = pipeline.events
            try fixture.scratch.move("drop", to: "away")
            for await event in events {
                if case .degraded(0, .missing) = event { break }
            }
            #expect(try fixture.snapshot("daemon") == before)
            try note("Acme Chat", "2", at: "away/b.note")
            try fixture.scratch.move("away", to: "drop")
            try await fixture.settle()
        }
    }

    /// Guarantee: a-missing-drop-directory-keeps-its-data/replaced
    @Test(arguments: ["deleted", "replaced"])
    func `takes a drop directory that is made again for the new one`(fate: String) async throws {
        try note("Acme Chat", "1", at: "drop/a.note")
        try await fixture.withDaemon { pipeline in
            let events = pipeline.events
            try fixture.scratch.move("drop", to: "away")
            if fate == "deleted" {
                for await event in events {
                    if case .degraded(0, .missing) = event { break }
                }
            }
            try note("Borealis Chat", "2", at: "drop/deep/b.note")
            try await fixture.settle()
            try note("Acme Chat", "ghost", at: "away/ghost.note")
            try note("Acme Chat", "3", at: "drop/deep/c.note")
            try await fixture.settle()
        }
    }

    /// Guarantee: a-missing-drop-directory-keeps-its-data/replaced
    @Test func `leaves a file alone that seems to be gone because its drop directory is`() async throws {
        try note("Acme Chat", "1", at: "drop/a.note")
        _ = try await fixture.pipeline("state").backfill()
        let before = try fixture.snapshot("state")
        try fixture.scratch.move("drop", to: "away")
        let roots = DropRoots(fixture.options("state").drops)
        let store = try Store(path: fixture.scratch.path + "/state/state.db")
        let start = DropPath(drop: 0, path: .root)
        let scanner = DropScanner(roots: roots, filter: DropFilter())
        let walk = try ReconcilingWalk(over: [start], in: store, scanner: scanner)
        #expect(try walk.next() == nil)
        #expect(walk.reconciliation.vacated == [start])
        #expect(try fixture.snapshot("state") == before)
    }

    /// Guarantee: a-missing-drop-directory-keeps-its-data/replaced
    /// Guarantee: a-missing-drop-directory-keeps-its-data/shown-by-status
    @Test func `starts before its drop directory is there`() async throws {
        try fixture.scratch.remove("drop")
        try await fixture.withDaemon { _ in
            try note("Acme Chat", "1", at: "drop/a.note")
            try await fixture.settle()
        }
    }

    /// Guarantee: a-file-is-read-when-it-is-complete/unfinished-names
    /// Promise: Unfinished files and copies are not read until they are renamed: `.part`, `.filepart`,
    ///   `.tmp`, `~`, `.bak`, `#name#`, `.sync-conflict-`, hidden files and others.
    /// How: Names are compared with patterns, without regard to case.
    @Test func `reads unfinished names only when they are renamed`() async throws {
        try await fixture.withDaemon { _ in
            for name in ["a.note.part", "b.tmp", "c.note.crdownload", "d.note~", ".e.note"] {
                try note("Acme Chat", name, at: "drop/\(name)")
            }
            try note("Borealis Chat", "seen", at: "drop/seen.note")
            try await fixture.settle()
            #expect(try !fixture.snapshot("daemon").contains("note.part"))
            try fixture.scratch.move("drop/a.note.part", to: "drop/a.note")
            try await fixture.settle()
            #expect(try fixture.snapshot("daemon").contains(#""a.note""#))
        }
    }

    /// Guarantee: a-file-is-read-when-it-is-complete/files-that-stay-open
    /// Promise: A file that stays open is read when it was quiet for `settle`, and again later. Until it is
    ///   closed it is marked as provisional, in `status` and in the log. The JSON has no such mark, since it
    ///   follows from the files alone.
    /// How: `IN_MODIFY` moves the time at which it is due, and tells that a program has it open. Closing,
    ///   renaming or deleting it takes the mark off. So does a loss of events, until the next write.
    /// Seen: The content so far. The log says `A file was read while it is still being written`; `status`
    ///   lists it under `provisional`.
    @Test func `reads a file that stays open once it is quiet, and again when it is closed`() async throws {
        try await fixture.withDaemon { _ in
            let path = fixture.scratch.path + "/drop/open.note"
            #expect(FileManager.default.createFile(atPath: path, contents: nil))
            let handle = try #require(FileHandle(forWritingAtPath: path))
            try handle.write(contentsOf: Data("note Acme Chat\n1 Ann hello\nend\n".utf8))
            try await fixture.settle()
            #expect(try fixture.snapshot("daemon").contains(#""text":"hello""#))
            // Nothing but the writing tells of it.
            try handle.write(contentsOf: Data("2 Ann more\nend\n".utf8))
            try await fixture.settle()
            #expect(try fixture.snapshot("daemon").contains(#""text":"more""#))
            try handle.write(contentsOf: Data("3 Ann last\nend\n".utf8))
            try handle.close()
            try await fixture.settle()
            #expect(try fixture.snapshot("daemon").contains(#""text":"last""#))
        }
    }

    /// Guarantee: a-file-is-read-when-it-is-complete/files-that-stay-open
    @Test func `marks what a writer has not closed as provisional, outside of the JSON`() async throws {
        try await fixture.withDaemon { pipeline in
            let file = open(fixture.scratch.path + "/drop/open.note", O_WRONLY | O_CREAT, 0o600)
            let text = "note Acme Chat\n1 Ann hello\nend\n"
            #expect(write(file, text, text.utf8.count) == text.utf8.count)
            try await eventually { try status(pipeline).openFiles == ["open.note"] }
            try await fixture.settle()
            // Files that were closed before anybody looked are whole.
            try note("Borealis Chat", "whole", at: "drop/new/deep/whole.note")
            try await fixture.settle()
            #expect(try status(pipeline).openFiles == ["open.note"])
            close(file)
            try await eventually { try status(pipeline).openFileCount == 0 }
            try await fixture.settle()
        }
        #expect(
            try StoreStatus(databasePath: fixture.options("daemon").databasePath, outputPath: "")
                .drops.isEmpty)
    }

    /// Among the lost ones may be the one that told of the closing.
    ///
    /// Guarantee: a-file-is-read-when-it-is-complete/files-that-stay-open
    @Test func `takes the mark off when events were lost, until the next write`() async throws {
        try await fixture.withDaemon { pipeline in
            let file = open(fixture.scratch.path + "/drop/open.note", O_WRONLY | O_CREAT, 0o600)
            defer { close(file) }
            for text in ["note Acme Chat\n1 Ann hello\nend\n", "2 Ann more\nend\n"] {
                #expect(write(file, text, text.utf8.count) == text.utf8.count)
                try await eventually { try status(pipeline).openFiles == ["open.note"] }
                try await fixture.settle()
                pipeline.reload()
                try await eventually { try status(pipeline).openFileCount == 0 }
            }
        }
    }

    /// Guarantee: a-missing-drop-directory-keeps-its-data/shown-by-status
    /// Promise: `status` shows how each drop directory is watched, also while another process is the daemon.
    /// How: The daemon leaves a note in the database when something changes, with its process id.
    /// Seen: One line in the log when it goes and one when it comes back; `drop …, away` in `status`.
    @Test func `shows a drop directory that is away, and when it is back`() async throws {
        try note("Acme Chat", "1", at: "drop/a.note")
        try await fixture.withDaemon { pipeline in
            #expect(try status(pipeline).drops.map(\.state) == [.watched])
            try fixture.scratch.move("drop", to: "away")
            try await eventually { try status(pipeline).drops.map(\.state) == [.away] }
            #expect(try status(pipeline).drops[0].cause?.contains("stays as it was") == true)
            try fixture.scratch.move("away", to: "drop")
            try await eventually { try status(pipeline).drops.map(\.state) == [.watched] }
        }
        // Nobody watches it any more.
        let options = fixture.options("daemon")
        let last = try StoreStatus(
            databasePath: options.databasePath, outputPath: options.outputPath, drops: options.drops)
        #expect(last.drops.map(\.state) == [.unwatched])
    }

    /// Guarantee: a-missing-drop-directory-keeps-its-data/shown-by-status
    @Test func `shows nothing of what a daemon noted that was killed`() throws {
        let options = fixture.options("daemon")
        try fixture.scratch.make("daemon")
        let store = try Store(path: options.databasePath)
        try store.set(WatchReport(process: getpid() + 1, drops: [], open: []))
        let status = try StoreStatus(
            databasePath: options.databasePath, outputPath: options.outputPath, drops: options.drops)
        #expect(status.drops.map(\.state) == [.unwatched])
    }

    /// What another process is told.
    private func status(_ pipeline: Pipeline) throws -> StoreStatus {
        try StoreStatus(
            databasePath: pipeline.options.databasePath, outputPath: pipeline.options.outputPath)
    }

    /// Guarantee: the-json-follows-the-files/old-times
    /// Promise: `cp -p`, reflinks and other copies with old times are read.
    /// How: A file that differs is read, whether its time is older or newer.
    /// Seen: The change.
    /// Guarantee: a-file-is-read-when-it-is-complete/renames-over-files
    /// Guarantee: scans-find-what-the-kernel-does-not-report/hard-links
    @Test func `sees a hard link, a preserved old time and a rename over a file`() async throws {
        try note("Acme Chat", "1", at: "elsewhere/a.note")
        try note("Acme Chat", "old", at: "drop/b.note")
        try await fixture.withDaemon { _ in
            #expect(
                link(fixture.scratch.path + "/elsewhere/a.note", fixture.scratch.path + "/drop/a.note") == 0)
            try await fixture.settle()
            try note("Acme Chat", "new", at: "drop/b.part")
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSince1970: 1_000)],
                ofItemAtPath: fixture.scratch.path + "/drop/b.part")
            try fixture.scratch.move("drop/b.part", to: "drop/b.note")
            try await fixture.settle()
            #expect(try fixture.snapshot("daemon").contains(#""text":"new""#))
        }
    }

    /// Guarantee: scans-find-what-the-kernel-does-not-report/hard-links
    /// Promise: A hard link that is made inside is read. A write to one of a file's names inside, or a change
    ///   of its permissions, is seen under all of them at once. The scan finds a write under a name outside,
    ///   under a hidden name, or under one that is gone before the file is read.
    /// How: The link's event; the store knows the other names of an inode; the scan.
    /// Seen: The change.
    @Test func `sees under each of its names what is written to a file with several`() async throws {
        try note("Acme Chat", "1", at: "drop/a.note")
        try fixture.scratch.make("drop/deep")
        for name in ["b.note", "deep/c.note"] {
            #expect(link(fixture.scratch.path + "/drop/a.note", fixture.scratch.path + "/drop/" + name) == 0)
        }
        try await fixture.withDaemon { _ in
            // The event has the one name that was used.
            try note("Borealis Chat", "2", at: "drop/deep/c.note")
            try await fixture.settle()
            try note("Acme Chat", "3", at: "drop/a.note")
            try await fixture.settle()
        }
    }

    private func note(_ title: String, _ text: String, at path: String) throws {
        try fixture.scratch.write("note \(title)\n1 Ann \(text)\nend\n", to: path)
    }
}
