import Foundation
import Testing

@testable import ETLModel
@testable import ETLFiles
@testable import ETLMatching
@testable import ETLPipeline

@Suite(.timeLimit(.minutes(10)))
struct `The unified JSON in its place` {
    /// Until then it is beside the database, where the companies that change meanwhile go.
    ///
    /// Guarantee: a-failing-disk-does-not-end-the-daemon/output-elsewhere
    /// Promise: If the output cannot be written, or is taken away, it is put in its place again.
    /// How: Snapshots go beside the database meanwhile. The output is tried again every `poll_interval`. As
    ///   often, the program checks that the last snapshot is still there, as it was written.
    /// Seen: `The output cannot be written …`
    @Test func `is written when its place can be written again, with all that changed`() async throws {
        let fixture = try PipelineFixture()
        func write(_ text: String, of company: String) throws {
            try fixture.scratch.write(
                "note \(company) Chat\n1 Ann \(text)\nend\n", to: "drop/\(company).note")
        }
        try write("first", of: "Acme")
        try write("first", of: "Borealis")
        try await fixture.withDaemon(change: { $0.pollInterval = .milliseconds(20) }) { _ in
            for round in 1...2 {
                // Nothing can be renamed over a directory that is not empty.
                try fixture.scratch.remove("daemon/unified.json")
                try fixture.scratch.make("daemon/unified.json/x")
                for company in ["Acme", "Borealis"] {
                    try write("round \(round)", of: company)
                    try await eventually {
                        let aside = try? fixture.scratch.read("daemon/fallback-unified.json")
                        return aside.map {
                            PipelineFixture.comparable($0).components(
                                separatedBy: #""text":"round \#(round)""#
                            )
                            .count == (company == "Acme" ? 2 : 3)
                        } ?? false
                    }
                }
                try fixture.scratch.remove("daemon/unified.json")
                try await fixture.settle()
                try write("after \(round)", of: "Borealis")
                try await fixture.settle()
            }
        }
    }

    /// What was written beside the database before is not what is there now.
    ///
    /// Guarantee: a-failing-disk-does-not-end-the-daemon/output-elsewhere
    @Test func `is made up for beside the database also by what changed in its place`() async throws {
        let fixture = try PipelineFixture()
        func write(_ text: String, of company: String) throws {
            try fixture.scratch.write(
                "note \(company) Chat\n1 Ann \(text)\nend\n", to: "drop/\(company).note")
        }
        for company in ["Acme", "Borealis"] { try write("first", of: company) }
        try await fixture.withDaemon(change: { $0.pollInterval = .milliseconds(20) }) { _ in
            for round in 1...2 {
                try write("in place \(round)", of: "Acme")
                try await fixture.settle()
                // Nothing can be renamed over a directory that is not empty.
                try fixture.scratch.remove("daemon/unified.json")
                try fixture.scratch.make("daemon/unified.json/x")
                try write("aside \(round)", of: "Borealis")
                let expected = try await fixture.cleanBackfill()
                try await eventually {
                    let aside = try? fixture.scratch.read("daemon/fallback-unified.json")
                    return aside.map(PipelineFixture.comparable) == expected
                }
                try fixture.scratch.remove("daemon/unified.json")
                try await fixture.settle()
            }
        }
    }

    /// Guarantee: a-failing-disk-does-not-end-the-daemon/output-elsewhere
    @Test(arguments: ["", nil])
    func `is written anew when somebody takes it away, without any change`(text: String?) async throws {
        let fixture = try PipelineFixture()
        try fixture.scratch.write("note Acme Chat\n1 Ann hello\nend\n", to: "drop/a.note")
        try await fixture.withDaemon(change: { $0.pollInterval = .milliseconds(20) }) { _ in
            for _ in 1...2 {
                try fixture.scratch.remove("daemon/unified.json")
                if let text { try fixture.scratch.write(text, to: "daemon/unified.json") }
                let expected = try await fixture.cleanBackfill()
                try await eventually { (try? fixture.snapshot("daemon")) == expected }
            }
        }
    }

    /// Guarantee: a-failing-disk-does-not-end-the-daemon/output-elsewhere
    @Test(arguments: ["../elsewhere/real.json", "/elsewhere/real.json"])
    func `is where a link leads that has its name, and the link stays`(target: String) async throws {
        let fixture = try PipelineFixture()
        let path = fixture.scratch.path
        try fixture.scratch.make("elsewhere")
        try fixture.scratch.make("daemon")
        try fixture.scratch.write("note Acme Chat\n1 Ann hello\nend\n", to: "drop/a.note")
        // At first it leads to nothing.
        symlink(target.hasPrefix("/") ? path + target : target, path + "/daemon/unified.json")
        for round in 1...2 {
            _ = try await fixture.pipeline("daemon").backfill()
            let expected = try await fixture.cleanBackfill()
            #expect(try PipelineFixture.comparable(fixture.scratch.read("elsewhere/real.json")) == expected)
            try fixture.scratch.write("note Acme Chat\n1 Ann \(round)\nend\n", to: "drop/b.note")
        }
        #expect(
            try FileStatus.notFollowing(Array((path + "/daemon/unified.json").utf8)).kind == .symbolicLink)
        #expect(try FileManager.default.contentsOfDirectory(atPath: path + "/elsewhere") == ["real.json"])
    }

    @Test(arguments: ["", "{}", nil])
    func `is written anew when something else is there at the start`(text: String?) async throws {
        let fixture = try PipelineFixture()
        try fixture.scratch.write("note Acme Chat\n1 Ann hello\nend\n", to: "drop/a.note")
        _ = try await fixture.pipeline("daemon").backfill()
        if let text {
            try fixture.scratch.write(text, to: "daemon/unified.json")
        } else {
            // Of the same size, and still not the same.
            let snapshot = try fixture.scratch.read("daemon/unified.json")
            try fixture.scratch.write(
                snapshot.replacing("hello", with: "HELLO"), to: "daemon/unified.json")
        }
        let expected = try await fixture.cleanBackfill()
        try await fixture.withDaemon { _ in
            let snapshot = try fixture.snapshot("daemon")
            #expect(snapshot == expected)
        }
    }
}
