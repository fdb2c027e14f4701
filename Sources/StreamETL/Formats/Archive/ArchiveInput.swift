package import ETLModel

/// The bytes of an archive: a file, read in pieces, or memory.
package struct ArchiveInput: Sendable {
    package let byteCount: Int
    private let positioned: (any PositionedContent)?
    private let bytes: [UInt8]

    package init(bytes: [UInt8]) {
        self.bytes = bytes
        positioned = nil
        byteCount = bytes.count
    }

    /// - Throws: `limitExceeded` for content that is too large for memory and cannot be read from any
    ///   offset; an I/O error.
    package init(_ content: any FileContent, limits: InputLimits) throws {
        if let positioned = content as? any PositionedContent {
            guard positioned.byteCount <= limits.streamedFileBytes else {
                throw TransformError.Cause.limitExceeded(.streamedFileBytes, limit: limits.streamedFileBytes)
            }
            self.positioned = positioned
            bytes = []
            byteCount = positioned.byteCount
        } else {
            self = ArchiveInput(bytes: try content.readAll(limit: limits.fileBytes))
        }
    }

    /// Copies bytes from `start` on and tells how many; fewer than fit only at the end.
    package func copy(from start: Int, into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        guard start >= 0, start < byteCount else { return 0 }
        let count = min(buffer.count, byteCount - start)
        if let positioned {
            let piece = try positioned.read(at: start, atMost: count)
            guard piece.count <= buffer.count else { return 0 }
            piece.withUnsafeBytes { buffer.copyMemory(from: $0) }
            return piece.count
        }
        bytes.withUnsafeBytes {
            buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[start..<(start + count)]))
        }
        return count
    }

    /// Whether nothing but zeros stand at the end: so a tar ends.
    func endsInZeros(byteCount count: Int) throws -> Bool {
        let tail = try bytes(at: max(0, byteCount - count), atMost: count)
        return tail.count == count && tail.allSatisfy { $0 == 0 }
    }

    package func head(byteCount count: Int) throws -> [UInt8] { try bytes(at: 0, atMost: count) }

    /// Fewer than `count` only at the end.
    package func bytes(at start: Int, atMost count: Int) throws -> [UInt8] {
        guard start < byteCount else { return [] }
        if let positioned { return try positioned.read(at: start, atMost: count) }
        return Array(bytes[start...].prefix(count))
    }
}
