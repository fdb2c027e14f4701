package import ETLModel

/// Reads a file that is one JSON object with a list of records among its members, a piece of the list at a
/// time; or an array of such objects, some of them at a time.
///
/// The file is read twice: members before and behind the list say how its records are meant.
package struct JSONListReader {
    /// Smaller files are parsed as a whole.
    package static let pieceByteCount = 256 << 10

    package let file: SettledFile
    package let limits: InputLimits
    /// Named in the error if the text is not JSON.
    package let rule: TransformError.Rule
    /// The name of the list. Only the first member of the name counts.
    package let member: StaticString
    /// Whether an array of such objects is taken apart; it is handed on as it is otherwise, or empty.
    package var takesSeveral = false
    package var pieceByteCount = Self.pieceByteCount

    package init(
        file: SettledFile, limits: InputLimits, rule: TransformError.Rule, member: StaticString,
        takesSeveral: Bool = false, pieceByteCount: Int = Self.pieceByteCount
    ) {
        self.file = file
        self.limits = limits
        self.rule = rule
        self.member = member
        self.takesSeveral = takesSeveral
        self.pieceByteCount = pieceByteCount
    }

    /// A part of the file.
    package struct Part {
        /// The file's object, or one of its array.
        package let object: JSONValue
        /// The next of the object's records, whose list is empty; `nil` where the object has its list.
        package let records: JSONElements?
        fileprivate let piece: JSONPiece

        /// Where a string of the records begins in the file.
        package func position(of string: JSONValue) -> TextPosition? { piece.position(of: string) }
    }

    /// Hands on the parts in order.
    ///
    /// - Throws: ``TransformError`` with the position of malformed JSON, of an early end, or of a value that is too
    ///   long.
    package func forEachPart(_ body: (Part) async throws -> Void) async throws {
        guard file.content.byteCount > pieceByteCount else {
            let bytes = try file.content.readAll(limit: limits.fileBytes)
            return try await hand(
                on: try JSONPiece(bytes, file: file.path, rule: rule, limits: limits), to: body)
        }
        var outline = JSONListOutline(
            member: member, limit: JSONArrayReader.elementFactor * limits.messageBytes)
        try await file.content.readChunks(ofBytes: pieceByteCount) { chunk in
            try read(chunk, into: &outline)
        }
        outline.finish()
        if outline.isArray {
            var reader = JSONArrayReader(file: file, limits: limits, rule: rule)
            reader.pieceByteCount = pieceByteCount
            // An object with its list.
            reader.elementByteCount = limits.documentBytes
            try await reader.forEachPiece { if takesSeveral { try await hand(on: $0, to: body) } }
            guard !takesSeveral else { return }
            let none = try JSONPiece(Array("[]".utf8), file: file.path, rule: rule, limits: limits)
            return try await hand(on: none, to: body)
        }
        try await read(outline, body)
    }

    private func hand(on piece: JSONPiece, to body: (Part) async throws -> Void) async throws {
        guard takesSeveral, piece.root.isArray else {
            return try await body(Part(object: piece.root, records: nil, piece: piece))
        }
        for object in piece.root.eachElement {
            try await body(Part(object: object, records: nil, piece: piece))
        }
    }

    private func read(
        _ chunk: borrowing [UInt8], into outline: inout JSONListOutline
    ) throws(TransformError) {
        do throws(TransformError.Cause) {
            try outline.read(chunk)
        } catch {
            throw TransformError(file: file.path, position: outline.position, cause: error)
        }
    }

    private func read(_ outline: JSONListOutline, _ body: (Part) async throws -> Void) async throws {
        let whole: Result<JSONPiece, TransformError>
        do throws(TransformError) {
            whole = .success(try JSONPiece(outline.text, file: file.path, rule: rule, limits: limits))
        } catch {
            guard let place = error.position, outline.isBehindList(place) else { throw error }
            // A fault in the list comes before it.
            whole = .failure(
                TransformError(
                    file: file.path, position: outline.position(inFile: place), cause: error.cause))
        }
        guard let list = outline.list else { return try await hand(on: try whole.get(), to: body) }
        var cutter = JSONArrayCutter(
            pieceByteCount: pieceByteCount,
            elementByteCount: JSONArrayReader.elementFactor * limits.messageBytes, rule: rule,
            at: list.position)
        var rest = outline.markByteCount + list.offset
        try await file.content.readChunks(ofBytes: pieceByteCount) { chunk in
            var index = min(rest, chunk.count)
            rest -= index
            while !cutter.isDone, let piece = try cutter.next(in: chunk, from: &index, of: file.path) {
                let records = try JSONPiece(
                    piece.text, at: piece.position, file: file.path, rule: rule, limits: limits)
                guard case .success(let whole) = whole else { continue }
                try await body(
                    Part(object: whole.root, records: records.root.eachElement, piece: records))
            }
        }
        guard cutter.isDone else {
            // The text ends too early in any case; it may hold a fault before that.
            if let rest = cutter.rest {
                _ = try JSONPiece(rest.text, at: rest.position, file: file.path, rule: rule, limits: limits)
            }
            throw TransformError(file: file.path, position: cutter.position, cause: .truncated)
        }
        _ = try whole.get()
    }
}
