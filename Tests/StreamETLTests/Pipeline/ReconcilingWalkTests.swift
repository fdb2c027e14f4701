import Testing

@testable import ETLFiles
@testable import ETLIngesting
@testable import ETLMatching
@testable import ETLModel
@testable import ETLPipeline
@testable import ETLStore
@testable import ETLWatching

@Suite struct `Files that are found while others are read` {
    let fixture: PipelineFixture

    init() throws { fixture = try PipelineFixture() }

    private func walk() throws -> ReconcilingWalk {
        let options = fixture.options("state")
        let scanner = DropScanner(roots: DropRoots(options.drops), filter: options.filter)
        let store = try Store(path: options.databasePath)
        return try ReconcilingWalk(
            over: options.drops.map { DropPath(drop: $0.index, path: .root) }, in: store, scanner: scanner)
    }

    @Test func `are handed to one worker each, however many ask at once`() async throws {
        for index in 0..<300 {
            try fixture.scratch.write("x", to: "drop/\(index % 7)/\(index % 40)/\(index).note")
        }
        _ = try fixture.scratch.make("state")
        let walk = try walk()
        let paths = try await withThrowingTaskGroup(of: [DropPath].self) { group in
            for _ in 0..<4 {
                group.addTask {
                    var found: [DropPath] = []
                    while let path = try walk.next() { found.append(path) }
                    return found
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(paths.count == 300)
        #expect(Set(paths).count == 300)
        #expect(walk.reconciliation.present == 300)
        #expect(walk.share == 1)
    }

    @Test func `are only those that are new, different or gone`() async throws {
        for name in ["a/same", "a/changed", "b/gone", "c/same"] {
            try fixture.scratch.write("Acme Chat\n1", to: "drop/\(name).note")
        }
        _ = try await fixture.pipeline("state").backfill()
        try fixture.scratch.write("Acme Chat\n22", to: "drop/a/changed.note")
        try fixture.scratch.write("Acme Chat\n3", to: "drop/d/new.note")
        try fixture.scratch.remove("drop/b/gone.note")
        let walk = try walk()
        var paths: [String] = []
        while let path = try walk.next() { paths.append(path.path.escaped) }
        #expect(paths == ["a/changed.note", "d/new.note", "b/gone.note"])
        #expect(walk.reconciliation.present == 4)
    }
}
