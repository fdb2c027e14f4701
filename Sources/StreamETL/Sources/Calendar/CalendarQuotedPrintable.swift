import ETLFormats
import ETLRendering

/// Values of vCalendar 1.0, which iCalendar has no more but phones and ticket shops write:
/// `SUMMARY;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Schl=C3=BCssel` (RFC 2045, 6.7).
enum CalendarQuotedPrintable {
    /// A value as text: what is quoted-printable by its parameters is decoded.
    static func text(of value: ArraySlice<UInt8>, parameters: [(name: String, value: String)]) -> String {
        let isEncoded = parameters.contains {
            $0.name == "ENCODING" && $0.value.uppercased() == "QUOTED-PRINTABLE"
        }
        guard isEncoded else { return String(decoding: value, as: UTF8.self) }
        let bytes = decoded(value)
        let charset = parameters.first { $0.name == "CHARSET" }?.value.uppercased() ?? "UTF-8"
        let isUnicode = bytes.withUnsafeBufferPointer { UTF8.isValid($0) }
        if isUnicode, charset != "ISO-8859-1", charset != "WINDOWS-1252" {
            return String(decoding: bytes, as: UTF8.self)
        }
        let text = try? DelimitedText.utf8(from: bytes)
        return String(decoding: text ?? bytes, as: UTF8.self)
    }

    /// Whether a line ends in a soft line break, so that the next one goes on with it.
    static func goesOn(_ line: ArraySlice<UInt8>) -> Bool {
        guard line.last == UInt8(ascii: "=") else { return false }
        let head = line.prefix { $0 != UInt8(ascii: ":") }
        guard head.count < line.count else { return false }
        return String(decoding: head, as: UTF8.self).uppercased().contains("QUOTED-PRINTABLE")
    }

    private static func decoded(_ value: ArraySlice<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(value.count)
        var index = value.startIndex
        while index < value.endIndex {
            let byte = value[index]
            if byte == UInt8(ascii: "="), index + 2 < value.endIndex, let high = digit(value[index + 1]),
                let low = digit(value[index + 2])
            {
                bytes.append(high << 4 | low)
                index += 3
            } else {
                bytes.append(byte)
                index += 1
            }
        }
        // The `=` of a soft line break behind which the property ends.
        if bytes.last == UInt8(ascii: "="), value.last == UInt8(ascii: "=") { bytes.removeLast() }
        return bytes
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }
}
