package import ETLModel

/// Cuts the text of a JSON array between its elements, so that a large array can be parsed piece by piece.
///
/// Only quotes, escapes and brackets are looked at. A piece begins with a bracket or comma and ends with one. Commas at
/// its ends become brackets, so that a piece is an array of its own and no byte moves:
///
///     text     [{"a":1},{"a":2},{"a":3}]
///     pieces   [{"a":1},{"a":2}]
///                              [{"a":3}]
///
/// Malformed JSON is found by the parser, in the piece that holds it.
package struct JSONArrayCutter: Sendable {
    /// A piece of the array: its text, and where that begins.
    package struct Piece: Sendable {
        package var text: [UInt8]
        package var position: TextPosition

        package init(text: [UInt8], position: TextPosition) {
            self.text = text
            self.position = position
        }
    }

    private let pieceByteCount: Int
    private let elementByteCount: Int
    private let rule: TransformError.Rule

    private var piece: [UInt8] = []
    private var pieceStart = TextPosition(line: 1, column: 1)
    /// How much of the piece is there without the element in hand.
    private var elementStart = 0
    private var depth = 0
    private var isInString = false
    private var isEscaped = false
    /// Whether the array has ended.
    package private(set) var isDone = false
    private var hasCut = false

    private var line: Int
    private var column: Int
    private var markByteCount = 0

    /// - Parameters:
    ///   - pieceByteCount: A piece ends with the first element that makes it as long as this.
    ///   - elementByteCount: Most that one element may take.
    ///   - start: The offset in the file of the first byte.
    package init(
        pieceByteCount: Int, elementByteCount: Int, rule: TransformError.Rule,
        at start: TextPosition = TextPosition(line: 1, column: 1)
    ) {
        line = start.line
        column = start.column
        self.pieceByteCount = pieceByteCount
        self.elementByteCount = elementByteCount
        self.rule = rule
    }

    /// Where a fault that was thrown is.
    package var position: TextPosition { TextPosition(line: line, column: column) }

    /// As ``next(in:from:)``, with the error of the file that is read.
    package mutating func next(
        in chunk: borrowing [UInt8], from index: inout Int, of file: RelativePath
    ) throws(TransformError) -> Piece? {
        do throws(TransformError.Cause) {
            return try next(in: chunk, from: &index)
        } catch {
            throw TransformError(file: file, position: position, cause: error)
        }
    }

    /// Reads on from `index`, up to the end of a piece or that of the chunk.
    ///
    /// - Returns: A piece; `nil` when the chunk is used up.
    package mutating func next(
        in chunk: borrowing [UInt8], from index: inout Int
    ) throws(TransformError.Cause) -> Piece? {
        try chunk.withUnsafeBufferPointer { bytes throws(TransformError.Cause) in
            try next(in: bytes, from: &index)
        }
    }

    private mutating func next(
        in chunk: UnsafeBufferPointer<UInt8>, from index: inout Int
    ) throws(TransformError.Cause) -> Piece? {
        if depth == 0 {
            try passOutside(chunk, &index)
            guard depth > 0 else { return nil }
        }
        let start = index
        while index < chunk.count {
            let byte = chunk[index]
            index += 1
            column += 1
            if byte == 0x0A {
                line += 1
                column = 1
            }
            if isEscaped {
                isEscaped = false
            } else if isInString {
                if byte == UInt8(ascii: "\"") {
                    isInString = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                }
            } else {
                switch byte {
                case UInt8(ascii: "\""): isInString = true
                case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
                case UInt8(ascii: "]"), UInt8(ascii: "}"):
                    depth -= 1
                    guard depth == 0 else { continue }
                    try checkElement(endingAt: piece.count + index - start)
                    isDone = true
                    piece.append(contentsOf: chunk[start..<index])
                    return try takePiece()
                case UInt8(ascii: ",") where depth == 1:
                    try checkElement(endingAt: piece.count + index - start)
                    guard piece.count + index - start >= pieceByteCount else {
                        elementStart = piece.count + index - start
                        continue
                    }
                    piece.append(contentsOf: chunk[start..<index])
                    return try cut()
                default: break
                }
            }
        }
        piece.append(contentsOf: chunk[start...])
        try checkElement(endingAt: piece.count)
        return nil
    }

    private func checkElement(endingAt end: Int) throws(TransformError.Cause) {
        guard end - elementStart <= elementByteCount else {
            throw .limitExceeded(.messageBytes, limit: elementByteCount)
        }
    }

    /// The piece in hand, whose end has not come yet.
    package var rest: Piece? { depth > 0 ? Piece(text: piece, position: pieceStart) : nil }

    /// Skips blanks and other bytes before and behind the array.
    private mutating func passOutside(
        _ chunk: UnsafeBufferPointer<UInt8>, _ index: inout Int
    ) throws(TransformError.Cause) {
        while index < chunk.count {
            let byte = chunk[index]
            switch byte {
            case 0x20, 0x09, 0x0D: column += 1
            case 0x0A:
                line += 1
                column = 1
            case UInt8(ascii: "[") where !isDone:
                pieceStart = position
                depth = 1
                piece.append(byte)
                index += 1
                column += 1
                return
            default:
                guard !isDone, column == 1, line == 1, isMark(byte) else { throw .malformed(rule) }
                markByteCount += 1
            }
            index += 1
        }
    }

    /// Whether the byte belongs to a byte order mark, which has no column.
    private func isMark(_ byte: UInt8) -> Bool {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        return markByteCount < mark.count && byte == mark[markByteCount]
    }

    /// Ends the piece at the comma that it ends with, and begins the next one there.
    private mutating func cut() throws(TransformError.Cause) -> Piece {
        piece[piece.count - 1] = UInt8(ascii: "]")
        let whole = try takePiece()
        hasCut = true
        piece.append(UInt8(ascii: "["))
        pieceStart = TextPosition(line: line, column: column - 1)
        return whole
    }

    private mutating func takePiece() throws(TransformError.Cause) -> Piece {
        // Between two commas, or a comma and the end, an empty array would pass for nothing missing.
        let isCut = hasCut || !isDone
        if isCut, piece.dropFirst().dropLast().allSatisfy(Self.isBlank) { throw .malformed(rule) }
        defer {
            piece.removeAll(keepingCapacity: true)
            elementStart = 0
        }
        return Piece(text: piece, position: pieceStart)
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    }
}
