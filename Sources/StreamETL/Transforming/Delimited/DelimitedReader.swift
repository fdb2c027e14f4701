/// Reads a delimited text file (RFC 4180 and what people make of it) row by row.
///
/// The delimiter (comma, semicolon or tab) is guessed from the header, or named by a first line
/// `sep=;` as spreadsheets write it. Lines end in LF, CRLF or CR; a quoted cell may hold any of them.
/// Leniency: a quote inside an unquoted cell, and text after a closing quote, are taken as they stand.
/// Empty lines are skipped. Cells are neither trimmed nor counted against the header.
struct DelimitedReader {
    /// Cells of the first row that is not empty; none in an empty file.
    private(set) var header: [String] = []
    private(set) var headerLine = 1
    let delimiter: UInt8

    private let text: [UInt8]
    private let limits: InputLimits
    private let file: RelativePath
    private var offset = 0
    private var line = 1
    private var lineStart = 0

    /// - Parameter file: Named in the errors.
    /// - Throws: ``TransformError``: `undecodable`, `truncated` (an open quote), `limitExceeded`.
    init(bytes: [UInt8], limits: InputLimits, file: RelativePath = .root) throws(TransformError) {
        guard bytes.count <= limits.fileBytes else {
            throw TransformError(file: file, cause: .limitExceeded(.fileBytes, limit: limits.fileBytes))
        }
        do {
            text = try DelimitedText.utf8(from: bytes)
        } catch {
            throw TransformError(file: file, cause: error)
        }
        self.limits = limits
        self.file = file
        let start = text.firstIndex { $0 != 0x0A && $0 != 0x0D } ?? text.endIndex
        let firstLine = text[start...].prefix { $0 != 0x0A && $0 != 0x0D }
        if firstLine.count == 5, firstLine.starts(with: "sep=".utf8), let named = firstLine.last {
            delimiter = named
            offset = firstLine.endIndex
            line = 1 + text[..<start].count { $0 == 0x0A }
            lineStart = start
        } else {
            delimiter = Self.guessDelimiter(text)
        }
        if let row = try next() {
            header = row.cells
            headerLine = row.line
        }
    }

    /// The next row that is not an empty line; `nil` at the end.
    ///
    /// - Throws: ``TransformError`` with the position of the quote that is never closed, or of the row
    ///   that exceeds a limit.
    mutating func next() throws(TransformError) -> DelimitedRow? {
        while offset < text.count, endLine() {}
        guard offset < text.count else { return nil }
        let start = offset
        let position = TextPosition(line: line, column: offset - lineStart + 1)
        var cells: [String] = []
        cells.reserveCapacity(header.count)
        while true {
            guard cells.count < limits.fields else {
                throw TransformError(
                    file: file, position: position, cause: .limitExceeded(.fields, limit: limits.fields))
            }
            cells.append(try readCell())
            guard offset - start <= limits.lineBytes else {
                throw TransformError(
                    file: file, position: position,
                    cause: .limitExceeded(.lineBytes, limit: limits.lineBytes))
            }
            if offset < text.count, text[offset] == delimiter {
                offset += 1
            } else {
                break
            }
        }
        return DelimitedRow(line: position.line, cells: cells, isTerminated: endLine())
    }

    /// Reads up to the delimiter, the line break or the end that follows the cell.
    private mutating func readCell() throws(TransformError) -> String {
        guard offset < text.count, text[offset] == UInt8(ascii: "\"") else {
            return String(decoding: text[readPlain()], as: UTF8.self)
        }
        let opening = TextPosition(line: line, column: offset - lineStart + 1)
        offset += 1
        var cell: [UInt8] = []
        while true {
            let start = offset
            skipToQuote()
            guard offset < text.count else {
                throw TransformError(file: file, position: opening, cause: .truncated)
            }
            cell.append(contentsOf: text[start..<offset])
            offset += 1
            guard offset < text.count, text[offset] == UInt8(ascii: "\"") else { break }
            cell.append(UInt8(ascii: "\""))
            offset += 1
        }
        cell.append(contentsOf: text[readPlain()])
        return String(decoding: cell, as: UTF8.self)
    }

    private mutating func readPlain() -> Range<Int> {
        let start = offset
        while offset < text.count {
            let byte = text[offset]
            if byte == delimiter || byte == 0x0A || byte == 0x0D { break }
            offset += 1
        }
        return start..<offset
    }

    /// Moves to the next quote or the end, counting lines on the way.
    private mutating func skipToQuote() {
        while offset < text.count, text[offset] != UInt8(ascii: "\"") {
            if !endLine() { offset += 1 }
        }
    }

    /// Moves past a line break, if one is here.
    private mutating func endLine() -> Bool {
        guard offset < text.count else { return false }
        switch text[offset] {
        case 0x0A: offset += 1
        case 0x0D: offset += offset + 1 < text.count && text[offset + 1] == 0x0A ? 2 : 1
        default: return false
        }
        line += 1
        lineStart = offset
        return true
    }

    /// The candidate that the header holds most often outside quotes; the comma where none occurs.
    private static func guessDelimiter(_ text: [UInt8]) -> UInt8 {
        let candidates = [UInt8(ascii: ","), UInt8(ascii: ";"), 0x09]
        var counts = [0, 0, 0]
        var isQuoted = false
        var hasStarted = false
        for byte in text {
            if byte == UInt8(ascii: "\"") {
                isQuoted.toggle()
            } else if !isQuoted {
                if byte == 0x0A || byte == 0x0D {
                    if hasStarted { break }
                    continue
                }
                if let index = candidates.firstIndex(of: byte) { counts[index] += 1 }
            }
            hasStarted = true
        }
        let best = counts.indices.max { counts[$0] < counts[$1] } ?? 0
        return candidates[counts[best] > counts[0] ? best : 0]
    }
}

/// A row of a delimited file.
struct DelimitedRow: Hashable, Sendable {
    /// Where the row starts, from 1.
    let line: Int
    /// As they stand in the file, without their quotes.
    let cells: [String]
    /// Whether a line break follows; a short last row without one may be cut off.
    let isTerminated: Bool
}
