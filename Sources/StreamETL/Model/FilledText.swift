import Glibc

/// A text of a stored payload with holes, and the texts that fill the holes.
///
/// Slack's messages name people that other files describe. A message is stored once, with holes for the names; its
/// item only says what fills them. So a conversation of any length is assembled without its texts in memory:
///
///     stored payload   {"author":␀0,"text":"Thanks, ␀1!"}
///     fillings         0 → "Ann", 1 → Bo
///     written          {"author":"Ann","text":"Thanks, Bo!"}
///
/// A hole (`␀0` above) is a zero byte, which never occurs in JSON, and the number of the filling as a varint.
public struct FilledText: Hashable, Sendable {
    /// The contribution whose payload has the text.
    public let part: Int64
    /// Where the text stands in the payload.
    public let range: Range<Int>
    /// Of the text as it is when it is filled.
    public let byteCount: Int
    public let fillings: TextFillings

    public init(part: Int64, range: Range<Int>, byteCount: Int, fillings: TextFillings) {
        self.part = part
        self.range = range
        self.byteCount = byteCount
        self.fillings = fillings
    }

    /// Appends the text, filled.
    ///
    /// - Parameter payload: That of ``part``.
    public func append(to text: inout [UInt8], from payload: [UInt8]) throws(ByteReader.Corruption) {
        let start = text.count
        text.reserveCapacity(start + byteCount)
        try Self.walk(payload, range) { literal in
            text.append(contentsOf: literal)
        } hole: { number throws(ByteReader.Corruption) in
            text.append(contentsOf: try fillings.filling(number))
        }
        guard text.count - start == byteCount else { throw ByteReader.Corruption() }
    }

    /// How many bytes a text has when it is filled.
    package static func byteCount(
        of range: Range<Int>, in payload: [UInt8], filledWith fillings: TextFillings
    ) throws(ByteReader.Corruption) -> Int {
        var byteCount = 0
        try walk(payload, range) { literal in
            byteCount += literal.count
        } hole: { number throws(ByteReader.Corruption) in
            byteCount += try fillings.filling(number).count
        }
        return byteCount
    }

    /// How often each of `count` holes is in a text, and how many bytes stand outside of holes.
    package static func census(
        of text: [UInt8], holes count: Int
    ) throws(ByteReader.Corruption) -> (literalByteCount: Int, occurrences: [Int]) {
        var literalByteCount = 0
        var occurrences = Array(repeating: 0, count: count)
        try walk(text, text.indices) { literal in
            literalByteCount += literal.count
        } hole: { number throws(ByteReader.Corruption) in
            guard number < count else { throw ByteReader.Corruption() }
            occurrences[number] += 1
        }
        return (literalByteCount, occurrences)
    }

    /// The bytes that stand for a hole.
    package static func hole(_ number: Int) -> [UInt8] {
        var writer = ByteWriter(following: [0], reserving: 4)
        writer.writeVarint(UInt64(number))
        return writer.bytes
    }

    /// Hands on the pieces of a text in order: literal bytes, and numbers of holes.
    @inline(__always)
    private static func walk(
        _ payload: [UInt8], _ range: Range<Int>,
        literal: (UnsafeBufferPointer<UInt8>) -> Void,
        hole: (Int) throws(ByteReader.Corruption) -> Void
    ) throws(ByteReader.Corruption) {
        guard range.lowerBound >= 0, range.upperBound <= payload.count else { throw ByteReader.Corruption() }
        var position = range.lowerBound
        while position < range.upperBound {
            let end = payload.withUnsafeBufferPointer { bytes in
                let rest = UnsafeBufferPointer(rebasing: bytes[position..<range.upperBound])
                let length = rest.baseAddress.flatMap { base in
                    memchr(base, 0, rest.count).map { UnsafeRawPointer($0) - UnsafeRawPointer(base) }
                }
                literal(UnsafeBufferPointer(rebasing: rest[..<(length ?? rest.count)]))
                return length.map { position + $0 }
            }
            guard let end else { return }
            position = end + 1
            var number = 0
            var shift = 0
            while true {
                guard position < range.upperBound, shift < 35 else { throw ByteReader.Corruption() }
                let byte = payload[position]
                position += 1
                number |= Int(byte & 0x7F) << shift
                if byte < 0x80 { break }
                shift += 7
            }
            try hole(number)
        }
    }
}

/// The texts that fill the holes of a text, by number.
public struct TextFillings: Hashable, Sendable {
    private var bytes: [UInt8] = []
    private var ends: [Int32] = []

    public init() {}

    public var count: Int { ends.count }

    public mutating func append(_ filling: some Collection<UInt8>) {
        bytes.append(contentsOf: filling)
        ends.append(Int32(bytes.count))
    }

    package func filling(_ number: Int) throws(ByteReader.Corruption) -> ArraySlice<UInt8> {
        guard ends.indices.contains(number) else { throw ByteReader.Corruption() }
        return bytes[(number == 0 ? 0 : Int(ends[number - 1]))..<Int(ends[number])]
    }

    /// Tells fillings apart.
    package var digest: UInt64 {
        var writer = ByteWriter(reserving: bytes.count + ends.count * 2 + 8)
        encode(into: &writer)
        return ContentHash.of(writer.bytes).prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    package func encode(into writer: inout ByteWriter) {
        writer.write(bytes)
        var previous: Int32 = 0
        writer.write(ends) { writer, end in
            writer.write(Int(end - previous))
            previous = end
        }
    }

    package init(from reader: inout ByteReader) throws(ByteReader.Corruption) {
        bytes = try reader.readBytes()
        var previous: Int32 = 0
        let limit = bytes.count
        ends = try reader.readArray { reader throws(ByteReader.Corruption) in
            let length = try reader.readInt()
            guard length >= 0, length <= limit - Int(previous) else { throw ByteReader.Corruption() }
            previous += Int32(length)
            return previous
        }
    }
}

/// The payloads that were read last: pieces of the pages of several exports may take turns.
package struct RecentPayloads {
    private static let capacity = 4

    private var payloads: [(part: Int64, bytes: [UInt8])] = []

    package init() {
    }

    package mutating func payload(
        of part: Int64, reading read: (Int64) throws -> [UInt8]
    ) rethrows -> [UInt8] {
        if let index = payloads.firstIndex(where: { $0.part == part }) {
            if index > 0 { payloads.swapAt(0, index) }
            return payloads[0].bytes
        }
        if payloads.count == Self.capacity { payloads.removeLast() }
        let bytes = try read(part)
        payloads.insert((part, bytes), at: 0)
        return bytes
    }
}
