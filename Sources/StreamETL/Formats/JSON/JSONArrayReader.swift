package import ETLModel

/// Reads a JSON array of records a piece at a time. Memory holds one piece, or one record if that is longer.
package struct JSONArrayReader {
    /// Most files are smaller and parsed as a whole.
    private static let pieceByteCount = 256 << 10
    /// A record's text, with names, escapes and unused values, may be this many times longer than the part of it that
    /// is kept.
    package static let elementFactor = 4

    package let file: SettledFile
    package let limits: InputLimits
    /// Named in the error if the text is not an array.
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
    /// - Throws: ``TransformError`` with the position of malformed JSON, of an early end, or of a record that is too
    ///   long.
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
        // The text ends too early in any case; it may hold a fault before that.
        if let rest = cutter.rest { _ = try document(of: rest) }
        throw TransformError(file: file.path, position: cutter.position, cause: .truncated)
    }

    private func document(of piece: JSONArrayCutter.Piece) throws(TransformError) -> JSONPiece {
        try JSONPiece(piece.text, at: piece.position, file: file.path, rule: rule, limits: limits)
    }
}
