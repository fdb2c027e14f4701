/// A content line of iCalendar: `DTSTART;TZID="Europe/Berlin":20240314T100000`.
struct CalendarProperty {
    /// In upper case.
    let name: String
    let parameters: [(name: String, value: String)]
    /// As it is written: escapes are undone by ``text``, since lists and rules have other ones.
    let value: String

    /// `nil` for a line that has no name or no value.
    init?(_ line: ArraySlice<UInt8>) {
        let line = line.drop { $0 == 0x20 || $0 == 0x09 }
        guard let nameEnd = line.firstIndex(where: { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ";") }),
            nameEnd > line.startIndex
        else { return nil }
        name = Self.string(line[line.startIndex..<nameEnd]).uppercased()
        var parameters: [(name: String, value: String)] = []
        var index = nameEnd
        while line[index] == UInt8(ascii: ";") {
            guard let end = Self.end(ofParameterAt: index + 1, in: line) else { return nil }
            let parameter = line[(index + 1)..<end]
            if let equals = parameter.firstIndex(of: UInt8(ascii: "=")) {
                parameters.append(
                    (
                        Self.string(parameter[..<equals]).uppercased(),
                        Self.parameterValue(parameter[(equals + 1)...])
                    ))
            } else if parameter.count == 16, Self.string(parameter).uppercased() == "QUOTED-PRINTABLE" {
                // vCalendar 1.0 lets the name of this parameter out.
                parameters.append(("ENCODING", "QUOTED-PRINTABLE"))
            }
            index = end
        }
        self.parameters = parameters
        value = CalendarQuotedPrintable.text(of: line[(index + 1)...], parameters: parameters)
    }

    func parameter(_ name: String) -> String? { parameters.first { $0.name == name }?.value }

    /// The value of a property whose type is TEXT; nil if there is nothing but blanks in it.
    var text: String? {
        var text: [UInt8] = []
        var isEscaped = false
        for byte in value.utf8 {
            if isEscaped {
                isEscaped = false
                text.append(byte == UInt8(ascii: "n") || byte == UInt8(ascii: "N") ? 0x0A : byte)
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else {
                text.append(byte)
            }
        }
        return Self.nonEmpty(Self.string(Self.trimmed(text[...])))
    }

    /// The value without blanks around it.
    var trimmedValue: String { Self.string(Self.trimmed(Array(value.utf8)[...])) }

    static func nonEmpty(_ text: String) -> String? { text.isEmpty ? nil : text }

    static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var text = text
        while let first = text.first, first <= 0x20 { text.removeFirst() }
        while let last = text.last, last <= 0x20 { text.removeLast() }
        return text
    }

    private static func string(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: bytes, as: UTF8.self)
    }

    /// Where the parameter's `;` or the value's `:` stands. A quote that nobody closes is a character.
    private static func end(ofParameterAt start: Int, in line: ArraySlice<UInt8>) -> Int? {
        let rest = line[start...]
        let isZone = rest.prefix(4).elementsEqual("TZID".utf8) { $0 & 0xDF == $1 }
        if isZone, rest.dropFirst(4).starts(with: "=".utf8), !rest.dropFirst(5).starts(with: "\"".utf8) {
            return end(ofZoneAt: start, in: line)
        }
        var isQuoted = false
        for index in start..<line.endIndex {
            switch line[index] {
            case UInt8(ascii: "\""): isQuoted.toggle()
            case UInt8(ascii: ":"), UInt8(ascii: ";"): if !isQuoted { return index }
            default: break
            }
        }
        guard isQuoted else { return nil }
        return line[start...].firstIndex { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ";") }
    }

    /// A zone's name may hold a colon that is not quoted, and a semicolon behind a backslash: it ends where a
    /// time or a rule begins, or another parameter.
    private static func end(ofZoneAt start: Int, in line: ArraySlice<UInt8>) -> Int? {
        var last: Int?
        for index in start..<line.endIndex {
            let byte = line[index]
            if byte == UInt8(ascii: ";"), line[index - 1] != UInt8(ascii: "\\") { return index }
            guard byte == UInt8(ascii: ":") else { continue }
            last = index
            let rest = line[(index + 1)...].drop { $0 == 0x20 }
            if rest.isEmpty || isTime(rest) || isRule(rest) { return index }
        }
        return last
    }

    /// Whether it begins as a date does, with or without hyphens.
    private static func isTime(_ text: ArraySlice<UInt8>) -> Bool {
        var digits = 0
        for byte in text {
            if (0x30...0x39).contains(byte) {
                digits += 1
                if digits == 8 { return true }
            } else if byte != UInt8(ascii: "-") || (digits != 4 && digits != 6) {
                return false
            }
        }
        return false
    }

    /// Whether it begins as a part of a rule does: `FREQ=`.
    private static func isRule(_ text: ArraySlice<UInt8>) -> Bool {
        let name = text.prefix { (0x41...0x5A).contains($0 & 0xDF) }
        return name.count >= 4 && text.dropFirst(name.count).first == UInt8(ascii: "=")
    }

    /// Undoes the quotes and the caret escapes of RFC 6868.
    private static func parameterValue(_ bytes: ArraySlice<UInt8>) -> String {
        var value: [UInt8] = []
        var isEscaped = false
        for byte in bytes {
            if isEscaped {
                isEscaped = false
                switch byte {
                case UInt8(ascii: "n"): value.append(0x0A)
                case UInt8(ascii: "^"): value.append(byte)
                case UInt8(ascii: "'"): value.append(UInt8(ascii: "\""))
                default: value += [UInt8(ascii: "^"), byte]
                }
            } else if byte == UInt8(ascii: "^") {
                isEscaped = true
            } else if byte != UInt8(ascii: "\"") {
                value.append(byte)
            }
        }
        if isEscaped { value.append(UInt8(ascii: "^")) }
        return string(trimmed(value[...]))
    }
}
