import ETLFormats
import ETLModel
import ETLRendering

/// Brings a page's bytes into UTF-8: a byte order mark decides, else UTF-8 if it is valid, else UTF-16
/// as declared by its pattern of zero bytes, else Windows-1252 (which every Latin-1 page is read as, too).
enum TelegramText {
    /// - Throws: `undecodable` where no encoding reads the bytes.
    static func utf8(from bytes: [UInt8]) throws(TransformError.Cause) -> [UInt8] {
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0x3C, 0x00]) {
            return try utf16(bytes, low: 0)
        }
        if bytes.starts(with: [0xFE, 0xFF]) || bytes.starts(with: [0x00, 0x3C]) {
            return try utf16(bytes, low: 1)
        }
        if bytes.withUnsafeBufferPointer({ UTF8.isValid($0) }) { return bytes }
        return try DelimitedText.utf8(from: bytes)
    }

    private static func utf16(_ bytes: [UInt8], low: Int) throws(TransformError.Cause) -> [UInt8] {
        guard bytes.count.isMultiple(of: 2) else { throw .truncated }
        var units: [UInt16] = []
        units.reserveCapacity(bytes.count / 2)
        for index in stride(from: 0, to: bytes.count, by: 2) {
            units.append(UInt16(bytes[index + low]) | UInt16(bytes[index + 1 - low]) << 8)
        }
        if units.first == 0xFEFF { units.removeFirst() }
        guard let text = String(validating: units, as: UTF16.self) else { throw .undecodable }
        return Array(text.utf8)
    }
}
