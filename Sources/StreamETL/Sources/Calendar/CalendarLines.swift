import ETLFormats
package import ETLModel
import ETLRendering

/// The lines of an iCalendar file, unfolded and in UTF-8.
///
/// Each is made when somebody comes to it: a list of all lines of a hostile file takes many times its size.
package struct CalendarLines: Sequence {
    package struct Line {
        /// Never empty.
        package let text: ArraySlice<UInt8>
        /// The file's line on which it begins, from 1.
        package let number: Int

        package init(text: ArraySlice<UInt8>, number: Int) {
            self.text = text
            self.number = number
        }
    }

    private let bytes: ArraySlice<UInt8>

    /// - Throws: `undecodable`, `truncated`, or `limitExceeded(.lineBytes)` at the first line that is too long.
    package init(_ bytes: [UInt8], file: RelativePath, limits: InputLimits) throws(TransformError) {
        do {
            self.bytes = try Self.utf8(from: bytes)
        } catch {
            throw TransformError(file: file, cause: error)
        }
        for line in self where line.text.count > limits.lineBytes {
            throw TransformError(
                file: file, position: TextPosition(line: line.number, column: 1),
                cause: .limitExceeded(.lineBytes, limit: limits.lineBytes))
        }
    }

    private init(of bytes: ArraySlice<UInt8>) { self.bytes = bytes }

    package func makeIterator() -> Iterator { Iterator(bytes) }

    /// Exporters that count bytes fold within a character: what is no UTF-8 as it stands may be when unfolded.
    private static func utf8(from bytes: [UInt8]) throws(TransformError.Cause) -> ArraySlice<UInt8> {
        let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
        if isUTF8(text) || CalendarLines(of: text).allSatisfy({ isUTF8($0.text) }) { return text }
        return try DelimitedText.utf8(from: bytes)[...]
    }

    private static func isUTF8(_ text: ArraySlice<UInt8>) -> Bool {
        text.withUnsafeBufferPointer { UTF8.isValid($0) }
    }
}

extension CalendarLines {
    package struct Iterator: IteratorProtocol {
        private let bytes: ArraySlice<UInt8>
        private var index: Int
        private var number = 1

        fileprivate init(_ bytes: ArraySlice<UInt8>) {
            self.bytes = bytes
            index = bytes.startIndex
        }

        package mutating func next() -> Line? {
            while index < bytes.endIndex {
                let first = number
                var text = nextPiece()
                if isFolded {
                    var unfolded = Array(text)
                    while isFolded {
                        index += 1
                        unfolded += nextPiece()
                    }
                    text = unfolded[...]
                }
                if !text.isEmpty { return Line(text: text, number: first) }
            }
            return nil
        }

        /// Whether what comes next goes on with the line before.
        private var isFolded: Bool {
            index < bytes.endIndex && (bytes[index] == 0x20 || bytes[index] == 0x09)
        }

        /// What stands before the next line break, which is passed.
        private mutating func nextPiece() -> ArraySlice<UInt8> {
            let start = index
            while index < bytes.endIndex, bytes[index] != 0x0A, bytes[index] != 0x0D { index += 1 }
            let piece = bytes[start..<index]
            guard index < bytes.endIndex else { return piece }
            index += 1
            if bytes[index - 1] == 0x0D, index < bytes.endIndex, bytes[index] == 0x0A { index += 1 }
            number += 1
            return piece
        }
    }
}
