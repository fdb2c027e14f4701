/// A look at the first bytes of a JSON text, which need not be whole.
package struct JSONHead {
    private let bytes: ArraySlice<UInt8>

    package init(_ head: [UInt8]) {
        let text = head.starts(with: [0xEF, 0xBB, 0xBF]) ? head.dropFirst(3) : head[...]
        bytes = text.drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
    }

    /// The first byte after blanks.
    package var opens: UInt8? { bytes.first }

    package var isEmptyArray: Bool { opens == UInt8(ascii: "[") && second == UInt8(ascii: "]") }

    package var isEmptyObject: Bool { opens == UInt8(ascii: "{") && second == UInt8(ascii: "}") }

    private var second: UInt8? {
        bytes.dropFirst().first { $0 != 0x20 && $0 != 0x0A && $0 != 0x0D && $0 != 0x09 }
    }

    /// Whether a member of this name stands somewhere in the head.
    package func names(_ name: String) -> Bool {
        let needle = Array("\"\(name)\"".utf8)
        var rest = bytes
        while let start = rest.firstIndex(of: needle[0]) {
            if rest[start...].starts(with: needle) {
                let after = rest[(start + needle.count)...].first { $0 != 0x20 }
                if after == UInt8(ascii: ":") { return true }
            }
            rest = rest[(start + 1)...]
        }
        return false
    }
}
