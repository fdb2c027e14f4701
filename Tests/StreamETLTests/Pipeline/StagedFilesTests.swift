import Synchronization
import Testing

@testable import NotesExample
@testable import ETLFiles
@testable import ETLFormats
@testable import ETLIngesting
@testable import ETLMatching
@testable import ETLModel
@testable import ETLPipeline
@testable import ETLStore

/// Files that amount to more than is held in memory.
@Suite struct `Staged files` {
    /// Makes some megabytes of each note, with a warning on the first of them, once all readers have begun.
    private final class BulkyTransformer: Transformer {
        static let pieceCount = 5
        private let waiting: Mutex<(missing: Int, turns: [CheckedContinuation<Void, Never>])>

        init(readers: Int) { waiting = Mutex((readers, [])) }

        var source: Source { NoteSource.source }
        var identity: String { "bulky/1" }

        func claims(_ probe: FileProbe) -> Bool { NoteTransformer().claims(probe) }

        func transform(_ file: SettledFile, emit: (Contribution) async throws -> Void) async throws {
            await meet()
            for piece in 0..<Self.pieceCount {
                var heading = ByteWriter()
                heading.write("Acme Chat")
                try await emit(
                    Contribution(
                        kind: "note", heading: heading.bytes,
                        payload: [UInt8](repeating: UInt8(ascii: " "), count: 3 << 20),
                        warnings: piece == 0 ? [TransformWarning(.invalidValue("date"))] : []))
            }
        }

        /// Returns when as many readers are here as there are.
        private func meet() async {
            await withCheckedContinuation { turn in
                let ready = waiting.withLock { waiting in
                    waiting.turns.append(turn)
                    waiting.missing -= 1
                    defer { if waiting.missing <= 0 { waiting.turns = [] } }
                    return waiting.missing <= 0 ? waiting.turns : []
                }
                for turn in ready { turn.resume() }
            }
        }
    }

    @Test(arguments: 1...3)
    func `are stored once and whole, with their warnings, however many equal ones are read at once`(
        round: Int
    ) async throws {
        let fixture = try PipelineFixture()
        let names = (1...4).map { "\($0).note" }
        for name in names {
            try fixture.scratch.write("note Acme Chat\n1 Ann hello\nend\n", to: "drop/\(name)")
        }
        var catalog = NoteSource.catalog
        catalog.transformers = [BulkyTransformer(readers: names.count)]
        let options = fixture.options("state", catalog: catalog)
        try fixture.scratch.make("state")
        let store = try Store(path: options.databasePath)
        let reader = try ContentReader(
            roots: DropRoots(options.drops), catalog: catalog, limits: options.limits, store: store)
        let outcomes = try await withThrowingTaskGroup(of: FileOutcome.self) { group in
            for name in names {
                group.addTask { try await reader.read(DropPath(drop: 0, path: RelativePath(name))) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        for outcome in outcomes.reversed() {
            try store.apply([outcome], assemblers: catalog.assemblerOfSource)
        }
        let counts = try store.readState { try $0.contributionCounts() }
        #expect(counts == [BulkyTransformer.pieceCount])
        let faulty = try store.readState { try $0.faultyFiles() }
        #expect(faulty.map(\.path.path.escaped) == names)
        #expect(faulty.allSatisfy { $0.faults == [TransformWarning(.invalidValue("date"))] })
    }
}

extension StateReader {
    /// The number of contributions of each content.
    fileprivate func contributionCounts() throws -> [Int] {
        var counts: [Int] = []
        try StoreStatement(db, "SELECT count(*) FROM contributions GROUP BY content_id").forEach {
            counts.append($0.int(0))
        }
        return counts
    }
}
