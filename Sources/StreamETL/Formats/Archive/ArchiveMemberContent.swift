import ETLModel

/// A large member of an archive, unpacked anew each time it is read, a chunk at a time.
struct ArchiveMemberContent: FileContent {
    let input: ArchiveInput
    /// Which of the archive's headers is its own, from 0.
    let index: Int
    /// As the archive says.
    let byteCount: Int
    let limits: InputLimits

    func readAll(limit: Int) throws -> [UInt8] {
        guard byteCount <= limit else { throw TransformError.Cause.limitExceeded(.fileBytes, limit: limit) }
        let reader = try reader()
        var bytes: [UInt8] = []
        guard try reader.read(into: &bytes, upTo: min(limit, .max - 1) + 1) else {
            throw TransformError.Cause.limitExceeded(.fileBytes, limit: limit)
        }
        return bytes
    }

    func readChunks(
        ofBytes chunkByteCount: Int, _ body: (borrowing [UInt8]) async throws -> Void
    ) async throws {
        let reader = try reader()
        var total = 0
        var isEnd = false
        while !isEnd {
            try Task.checkCancellation()
            var chunk: [UInt8] = []
            isEnd = try reader.read(into: &chunk, upTo: chunkByteCount)
            total += chunk.count
            // It may hold more than it states.
            guard total <= max(byteCount, limits.fileBytes) else {
                throw TransformError.Cause.limitExceeded(.fileBytes, limit: limits.fileBytes)
            }
            if !chunk.isEmpty { try await body(chunk) }
        }
    }

    /// At the member's first byte.
    private func reader() throws -> ArchiveReader {
        let reader = try ArchiveReader(input, limits: limits)
        for _ in 0...index {
            guard try reader.next() != nil else { throw TransformError.Cause.truncated }
        }
        return reader
    }
}
