import Glibc

/// Remembers start tags: a page has some sixty different ones, repeated thousands of times.
struct TelegramPageScannerTags {
    /// Where each tag was seen first; the last place is for tags that are not kept.
    private var ranges = [Range<Int>](repeating: 0..<0, count: count + 1)
    private var tags = [TelegramPageScannerTag](repeating: TelegramPageScannerTag(), count: count + 1)
    private var classes = TelegramPageScannerClasses()
    private static let count = 128

    subscript(index: Int) -> TelegramPageScannerTag {
        @inline(__always) _read { yield tags[index] }
    }

    /// Finds or reads the tag that stands in `range`, without the brackets.
    ///
    /// - Returns: Where it is until the next call; `nil` if it is none of the exporter's.
    @inline(__always)
    mutating func index(in page: UnsafeRawBufferPointer, _ range: Range<Int>) -> Int? {
        if let tail = TelegramPageScannerTail(in: page, range) { return index(in: page, range, tail) }
        let index = Int(truncatingIfNeeded: page.hash(of: range) % UInt64(Self.count))
        return page.isEqual(ranges[index], range) ? index : read(page, range, at: index)
    }

    /// Reads a tag that is not worth to be remembered.
    mutating func indexOfRare(in page: UnsafeRawBufferPointer, _ range: Range<Int>) -> Int? {
        guard let tag = TelegramPageScannerTag(in: page, range, classes: &classes) else { return nil }
        tags[Self.count] = tag
        return Self.count
    }

    /// Finds a tag by what stands before the attribute that differs each time.
    private mutating func index(
        in page: UnsafeRawBufferPointer, _ range: Range<Int>, _ tail: TelegramPageScannerTail
    ) -> Int? {
        let fixed = range.lowerBound..<tail.start
        let index = Int(truncatingIfNeeded: page.hash(of: fixed) % UInt64(Self.count))
        if !page.isEqual(ranges[index], fixed) {
            guard let known = read(page, fixed, at: index), known == index else {
                return read(page, range, at: Self.count)
            }
        }
        guard tags[index].takes(tail) else { return read(page, range, at: Self.count) }
        tags[Self.count] = tags[index]
        tags[Self.count].element.read(tail, in: page)
        return Self.count
    }

    private mutating func read(_ page: UnsafeRawBufferPointer, _ range: Range<Int>, at index: Int) -> Int? {
        guard let tag = TelegramPageScannerTag(in: page, range, classes: &classes) else { return nil }
        let index = tag.isRepeatable ? index : Self.count
        tags[index] = tag
        if tag.isRepeatable { ranges[index] = range }
        return index
    }
}

/// Remembers what `class` attributes mean whose tags are never the same, such as a message's with its id.
struct TelegramPageScannerClasses {
    private var slots = [(range: Range<Int>, list: TelegramClassList)](
        repeating: (0..<0, TelegramClassList()), count: count)
    private static let count = 64

    mutating func read(
        _ page: UnsafeRawBufferPointer, _ range: Range<Int>, into element: inout TelegramElement
    ) {
        let index = Int(truncatingIfNeeded: page.hash(of: range) % UInt64(Self.count))
        if !page.isEqual(slots[index].range, range) {
            let text = UnsafeRawBufferPointer(rebasing: page[range])
            slots[index] = (range, TelegramClassList(text.assumingMemoryBound(to: UInt8.self)))
        }
        element.classes = slots[index].list.classes
        element.mediaKind = slots[index].list.mediaKind
    }
}

extension UnsafeRawBufferPointer {
    /// Whether two places hold the same bytes.
    @inline(__always)
    fileprivate func isEqual(_ one: Range<Int>, _ other: Range<Int>) -> Bool {
        guard let base = baseAddress, one.count == other.count else { return false }
        return memcmp(base + one.lowerBound, base + other.lowerBound, one.count) == 0
    }

    @inline(__always)
    fileprivate func hash(of range: Range<Int>) -> UInt64 {
        let factor: UInt64 = 0x9E37_79B9_7F4A_7C15
        var hash = UInt64(truncatingIfNeeded: range.count)
        var position = range.lowerBound
        while position + 8 <= range.upperBound {
            hash = (hash ^ loadUnaligned(fromByteOffset: position, as: UInt64.self)) &* factor
            hash ^= hash >> 32
            position += 8
        }
        while position < range.upperBound {
            hash = (hash ^ UInt64(self[position])) &* factor
            position += 1
        }
        return (hash &* factor) >> 32
    }
}
