import Foundation
import Synchronization
import Testing

@testable import ETLFiles
@testable import ETLFormats
@testable import ETLModel
@testable import ETLPipeline

/// Two gigabytes without a line break are met with what fits in memory.
@Suite struct `A single line of two gigabytes` {
    private static let byteCount = 2 << 30

    @Test func `is read of result.json only up to the limit of a message`() async throws {
        let head = #"{"name": "Ann", "type": "personal_chat", "id": 1, "messages": [{"id": 1, "text": ""#
        let content = EndlessContent(head: Array(head.utf8), byteCount: Self.byteCount)
        let file = SettledFile(path: RelativePath(HostileFormat.result.path), content: content)
        var limits = InputLimits()
        limits.messageBytes = 1 << 20
        do {
            _ = try await HostileFormat.result.read(file, limits: limits)
            Issue.record("read")
        } catch let error as TransformError {
            #expect(error.cause == .limitExceeded(.messageBytes, limit: 1 << 20))
            #expect(error.position?.line == 1)
        }
        // The message, and a chunk or two around it; the head is looked for a second time.
        #expect(content.givenByteCount < 4 << 20)
    }

    /// A sparse file takes no room and, when it is refused, no time.
    @Test(
        .timeLimit(.minutes(10)),
        arguments: [
            (HostileFormat.day, .fileBytes, 256 << 20), (HostileFormat.users, .fileBytes, 256 << 20),
            (HostileFormat.table, .fileBytes, 256 << 20), (HostileFormat.page, .documentBytes, 64 << 20),
            (HostileFormat.calendar, .documentBytes, 64 << 20),
            (HostileFormat.events, .documentBytes, 64 << 20),
            (HostileFormat.records, .documentBytes, 64 << 20),
            (HostileFormat.names, .documentBytes, 64 << 20),
        ] as [(HostileFormat, TransformError.Limit, Int)])
    func `is refused of other files by its size alone`(
        format: HostileFormat, limit: TransformError.Limit, bound: Int
    ) async throws {
        let scratch = try ScratchDirectory()
        try scratch.write(format.good, to: "file")
        #expect(truncate(scratch.path + "/file", off_t(Self.byteCount)) == 0)
        let roots = DropRoots([DropRoot(index: 0, path: scratch.path)])
        let file = try OpenedFile(at: DropPath(drop: 0, path: RelativePath("file")), in: roots)
        defer { file.close() }
        #expect(file.byteCount == Self.byteCount)
        await #expect(throws: TransformError.Cause.limitExceeded(limit, limit: bound)) {
            try await format.read(SettledFile(path: RelativePath(format.path), content: file))
        }
    }
}

/// A head, and then the same byte as often as anybody asks.
private final class EndlessContent: FileContent {
    let byteCount: Int
    private let head: [UInt8]
    private let given = Mutex(0)

    init(head: [UInt8], byteCount: Int) {
        self.head = head
        self.byteCount = byteCount
    }

    var givenByteCount: Int { given.withLock { $0 } }

    func readAll(limit: Int) throws -> [UInt8] {
        throw TransformError.Cause.limitExceeded(.fileBytes, limit: limit)
    }

    func readChunks(
        ofBytes chunkByteCount: Int, _ body: (borrowing [UInt8]) async throws -> Void
    ) async throws {
        var chunk = head + Array(repeating: 0x61, count: chunkByteCount - head.count)
        var rest = byteCount
        while rest > 0 {
            given.withLock { $0 += chunk.count }
            try await body(chunk)
            rest -= chunk.count
            chunk = Array(repeating: 0x61, count: min(chunkByteCount, rest))
        }
    }
}
