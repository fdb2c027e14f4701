import CLinuxIO
import Foundation
import Glibc
import Testing

@testable import ETLFiles
@testable import ETLMatching
@testable import ETLModel
@testable import ETLWatching

@Suite(.timeLimit(.minutes(10)))
struct `A walk over a drop directory` {
    let scratch: ScratchDirectory

    init() throws {
        scratch = try ScratchDirectory()
        try scratch.make("drop")
    }

    /// Guarantee: links-and-odd-names-do-no-harm/special-files
    @Test func `never opens or lists what is no file`() throws {
        #expect(mkfifo(scratch.path + "/drop/fifo", 0o600) == 0)
        try scratch.write("x", to: "drop/file")
        #expect(try files() == ["file"])
        let roots = DropRoots([DropRoot(index: 0, path: scratch.path + "/drop")])
        #expect(throws: SystemError.self) {
            try OpenedFile(at: DropPath(drop: 0, path: RelativePath("fifo")), in: roots)
        }
    }

    /// Guarantee: links-and-odd-names-do-no-harm/symbolic-links
    @Test func `follows links inside the drop directory and no other`() throws {
        try scratch.write("x", to: "drop/real/file")
        try scratch.write("x", to: "secret/outside")
        symlink("real", scratch.path + "/drop/inside")
        symlink("../secret", scratch.path + "/drop/escape")
        symlink("../secret/outside", scratch.path + "/drop/leak")
        symlink("real/file", scratch.path + "/drop/alias")
        symlink("nowhere", scratch.path + "/drop/dangling")
        #expect(try files() == ["alias", "inside/file", "real/file"])
        let findings = try scanner().scan(DropPath(drop: 0, path: .root)) { _, _ in }
        #expect(findings.straySymbolicLinks.map(\.path.escaped).sorted() == ["escape", "leak"])
        let roots = DropRoots([DropRoot(index: 0, path: scratch.path + "/drop")])
        for name in ["leak", "escape/outside"] {
            #expect(throws: SystemError.self) {
                try OpenedFile(at: DropPath(drop: 0, path: RelativePath(name)), in: roots)
            }
        }
    }

    /// Older kernels and some system-call filters do not have openat2(2).
    ///
    /// Guarantee: links-and-odd-names-do-no-harm/symbolic-links
    @Test(arguments: [
        "drop/real/file", "drop/real", "drop/alias", "drop/inside", "drop/inside/file", "drop/none",
        "drop/real/file/x",
    ])
    func `opens without openat2 what it opens with it, and fails alike`(name: String) throws {
        try scratch.write("x", to: "drop/real/file")
        symlink("real", scratch.path + "/drop/inside")
        symlink("real/file", scratch.path + "/drop/alias")
        let path = SystemPath.resolved(Array(scratch.path.utf8)) ?? []
        let file = String(decoding: path, as: UTF8.self) + "/" + name
        let all = [O_RDONLY, O_RDONLY | O_DIRECTORY, etl_o_path | O_NOFOLLOW, etl_o_path | O_DIRECTORY]
        for flags in all.map({ $0 | O_CLOEXEC }) {
            let opened = outcome(etl_open_without_symbolic_links(file, flags))
            #expect(outcome(etl_open_by_components(file, flags)) == opened)
        }
    }

    /// What was opened, or why nothing was.
    private func outcome(_ descriptor: CInt) -> Result<FileStatus, SystemError> {
        guard descriptor >= 0 else { return .failure(SystemError()) }
        defer { close(descriptor) }
        return Result { () throws(SystemError) in try FileStatus.of(descriptor: descriptor) }
    }

    /// Guarantee: links-and-odd-names-do-no-harm/symbolic-links
    @Test func `ends where links go in circles`() throws {
        try scratch.write("x", to: "drop/a/file")
        symlink("..", scratch.path + "/drop/a/up")
        symlink("b2", scratch.path + "/drop/b1")
        symlink("b1", scratch.path + "/drop/b2")
        symlink(".", scratch.path + "/drop/self")
        let found = try files()
        #expect(found.contains("a/file"))
        #expect(found.count < 10)
    }

    /// Guarantee: links-and-odd-names-do-no-harm/symbolic-links
    @Test func `comes to nothing twice through a link to what it is in`() throws {
        try scratch.write("x", to: "drop/a/file")
        symlink("..", scratch.path + "/drop/a/up")
        #expect(try files() == ["a/file"])
    }

    /// Guarantee: links-and-odd-names-do-no-harm/symbolic-links
    @Test func `comes to nothing twice through a link that it has followed before`() throws {
        try scratch.write("x", to: "drop/far/file")
        symlink("../far", scratch.path + "/drop/far/again")
        try scratch.make("drop/near")
        symlink("../far", scratch.path + "/drop/near/there")
        #expect(try files() == ["far/file", "near/there/file"])
    }

    /// Guarantee: links-and-odd-names-do-no-harm/names-that-are-not-utf-8
    @Test func `tells any name the file system allows`() throws {
        let names: [[UInt8]] = [
            Array("line\nbreak".utf8), [0xFF, 0xFE, 0x41], [UInt8](repeating: 0x61, count: 255),
            Array("quote\"'<&>".utf8), Array("é".utf8), Array("e\u{301}".utf8),
            Array("..hidden-like".utf8.dropFirst(2)),
        ]
        for name in names {
            let path = Array((scratch.path + "/drop/").utf8) + name
            let descriptor = SystemPath.withCString(path) {
                $0.map { open($0, O_CREAT | O_WRONLY, 0o600) } ?? -1
            }
            #expect(descriptor >= 0)
            close(descriptor)
        }
        var found: [[UInt8]] = []
        _ = try scanner().scan(DropPath(drop: 0, path: .root)) { path, _ in found.append(path.path.bytes) }
        #expect(Set(found) == Set(names))
    }

    /// Guarantee: links-and-odd-names-do-no-harm/nested-drop-directories
    @Test func `leaves an inner drop directory to itself`() throws {
        try scratch.write("x", to: "drop/inner/file")
        try scratch.write("x", to: "drop/other/file")
        let roots = DropRoots([
            DropRoot(index: 0, path: scratch.path + "/drop"),
            DropRoot(index: 1, path: scratch.path + "/drop/inner"),
        ])
        let scanner = DropScanner(roots: roots, filter: DropFilter())
        var found: [DropPath] = []
        for drop in 0...1 {
            _ = try scanner.scan(DropPath(drop: drop, path: .root)) { path, _ in found.append(path) }
        }
        #expect(
            found.sorted() == [
                DropPath(drop: 0, path: RelativePath("other/file")),
                DropPath(drop: 1, path: RelativePath("file")),
            ])
    }

    /// Guarantee: nothing-is-missed/vanishing-directories
    @Test func `counts a directory that is not there as empty`() throws {
        try scratch.remove("drop")
        #expect(try files().isEmpty)
    }

    /// Guarantee: nothing-is-missed/vanishing-directories
    /// Promise: A directory that vanishes during a scan is not an error.
    /// How: `ENOENT` counts as empty.
    @Test func `goes on where a directory vanishes in the middle of it`() throws {
        try scratch.write("x", to: "drop/here/file")
        try scratch.write("x", to: "drop/gone/file")
        var found: [String] = []
        let findings = try scanner().scan(
            DropPath(drop: 0, path: .root),
            enter: { path, _, _ in
                if path.path == RelativePath("gone") { try? scratch.remove("drop/gone") }
            }, visit: { path, _ in found.append(path.path.escaped) })
        #expect(findings.obstacles.isEmpty)
        #expect(found == ["here/file"])
    }

    @Test func `goes on where a directory vanishes before it is come to`() throws {
        try scratch.write("x", to: "drop/one/file")
        try scratch.write("x", to: "drop/two/file")
        var entered: [String] = []
        var found: [String] = []
        let findings = try scanner().scan(
            DropPath(drop: 0, path: .root),
            enter: { path, _, _ in
                guard !path.path.isRoot else { return }
                if entered.isEmpty {
                    try? scratch.remove(path.path == RelativePath("one") ? "drop/two" : "drop/one")
                }
                entered.append(path.path.escaped)
            }, visit: { path, _ in found.append(path.path.escaped) })
        #expect(findings.obstacles.isEmpty)
        #expect(entered.count == 2)
        #expect(found == [entered[0] + "/file"])
    }

    /// Guarantee: a-file-is-read-when-it-is-complete/unfinished-names
    @Test(arguments: ["a.part", "A.PART", "b.tmp", "c.crdownload", "d~", ".hidden", "e.swp", ".dir/file"])
    func `passes unfinished and hidden names over`(name: String) throws {
        try scratch.write("x", to: "drop/" + name)
        #expect(try files().isEmpty)
    }

    private func scanner() -> DropScanner {
        DropScanner(
            roots: DropRoots([DropRoot(index: 0, path: scratch.path + "/drop")]), filter: DropFilter())
    }

    private func files() throws -> [String] {
        var found: [String] = []
        let findings = try scanner().scan(DropPath(drop: 0, path: .root)) { path, _ in
            found.append(path.path.escaped)
        }
        #expect(findings.obstacles.isEmpty)
        return found.sorted()
    }
}
