package import ETLModel

/// Reads a delimited text file (RFC 4180 and what people make of it) row by row.
///
/// The delimiter (comma, semicolon or tab) is guessed from the header, or named by a first line
/// `sep=;` as spreadsheets write it. Lines end in LF, CRLF or CR; a quoted cell may hold any of them.
/// Leniency: a quote inside an unquoted cell, and text after a closing quote, are taken as they stand.
/// Empty lines are skipped. Cells are neither trimmed nor counted against the header.
///
/// The text may come in pieces. Rows and errors do not depend on where the pieces end.
package struct DelimitedReader {
    /// Cells of the first row that is not empty; `nil` until it was read, and no cells in an empty file.
    package private(set) var knownHeader: [String]?
    package private(set) var headerLine = 1
    package private(set) var delimiter = UInt8(ascii: ",")
    private var hasDelimiter = false
    /// The columns whose cells are read; the others' are passed over and handed on empty. `nil`: all.
    package var wanted: [Bool]?

    /// From the first row that was not handed on.
    private var text: [UInt8] = []
    /// Whether nothing follows ``text``.
    private var isWhole = false
    /// Whether the last cell reached the end of ``text`` and may go on.
    private var wantsMore = false
    /// Bytes that must be there before an incomplete row is tried again. The number doubles, so the last try costs as
    /// much as all earlier ones together.
    private var retryByteCount = 0
    private let limits: InputLimits
    private let file: RelativePath
    private var offset = 0
    private var line = 1
    /// Where the line of ``offset`` begins; below 0 if it began in text that was dropped.
    private var lineStart = 0
    private var rowStart = 0

    /// Makes a reader of UTF-8 text without a byte order mark. The text comes later.
    ///
    /// - Parameters:
    ///   - file: Named in the errors.
    ///   - line: The number of the first line, where the text begins within a file.
    package init(limits: InputLimits, file: RelativePath = .root, line: Int = 1) {
        self.limits = limits
        self.file = file
        self.line = line
    }

    /// A reader of a whole file.
    ///
    /// - Throws: ``TransformError``: `undecodable`, `truncated` (an open quote), `limitExceeded`.
    package init(
        bytes: [UInt8], limits: InputLimits, file: RelativePath = .root, line: Int = 1
    ) throws(TransformError) {
        self.init(limits: limits, file: file, line: line)
        guard bytes.count <= limits.fileBytes else {
            throw TransformError(file: file, cause: .limitExceeded(.fileBytes, limit: limits.fileBytes))
        }
        do {
            text = try DelimitedText.utf8(from: bytes)
        } catch {
            throw TransformError(file: file, cause: error)
        }
        isWhole = true
        _ = try readHeader()
    }

    package var header: [String] { knownHeader ?? [] }

    /// A fault of the file, by the line that it is in.
    package func fault(_ cause: TransformError.Cause, atLine line: Int) -> TransformError {
        TransformError(file: file, position: TextPosition(line: line, column: 1), cause: cause)
    }

    /// Goes on with more text.
    package mutating func append(_ more: some Collection<UInt8>) {
        text.removeFirst(offset)
        lineStart -= offset
        offset = 0
        text.append(contentsOf: more)
    }

    /// No more text will come.
    package mutating func finish() { isWhole = true }

    /// The next row that is not empty, the header first; `nil` if more text must come first, or at the end.
    ///
    /// - Throws: ``TransformError`` with the position of an unclosed quote, or of a row that exceeds a limit.
    package mutating func next() throws(TransformError) -> DelimitedRow? {
        guard isWhole || text.count - offset >= retryByteCount else { return nil }
        let row = try readHeader() ? readRow() : nil
        retryByteCount = row == nil ? min(2 * (text.count - offset), limits.lineBytes) : 0
        return row
    }

    /// Reads the first row, by which the delimiter is known.
    ///
    /// - Returns: Whether it is known.
    private mutating func readHeader() throws(TransformError) -> Bool {
        if knownHeader != nil { return true }
        if !hasDelimiter { hasDelimiter = findDelimiter() }
        guard hasDelimiter, let row = try readRow() else {
            if isWhole { knownHeader = [] }
            return isWhole
        }
        knownHeader = row.cells
        headerLine = row.line
        return true
    }

    /// - Returns: Whether it is known.
    private mutating func findDelimiter() -> Bool {
        wantsMore = false
        while offset < text.count, endLine() {}
        if wantsMore { return false }
        let start = offset
        // A first line beyond the limit is refused anyhow: not more of it is looked at than that.
        let beginning = text[start...].prefix(limits.lineBytes < .max ? limits.lineBytes + 1 : .max)
        let isCut = beginning.endIndex == text.endIndex && !isWhole
        let firstLine = beginning.prefix { $0 != 0x0A && $0 != 0x0D }
        if firstLine.endIndex < beginning.endIndex || !isCut, firstLine.count == 5,
            firstLine.starts(with: "sep=".utf8), let named = firstLine.last
        {
            delimiter = named
            offset = firstLine.endIndex
            return true
        }
        guard let guessed = Self.guessDelimiter(beginning, isCut: isCut) else { return false }
        delimiter = guessed
        return true
    }

    private mutating func readRow() throws(TransformError) -> DelimitedRow? {
        wantsMore = false
        while offset < text.count, endLine() {}
        guard offset < text.count, !wantsMore else { return nil }
        let before = (offset, line, lineStart)
        rowStart = offset
        let position = TextPosition(line: line, column: offset - lineStart + 1)
        var cells: [String] = []
        cells.reserveCapacity(header.count)
        while true {
            guard cells.count < limits.fields else {
                throw TransformError(
                    file: file, position: position, cause: .limitExceeded(.fields, limit: limits.fields))
            }
            let isWanted = wanted.map { cells.count < $0.count && $0[cells.count] } ?? true
            cells.append(try readCell(isWanted: isWanted))
            guard offset - rowStart <= limits.lineBytes else {
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
        if offset == text.count, !isWhole { wantsMore = true }
        let isTerminated = endLine()
        if wantsMore {
            (offset, line, lineStart) = before
            return nil
        }
        return DelimitedRow(line: position.line, cells: cells, isTerminated: isTerminated)
    }

    /// Reads up to the delimiter, the line break or the end that follows the cell.
    private mutating func readCell(isWanted: Bool) throws(TransformError) -> String {
        guard offset < text.count, text[offset] == UInt8(ascii: "\"") else {
            let plain = readPlain()
            return isWanted ? String(decoding: text[plain], as: UTF8.self) : ""
        }
        let opening = TextPosition(line: line, column: offset - lineStart + 1)
        offset += 1
        var cell: [UInt8] = []
        while true {
            let start = offset
            skipToQuote()
            guard offset < text.count else {
                // The caller sees that the row is too long, or that more must come.
                if !isWhole || offset - rowStart > limits.lineBytes { return "" }
                throw TransformError(file: file, position: opening, cause: .truncated)
            }
            if isWanted { cell.append(contentsOf: text[start..<offset]) }
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
        case 0x0D where offset + 1 == text.count && !isWhole:
            wantsMore = true
            return false
        case 0x0D: offset += offset + 1 < text.count && text[offset + 1] == 0x0A ? 2 : 1
        default: return false
        }
        line += 1
        lineStart = offset
        return true
    }

    /// The candidate that occurs most often in the header, outside quotes; the comma if none occurs.
    ///
    /// - Parameter isCut: Whether more text may follow `beginning`.
    /// - Returns: `nil` if the header may go on in later text.
    private static func guessDelimiter(_ beginning: ArraySlice<UInt8>, isCut: Bool) -> UInt8? {
        let candidates = [UInt8(ascii: ","), UInt8(ascii: ";"), 0x09]
        var counts = [0, 0, 0]
        var isQuoted = false
        var hasEnded = false
        for byte in beginning {
            if byte == UInt8(ascii: "\"") {
                isQuoted.toggle()
            } else if !isQuoted {
                if byte == 0x0A || byte == 0x0D {
                    hasEnded = true
                    break
                }
                if let index = candidates.firstIndex(of: byte) { counts[index] += 1 }
            }
        }
        if isCut, !hasEnded { return nil }
        let best = counts.indices.max { counts[$0] < counts[$1] } ?? 0
        return candidates[counts[best] > counts[0] ? best : 0]
    }
}

/// A row of a delimited file.
package struct DelimitedRow: Hashable, Sendable {
    /// Where the row starts, from 1.
    package let line: Int
    /// As they stand in the file, without their quotes.
    package let cells: [String]
    /// Whether a line break follows; a short last row without one may be cut off.
    package let isTerminated: Bool
    /// Cells whose text a program wrote, as the numbers and dates of workbooks: it has one reading.
    package var exact: Set<Int> = []

    package init(line: Int, cells: [String], isTerminated: Bool, exact: Set<Int> = []) {
        self.line = line
        self.cells = cells
        self.isTerminated = isTerminated
        self.exact = exact
    }

    /// Whether no cell holds anything.
    package var isBlank: Bool { cells.allSatisfy { $0.utf8.allSatisfy { $0 == 0x20 || $0 == 0x09 } } }
}
