import ETLModel

/// How values are written in the configuration, on the command line and in the environment.
package enum SettingText {
    /// `100ms`, `2s`, `1m`, `1.5h`, `0`.
    package static func duration(_ text: String) -> Duration? {
        if text == "0" { return .zero }
        guard let (number, unit) = numberAndUnit(text) else { return nil }
        let milliseconds: Double
        switch unit {
        case "ms": milliseconds = number
        case "s": milliseconds = number * 1_000
        case "m", "min": milliseconds = number * 60_000
        case "h": milliseconds = number * 3_600_000
        case "d": milliseconds = number * 86_400_000
        default: return nil
        }
        // A century: beyond it, clocks overflow.
        guard milliseconds <= 3_153_600_000_000 else { return nil }
        return .milliseconds(Int64(milliseconds.rounded()))
    }

    package static func text(_ duration: Duration) -> String {
        let milliseconds =
            duration.components.seconds * 1_000 + duration.components.attoseconds
            / 1_000_000_000_000_000
        return switch milliseconds {
        case 0: "0"
        case let value where value % 3_600_000 == 0: "\(value / 3_600_000)h"
        case let value where value % 60_000 == 0: "\(value / 60_000)m"
        case let value where value % 1_000 == 0: "\(value / 1_000)s"
        default: "\(milliseconds)ms"
        }
    }

    /// `512`, `64KiB`, `10MB`, `1GiB`.
    package static func byteCount(_ text: String) -> Int? {
        guard let (number, unit) = numberAndUnit(text) else { return nil }
        let factor: Double
        switch unit.lowercased() {
        case "", "b": factor = 1
        case "kib": factor = 1_024
        case "mib": factor = 1_048_576
        case "gib": factor = 1_073_741_824
        case "tib": factor = 1_099_511_627_776
        case "kb": factor = 1_000
        case "mb": factor = 1_000_000
        case "gb": factor = 1_000_000_000
        case "tb": factor = 1_000_000_000_000
        default: return nil
        }
        let bytes = number * factor
        return bytes <= 1e15 ? Int(bytes.rounded()) : nil
    }

    package static func text(byteCount: Int) -> String {
        for (unit, size) in [("TiB", 1 << 40), ("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)]
        where byteCount >= size && byteCount % size == 0 {
            return "\(byteCount / size)\(unit)"
        }
        return "\(byteCount)"
    }

    package static func flag(_ text: String) -> Bool? {
        switch text.lowercased() {
        case "true", "yes", "on", "1": true
        case "false", "no", "off", "0": false
        default: nil
        }
    }

    /// A decimal number without sign or exponent, as people write it.
    package static func decimal(_ text: String) -> Double? {
        guard !text.isEmpty, text.utf8.count <= 32,
            text.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }),
            let number = Double(text), number.isFinite
        else { return nil }
        return number
    }

    /// Seconds since 1970 of `YYYY-MM-DD` or `YYYY-MM-DDTHH:MM[:SS[.f]]` with `Z`, `±HH:MM` or, for
    /// UTC, nothing.
    package static func instant(_ text: String) -> Int64? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 10, bytes.count <= 40 else { return nil }
        func number(_ start: Int, _ count: Int) -> Int? {
            guard start + count <= bytes.count else { return nil }
            var value = 0
            for byte in bytes[start..<(start + count)] {
                guard (0x30...0x39).contains(byte) else { return nil }
                value = value * 10 + Int(byte - 0x30)
            }
            return value
        }
        func holds(_ character: Character, at index: Int) -> Bool {
            index < bytes.count && bytes[index] == character.asciiValue
        }
        guard let year = number(0, 4), holds("-", at: 4), let month = number(5, 2), holds("-", at: 7),
            let day = number(8, 2), (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        let midnight = UTCTime.seconds(year: year, month: month, day: day)
        // The 31st of a shorter month comes back as another day.
        guard UTCTime.civil(midnight).day == day else { return nil }
        if bytes.count == 10 { return midnight }

        guard holds("T", at: 10) || holds("t", at: 10) || holds(" ", at: 10), let hour = number(11, 2),
            holds(":", at: 13), let minute = number(14, 2), hour < 24, minute < 60
        else { return nil }
        var seconds = midnight + Int64(hour * 3_600 + minute * 60)
        var position = 16
        if holds(":", at: position) {
            // 60 is a leap second, which counts as the next minute's first.
            guard let second = number(position + 1, 2), second <= 60 else { return nil }
            seconds += Int64(second)
            position += 3
            if holds(".", at: position) || holds(",", at: position) {
                position += 1
                let start = position
                while position < bytes.count, (0x30...0x39).contains(bytes[position]) { position += 1 }
                guard position > start else { return nil }
            }
        }
        let rest = String(decoding: bytes[position...], as: UTF8.self)
        if rest.isEmpty || rest.uppercased() == "Z" { return seconds }
        guard let sign = rest.first, sign == "+" || sign == "-",
            let offset = ZoneSetting.offsetSeconds(rest.dropFirst())
        else { return nil }
        return seconds - Int64(sign == "-" ? -offset : offset)
    }

    private static func numberAndUnit(_ text: String) -> (number: Double, unit: String)? {
        let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        guard let number = decimal(String(digits)) else { return nil }
        let unit = text.dropFirst(digits.count).drop { $0 == " " }
        return (number, String(unit))
    }
}
