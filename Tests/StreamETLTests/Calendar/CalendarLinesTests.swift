import Testing

@testable import ETLCalendar
@testable import ETLModel
@testable import ETLSnapshot

@Suite struct `The lines of a calendar` {
    private static let file = RelativePath("calendar.ics")

    /// Folded anywhere, within characters too, with any line break and blank lines between.
    @Test(arguments: 1...20)
    func `are the same however they are folded`(seed: Int) throws {
        var random = SplitMix(seed: UInt64(seed))
        let breaks: [[UInt8]] = [[0x0D, 0x0A], [0x0A], [0x0D]]
        let lineBreak = breaks[seed % breaks.count]
        var bytes: [UInt8] = seed.isMultiple(of: 4) ? [0xEF, 0xBB, 0xBF] : []
        var texts: [[UInt8]] = []
        var numbers: [Int] = []
        var number = 1
        for _ in 0..<40 {
            let characters = (0...Int.random(in: 0...12, using: &random)).map { _ in
                ["A", ":", "é", "漢", "👍", " "].randomElement(using: &random) ?? ""
            }
            let text = Array("X\(characters.joined())".utf8)
            texts.append(text)
            numbers.append(number)
            for byte in text {
                if Int.random(in: 0..<4, using: &random) == 0 {
                    bytes += lineBreak + [Bool.random(using: &random) ? 0x20 : 0x09]
                    number += 1
                }
                bytes.append(byte)
            }
            let breakCount = Int.random(in: 1...3, using: &random)
            for _ in 0..<breakCount { bytes += lineBreak }
            number += breakCount
        }
        let lines = Array(try CalendarLines(bytes, file: Self.file, limits: InputLimits()))
        #expect(lines.map { Array($0.text) } == texts)
        #expect(lines.map(\.number) == numbers)
    }
}
