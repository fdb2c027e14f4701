/// Escapes of half a character, such as `\ud83d` alone, which software writes that cuts text by its length
/// in UTF-16. JSON's grammar allows them, yyjson does not.
package enum JSONSurrogates {
    /// The text with U+FFFD in the place of each half, byte for byte where it was; `nil` if there is none.
    package static func repaired(_ json: [UInt8]) -> [UInt8]? {
        var fixed: [UInt8]?
        var index = 0
        while let start = json[index...].firstIndex(of: UInt8(ascii: "\\")) {
            index = start + 2
            guard index <= json.count else { break }
            guard let unit = unit(of: json, at: start) else { continue }
            index = start + 6
            if (0xD800...0xDBFF).contains(unit), let low = self.unit(of: json, at: index),
                (0xDC00...0xDFFF).contains(low)
            {
                index += 6
            } else if (0xD800...0xDFFF).contains(unit) {
                fixed = fixed ?? json
                fixed?.replaceSubrange((start + 2)..<index, with: "fffd".utf8)
            }
        }
        return fixed
    }

    /// The unit of UTF-16 that is escaped there as `\uXXXX`.
    private static func unit(of json: [UInt8], at start: Int) -> UInt16? {
        guard start + 6 <= json.count, json[start] == UInt8(ascii: "\\"), json[start + 1] == UInt8(ascii: "u")
        else { return nil }
        var unit: UInt16 = 0
        for byte in json[(start + 2)..<(start + 6)] {
            guard let digit = Character(UnicodeScalar(byte)).hexDigitValue else { return nil }
            unit = unit << 4 | UInt16(digit)
        }
        return unit
    }
}
