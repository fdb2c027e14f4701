import ETLModel

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

    /// Takes the written bytes and starts anew.
    public mutating func take() -> [UInt8] {
        defer {
            bytes = []
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
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        bytes.append(UInt8(ascii: "\""))
        name.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// Members (`"a":1,"b":2`) that are always the same.
    public mutating func members(_ encoded: StaticString) {
        append(atMost: encoded.utf8CodeUnitCount + 1) { [needsComma] space in
            if needsComma { space.put(UInt8(ascii: ",")) }
            encoded.withUTF8Buffer { space.put($0) }
        }
        needsComma = true
    }

    public mutating func key(named name: String) {
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

    /// UTF-8 text. Invalid bytes become U+FFFD.
    public mutating func value(utf8 text: UnsafeBufferPointer<UInt8>) {
        separate()
        appendEscaped(text)
        needsComma = true
    }

    public mutating func value(_ number: some FixedWidthInteger) {
        separate()
        if let small = Int(exactly: number) {
            append(decimal: small)
        } else {
            bytes.append(contentsOf: String(number).utf8)
        }
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
        append(flag ? "true" : "false")
        needsComma = true
    }

    public mutating func value(_ flag: Bool?) {
        if let flag { value(flag) } else { null() }
    }

    public mutating func null() {
        separate()
        append("null")
        needsComma = true
    }

    /// A time as `2024-02-29T13:05:00Z`.
    ///
    /// - Parameter seconds: Since 1970, UTC.
    public mutating func value(time seconds: Int64) {
        separate()
        append(atMost: UTCTime.textByteCount + 2) { space in
            space.put(UInt8(ascii: "\""))
            space.put(time: seconds)
            space.put(UInt8(ascii: "\""))
        }
        needsComma = true
    }

    /// A civil time as `2024-02-29T14:05:00+01:00`.
    ///
    /// - Parameters:
    ///   - wall: Seconds since 1970, read as if it were UTC. - offset: Seconds east of UTC, if known.
    public mutating func value(civil wall: Int64, offset: Int?) {
        separate()
        append(atMost: UTCTime.textByteCount + 1) { space in
            space.put(UInt8(ascii: "\""))
            space.put(time: wall)
            space.takeBack()
        }
        if let offset { UTCTime.append(offset: offset, to: &bytes) }
        bytes.append(UInt8(ascii: "\""))
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

    /// UTF-8 text as it stands within a string.
    package static func escaped(utf8 text: [UInt8]) -> ArraySlice<UInt8> {
        var writer = JSONWriter(reserving: text.count + 2)
        text.withUnsafeBufferPointer { writer.value(utf8: $0) }
        return writer.bytes.dropFirst().dropLast()
    }

    /// Bytes between members, which bring commas of their own.
    package mutating func between(_ bytes: some Collection<UInt8>) { self.bytes.append(contentsOf: bytes) }

    public mutating func newline() { bytes.append(UInt8(ascii: "\n")) }

    public mutating func blanks(_ count: Int) {
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: count))
    }

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
        guard var found = Self.firstToEscape(in: text, from: 0) else {
            return append(atMost: text.count + 2) { space in
                space.put(UInt8(ascii: "\""))
                space.put(text)
                space.put(UInt8(ascii: "\""))
            }
        }
        bytes.append(UInt8(ascii: "\""))
        var clean = 0
        while true {
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[clean..<found]))
            clean = found + 1
            appendEscape(of: text[found])
            guard let next = Self.firstToEscape(in: text, from: clean) else { break }
            found = next
        }
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[clean...]))
        bytes.append(UInt8(ascii: "\""))
    }

    /// Lets `write` put up to `count` bytes where they stay.
    @inline(__always)
    private mutating func append(atMost count: Int, _ write: (inout Space) -> Void) {
        bytes.append(addingCapacity: count) { span in
            span.withUnsafeMutableBufferPointer { buffer, written in
                var space = Space(buffer: buffer, count: written)
                write(&space)
                written = space.count
            }
        }
    }

    /// Memory that is written from its start. The caller guarantees the capacity.
    private struct Space {
        let buffer: UnsafeMutableBufferPointer<UInt8>
        var count: Int

        @inline(__always)
        mutating func put(_ byte: UInt8) {
            buffer[count] = byte
            count += 1
        }

        @inline(__always)
        mutating func put(_ text: UnsafeBufferPointer<UInt8>) {
            guard let source = text.baseAddress, let target = buffer.baseAddress else { return }
            precondition(text.count <= buffer.count - count)
            (target + count).initialize(from: source, count: text.count)
            count += text.count
        }

        @inline(__always)
        mutating func put(time seconds: Int64) {
            let place = buffer[count..<(count + UTCTime.textByteCount)]
            UTCTime.write(seconds, into: UnsafeMutableBufferPointer(rebasing: place))
            count += UTCTime.textByteCount
        }

        mutating func takeBack() { count -= 1 }
    }

    /// The first byte that may not stand in a string as it is, sought eight at a time.
    private static func firstToEscape(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        let raw = UnsafeRawBufferPointer(text)
        let (ones, tops): (UInt64, UInt64) = (0x0101_0101_0101_0101, 0x8080_8080_8080_8080)
        var index = start
        while index + 8 <= raw.count {
            let word = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            let quotes = word ^ ones &* UInt64(UInt8(ascii: "\""))
            let slashes = word ^ ones &* UInt64(UInt8(ascii: "\\"))
            // A top bit is set for each byte below 0x20 and each of the two signs. Behind such a byte, it may also be
            // set by mistake; the first one is always right.
            let found =
                (word &- ones &* 0x20) & ~word | (quotes &- ones) & ~quotes | (slashes &- ones) & ~slashes
            if found & tops != 0 { return index + (found & tops).trailingZeroBitCount / 8 }
            index += 8
        }
        while index < raw.count {
            let byte = raw[index]
            if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return index }
            index += 1
        }
        return nil
    }

    private mutating func append(_ text: StaticString) {
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    private mutating func append(decimal number: Int) {
        var rest = number.magnitude
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
            var start = digits.count
            repeat {
                start -= 1
                digits[start] = UInt8(ascii: "0") + UInt8(rest % 10)
                rest /= 10
            } while rest > 0
            if number < 0 { bytes.append(UInt8(ascii: "-")) }
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: digits[start...]))
        }
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
    package static func isValid(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        isASCII(text) || (try? UTF8Span(validating: text.span)) != nil
    }

    private static func isASCII(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        // No early exit, so that the compiler can use vectors.
        var bits: UInt8 = 0
        for byte in text { bits |= byte }
        return bits < 0x80
    }
}
