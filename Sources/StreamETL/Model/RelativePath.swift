import Glibc

/// A path below a drop directory, as raw bytes, since Linux file names need not be UTF-8.
///
/// Components are separated by `/`; there is no leading or trailing slash, and the empty path is the
/// drop directory itself. A member of an archive continues the archive's own path
/// (`slack.zip/general/2024-01-01.json`). Ordered by bytes.
public struct RelativePath: Hashable, Comparable, Sendable {
    public let bytes: [UInt8]

    public init(bytes: [UInt8]) { self.bytes = bytes }

    public init(_ text: String) { self.init(bytes: Array(text.utf8)) }

    public static let root = RelativePath(bytes: [])

    public var isRoot: Bool { bytes.isEmpty }

    /// The last component; empty for the root.
    public var name: ArraySlice<UInt8> {
        guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return bytes[...] }
        return bytes[(slash + 1)...]
    }

    /// The last component as text; bytes that are not UTF-8 become U+FFFD.
    public var nameText: String { String(decoding: name, as: UTF8.self) }

    /// Everything before the last component; the root's parent is the root.
    public var parent: RelativePath {
        guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return .root }
        return RelativePath(bytes: Array(bytes[..<slash]))
    }

    public func appending(_ component: some Sequence<UInt8>) -> RelativePath {
        var joined = bytes
        if !joined.isEmpty { joined.append(UInt8(ascii: "/")) }
        joined.append(contentsOf: component)
        return RelativePath(bytes: joined)
    }

    public func appending(_ component: String) -> RelativePath { appending(component.utf8) }

    /// Whether this path is `ancestor` or lies below it.
    public func isWithin(_ ancestor: RelativePath) -> Bool {
        if ancestor.isRoot { return true }
        guard bytes.starts(with: ancestor.bytes) else { return false }
        return bytes.count == ancestor.bytes.count || bytes[ancestor.bytes.count] == UInt8(ascii: "/")
    }

    /// Printable text without control characters: bytes that are not UTF-8, control characters and
    /// the backslash are written `\xNN`, so that the text is unique and safe in logs and JSON.
    public var escaped: String {
        // Most paths are plain ASCII, and this is asked for every file.
        if bytes.allSatisfy({ $0 >= 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }) {
            return String(decoding: bytes, as: UTF8.self)
        }
        var text = ""
        var rest = bytes[...]
        while !rest.isEmpty {
            var decoder = UTF8()
            var iterator = rest.makeIterator()
            if case .scalarValue(let scalar) = decoder.decode(&iterator) {
                let width = UTF8.width(scalar)
                if scalar.value >= 0x20, scalar != "\\", scalar != "\u{FFFD}" || width == 3,
                    !(0x7F...0x9F).contains(scalar.value), !scalar.properties.isBidiControl,
                    scalar.value != 0x2028, scalar.value != 0x2029
                {
                    text.unicodeScalars.append(scalar)
                } else {
                    for byte in rest.prefix(width) { text += Self.hex(byte) }
                }
                rest = rest.dropFirst(width)
            } else {
                text += Self.hex(rest[rest.startIndex])
                rest = rest.dropFirst()
            }
        }
        return text
    }

    /// The inverse of ``escaped``.
    package init(escaped text: String) {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "\\"), rest.first == UInt8(ascii: "x"), rest.count >= 3,
                let value = UInt8(String(decoding: rest.dropFirst().prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(3)
            } else {
                bytes.append(byte)
            }
        }
        self.init(bytes: bytes)
    }

    private static func hex(_ byte: UInt8) -> String {
        let digits = Array("0123456789abcdef".unicodeScalars)
        return "\\x\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
    }

    // As one run of bytes: the array's own would go through them one by one, for hundreds of thousands of
    // paths.
    public func hash(into hasher: inout Hasher) {
        bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
    }

    public static func < (lhs: RelativePath, rhs: RelativePath) -> Bool {
        lhs.bytes.withUnsafeBytes { left in
            rhs.bytes.withUnsafeBytes { right in order(of: left, against: right) < 0 }
        }
    }
}

extension RelativePath {
    /// Compares the bytes of two paths: less than, equal to or greater than 0, as memcmp(3).
    package static func order(of one: UnsafeRawBufferPointer, against other: UnsafeRawBufferPointer) -> Int {
        guard let start = one.baseAddress, let otherStart = other.baseAddress else {
            return one.count - other.count
        }
        let found = memcmp(start, otherStart, min(one.count, other.count))
        return found != 0 ? Int(found) : one.count - other.count
    }
}

/// A path together with the drop directory it lies in.
public struct DropPath: Hashable, Comparable, Sendable {
    /// Position of the drop directory in the configuration, from 0.
    public let drop: Int
    public let path: RelativePath

    public init(drop: Int, path: RelativePath) {
        self.drop = drop
        self.path = path
    }

    public static func < (lhs: DropPath, rhs: DropPath) -> Bool {
        lhs.drop != rhs.drop ? lhs.drop < rhs.drop : lhs.path < rhs.path
    }
}
