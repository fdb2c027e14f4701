/// A pattern for whole names, in which `*` stands for any bytes and `?` for one; the case of ASCII letters does
/// not matter.
struct NamePattern: Hashable, Sendable {
    private let bytes: [UInt8]
    private let needed: ByteSet

    init(_ text: String) {
        bytes = text.utf8.map(FoldedName.lowercased)
        var needed = ByteSet()
        for byte in bytes where byte != UInt8(ascii: "*") && byte != UInt8(ascii: "?") { needed.insert(byte) }
        self.needed = needed
    }

    /// Goes back to the last star only, so that a name costs at most its length times the pattern's.
    func matches(_ folded: FoldedName) -> Bool {
        // Of nearly all names some letter is missing.
        guard folded.set.contains(needed) else { return false }
        let name = folded.bytes
        var (place, wanted) = (0, 0)
        var star: (place: Int, wanted: Int)?
        while place < name.count {
            if wanted < bytes.count, bytes[wanted] == UInt8(ascii: "*") {
                wanted += 1
                star = (place, wanted)
            } else if wanted < bytes.count, bytes[wanted] == UInt8(ascii: "?") || bytes[wanted] == name[place]
            {
                place += 1
                wanted += 1
            } else if let last = star {
                (place, wanted) = (last.place + 1, last.wanted)
                star = (place, wanted)
            } else {
                return false
            }
        }
        return bytes[wanted...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}

/// A name to be held against many patterns.
struct FoldedName {
    let bytes: [UInt8]
    let set: ByteSet

    init(_ name: some Collection<UInt8>) {
        bytes = name.map(Self.lowercased)
        var set = ByteSet()
        for byte in bytes { set.insert(byte) }
        self.set = set
    }

    static func lowercased(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}

/// Which ASCII characters occur.
struct ByteSet: Hashable, Sendable {
    private var low: UInt64 = 0
    private var high: UInt64 = 0

    mutating func insert(_ byte: UInt8) {
        if byte < 64 {
            low |= 1 << UInt64(byte)
        } else if byte < 128 {
            high |= 1 << UInt64(byte - 64)
        }
    }

    func contains(_ other: ByteSet) -> Bool {
        low & other.low == other.low && high & other.high == other.high
    }
}
