package import ETLModel
import ETLRendering

/// Brings the bytes of a text file into UTF-8: UTF-8, UTF-16 with a byte order mark, else Windows-1252. UTF-8 in
/// which some bytes are damaged stays UTF-8, with U+FFFD in their place.
package enum DelimitedText {
    /// - Throws: `undecodable` where no encoding reads the bytes.
    package static func utf8(from bytes: [UInt8]) throws(TransformError.Cause) -> [UInt8] {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return try windows1252IfNeeded(Array(bytes[3...])) }
        if bytes.starts(with: [0xFF, 0xFE]) { return try utf16(bytes, isLittleEndian: true) }
        if bytes.starts(with: [0xFE, 0xFF]) { return try utf16(bytes, isLittleEndian: false) }
        return try windows1252IfNeeded(bytes)
    }

    /// Where the text of a content begins, if it is UTF-8 and can be read as it is: behind a byte order mark.
    ///
    /// - Returns: `nil` for another encoding.
    package static func utf8Start(of content: any FileContent) async throws -> Int? {
        var isValid = true
        var rest: [UInt8] = []
        var head: [UInt8] = []
        try await content.readChunks(ofBytes: 1 << 20) { chunk in
            guard isValid else { return }
            let text = rest + copy chunk
            head += chunk.prefix(max(0, 3 - head.count))
            let end = text.count - incompleteByteCount(text)
            isValid = text[..<end].withUnsafeBufferPointer { UTF8.isValid($0) }
            rest = Array(text[end...])
        }
        return isValid && rest.isEmpty ? (head == [0xEF, 0xBB, 0xBF] ? 3 : 0) : nil
    }

    /// Without a character that the end of a probe cuts in two.
    package static func wholeCharacters(of head: [UInt8]) -> [UInt8] {
        if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) {
            return Array(head.prefix(head.count & ~1))
        }
        return head.dropLast(incompleteByteCount(head))
    }

    /// How many bytes at the end of `text` may be the start of a character that goes on behind it.
    private static func incompleteByteCount(_ text: [UInt8]) -> Int {
        for count in 1...3 where count <= text.count {
            let byte = text[text.count - count]
            if byte & 0xC0 == 0x80 { continue }
            let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
            return length > count ? count : 0
        }
        return 0
    }

    private static func utf16(
        _ bytes: [UInt8], isLittleEndian: Bool
    ) throws(TransformError.Cause) -> [UInt8] {
        guard bytes.count.isMultiple(of: 2) else { throw .truncated }
        var units: [UInt16] = []
        units.reserveCapacity(bytes.count / 2)
        for index in stride(from: 2, to: bytes.count, by: 2) {
            let first = UInt16(bytes[index])
            let second = UInt16(bytes[index + 1])
            units.append(isLittleEndian ? second << 8 | first : first << 8 | second)
        }
        guard let text = String(validating: units, as: UTF16.self) else { throw .undecodable }
        return Array(text.utf8)
    }

    private static func windows1252IfNeeded(_ bytes: [UInt8]) throws(TransformError.Cause) -> [UInt8] {
        if bytes.withUnsafeBufferPointer({ UTF8.isValid($0) }) { return bytes }
        if isDamagedUTF8(bytes) { return Array(String(decoding: bytes, as: UTF8.self).utf8) }
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count + bytes.count / 8)
        for byte in bytes {
            guard byte >= 0x80 else {
                text.append(byte)
                continue
            }
            let code = byte < 0xA0 ? upperControls[Int(byte - 0x80)] : UInt16(byte)
            guard code != 0 else { throw .undecodable }
            if code < 0x800 {
                text.append(0xC0 | UInt8(code >> 6))
            } else {
                text.append(0xE0 | UInt8(code >> 12))
                text.append(0x80 | UInt8(code >> 6 & 0x3F))
            }
            text.append(0x80 | UInt8(code & 0x3F))
        }
        return text
    }

    /// Whether most bytes beyond ASCII form characters of UTF-8. Accented letters in Windows-1252 hardly ever do.
    private static func isDamagedUTF8(_ bytes: [UInt8]) -> Bool {
        var (characters, faults) = (0, 0)
        var decoder = UTF8()
        var rest = bytes.makeIterator()
        while true {
            switch decoder.decode(&rest) {
            case .scalarValue(let scalar): characters += scalar.isASCII ? 0 : 1
            case .error: faults += 1
            case .emptyInput: return characters > faults
            }
        }
    }

    /// The byte that Windows-1252 has for a character; a control character where it has none at that place.
    package static func windows1252Byte(of scalar: Unicode.Scalar) -> UInt8? {
        if scalar.value < 0x100 { return UInt8(scalar.value) }
        guard scalar.value < 0x2200, let index = upperControls.firstIndex(of: UInt16(scalar.value)) else {
            return nil
        }
        return 0x80 + UInt8(index)
    }

    /// Windows-1252 from 0x80 to 0x9F; 0 where it has no character.
    private static let upperControls: [UInt16] = [
        0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
        0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
        0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
        0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178,
    ]
}
