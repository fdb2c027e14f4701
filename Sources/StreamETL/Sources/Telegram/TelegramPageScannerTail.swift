/// The last attribute of a start tag where it is one that differs each time: ` id="message12"`, or a date's
/// ` title="24.09.2020 13:05:00 UTC+01:00"`.
///
/// All before it is the same thousands of times, and need not be read again.
package struct TelegramPageScannerTail {
    enum Attribute { case id, date }

    let attribute: Attribute
    /// Where the blank before the name stands.
    package let start: Int
    package let value: Range<Int>

    /// - Parameter range: What stands between the brackets.
    /// - Returns: `nil` for a tag with another end.
    @inline(__always)
    package init?(in page: UnsafeRawBufferPointer, _ range: Range<Int>) {
        let quote = range.upperBound - 1
        guard range.count > 24, page[quote] == UInt8(ascii: "\"") else { return nil }
        let last = page[quote - 1]
        guard last >= UInt8(ascii: "0"), last <= UInt8(ascii: "9") else { return nil }
        if let tail = Self(date: page, range, quote) ?? Self(id: page, range, quote) {
            self = tail
        } else {
            return nil
        }
    }

    private init(_ attribute: Attribute, _ start: Int, _ value: Range<Int>) {
        (self.attribute, self.start, self.value) = (attribute, start, value)
    }

    @inline(__always)
    private init?(id page: UnsafeRawBufferPointer, _ range: Range<Int>, _ quote: Int) {
        var start = quote - 1
        while start > range.lowerBound + 12,
            page[start - 1] >= UInt8(ascii: "0") && page[start - 1] <= UInt8(ascii: "9")
                || page[start - 1] == UInt8(ascii: "-")
        { start -= 1 }
        let name = start - 12
        guard name > range.lowerBound, page.end(of: " id=\"message", at: name) == start else { return nil }
        self.init(.id, name, (name + 5)..<quote)
    }

    @inline(__always)
    private init?(date page: UnsafeRawBufferPointer, _ range: Range<Int>, _ quote: Int) {
        for byteCount in [29, 19] {
            let name = quote - byteCount - 8
            guard name > range.lowerBound, page.end(of: " title=\"", at: name) == name + 8 else { continue }
            let value = (name + 8)..<quote
            // Nothing that would end the value or be a reference.
            guard
                page[value].allSatisfy({
                    $0 >= 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "&")
                })
            else { return nil }
            self.init(.date, name, value)
            return
        }
        return nil
    }
}

extension TelegramPageScannerTag {
    /// Whether the attribute may follow those that this tag has.
    func takes(_ tail: TelegramPageScannerTail) -> Bool {
        guard isRepeatable, isTold, !name.isVoid else { return false }
        return tail.attribute == .id || element.classes.contains(.date)
    }
}

extension TelegramElement {
    package mutating func read(_ tail: TelegramPageScannerTail, in page: UnsafeRawBufferPointer) {
        let value = UnsafeRawBufferPointer(rebasing: page[tail.value]).assumingMemoryBound(to: UInt8.self)
        switch tail.attribute {
        case .id: read(id: value)
        case .date: read(title: value)
        }
    }
}
