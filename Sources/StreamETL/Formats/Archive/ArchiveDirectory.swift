/// The names in a zip's directory, which stands at its end: the members are not looked at.
struct ArchiveDirectory {
    private static let chunkByteCount = 256 << 10
    private static let headerByteCount = 46
    private static let nameByteCount = 65_535

    private let input: ArchiveInput
    private let range: Range<Int>

    /// - Returns: `nil` if there is none, since the end is missing.
    init?(of input: ArchiveInput) throws {
        // The record at the end, with a comment; before it may stand where a large one is.
        let tailStart = max(0, input.byteCount - 22 - 65_535 - 20)
        let tail = try input.bytes(at: tailStart, atMost: input.byteCount - tailStart)
        guard
            let end = (0...max(0, tail.count - 22)).last(where: { place in
                tail.number(at: place, byteCount: 4) == 0x0605_4B50
                    && tail.number(at: place + 20, byteCount: 2) == tail.count - place - 22
            }), var size = tail.number(at: end + 12, byteCount: 4)
        else { return nil }
        var endOfNames = tailStart + end
        if end >= 20, tail.number(at: end - 20, byteCount: 4) == 0x0706_4B50,
            let place = tail.number(at: end - 12, byteCount: 8)
        {
            let record = try input.bytes(at: place, atMost: 56)
            guard record.number(at: 0, byteCount: 4) == 0x0606_4B50,
                let large = record.number(at: 40, byteCount: 8)
            else { return nil }
            (size, endOfNames) = (large, place)
        }
        guard size <= endOfNames else { return nil }
        self.input = input
        range = (endOfNames - size)..<endOfNames
    }

    /// The names as they are stored; those of folders end in a slash.
    func forEachName(atMost limit: Int, _ body: (ArraySlice<UInt8>) -> Void) throws {
        var chunk: [UInt8] = []
        var chunkStart = range.lowerBound
        var place = 0
        for _ in 0..<limit {
            if place + Self.headerByteCount + Self.nameByteCount > chunk.count,
                chunkStart + chunk.count < range.upperBound
            {
                chunkStart += place
                guard chunkStart < range.upperBound else { return }
                chunk = try input.bytes(
                    at: chunkStart, atMost: min(Self.chunkByteCount, range.upperBound - chunkStart))
                place = 0
            }
            guard chunk.number(at: place, byteCount: 4) == 0x0201_4B50,
                let name = chunk.number(at: place + 28, byteCount: 2),
                let extra = chunk.number(at: place + 30, byteCount: 2),
                let comment = chunk.number(at: place + 32, byteCount: 2)
            else { return }
            let start = place + Self.headerByteCount
            guard start + name <= chunk.count else { return }
            body(chunk[start..<(start + name)])
            place = start + name + extra + comment
        }
    }
}

extension [UInt8] {
    /// A number with its least significant byte first; `nil` beyond the end or above `Int.max`.
    fileprivate func number(at start: Int, byteCount: Int) -> Int? {
        guard start >= 0, start <= count - byteCount else { return nil }
        return Int(
            exactly: self[start..<(start + byteCount)].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
    }
}
