import Foundation
import Glibc
import Testing

@testable import ETLModel
@testable import ETLSnapshot

@Suite(.timeLimit(.minutes(10)))
struct `A snapshot that is refreshed` {
    /// Publishes a snapshot that shows `number`, and one more for each number up to `last`.
    private func show(_ numbers: ClosedRange<Int>, _ fixture: PipelineFixture) async throws {
        for number in numbers {
            try fixture.scratch.write("note Acme Chat\n1 Ann number \(number)\nend\n", to: "drop/a.note")
            try await eventually { try fixture.snapshot("daemon").contains("number \(number)") }
        }
    }

    private func inode(_ fixture: PipelineFixture) throws -> UInt {
        var status = stat()
        try #require(stat(fixture.scratch.path + "/daemon/unified.json", &status) == 0)
        return status.st_ino
    }

    @Test func `leaves what somebody opened as it is, however often it is refreshed`() async throws {
        let fixture = try PipelineFixture()
        try await fixture.withDaemon { _ in
            try await show(0...2, fixture)
            let opened = try FileHandle(
                forReadingFrom: URL(fileURLWithPath: fixture.scratch.path + "/daemon/unified.json"))
            let before = try fixture.scratch.read("daemon/unified.json")
            try await show(3...7, fixture)
            let read = try #require(try opened.readToEnd())
            #expect(String(decoding: read, as: UTF8.self) == before)
            try await fixture.settle()
        }
    }

    @Test func `leaves what has another name as it is`() async throws {
        let fixture = try PipelineFixture()
        try await fixture.withDaemon { _ in
            try await show(0...2, fixture)
            let before = try fixture.scratch.read("daemon/unified.json")
            let link = fixture.scratch.path + "/kept.json"
            try #require(Glibc.link(fixture.scratch.path + "/daemon/unified.json", link) == 0)
            try await show(3...7, fixture)
            #expect(try fixture.scratch.read("kept.json") == before)
        }
    }

    @Test func `is written over the one before the last when nobody has that`() async throws {
        let fixture = try PipelineFixture()
        try await fixture.withDaemon { _ in
            try await show(0...2, fixture)
            var inodes: Set<UInt> = []
            for number in 3...8 {
                try await show(number...number, fixture)
                inodes.insert(try inode(fixture))
            }
            // Tests read the file now and then just when it is to be written over.
            #expect(inodes.count < 6)
            try await fixture.settle()
        }
        let left = try FileManager.default.contentsOfDirectory(atPath: fixture.scratch.path + "/daemon")
        #expect(!left.contains { $0.hasPrefix(".unified.json") })
    }

    @Test(arguments: [0, 1, 255, 256, 2_047, 2_048, 2_049, 100_000, 1 << 20, (1 << 20) + 1, 1 << 30])
    func `has lines whose blanks take an eighth at the most`(byteCount: Int) {
        let padded = SnapshotLayout.padded(byteCount)
        #expect(padded >= byteCount)
        #expect(padded - byteCount < max(256, byteCount / 8 + 1))
        #expect(SnapshotLayout.padded(padded) == padded)
    }

    @Test func `seldom moves what follows a line that grows`() {
        let moves = (100_000..<101_000).count { SnapshotLayout.padded($0) != SnapshotLayout.padded($0 + 1) }
        #expect(moves <= 1)
    }
}
