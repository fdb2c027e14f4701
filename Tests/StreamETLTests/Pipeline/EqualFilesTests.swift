import Testing

@testable import NotesExample
@testable import ETLFiles
@testable import ETLIngesting
@testable import ETLMatching
@testable import ETLModel
@testable import ETLPipeline
@testable import ETLSettings
@testable import ETLStore

@Suite struct `Equal files` {
    private struct Workplace {
        let fixture: PipelineFixture
        let store: Store
        let reader: ContentReader
        let assemblers: [Source: any Assembler]

        init() throws {
            fixture = try PipelineFixture()
            let options = fixture.options("state")
            try fixture.scratch.make("state")
            store = try Store(path: options.databasePath)
            reader = try ContentReader(
                roots: DropRoots(options.drops), catalog: options.catalog, limits: options.limits,
                store: store)
            assemblers = options.catalog.assemblerOfSource
        }

        func read(_ name: String) async throws -> FileOutcome {
            try fixture.scratch.write("note Acme Chat\n1 Ann hello\nend\n", to: "drop/\(name)")
            return try await reader.read(DropPath(drop: 0, path: RelativePath(name)))
        }
    }

    @Test func `may be stored in another order than they were read in`() async throws {
        let place = try Workplace()
        let first = try await place.read("a.note")
        let second = try await place.read("b.note")
        try place.store.apply([second], assemblers: place.assemblers)
        try place.store.apply([first], assemblers: place.assemblers)
        #expect(try place.store.files().count == 2)
        #expect(Set(try place.store.files().values.map(\.contentID)).count == 1)
    }

    /// A walk finds a file that an event tells of too: both read it before either has stored it.
    ///
    /// Guarantee: nothing-is-missed/counted-once
    /// Promise: A file that is made during a scan counts once.
    /// How: Paths are a set, and equal content is one contribution.
    @Test func `at one path count once, however often they are read before they are stored`() async throws {
        let place = try Workplace()
        let outcomes = [try await place.read("a.note"), try await place.read("a.note")]
        for outcome in outcomes {
            guard case .read(_, _, _, .contributions) = outcome else {
                Issue.record("\(outcome)")
                return
            }
        }
        try place.store.apply([outcomes[0]], assemblers: place.assemblers)
        let once = try place.store.readState { try $0.rowCounts() }
        try place.store.apply([outcomes[1]], assemblers: place.assemblers)
        #expect(try place.store.readState { try $0.rowCounts() } == once)
        #expect(once == [1, 1, 1, 1])
        try place.store.apply(outcomes, assemblers: place.assemblers)
        #expect(try place.store.readState { try $0.rowCounts() } == once)
    }

    @Test func `are parsed once when the first is stored`() async throws {
        let place = try Workplace()
        let first = try await place.read("a.note")
        try place.store.apply([first], assemblers: place.assemblers)
        place.reader.noteStored([first])
        guard case .read(_, _, _, .known) = try await place.read("b.note") else {
            Issue.record("The second was parsed too")
            return
        }
    }
}

extension StateReader {
    /// Of files, contents, contributions and parts.
    fileprivate func rowCounts() throws -> [Int] {
        try ["files", "contents", "contributions", "parts"].map { table in
            var count = 0
            try StoreStatement(db, "SELECT count(*) FROM \(table)").forEach { count = $0.int(0) }
            return count
        }
    }
}
