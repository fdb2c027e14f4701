import ETLModel
import Glibc
import Logging

/// One record as one line: `2026-03-31T12:00:00.250Z - WARNING - message key=value`.
enum LogLine {
    /// Longer lines are cut, so that a log line stays a line.
    static let byteLimit = 16_384

    static func text(
        level: Logger.Level, message: String, metadata: Logger.Metadata, milliseconds: Int64
    ) -> [UInt8] {
        var line: [UInt8] = []
        line.reserveCapacity(128 + message.utf8.count)
        appendTime(milliseconds, to: &line)
        line += Array(" - \(name(of: level)) - ".utf8)
        append(message, to: &line)
        for (key, value) in metadata.sorted(by: { $0.key < $1.key }) {
            line.append(UInt8(ascii: " "))
            append(key, to: &line)
            line.append(UInt8(ascii: "="))
            append("\(value)", to: &line)
        }
        if line.count >= byteLimit {
            var end = byteLimit - 4
            // Not inside a character.
            while end > 0, line[end] & 0xC0 == 0x80 { end -= 1 }
            line.removeSubrange(end...)
            line += Array("…".utf8)
        }
        line.append(UInt8(ascii: "\n"))
        return line
    }

    /// As Python's `logging` names the levels that it has.
    static func name(of level: Logger.Level) -> String { level.rawValue.uppercased() }

    static func now() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
    }

    private static func appendTime(_ milliseconds: Int64, to line: inout [UInt8]) {
        line.append(contentsOf: UTCTime.text(milliseconds / 1_000).utf8)
        line.removeLast()
        let fraction = UInt8(clamping: milliseconds % 1_000 / 100)
        let rest = UInt8(clamping: milliseconds % 100)
        line += [
            UInt8(ascii: "."), 0x30 + fraction, 0x30 + rest / 10, 0x30 + rest % 10, UInt8(ascii: "Z"),
        ]
    }

    /// Control characters, line separators and direction marks could forge a line or hide a part of it.
    private static func append(_ text: String, to line: inout [UInt8]) {
        if text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) {
            line += text.utf8
            return
        }
        for scalar in text.unicodeScalars {
            let isSafe =
                scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value) && scalar.value != 0x2028
                && scalar.value != 0x2029 && !scalar.properties.isBidiControl
            if isSafe {
                line += UTF8.encode(scalar).map(Array.init) ?? []
            } else {
                line += Array("\\u{\(String(scalar.value, radix: 16))}".utf8)
            }
        }
    }
}
