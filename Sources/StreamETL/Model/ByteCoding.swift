/// Writes values in a compact form, in which headings, subjects and decisions are stored.
///
/// Integers are zig-zag varints; strings and blobs are a length and bytes. There are no tags: the reader asks for the
/// same values in the same order. Another order needs a new version of the transformer's identity.
///
///     writer.write("Acme")        // 04 41 63 6D 65
///     writer.write(Int64(-2))     // 03
public struct ByteWriter: Sendable {
    public private(set) var bytes: [UInt8]

    public init(reserving capacity: Int = 64) {
        bytes = []
        bytes.reserveCapacity(capacity)
    }

    /// Goes on behind `bytes`.
    ///
    /// - Parameter capacity: About the number of bytes that will be written.
    package init(following bytes: consuming [UInt8], reserving capacity: Int) {
        self.bytes = bytes
        self.bytes.reserveCapacity(self.bytes.count + capacity)
    }

    public mutating func write(_ value: Int64) {
        writeVarint(UInt64(bitPattern: (value << 1) ^ (value >> 63)))
    }
    public mutating func write(_ value: Int) { write(Int64(value)) }
    public mutating func write(_ value: Bool) { bytes.append(value ? 1 : 0) }

    public mutating func write(_ value: String) {
        var value = value
        value.withUTF8 { text in
            writeVarint(UInt64(text.count))
            bytes.append(contentsOf: text)
        }
    }

    public mutating func write(_ value: [UInt8]) {
        writeVarint(UInt64(value.count))
        bytes.append(contentsOf: value)
    }

    public mutating func write<Value>(_ value: Value?, _ body: (inout ByteWriter, Value) -> Void) {
        write(value != nil)
        if let value { body(&self, value) }
    }

    public mutating func write<Element>(
        _ values: some Collection<Element>, _ body: (inout ByteWriter, Element) -> Void
    ) {
        writeVarint(UInt64(values.count))
        for value in values { body(&self, value) }
    }

    /// Writes a list whose `count` elements were written one after another.
    package mutating func write(count: Int, of elements: ByteWriter) {
        writeVarint(UInt64(count))
        bytes.append(contentsOf: elements.bytes)
    }

    public mutating func write(_ values: [String]) { write(values) { $0.write($1) } }
    public mutating func write(_ value: String?) { write(value) { $0.write($1) } }
    public mutating func write(_ value: Int64?) { write(value) { $0.write($1) } }

    mutating func writeVarint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }
}

/// Reads the bytes of a ``ByteWriter``.
public struct ByteReader: Sendable {
    /// Stored bytes do not hold the requested value: the store is damaged.
    public struct Corruption: Error, Sendable {
        package init() {}
    }

    private let bytes: [UInt8]
    private var position = 0

    public init(_ bytes: [UInt8]) { self.bytes = bytes }

    public var isAtEnd: Bool { position == bytes.count }

    public mutating func readInt64() throws(Corruption) -> Int64 {
        let raw = try readVarint()
        return Int64(bitPattern: raw >> 1) ^ -Int64(bitPattern: raw & 1)
    }

    public mutating func readInt() throws(Corruption) -> Int { Int(try readInt64()) }

    public mutating func readBool() throws(Corruption) -> Bool {
        guard position < bytes.count else { throw Corruption() }
        defer { position += 1 }
        return bytes[position] != 0
    }

    public mutating func readString() throws(Corruption) -> String {
        String(decoding: try readSlice(), as: UTF8.self)
    }

    public mutating func readBytes() throws(Corruption) -> [UInt8] { Array(try readSlice()) }

    public mutating func readOptional<Value>(
        _ body: (inout ByteReader) throws(Corruption) -> Value
    ) throws(Corruption) -> Value? {
        try readBool() ? try body(&self) : nil
    }

    public mutating func readArray<Element>(
        _ body: (inout ByteReader) throws(Corruption) -> Element
    ) throws(Corruption) -> [Element] {
        let count = try readVarint()
        guard count <= UInt64(bytes.count - position) else { throw Corruption() }
        var values: [Element] = []
        values.reserveCapacity(Int(count))
        for _ in 0..<count { values.append(try body(&self)) }
        return values
    }

    public mutating func readStrings() throws(Corruption) -> [String] {
        try readArray { reader throws(Corruption) in try reader.readString() }
    }
    public mutating func readOptionalString() throws(Corruption) -> String? {
        try readOptional { reader throws(Corruption) in try reader.readString() }
    }
    public mutating func readOptionalInt64() throws(Corruption) -> Int64? {
        try readOptional { reader throws(Corruption) in try reader.readInt64() }
    }

    private mutating func readSlice() throws(Corruption) -> ArraySlice<UInt8> {
        let count = try readVarint()
        guard count <= UInt64(bytes.count - position) else { throw Corruption() }
        defer { position += Int(count) }
        return bytes[position..<(position + Int(count))]
    }

    private mutating func readVarint() throws(Corruption) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while position < bytes.count, shift < 64 {
            let byte = bytes[position]
            position += 1
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
        throw Corruption()
    }
}
