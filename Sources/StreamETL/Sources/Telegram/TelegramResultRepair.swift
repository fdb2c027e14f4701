/// Mends what some versions of Telegram Desktop write in `result.json` and what is no JSON.
enum TelegramResultRepair {
    /// - Returns: `nil` where nothing can be mended.
    static func repaired(_ json: [UInt8]) -> [UInt8]? {
        let text = escaped(json)
        return quoted(text ?? json) ?? text
    }

    /// Writes control characters in strings as escapes: programs that change the file may put them in as they
    /// are.
    private static func escaped(_ json: [UInt8]) -> [UInt8]? {
        var fixed: [UInt8] = []
        var isInString = false
        var isEscaped = false
        for byte in json {
            if isInString, byte < 0x20 {
                let digits = Array("0123456789abcdef".utf8)
                fixed += Array("\\u00".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
                isEscaped = false
                continue
            }
            if isEscaped {
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = isInString
            } else if byte == UInt8(ascii: "\"") {
                isInString.toggle()
            }
            fixed.append(byte)
        }
        return fixed.count == json.count ? nil : fixed
    }

    /// Puts quotes around values that lack them: versions 4.0.4 to 4.1.1 write the file of a custom emoji as
    /// `"document_id": stickers/sticker (2).webp`, up to the end of the line.
    ///
    /// - Returns: `nil` where there is no such value.
    static func quoted(_ json: [UInt8]) -> [UInt8]? {
        var fixed: [UInt8] = []
        var clean = 0
        var index = 0
        while let colon = nextColon(json, &index) {
            var start = colon + 1
            while start < json.count, json[start] == 0x20 || json[start] == 0x09 { start += 1 }
            guard start < json.count, !beginsValue(json[start]) else { continue }
            var end = start
            while end < json.count, json[end] != 0x0A, json[end] != 0x0D { end += 1 }
            index = end
            while end > start, json[end - 1] <= 0x20 || json[end - 1] == UInt8(ascii: ",") { end -= 1 }
            guard end > start, !isLiteral(json[start..<end]) else { continue }
            fixed += json[clean..<start]
            fixed.append(UInt8(ascii: "\""))
            for byte in json[start..<end] {
                if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
                    fixed.append(UInt8(ascii: "\\"))
                }
                fixed.append(byte)
            }
            fixed.append(UInt8(ascii: "\""))
            clean = end
        }
        return clean == 0 ? nil : fixed + json[clean...]
    }

    /// The next colon that does not stand in a string.
    private static func nextColon(_ json: [UInt8], _ index: inout Int) -> Int? {
        var isInString = false
        while index < json.count {
            let byte = json[index]
            index += 1
            if isInString {
                if byte == UInt8(ascii: "\\") { index += 1 }
                if byte == UInt8(ascii: "\"") { isInString = false }
            } else if byte == UInt8(ascii: "\"") {
                isInString = true
            } else if byte == UInt8(ascii: ":") {
                return index - 1
            }
        }
        return nil
    }

    private static func beginsValue(_ byte: UInt8) -> Bool {
        [UInt8(ascii: "\""), UInt8(ascii: "{"), UInt8(ascii: "["), 0x0A, 0x0D].contains(byte)
    }

    /// Whether it is a number or a word of JSON; what else follows on the line is the file's own.
    private static func isLiteral(_ value: ArraySlice<UInt8>) -> Bool {
        let ends = [UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]")]
        let word = value.prefix { !ends.contains($0) }
        let text = String(decoding: word, as: UTF8.self).filter { $0 != " " }
        return ["true", "false", "null"].contains(text) || Double(text) != nil
    }
}
