/// What the bytes of a page may be for a ``TelegramPageScanner``.
enum TelegramPageScannerText {
    /// Where the bytes are not UTF-8, or hold a character that parsers treat in ways of their own: a control
    /// character but line feed and tab, U+FFFE or U+FFFF.
    static func firstOdd(_ bytes: UnsafeRawBufferPointer) -> Int? {
        let blockByteCount = 64
        var position = 0
        while position + blockByteCount <= bytes.count {
            // One value for the whole block, so that the compiler can use vectors.
            var isOdd: UInt8 = 0
            for index in position..<(position + blockByteCount) {
                let byte = bytes[index]
                isOdd |= byte & 0x80
                isOdd |= (byte < 0x20 ? 1 : 0) & (byte != 0x0A ? 1 : 0)
            }
            if isOdd == 0 {
                position += blockByteCount
            } else {
                let end = position + blockByteCount
                while position < end {
                    guard let next = nextCharacter(in: bytes, at: position) else { return position }
                    position = next
                }
            }
        }
        while position < bytes.count {
            guard let next = nextCharacter(in: bytes, at: position) else { return position }
            position = next
        }
        return nil
    }

    /// Where the character at `start` ends; `nil` if it is not one of the page's.
    @inline(__always)
    private static func nextCharacter(in bytes: UnsafeRawBufferPointer, at start: Int) -> Int? {
        let first = bytes[start]
        if first < 0x80 {
            return first >= 0x20 || first == 0x0A || first == 0x09 ? start + 1 : nil
        }
        let byteCount = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        guard first >= 0xC2, first <= 0xF4, start + byteCount <= bytes.count else { return nil }
        let second = bytes[start + 1]
        guard second & 0xC0 == 0x80 else { return nil }
        if byteCount == 2 { return start + 2 }
        let third = bytes[start + 2]
        guard third & 0xC0 == 0x80 else { return nil }
        switch first {
        // No longer form than needed, no surrogate, nothing above U+10FFFF.
        case 0xE0: guard second >= 0xA0 else { return nil }
        case 0xED: guard second < 0xA0 else { return nil }
        case 0xEF: guard second != 0xBF || third < 0xBE else { return nil }
        case 0xF0: guard second >= 0x90 else { return nil }
        case 0xF4: guard second < 0x90 else { return nil }
        default: break
        }
        guard byteCount == 4 else { return start + 3 }
        return bytes[start + 3] & 0xC0 == 0x80 ? start + 4 : nil
    }
}
