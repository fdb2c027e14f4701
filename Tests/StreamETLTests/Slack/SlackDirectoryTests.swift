import Synchronization
import Testing

@testable import ETLModel
@testable import ETLPipeline
@testable import ETLSlack
@testable import ETLStore

@Suite
struct `The directory of a Slack export` {
    @Test func `is decoded once for all conversations, and anew when a list changes`() async throws {
        let fixture = try PipelineFixture()
        let assembler = CountingSlackAssembler()
        for index in 0..<20 {
            try fixture.scratch.write(
                #"[{"ts":"1.0","user":"U1","text":"x"}]"#, to: "drop/e/c\(index)/2024-05-01.json")
        }
        for (name, lookups) in [("Ann", 2), ("Anna", 4)] {
            try fixture.scratch.write(#"[{"id":"U1","real_name":"\#(name)"}]"#, to: "drop/e/users.json")
            let catalog = SourceCatalog(
                transformers: [SlackDayTransformer(), SlackListTransformer()], assemblers: [assembler])
            _ = try await fixture.pipeline("slack") { $0.catalog = catalog }.backfill()
            // One of the export's directory, one of the drop directory above it.
            #expect(assembler.lookups == lookups)
            #expect(try Self.people(fixture) == [name])
        }
    }

    private static func people(_ fixture: PipelineFixture) throws -> Set<String> {
        let store = try Store(readingFrom: fixture.options("slack").databasePath)
        return try store.readState { reader in
            Set(try reader.unmatchedItems().flatMap(\.subject.people))
        }
    }
}

/// Slack's assembler, which counts how often the lists of a directory are asked for.
private final class CountingSlackAssembler: Assembler {
    private let count = Mutex(0)
    private let slack = SlackAssembler()
    var lookups: Int { count.withLock { $0 } }
    var source: Source { slack.source }
    var identity: String { slack.identity }
    var sections: [ItemSection] { slack.sections }

    func placement(of contribution: ContributionHead, at path: DropPath) -> Placement {
        slack.placement(of: contribution, at: path)
    }

    func group(of unit: AssemblyUnit, reading parts: any PartReader) throws -> String {
        try slack.group(of: unit, reading: Reader(parts: parts, counter: self))
    }

    func assemble(
        group: String, units: [AssemblyUnit], asOf: Int64, reading parts: any PartReader
    ) throws -> Assembly {
        try slack.assemble(
            group: group, units: units, asOf: asOf, reading: Reader(parts: parts, counter: self))
    }

    private struct Reader: PartReader {
        let parts: any PartReader
        let counter: CountingSlackAssembler

        func payload(of part: Int64) throws -> [UInt8] { try parts.payload(of: part) }

        func context(at scope: DropPath) throws -> [Part] {
            counter.count.withLock { $0 += 1 }
            return try parts.context(at: scope)
        }

        func remembered<Value: Sendable>(at scope: DropPath, make: () throws -> Value) throws -> Value {
            try parts.remembered(at: scope, make: make)
        }
    }
}
