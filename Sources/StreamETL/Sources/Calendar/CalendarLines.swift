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
    /// Whether an empty line stands behind each line, before those too that go on with one.
    private let isDoubled: Bool

    /// - Throws: `undecodable`, `truncated`, or `limitExceeded(.lineBytes)` at the first line that is too
    ///   long.
    package init(_ bytes: [UInt8], file: RelativePath, limits: InputLimits) throws(TransformError) {
        do {
            self.init(of: try Self.utf8(from: bytes))
        } catch {
            throw TransformError(file: file, cause: error)
        }
        for line in self where line.text.count > limits.lineBytes {
            throw TransformError(
                file: file, position: TextPosition(line: line.number, column: 1),
                cause: .limitExceeded(.lineBytes, limit: limits.lineBytes))
        }
    }

    private init(of bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        var iterator = Iterator(bytes, isDoubled: false)
        isDoubled = iterator.isDoubled()
    }

    package func makeIterator() -> Iterator { Iterator(bytes, isDoubled: isDoubled) }

    /// Exporters that count bytes fold within a character: what is no UTF-8 as it stands may be when
    /// unfolded.
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

        private let passesEmpty: Bool
        /// So many lines tell whether the others are doubled.
        private static let sampleCount = 8

        fileprivate init(_ bytes: ArraySlice<UInt8>, isDoubled: Bool) {
            self.bytes = bytes
            passesEmpty = isDoubled
            index = bytes.startIndex
        }

        package mutating func next() -> Line? {
            while index < bytes.endIndex {
                let first = number
                var text = nextPiece()
                // Behind an empty line, a blank begins a line.
                if text.isEmpty ? isBlank(at: index) : skipToContinuation() {
                    var unfolded = Array(text)
                    repeat {
                        index += 1
                        if unfolded.last == UInt8(ascii: "="), CalendarQuotedPrintable.goesOn(unfolded[...]) {
                            unfolded.removeLast()
                        }
                        unfolded += nextPiece()
                    } while skipToContinuation()
                    text = unfolded[...]
                }
                if text.last == UInt8(ascii: "="), CalendarQuotedPrintable.goesOn(text) {
                    text = joined(text)
                }
                if !text.isEmpty { return Line(text: text, number: first) }
            }
            return nil
        }

        /// Whether exactly one empty line stands behind each of the first ones.
        fileprivate mutating func isDoubled() -> Bool {
            var count = 0
            while index < bytes.endIndex, count < Self.sampleCount {
                guard !nextPiece().isEmpty else { return false }
                guard index < bytes.endIndex else { break }
                guard nextPiece().isEmpty else { return false }
                count += 1
            }
            return count > 2
        }

        /// Whether what comes next goes on with the line before; the empty line between the two is passed then.
        private mutating func skipToContinuation() -> Bool {
            if isBlank(at: index) { return true }
            let place = (index, number)
            if skipBreak(), isBlank(at: index), passesEmpty || isRest(at: index + 1) { return true }
            (index, number) = place
            return false
        }

        /// Whether it can only go on with a property, whose name stands before it.
        private func isRest(at index: Int) -> Bool {
            index < bytes.endIndex && (bytes[index] == UInt8(ascii: ":") || bytes[index] == UInt8(ascii: ";"))
        }

        private func isBlank(at index: Int) -> Bool {
            index < bytes.endIndex && (bytes[index] == 0x20 || bytes[index] == 0x09)
        }

        /// What stands before the next line break, which is passed.
        private mutating func nextPiece() -> ArraySlice<UInt8> {
            let start = index
            while index < bytes.endIndex, bytes[index] != 0x0A, bytes[index] != 0x0D { index += 1 }
            let piece = bytes[start..<index]
            skipBreak()
            return piece
        }

        /// Passes one line break: LF, CR, CR LF, and the CR CR LF that a transfer in text mode makes of it.
        @discardableResult
        private mutating func skipBreak() -> Bool {
            guard index < bytes.endIndex, bytes[index] == 0x0A || bytes[index] == 0x0D else { return false }
            number += 1
            if bytes[index] == 0x0D {
                let end = bytes[index...].prefix(3).drop { $0 == 0x0D }
                if end.first == 0x0A { index = end.startIndex }
            }
            index += 1
            return true
        }

        /// A quoted-printable value with the lines that its soft line breaks lead to.
        private mutating func joined(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
            var whole = Array(text)
            while whole.last == UInt8(ascii: "="), index < bytes.endIndex {
                if passesEmpty { skipBreak() }
                guard !CalendarLines.beginsProperty(bytes[index...]) else { break }
                whole.removeLast()
                whole += nextPiece()
            }
            return whole[...]
        }
    }

    /// Whether one of the properties begins here that stand behind texts.
    private static func beginsProperty(_ text: ArraySlice<UInt8>) -> Bool {
        let name = text.prefix(20).prefix { $0 != UInt8(ascii: ":") && $0 != UInt8(ascii: ";") }
        guard name.count < text.prefix(20).count else { return false }
        return properties.contains(String(decoding: name, as: UTF8.self).uppercased())
    }

    private static let properties: Set<String> = [
        "BEGIN", "END", "UID", "DTSTART", "DTEND", "DTSTAMP", "DURATION", "SUMMARY", "LOCATION",
        "DESCRIPTION",
        "ORGANIZER", "ATTENDEE", "STATUS", "SEQUENCE", "CLASS", "CATEGORIES", "PRIORITY", "TRANSP", "RRULE",
        "EXDATE", "RDATE", "RECURRENCE-ID", "CREATED", "LAST-MODIFIED", "URL", "AALARM", "DALARM",
    ]
}
