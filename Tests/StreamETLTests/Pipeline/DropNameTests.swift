import Foundation
import GRDB
@testable import NotesExample
@testable import ETLIngesting
@testable import ETLFiles
@testable import ETLMatching
@testable import ETLModel
@testable import ETLPipeline
@testable import ETLSettings
@testable import ETLStore
import Testing

@Suite(.timeLimit(.minutes(10)))
struct `Drop directories are known by their names` {
    private let fixture: PipelineFixture

    init() throws { fixture = try PipelineFixture() }

    private func root(_ path: String, name: String? = nil) -> DropRoot {
        DropRoot(index: 0, path: "\(fixture.scratch.path)/\(path)", name: name)
    }

    private func note(_ title: String, _ line: String) -> String { "note \(title)\n1 Ann \(line)\nend\n" }

    @discardableResult
    private func backfill(
        _ drops: [DropRoot], retention: Retention = .keep, forgetting: Set<String> = [],
        catalog: SourceCatalog = NoteSource.catalog, state: String = "state"
    ) async throws -> BackfillSummary {
        try await fixture.pipeline(state) { options in
            options.drops = drops
            options.retention = retention
            options.forgottenDrops = forgetting
            options.catalog = catalog
        }.backfill()
    }

    @Test func `in whatever order, without a byte that differs and without reading a file again`()
        async throws
    {
        for name in ["b", "a", "c"] {
            try fixture.scratch.write(note("Acme Chat", "of \(name)"), to: "\(name)/x.note")
            try fixture.scratch.write("note Acme Chat\n1 Ann cut", to: "\(name)/cut.note")
        }
        let counter = CountingTransformer()
        let catalog = SourceCatalog(transformers: [counter], assemblers: [NoteAssembler()])
        let drops = ["b", "a", "c"].map { root($0) }
        try await backfill(drops, catalog: catalog)
        let expected = try fixture.snapshot("state")
        let count = counter.count
        for order in [[1, 2, 0], [2, 0, 1], [0, 2, 1]] {
            let summary = try await backfill(order.map { drops[$0] }, catalog: catalog)
            #expect(summary.tally.total == 0)
            #expect(summary.dropChanges.isEmpty)
            #expect(try fixture.snapshot("state") == expected)
            try await backfill(order.map { drops[$0] }, state: "clean-\(order)")
            #expect(try fixture.snapshot("clean-\(order)") == expected)
        }
        #expect(counter.count == count)
        #expect(expected.contains(#""drop_name":"b""#))
        #expect(!expected.contains(fixture.scratch.path))
    }

