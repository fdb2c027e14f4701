import Testing

@testable import ETLModel
@testable import ETLStore

@Suite struct `A stored text with holes` {
    private static func fillings(_ texts: [String]) -> TextFillings {
        var fillings = TextFillings()
        for text in texts { fillings.append(Array(text.utf8)) }
        return fillings
    }

    @Test(arguments: 1...100 as ClosedRange<UInt64>)
    func `says the same as if what fills it had been written there`(seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        let names = (0..<Int.random(in: 1...300, using: &random)).map { _ in
            String(repeating: "n", count: Int.random(in: 0...5, using: &random))
        }
        var text: [UInt8] = []
        var expected: [UInt8] = []
        var occurrences = Array(repeating: 0, count: names.count)
        for _ in 0..<Int.random(in: 0...40, using: &random) {
            let literal = Array(String(repeating: "l", count: Int.random(in: 0...70, using: &random)).utf8)
            let number = names.indices.randomElement(using: &random) ?? 0
            text += literal + FilledText.hole(number)
            expected += literal + Array(names[number].utf8)
            occurrences[number] += 1
        }
        let fillings = Self.fillings(names)
        let payload = Array("before".utf8) + text + Array("after".utf8)
        let filled = FilledText(
            part: 1, range: 6..<(6 + text.count), byteCount: expected.count, fillings: fillings)
        var found = Array(">".utf8)
        try filled.append(to: &found, from: payload)
        #expect(found == Array(">".utf8) + expected)
        #expect(
            try FilledText.byteCount(of: filled.range, in: payload, filledWith: fillings) == expected.count)
        #expect(try FilledText.census(of: text, holes: names.count).occurrences == occurrences)
        let segments: [AssembledItem.Segment] = [.bytes([1]), .filled(filled), .payload(of: 2, byteCount: 3)]
        #expect(try StoredSegments.decode(StoredSegments.encode(segments + segments)) == segments + segments)
    }

    @Test(
        arguments: [
            ([0, 1], 0..<2, 0), ([0, 0], 0..<1, 1), ([0, 0], 0..<3, 1), ([0, 0], 0..<2, 2),
            ([0, 0x80], 0..<2, 1), ([0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0], 0..<7, 1),
        ] as [([UInt8], Range<Int>, Int)])
    func `is refused where it is damaged`(payload: [UInt8], range: Range<Int>, byteCount: Int) {
        let text = FilledText(
            part: 1, range: range, byteCount: byteCount, fillings: Self.fillings(["x"]))
        var found: [UInt8] = []
        #expect(throws: ByteReader.Corruption.self) { try text.append(to: &found, from: payload) }
    }

    /// Before there were such texts, a flag told the two kinds of pieces apart.
    @Test func `leaves what older versions stored readable`() throws {
        var writer = ByteWriter()
        writer.write([true, false]) { writer, isOwn in
            writer.write(isOwn)
            if isOwn { writer.write([7, 8] as [UInt8]) }
            if !isOwn { writer.write(5); writer.write(6) }
        }
        #expect(try StoredSegments.decode(writer.bytes) == [.bytes([7, 8]), .payload(of: 5, byteCount: 6)])
    }
}
