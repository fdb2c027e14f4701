import Synchronization

/// An export file whose bytes are no longer being written.
public struct SettledFile: Sendable {
    /// Path below the drop directory; for an archive's member, below the archive's path.
    public let path: RelativePath
    public let content: any FileContent

    public init(path: RelativePath, content: any FileContent) {
        self.path = path
        self.content = content
    }

    public init(path: RelativePath, bytes: [UInt8]) {
        self.init(path: path, content: MemoryContent(bytes))
    }
}

/// The bytes of a file, readable more than once.
public protocol FileContent: Sendable {
    /// Size in bytes, where it is known before reading.
    var byteCount: Int { get }

    /// The whole content.
    ///
    /// - Throws: ``TransformError`` with `limitExceeded(.fileBytes)` above `limit`, or an I/O error.
    func readAll(limit: Int) throws -> [UInt8]

    /// Hands the content on from its start in chunks of at most `chunkByteCount` bytes, in order.
    func readChunks(
        ofBytes chunkByteCount: Int, _ body: (borrowing [UInt8]) async throws -> Void
    ) async throws
}

extension FileContent {
    /// The whole content of a file that can only be read as a whole.
    ///
    /// - Throws: `limitExceeded(.documentBytes)` or `limitExceeded(.fileBytes)`, or an I/O error.
    package func document(_ limits: InputLimits) throws -> [UInt8] {
        try checkDocument(limits)
        return try readAll(limit: limits.fileBytes)
    }

    /// - Throws: `limitExceeded(.documentBytes)`
    package func checkDocument(_ limits: InputLimits) throws(TransformError.Cause) {
        guard byteCount <= limits.documentBytes else {
            throw .limitExceeded(.documentBytes, limit: limits.documentBytes)
        }
    }
}

/// Content that is in memory already.
public struct MemoryContent: FileContent {
    private let bytes: [UInt8]

    public init(_ bytes: [UInt8]) { self.bytes = bytes }

    public var byteCount: Int { bytes.count }

    public func readAll(limit: Int) throws -> [UInt8] {
        guard bytes.count <= limit else {
            throw TransformError.Cause.limitExceeded(.fileBytes, limit: limit)
        }
        return bytes
    }

    public func readChunks(
        ofBytes chunkByteCount: Int, _ body: (borrowing [UInt8]) async throws -> Void
    ) async throws {
        var start = 0
        while start < bytes.count {
            let end = min(start + chunkByteCount, bytes.count)
            try await body(start == 0 && end == bytes.count ? bytes : Array(bytes[start..<end]))
            start = end
        }
    }
}

/// The part of a file by which a transformer decides whether it claims the file.
public struct FileProbe: Sendable {
    /// At most this many of the file's first bytes are in ``head``.
    public static let headByteCount = 16_384

    public let path: RelativePath
    public let head: [UInt8]
    /// Size of the whole file.
    public let byteCount: Int
    /// The whole file, for an archive's names, which may stand anywhere in it.
    package let content: (any FileContent)?
    /// The drop directory's own source.
    package let source: Source?
    private let memo = Memo()

    public init(path: RelativePath, head: [UInt8], byteCount: Int) {
        self.init(path: path, head: head, byteCount: byteCount, content: nil, source: nil)
    }

    package init(
        path: RelativePath, head: [UInt8], byteCount: Int, content: (any FileContent)?, source: Source?
    ) {
        self.path = path
        self.head = head
        self.byteCount = byteCount
        self.content = content
        self.source = source
    }

    /// The source of the file, found once and kept for later calls.
    package func remembered(_ find: () -> Source?) -> Source? {
        memo.source.withLock { source in
            if let source { return source }
            let found = find()
            source = .some(found)
            return found
        }
    }

    private final class Memo: Sendable {
        let source = Mutex<Source??>(nil)
    }
}
