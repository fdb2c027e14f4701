import Foundation
import Glibc
import Testing

@testable import ETLFiles

@Suite struct `A file that is replaced in one step` {
    private let scratch: ScratchDirectory
    private var target: String { scratch.path + "/out.txt" }
    private var temporary: String { target + ".new" }

    init() throws {
        scratch = try ScratchDirectory()
        try scratch.write("old", to: "out.txt")
    }

    private func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    @Test func `shows the old text until it is published`() throws {
        let file = try AtomicFile(replacing: target, as: temporary)
        try file.write("new".utf8)
        #expect(try scratch.read("out.txt") == "old")
        try file.publish()
        #expect(try scratch.read("out.txt") == "new")
        #expect(!exists(temporary))
    }

    @Test func `leaves nothing behind when it is given up`() throws {
        do {
            let file = try AtomicFile(replacing: target, as: temporary)
            try file.write("half".utf8)
        }
        #expect(try scratch.read("out.txt") == "old")
        #expect(!exists(temporary))
    }

    @Test func `takes the place of what a crash left`() throws {
        try scratch.write("from a crash, and longer", to: "out.txt.new")
        let file = try AtomicFile(replacing: target, as: temporary)
        try file.write("new".utf8)
        try file.publish()
        #expect(try scratch.read("out.txt") == "new")
    }

    @Test func `is readable by its owner only until told otherwise`() throws {
        let file = try AtomicFile(replacing: target, as: temporary)
        var status = stat()
        try #require(fstat(file.descriptor, &status) == 0)
        #expect(status.st_mode & 0o777 == 0o600)
    }

    @Test func `says that its directory is not there`() {
        #expect(throws: FileWriteError(step: .create, errno: ENOENT)) {
            _ = try AtomicFile(
                replacing: scratch.path + "/none/out.txt", as: scratch.path + "/none/out.txt.new")
        }
    }

    @Test func `says that a directory has the target's name`() throws {
        try FileManager.default.createDirectory(
            atPath: scratch.path + "/taken", withIntermediateDirectories: false)
        #expect(throws: FileWriteError(step: .rename, errno: EISDIR)) {
            try AtomicFile(replacing: scratch.path + "/taken", as: temporary).publish()
        }
        #expect(!exists(temporary))
    }
}
