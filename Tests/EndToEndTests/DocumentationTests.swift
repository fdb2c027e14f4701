import Foundation
import Testing

@Suite(.timeLimit(.minutes(10)))
struct `The documentation` {
    private static let pages: [String] = {
        let docs = (try? FileManager.default.contentsOfDirectory(atPath: path("docs"))) ?? []
        return ["README.md", "data/matching/README.md"]
            + docs.filter { $0.hasSuffix(".md") }.sorted().map { "docs/" + $0 }
    }()

    private static func path(_ name: String) -> String { EtlWatchProcess.repository + "/" + name }

    @Test func `is written as scripts/check_docs asks`() async throws {
        let place = try Workplace(sample: false)
        let script = try EtlWatchProcess(
            [], in: place.path, program: Self.path("scripts/check_docs"))
        let result = await script.wait()
        #expect(result.status == 0, "\(result.output)\(result.errors)")
    }

    /// Commands of a page run in one directory, one after the other. It holds the repository's `data/sample`
    /// and `data/matching`, and the sample exports with their mapping as `exports`; a YAML block that names itself
    /// `etl-watch.yaml` is written into it.
    @Test(arguments: pages)
    func `shows commands that run and print what it says`(page: String) async throws {
        let place = try Workplace(sample: false)
        try FileManager.default.createDirectory(
            atPath: place.path + "/data", withIntermediateDirectories: true)
        for (name, copy) in [("sample", "exports"), ("sample", "data/sample"), ("matching", "data/matching")]
        {
            try FileManager.default.copyItem(
                atPath: Self.path("data/" + name), toPath: place.path + "/" + copy)
        }
        for block in try MarkdownDocument(contentsOf: Self.path(page)).blocks {
            if block.language == "yaml", block.text.hasPrefix("# etl-watch.yaml\n") {
                try block.text.write(
                    toFile: place.path + "/etl-watch.yaml", atomically: true, encoding: .utf8)
            }
            for command in ShownCommand.commands(in: block) {
                let result = try await command.run(in: place)
                #expect(
                    result.status == command.status,
                    "\(page):\(block.line): \(command.text)\n\(result.errors)")
                let missing = command.line(missingIn: result.output + result.errors)
                #expect(missing == nil, "\(page):\(block.line): \(command.text)\n\(result.output)")
            }
        }
    }

    @Test func `has a schema that refuses keys which it does not list`() throws {
        let open = try Self.json("docs/schema/unified.schema.json").openObjects()
        // What another program adds is that program's.
        #expect(open == ["#/$defs/own_item"])
    }

    @Test func `names every key of the schema`() throws {
        let schema = try Self.json("docs/schema/unified.schema.json")
        let code = try MarkdownDocument(contentsOf: Self.path("docs/output.md")).code
        let named = Set(
            code.flatMap { $0.split { !$0.isLetter && !$0.isNumber && $0 != "_" } }.map(String.init))
        let unnamed = schema.describedKeys.subtracting(named).sorted()
        #expect(unnamed == [])
    }

    @Test(arguments: pages)
    func `shows JSON that is cut from real output`(page: String) throws {
        let golden = try Self.json("Tests/EndToEndTests/Golden/sample.json")
        for block in try MarkdownDocument(contentsOf: Self.path(page)).blocks where block.language == "json" {
            let example = try JSONDecoder().decode(JSONFragment.self, from: Data(block.text.utf8))
            let isCut = example.isCut(fromInside: golden)
            #expect(isCut, "\(page):\(block.line)")
        }
    }

    @Test(arguments: pages)
    func `shows Swift that is cut from the examples`(page: String) throws {
        let folder = Self.path("Examples/Notes")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder)
        let sources = try files.map {
            Self.trimmed(try String(contentsOfFile: folder + "/" + $0, encoding: .utf8))
        }
        for block in try MarkdownDocument(contentsOf: Self.path(page)).blocks where block.language == "swift"
        {
            let isCut = sources.contains { $0.contains(Self.trimmed(block.text)) }
            #expect(isCut, "\(page):\(block.line)")
        }
    }

    /// Lines without their indentation, each with the line breaks around it.
    private static func trimmed(_ text: String) -> String {
        let lines = text.split(separator: "\n").map { $0.trimmingPrefix { $0 == " " } }
        return "\n" + lines.joined(separator: "\n") + "\n"
    }

    private static func json(_ name: String) throws -> JSONFragment {
        try JSONDecoder().decode(JSONFragment.self, from: Data(contentsOf: URL(fileURLWithPath: path(name))))
    }
}