    @Test func `so that one found elsewhere and empty loses nothing that is kept`() async throws {
        try fixture.scratch.write(note("Acme Chat", "line-one"), to: "old/chats/x.note")
        try await backfill([root("old/chats")])
        let expected = try fixture.snapshot("state")
        try fixture.scratch.make("new/chats")
        let summary = try await backfill([root("new/chats")])
        #expect(try fixture.snapshot("state") == expected)
        let place = Array("\(fixture.scratch.path)/old/chats".utf8)
        #expect(
            summary.dropChanges == [DropChange(name: "chats", kind: .moved(from: place), fileCount: 1)])
        #expect(summary.tally.kept == 1)
        let mirrored = try await backfill([root("new/chats")], retention: .mirror)
        #expect(mirrored.tally.gone == 1)
        #expect(try !fixture.snapshot("state").contains("line-one"))
    }

    @Test func `and keep what they said when nobody names them, until they are forgotten`() async throws {
        try fixture.scratch.write(note("Acme Chat", "line-one"), to: "a/x.note")
        try fixture.scratch.write(note("Borealis Chat", "line-two"), to: "b/y.note")
        try await backfill([root("a"), root("b")])
        // `metadata` lists the drops that are configured.
        let listed = #/"drops":\[[^\]]*\]/#
        let both = try fixture.snapshot("state").replacing(listed, with: "")
        let summary = try await backfill([root("b")])
        #expect(summary.dropChanges == [DropChange(name: "a", kind: .unconfigured, fileCount: 1)])
        #expect(try fixture.snapshot("state").replacing(listed, with: "") == both)
        await #expect(throws: StoreError.unknownDrop(name: "z", known: ["a", "b"])) {
            try await backfill([root("b")], forgetting: ["z"])
        }
        #expect(try fixture.snapshot("state").replacing(listed, with: "") == both)
        let forgotten = try await backfill([root("b")], forgetting: ["a"])
        #expect(forgotten.dropChanges == [DropChange(name: "a", kind: .forgotten, fileCount: 1)])
        #expect(try !fixture.snapshot("state").contains("line-one"))
        #expect(try fixture.snapshot("state").contains("line-two"))
    }

    @Test func `and go with what they said to another name`() async throws {
        try fixture.scratch.write(note("Acme Chat", "line-one"), to: "a/x.note")
        try fixture.scratch.write(note("Borealis Chat", "line-two"), to: "a/gone.note")
        try await backfill([root("a")])
        try fixture.scratch.remove("a/gone.note")
        try fixture.scratch.move("a", to: "z")
        try await backfill([root("z")])
        var options = fixture.options("state")
        options.drops = [root("z")]
        let (moved, stayed) = try DropListing.rename("a", to: "z", options)
        #expect(moved == 2)
        #expect(stayed == 0)
        let summary = try await backfill([root("z")])
        #expect(summary.dropChanges.isEmpty)
        #expect(try fixture.snapshot("state").contains("line-two"))
        #expect(try fixture.snapshot("state").contains("line-one"))
        #expect(try DropListing.all(options).first { $0.name == "z" }?.keptFiles == 1)
    }

    @Test func `also in a database that knew them by position`() async throws {
        try fixture.scratch.write(note("Acme Chat", "line-one"), to: "z/exports/x.note")
        try fixture.scratch.write(note("Borealis Chat", "line-two"), to: "a/exports/gone.note")
        let drops = [root("z/exports", name: "last"), root("a/exports", name: "first")]
        try await backfill(drops)
        try fixture.scratch.remove("a/exports/gone.note")
        let path = fixture.options("state").databasePath
        try forgetNames(path, drops)
        try await backfill(drops.reversed())
        let json = try fixture.snapshot("state")
        #expect(json.contains("line-one"))
        #expect(json.contains("line-two"))
        #expect(try Store(readingFrom: path).drops().map(\.name) == ["first", "last"])
    }

    /// Makes the database what version 1.0 left: positions, and the directories as one text.
    private func forgetNames(_ path: String, _ drops: [DropRoot]) throws {
        let text = drops.enumerated().map { index, drop in
            "\(index) auto \(RelativePath(bytes: drop.path).escaped)"
        }.joined(separator: "\n")
        let store = try Store(path: path)
        try store.database.write { db in
            for (index, drop) in drops.enumerated() {
                try db.execute(
                    sql: """
                        UPDATE files SET drop_index = ? - 100
                        WHERE drop_index = (SELECT number FROM drops WHERE name = ?)
                        """, arguments: [index, drop.name])
            }
            try db.execute(sql: "UPDATE files SET drop_index = drop_index + 100; DROP TABLE drops;")
            try db.execute(sql: "ALTER TABLE files DROP COLUMN ignored_as")
            try db.execute(sql: "ALTER TABLE contents DROP COLUMN warning_count")
            try db.execute(sql: "ALTER TABLE contents DROP COLUMN lost_count")
            try db.execute(sql: "DELETE FROM grdb_migrations WHERE identifier = '5 drops'")
            try Store.set(text, for: "drops", in: db)
        }
    }

    @Test func `of which no two are equal`() async throws {
        try fixture.scratch.make("a/x")
        try fixture.scratch.make("b/x")
        await #expect(throws: PipelineError.equalDropNames("x")) {
            try await backfill([root("a/x"), root("b/x")])
        }
    }

    @Test func `and one below another owns what is in it from the moment it is named`() async throws {
        try fixture.scratch.write(note("Acme Chat", "line-one"), to: "a/inner/x.note")
        try await backfill([root("a")], retention: .mirror)
        for drops in [[root("a"), root("a/inner")], [root("a")]] {
            try await backfill(drops, retention: .mirror)
            try await backfill(drops, retention: .mirror, state: "clean-\(drops.count)")
            #expect(try fixture.snapshot("state") == fixture.snapshot("clean-\(drops.count)"))
        }
    }
}

/// Random changes of the configuration and of the disk, beside a model of what must be known.
@Suite(.timeLimit(.minutes(10)))
struct `Whatever happens to drop directories` {
    private struct World {
        let fixture: PipelineFixture
        var random: SplitMix
        /// Directories below the scratch directory, by name of the drop.
        var drops: [(name: String, place: String)] = []
        /// What each drop said last, by name and path.
        var said: [String: [String: String]] = [:]
        var backup: [String: [String: String]]?
        var next = 0

        init(seed: UInt64) throws {
            fixture = try PipelineFixture()
            random = SplitMix(seed: seed)
        }

