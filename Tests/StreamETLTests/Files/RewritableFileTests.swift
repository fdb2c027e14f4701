import Foundation
import Glibc
import Testing

@testable import ETLFiles

@Suite struct `A file that is written over the one before the last` {
    private let scratch: ScratchDirectory
    private var target: String { scratch.path + "/out.txt" }

    init() throws { scratch = try ScratchDirectory() }

    private func inode(_ path: String) throws -> UInt {
        var status = stat()
        try #require(stat(path, &status) == 0)
        return status.st_ino
    }

    /// Publishes `text`, over the spare file if there is one, and closes it.
    private func publish(_ text: String, exchanging: Bool = true) throws {
        let spare = RewritableFile.spare(of: target) { _ in true }
        var file = try RewritableFile(replacing: target, over: spare)
        try file.write(Array(text.utf8))
        close(try file.publish(exchanging: exchanging).descriptor)
    }

    @Test func `uses the same two files again and again`() throws {
        try publish("1")
        try publish("2")
        let (first, second) = (try inode(target), try inode(OutputPath.temporaryName(for: target)))
        try publish("3")
        #expect(try inode(target) == second)
        #expect(try inode(OutputPath.temporaryName(for: target)) == first)
        #expect(try scratch.read("out.txt") == "3")
    }

    @Test func `is cut where the new text ends`() throws {
        try publish("1 and long")
        try publish("2")
        try publish("3")
        #expect(try scratch.read("out.txt") == "3")
    }

    @Test func `keeps what stands there and copies the rest from the last one`() throws {
        try publish("head A tail")
        try publish("head B tail")
        let spare = RewritableFile.spare(of: target) { _ in true }
        let last = open(target, O_RDONLY)
        defer { close(last) }
        var file = try RewritableFile(replacing: target, over: spare)
        try file.keep(5)
        try file.write(Array("C".utf8))
        try file.copy(from: last, offset: 6, byteCount: 5)
        #expect(file.offset == 11)
        close(try file.publish(exchanging: true).descriptor)
        #expect(try scratch.read("out.txt") == "head C tail")
    }

    enum Use: String, CaseIterable { case opened, linked, unknown }

    @Test(arguments: Use.allCases) func `is a new one if the spare file is not its own`(use: Use) throws {
        try publish("1")
        try publish("2")
        let name = OutputPath.temporaryName(for: target)
        var reader: CInt = -1
        if use == .opened { reader = open(name, O_RDONLY) }
        if use == .linked { try #require(link(name, scratch.path + "/other.txt") == 0) }
        defer { if reader >= 0 { close(reader) } }
        #expect(RewritableFile.spare(of: target) { _ in use != .unknown } == nil)
        #expect(!FileManager.default.fileExists(atPath: name))
    }

    @Test func `leaves no spare file when it is not asked to`() throws {
        try publish("1")
        try publish("2", exchanging: false)
        #expect(!FileManager.default.fileExists(atPath: OutputPath.temporaryName(for: target)))
    }

    @Test func `that is given up leaves the target as it is`() throws {
        try publish("1")
        do {
            var file = try RewritableFile(replacing: target)
            try file.write(Array("half".utf8))
        }
        #expect(try scratch.read("out.txt") == "1")
        #expect(!FileManager.default.fileExists(atPath: OutputPath.temporaryName(for: target)))
    }
}
