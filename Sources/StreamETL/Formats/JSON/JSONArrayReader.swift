package import ETLModel

/// Reads a file that is one JSON array of records, a piece at a time: no more of it is in memory than a
/// piece, or one record if that is longer.
package struct JSONArrayReader {
    /// Most files are smaller and parsed as a whole.
    private static let pieceByteCount = 256 << 10
    /// What a record says of itself in names, escapes and values that nobody asks for may be this many
    /// times what is kept of it.
    package static let elementFactor = 4

    package let file: SettledFile
    package let limits: InputLimits
    /// Named in the error for what is no array.
    package let rule: TransformError.Rule
    package var pieceByteCount = Self.pieceByteCount
    /// Most that one record may take, if not as many times as a message as is usual.
    var elementByteCount: Int?

    package init(
        file: SettledFile, limits: InputLimits, rule: TransformError.Rule,
        pieceByteCount: Int = Self.pieceByteCount, elementByteCount: Int? = nil
    ) {
        self.file = file
        self.limits = limits
        self.rule = rule
        self.pieceByteCount = pieceByteCount
        self.elementByteCount = elementByteCount
    }

    /// Hands on the pieces in order, each an array of some of the records.
    ///
    /// - Throws: ``TransformError`` with the position of what is no JSON, of an early end, or of a record
    ///   that is too long.
    package func forEachPiece(_ body: (JSONPiece) async throws -> Void) async throws {
        guard file.content.byteCount <= limits.fileBytes else {
            throw TransformError.Cause.limitExceeded(.fileBytes, limit: limits.fileBytes)
        }
        guard file.content.byteCount > pieceByteCount else {
            let bytes = try file.content.readAll(limit: limits.fileBytes)
            let document = try JSONPiece(bytes, file: file.path, rule: rule, limits: limits)
            guard document.root.isArray else {
                throw TransformError(
                    file: file.path, position: TextPosition(line: 1, column: 1), cause: .malformed(rule))
            }
            return try await body(document)
        }
        var cutter = JSONArrayCutter(
            pieceByteCount: pieceByteCount,
            elementByteCount: elementByteCount ?? Self.elementFactor * limits.messageBytes, rule: rule)
        try await file.content.readChunks(ofBytes: pieceByteCount) { chunk in
            var index = 0
            while let piece = try cutter.next(in: chunk, from: &index, of: file.path) {
                try await body(try document(of: piece))
            }
        }
        guard !cutter.isDone else { return }
        // What is there may hold a fault before its end, which comes too early in any case.
        if let rest = cutter.rest { _ = try document(of: rest) }
        throw TransformError(file: file.path, position: cutter.position, cause: .truncated)
    }

    private func document(of piece: JSONArrayCutter.Piece) throws(TransformError) -> JSONPiece {
        try JSONPiece(piece.text, at: piece.position, file: file.path, rule: rule, limits: limits)
    }
}