        var roots: [DropRoot] {
            drops.map { DropRoot(index: 0, path: "\(fixture.scratch.path)/\($0.place)", name: $0.name) }
        }

        /// What a directory holds.
        func files(_ place: String) -> [String: String] {
            let root = "\(fixture.scratch.path)/\(place)"
            let names = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
            return names.reduce(into: [:]) { files, name in
                files[name] = FileManager.default.contents(atPath: "\(root)/\(name)").map {
                    String(decoding: $0, as: UTF8.self)
                }
            }
        }

        mutating func change() throws {
            let scratch = fixture.scratch
            let index = drops.isEmpty ? nil : Int.random(in: drops.indices, using: &random)
            switch Int.random(in: 0..<9, using: &random) {
            case 0, 1:
                next += 1
                let name = ["a", "m", "z", "b", "y"].randomElement(using: &random) ?? "a"
                guard !drops.contains(where: { $0.name == name }) else { return }
                try scratch.make("place-\(next)")
                drops.append((name, "place-\(next)"))
            case 2: if let index { drops.remove(at: index) }
            case 3: drops.shuffle(using: &random)
            case 4:
                guard let index else { return }
                next += 1
                try scratch.move(drops[index].place, to: "place-\(next)")
                drops[index].place = "place-\(next)"
            case 5:
                // Found at another place, empty: as after a restore.
                guard let index else { return }
                next += 1
                try scratch.make("place-\(next)")
                drops[index].place = "place-\(next)"
            case 6:
                guard let index, let file = files(drops[index].place).keys.sorted().first else { return }
                try scratch.remove("\(drops[index].place)/\(file)")
            default:
                guard let index else { return }
                next += 1
                let title = ["Acme Chat", "Borealis Chat"].randomElement(using: &random) ?? ""
                try scratch.write(
                    "note \(title)\n1 Ann line-\(next).\nend\n",
                    to: "\(drops[index].place)/\(Int.random(in: 0..<3, using: &random)).note")
            }
        }

        mutating func backfill(_ retention: Retention, state: String) async throws {
            let roots = roots
            _ = try await fixture.pipeline(state) { options in
                options.drops = roots
                options.retention = retention
            }.backfill()
            for drop in drops { said[drop.name, default: [:]].merge(files(drop.place)) { $1 } }
        }
    }

    private static func lines(_ text: String) -> Set<String> {
        Set(text.matches(of: #/line-\d+\./#).map { String($0.output) })
    }

    @Test(arguments: 1...6 as ClosedRange<UInt64>)
    func `keep loses nothing without being told to`(seed: UInt64) async throws {
        var world = try World(seed: seed)
        let backup = world.fixture.scratch.path + "/backup.db"
        for round in 1...14 {
            for _ in 0..<4 { try world.change() }
            guard !world.drops.isEmpty else { continue }
            try await world.backfill(.keep, state: "state")
            let expected = world.said.values.reduce(into: Set<String>()) { lines, files in
                for text in files.values { lines.formUnion(Self.lines(text)) }
            }
            #expect(Self.lines(try world.fixture.snapshot("state")) == expected, "round \(round)")
            let path = world.fixture.options("state").databasePath
            if round % 5 == 2 {
                try Store(readingFrom: path).backUp(to: backup)
                world.backup = world.said
            } else if round % 5 == 4, let said = world.backup {
                try Store.restore(backup, to: path)
                world.said = said
            } else if round % 5 == 0,
                let old = world.said.keys.sorted().first(where: { world.said[$0]?.isEmpty == false })
            {
                let new = ["a", "m", "z", "b", "y", "q"].randomElement(using: &world.random) ?? "q"
                guard world.said[new] == nil else { continue }
                _ = try Store(path: path).renameDrop(old, to: new)
                world.said[new] = world.said.removeValue(forKey: old)
                world.drops.removeAll { $0.name == new }
            }
        }
    }

    @Test(arguments: 11...16 as ClosedRange<UInt64>)
    func `mirror is what a clean backfill makes`(seed: UInt64) async throws {
        var world = try World(seed: seed)
        for round in 1...10 {
            for _ in 0..<4 { try world.change() }
            guard !world.drops.isEmpty else { continue }
            try await world.backfill(.mirror, state: "state")
            try await world.backfill(.mirror, state: "clean-\(round)")
            #expect(
                try world.fixture.snapshot("state") == world.fixture.snapshot("clean-\(round)"),
                "round \(round)")
        }
    }
}
