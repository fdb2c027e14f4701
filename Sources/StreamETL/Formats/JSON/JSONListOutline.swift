import ETLModel

/// Finds the list of records among the members of a JSON object while its bytes pass by, and keeps all but
/// the records: the outline, which is an object with an empty list.
///
/// Only quotes, escapes, brackets and the names of the object's own members are looked at. Malformed JSON is found by
/// the parser, in the outline or in the list.
struct JSONListOutline: Sendable {
    /// Longer names are not looked for, however they are escaped.
    private static let nameByteCount = 128
    private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    private enum Expectation {
        case name
        case value
        case nothing
    }

    private let member: StaticString
    private let limit: Int

    private(set) var text: [UInt8] = []
    /// Of a byte order mark.
    private(set) var markByteCount = 0
    /// Whether it is an array and no object; nothing is kept of it then.
    private(set) var isArray = false
    /// Where the list's bracket stands: in the file, without a byte order mark, and as a position.
    private(set) var list: (offset: Int, position: TextPosition)?
    private var listEnd: TextPosition?

    private var offset = 0
    private var line = 1
    private var column = 1
    private var depth = 0
    private var isInString = false
    private var isEscaped = false
    private var expectation = Expectation.name
    private var name: [UInt8]?
    /// Whether the member in hand is the first of the list's name.
    private var isWanted = false
    private var isDecided = false

    /// - Parameter limit: Most bytes that the outline may have.
    init(member: StaticString, limit: Int) {
        self.member = member
        self.limit = limit
    }

    var position: TextPosition { TextPosition(line: line, column: column) }

    private var isInList: Bool { list != nil && listEnd == nil }

    mutating func read(_ chunk: borrowing [UInt8]) throws(TransformError.Cause) {
        for index in chunk.indices where !isArray {
            let byte = chunk[index]
            if text.isEmpty, passMark(byte) { continue }
            let wasInList = isInList
            let start = position
            step(byte, at: start)
            if !wasInList || !isInList { text.append(byte) }
            offset += 1
            column += 1
            if byte == 0x0A {
                line += 1
                column = 1
            }
        }
        guard text.count <= limit else { throw .limitExceeded(.messageBytes, limit: limit) }
    }

    /// Whether the byte belongs to a byte order mark, which has no column.
    private mutating func passMark(_ byte: UInt8) -> Bool {
        if markByteCount < Self.mark.count, byte == Self.mark[markByteCount] {
            markByteCount += 1
            return true
        }
        finish()
        return false
    }

    /// Some of a mark is none.
    mutating func finish() {
        guard text.isEmpty, (1..<Self.mark.count).contains(markByteCount) else { return }
        text = Array(Self.mark[..<markByteCount])
        offset = markByteCount
        markByteCount = 0
    }

    private mutating func step(_ byte: UInt8, at place: TextPosition) {
        if isEscaped {
            isEscaped = false
            keep(byte)
            return
        }
        if isInString {
            if byte == UInt8(ascii: "\"") {
                isInString = false
                endName()
            } else {
                if byte == UInt8(ascii: "\\") { isEscaped = true }
                keep(byte)
            }
            return
        }
        switch byte {
        case UInt8(ascii: "\""):
            isInString = true
            if depth == 1, expectation == .name, !isDecided { name = [] }
            decide()
        case UInt8(ascii: "["), UInt8(ascii: "{"):
            depth += 1
            if depth == 1, byte == UInt8(ascii: "["), text.allSatisfy({ $0 <= 0x20 }) { isArray = true }
            if isWanted, expectation == .value, byte == UInt8(ascii: "["), depth == 2 {
                list = (offset, place)
            }
            if depth == 2 { decide() }
        case UInt8(ascii: "]"), UInt8(ascii: "}"):
            depth -= 1
            if depth == 1, isInList { listEnd = place }
        case UInt8(ascii: ":") where depth == 1: expectation = .value
        case UInt8(ascii: ",") where depth == 1: expectation = .name
        case 0x20, 0x09, 0x0A, 0x0D: break
        default: decide()
        }
    }

    private mutating func keep(_ byte: UInt8) {
        if let count = name?.count, count <= Self.nameByteCount { name?.append(byte) }
    }

    private mutating func endName() {
        guard let name else { return }
        self.name = nil
        isWanted = Self.text(of: name).map { $0 == "\(member)" } ?? false
        expectation = .nothing
    }

    /// The first member of the name is the list or there is none: a value of the object begins.
    private mutating func decide() {
        guard depth <= 2, isWanted, expectation == .value else { return }
        isWanted = false
        isDecided = true
    }

    private static func text(of name: [UInt8]) -> String? {
        guard name.contains(UInt8(ascii: "\\")) else { return String(decoding: name, as: UTF8.self) }
        let list = Array("[\"".utf8) + name + Array("\"]".utf8)
        let document = try? JSONDocument(list, file: .root, rule: "json.name")
        return withExtendedLifetime(document) { document?.root.elements.first?.string }
    }

    /// Where in the file something is that stands at `place` of the outline.
    func position(inFile place: TextPosition) -> TextPosition {
        guard let start = list?.position, let end = listEnd, isBehindList(place) else { return place }
        guard place.line == start.line else {
            return TextPosition(line: place.line - start.line + end.line, column: place.column)
        }
        return TextPosition(line: end.line, column: place.column - start.column - 1 + end.column)
    }

    /// Whether a place of the outline is behind the list's brackets.
    func isBehindList(_ place: TextPosition) -> Bool {
        guard let start = list?.position else { return false }
        let end = (start.line, start.column + 1)
        return listEnd == nil ? (place.line, place.column) >= end : (place.line, place.column) > end
    }
}
