/// Appends canonical JSON (RFC 8259) to a byte buffer: no blanks, keys in the order they are written,
/// only `"`, `\` and control characters escaped, text as UTF-8.
///
/// The writer places commas and quotes; the caller balances `begin` and `end`.
public struct JSONWriter: Sendable {
    public private(set) var bytes: [UInt8]
    private var needsComma = false

    public init(reserving capacity: Int = 256) {
        bytes = []
        bytes.reserveCapacity(capacity)
    }

    /// Takes the written bytes and starts anew with the same capacity.
    public mutating func take() -> [UInt8] {
        defer {
            bytes.removeAll(keepingCapacity: true)
            needsComma = false
        }
        return bytes
    }

    /// Takes the written bytes and goes on in the same place of the same document.
    public mutating func drain() -> [UInt8] {
        defer { bytes.removeAll(keepingCapacity: true) }
        return bytes
    }

    public mutating func beginObject() { begin(UInt8(ascii: "{")) }
    public mutating func endObject() { end(UInt8(ascii: "}")) }
    public mutating func beginArray() { begin(UInt8(ascii: "[")) }
    public mutating func endArray() { end(UInt8(ascii: "]")) }

    public mutating func key(_ name: StaticString) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        name.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    public mutating func key(_ name: String) {
        separate()
        appendEscaped(name)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    public mutating func value(_ text: String) {
        separate()
        appendEscaped(text)
        needsComma = true
    }

    public mutating func value(_ text: String?) {
        if let text { value(text) } else { null() }
    }

    /// UTF-8 text; what is not UTF-8 becomes U+FFFD.
    public mutating func value(utf8 text: UnsafeBufferPointer<UInt8>) {
        separate()
        appendEscaped(text)
        needsComma = true
    }

    public mutating func value(_ number: some FixedWidthInteger) {
        separate()
        bytes.append(contentsOf: String(number).utf8)
        needsComma = true
    }

    public mutating func value(_ number: Int64?) {
        if let number { value(number) } else { null() }
    }

    /// A finite number as the shortest text that reads back the same; others become `null`.
    public mutating func value(_ number: Double) {
        guard number.isFinite else { return null() }
        separate()
        let text = number == number.rounded() && abs(number) < 1e15 ? String(Int64(number)) : "\(number)"
        bytes.append(contentsOf: text.utf8)
        needsComma = true
    }

    public mutating func value(_ flag: Bool) {
        separate()
        bytes.append(contentsOf: (flag ? "true" : "false").utf8)
        needsComma = true
    }

    public mutating func null() {
        separate()
        bytes.append(contentsOf: "null".utf8)
        needsComma = true
    }

    public mutating func value(_ texts: [String]) {
        beginArray()
        for text in texts { value(text) }
        endArray()
    }

    /// One complete JSON value that is already encoded.
    public mutating func raw(_ json: some Collection<UInt8>) {
        separate()
        bytes.append(contentsOf: json)
        needsComma = true
    }

    /// Members (`"a":1,"b":2`) that are already encoded; none if empty.
    public mutating func rawMembers(_ members: some Collection<UInt8>) {
        if !members.isEmpty { raw(members) }
    }

    public mutating func newline() { bytes.append(UInt8(ascii: "\n")) }

    private mutating func begin(_ bracket: UInt8) {
        separate()
        bytes.append(bracket)
        needsComma = false
    }

    private mutating func end(_ bracket: UInt8) {
        bytes.append(bracket)
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
    }

    private mutating func appendEscaped(_ text: String) {
        var text = text
        text.withUTF8 { appendValid($0) }
    }

    private mutating func appendEscaped(_ text: UnsafeBufferPointer<UInt8>) {
        if UTF8.isValid(text) {
            appendValid(text)
        } else {
            appendEscaped(String(decoding: text, as: UTF8.self))
        }
    }

    private mutating func appendValid(_ text: UnsafeBufferPointer<UInt8>) {
        bytes.append(UInt8(ascii: "\""))
        var clean = 0
        for index in text.indices {
            let byte = text[index]
            guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else { continue }
            bytes.append(contentsOf: text[clean..<index])
            clean = index + 1
            appendEscape(of: byte)
        }
        bytes.append(contentsOf: text[clean...])
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func appendEscape(of byte: UInt8) {
        bytes.append(UInt8(ascii: "\\"))
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        default:
            let digits: StaticString = "0123456789abcdef"
            digits.withUTF8Buffer { hex in
                bytes.append(contentsOf: "u00".utf8)
                bytes.append(hex[Int(byte >> 4)])
                bytes.append(hex[Int(byte & 15)])
            }
        }
    }
}

extension UTF8 {
    /// Whether the bytes are well-formed UTF-8.
    @inline(__always)
    static func isValid(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        var isASCII = true
        for byte in text where byte >= 0x80 {
            isASCII = false
            break
        }
        return isASCII || String(validating: text, as: UTF8.self) != nil
    }
}
