import Foundation
import Testing

/// `Package.swift` as text: what it names is what a package that depends on this one meets.
@Suite struct `The package` {
    private let repository: URL
    private let manifest: String

    init() throws {
        repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        manifest = try String(contentsOf: repository.appending(path: "Package.swift"), encoding: .utf8)
    }

    private func names(_ pattern: String) throws -> [String] {
        let expression = try NSRegularExpression(pattern: pattern)
        let whole = NSRange(manifest.startIndex..., in: manifest)
        return expression.matches(in: manifest, range: whole).compactMap { match in
            Range(match.range(at: 1), in: manifest).map { String(manifest[$0]) }
        }
    }

    private var folders: [String] {
        get throws { try names(#"room\(\s*"([^"]+)""#) }
    }

    private var rooms: [String] {
        get throws { try folders.map { "ETL" + ($0.split(separator: "/").last.map(String.init) ?? $0) } }
    }

    private var targets: [String] {
        get throws {
            try rooms + names(#"\.(?:target|executableTarget|systemLibrary|testTarget)\(\s*name: "([^"]+)""#)
        }
    }

    /// Targets of packages that depend on this one have plain names.
    @Test func `names no target by a plain word`() throws {
        let found = try targets
        #expect(found.count > 20)
        #expect(Set(found).count == found.count)
        let own = ["StreamETL", "etl-watch", "NotesExample", "MatchingGrowth"]
        for name in found where !own.contains(name) && !name.hasSuffix("Tests") {
            let isOfALibrary = name.hasPrefix("C") && name.dropFirst().first?.isUppercase == true
            #expect(name.hasPrefix("ETL") || isOfALibrary, "\(name)")
        }
    }

    @Test func `has its rooms in docs/architecture.md, in its order`() throws {
        let page = try String(
            contentsOf: repository.appending(path: "docs/architecture.md"), encoding: .utf8)
        let told = page.matches(of: #/\*\*([A-Za-z\/]+)\*\*(?=[:,])/#).map { String($0.output.1) }
        #expect(try told == folders)
    }

    @Test func `has a room for each folder and a folder for each room`() throws {
        let files = FileManager.default
        let library = repository.appending(path: "Sources/StreamETL")
        var found: [String] = []
        for name in try files.contentsOfDirectory(atPath: library.path) where !name.hasSuffix(".swift") {
            guard name == "Sources" else {
                found.append(name)
                continue
            }
            found += try files.contentsOfDirectory(atPath: library.path + "/Sources").map { "Sources/" + $0 }
        }
        #expect(try Set(folders) == Set(found))
    }

    /// Else `Module.Type` would mean a member of the type.
    @Test func `names no module as a type`() throws {
        let rooms = try Set(rooms)
        let declaration = try Regex(#"\b(?:struct|class|enum|actor|protocol|typealias) (ETL\w+)"#)
        let sources = repository.appending(path: "Sources/StreamETL")
        let files = try #require(FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil))
        for case let file as URL in files where file.pathExtension == "swift" {
            for match in try String(contentsOf: file, encoding: .utf8).matches(of: declaration) {
                let name = match.output[1].substring.map(String.init) ?? ""
                #expect(!rooms.contains(name), "\(file.lastPathComponent)")
            }
        }
    }
}
