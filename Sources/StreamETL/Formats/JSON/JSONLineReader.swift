package import ETLModel

/// Reads a file that has a JSON text on each line, compressed with gzip or not: no more of it is in memory than a
/// line and a chunk.
package struct JSONLineReader {
    private static let chunkByteCount = 256 << 10

    package let file: SettledFile
    package let limits: InputLimits
    /// Named in the error if a line is not JSON.
    package let rule: TransformError.Rule

    package init(file: SettledFile, limits: InputLimits, rule: TransformError.Rule) {
        self.file = file
        self.limits = limits
        self.rule = rule
    }

    /// Hands on the lines in order, but for empty ones.
    ///
    /// - Throws: ``TransformError`` with the position of malformed JSON; `limitExceeded` if a line is too long.
    package func forEachLine(_ body: (JSONPiece) async throws -> Void) async throws {
        var line: [UInt8] = []
        var number = 1
        func take(_ chunk: [UInt8]) async throws {
            var start = 0
            while start < chunk.count {
                let end = chunk[start...].firstIndex(of: 0x0A) ?? chunk.count
                guard line.count + end - start <= limits.documentBytes else {
                    throw TransformError.Cause.limitExceeded(.documentBytes, limit: limits.documentBytes)
                }
                line += chunk[start..<end]
                guard end < chunk.count else { return }
                try await hand(on: line, number: number, to: body)
                line.removeAll(keepingCapacity: true)
                number += 1
                start = end + 1
            }
        }
        let input = try ArchiveInput(file.content, limits: limits)
        if ArchiveHead.isGzip(try input.head(byteCount: 3)) {
            let reader = try ArchiveReader(input, limits: limits, isLoneFile: true)
            guard try reader.next() != nil else { throw TransformError.Cause.truncated }
            var isEnd = false
            while !isEnd {
                try Task.checkCancellation()
                var chunk: [UInt8] = []
                isEnd = try reader.read(into: &chunk, upTo: Self.chunkByteCount)
                try await take(chunk)
            }
        } else {
            try await file.content.readChunks(ofBytes: Self.chunkByteCount) { try await take(copy $0) }
        }
        try await hand(on: line, number: number, to: body)
    }

    private func hand(
        on line: [UInt8], number: Int, to body: (JSONPiece) async throws -> Void
    ) async throws {
        guard line.contains(where: { $0 > 0x20 }) else { return }
        try await body(
            try JSONPiece(
                line, at: TextPosition(line: number, column: 1), file: file.path, rule: rule, limits: limits))
    }
}
