/// A message's `ts`: seconds and microseconds since 1970, and with the channel the message's key.
///
/// Never a floating-point number: sixteen digits do not fit into one without loss.
enum SlackTimestamp {
    /// Microseconds of `1714640400.000100`; `nil` for anything else.
    static func microseconds(_ text: UnsafeBufferPointer<UInt8>) -> Int64? {
        guard let dot = text.firstIndex(of: UInt8(ascii: ".")), dot > 0, dot <= 12,
            let seconds = number(text[..<dot])
        else { return text.isEmpty || text.count > 12 ? nil : number(text[...]).map { $0 * 1_000_000 } }
        let fraction = text[(dot + 1)...]
        guard (1...6).contains(fraction.count), var microseconds = number(fraction) else { return nil }
        for _ in fraction.count..<6 { microseconds *= 10 }
        return seconds * 1_000_000 + microseconds
    }

    static func microseconds(_ text: String) -> Int64? {
        var text = text
        return text.withUTF8 { microseconds($0) }
    }

    /// `1714640400.000100` of its microseconds.
    static func text(_ microseconds: Int64) -> String {
        let fraction = String(microseconds % 1_000_000)
        return "\(microseconds / 1_000_000)." + String(repeating: "0", count: 6 - fraction.utf8.count)
            + fraction
    }

    private static func number(_ digits: Slice<UnsafeBufferPointer<UInt8>>) -> Int64? {
        var value: Int64 = 0
        for digit in digits {
            guard (0x30...0x39).contains(digit) else { return nil }
            value = value * 10 + Int64(digit - 0x30)
        }
        return value
    }
}
