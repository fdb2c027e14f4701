import Foundation
import Glibc
import Testing

@testable import ETLFiles
@testable import ETLMatching
@testable import ETLModel
@testable import ETLPipeline
@testable import ETLSnapshot
@testable import ETLStore

@Suite(.timeLimit(.minutes(10)))
struct `What did not change in a long conversation` {
    /// Pages of a conversation, and what they say. An id is never given twice.
    private struct Pages {
        var random: SplitMix
        var order: [Int64] = []
        var texts: [Int64: [UInt8]] = [:]
        /// Every second page ends with a name that is told elsewhere.
        var names: [Int64: UInt8] = [:]
        private var last: Int64 = 0
        /// Stands between pages, and is never what it was.
        private var mark = 0

        init(seed: UInt64) { random = SplitMix(seed: seed) }

        mutating func add(at index: Int) {
            last += 1
            texts[last] = Array(
                repeating: UInt8.random(in: 97..<123, using: &random),
                count: Int.random(in: 1..<400, using: &random))
            order.insert(last, at: index)
        }

        mutating func change() {
            mark += 1
            let index = Int.random(in: 0...order.count, using: &random)
            switch Int.random(in: 0..<6, using: &random) {
            case 0, 1: add(at: order.count)
            case 5 where index < order.count: names[order[index]] = UInt8.random(in: 65..<91, using: &random)
            case 2: add(at: index)
            case 3 where index < order.count: order.remove(at: index)
            case 4 where index < order.count:
                order.remove(at: index)
                add(at: index)
            default: order.reverse()
            }
        }

        var segments: [AssembledItem.Segment] {
            var segments: [AssembledItem.Segment] = [.bytes(Array("\(order.count): ".utf8))]
            for (index, page) in order.enumerated() {
                if index > 0 {
                    let text = index.isMultiple(of: 3) ? "[\(100 + mark)]" : ","
                    segments.append(.bytes(Array(text.utf8)))
                }
                segments.append(segment(page))
            }
            return segments + [.bytes(Array(".".utf8))]
        }

        private func segment(_ page: Int64) -> AssembledItem.Segment {
            let text = texts[page] ?? []
            guard page.isMultiple(of: 2) else { return .payload(of: page, byteCount: text.count) }
            var fillings = TextFillings()
            fillings.append([names[page] ?? 0])
            return .filled(
                FilledText(
                    part: page, range: 0..<(text.count + 2), byteCount: text.count + 1, fillings: fillings))
        }

        func bytes(_ segment: AssembledItem.Segment) -> [UInt8] {
            switch segment {
            case .bytes(let bytes): return bytes
            case .payload(let page, _): return texts[page] ?? []
            case .filled(let text):
                var filled: [UInt8] = []
                let payload = (texts[text.part] ?? []) + FilledText.hole(0)
                #expect(throws: Never.self) { try text.append(to: &filled, from: payload) }
                return filled
            }
        }

        /// What cannot be taken from an earlier file unless it was there.
        var pieces: Set<AssembledItem.Segment> {
            Set(
                segments.filter {
                    if case .bytes = $0 { false } else { true }
                })
        }
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `is not rendered again, and nothing else is left as it was`(seed: UInt64) throws {
        let scratch = try ScratchDirectory()
        let target = scratch.path + "/unified.json"
        var pages = Pages(seed: seed)
        for _ in 0..<5 { pages.add(at: 0) }
        var previous: (file: Int32, data: PlacedData)?
        var spare: PlacedData?
        var known: Set<AssembledItem.Segment> = []
        defer { if let previous { close(previous.file) } }
        for round in 0..<30 {
            let over = spare.map { _ in open(OutputPath.temporaryName(for: target), O_RDWR) }
            var file = try RewritableFile(replacing: target, over: over)
            // What stands before the data moves it now and then.
            try file.write(
                [UInt8](repeating: UInt8(ascii: " "), count: round.isMultiple(of: 7) ? round : 3))
            let data = PlacedData(pages.segments.map(PlacedSegment.init), at: file.offset)
            var rendered: Set<AssembledItem.Segment> = []
            try UnchangedData(previous: previous, spare: spare).write(pages.segments, to: &file) {
                segment, file in
                if pages.pieces.contains(segment) { rendered.insert(segment) }
                try file.write(pages.bytes(segment))
            }
            let (descriptor, hasPrevious) = try file.publish(exchanging: previous != nil)
            #expect(rendered == pages.pieces.subtracting(known))
            let expected = pages.segments.flatMap(pages.bytes)
            #expect(try Array(scratch.read("unified.json").utf8.suffix(expected.count)) == expected)
            if let previous { close(previous.file) }
            spare = hasPrevious ? previous?.data : nil
            previous = (descriptor, data)
            known = pages.pieces
            pages.change()
        }
    }

    @Test(arguments: 1...2 as ClosedRange<UInt64>)
    func `ends as in a clean backfill, whatever becomes of its pages`(seed: UInt64) async throws {
        let fixture = try PipelineFixture()
        let catalog = PageSource.catalog
        var random = SplitMix(seed: seed)
        func page(_ length: Int) -> String {
            let letter = ["a", "b", "c", "d"].randomElement(using: &random) ?? ""
            return "page " + String(repeating: letter, count: length)
        }
        for number in 0..<6 {
            try fixture.scratch.write(page(9_000 + number), to: "drop/a/\(number).page")
            try fixture.scratch.write(page(20_000), to: "drop/b/\(number).page")
        }
        try await fixture.withDaemon(change: { $0.catalog = catalog }) { _ in
            for _ in 0..<15 {
                let name = "drop/\(["a", "b"].randomElement(using: &random) ?? "")/"
                let number = Int.random(in: 0..<9, using: &random)
                switch Int.random(in: 0..<6, using: &random) {
                case 0: try? fixture.scratch.remove(name + "\(number).page")
                case 1: try? fixture.scratch.move(name + "\(number).page", to: name + "\(number)x.page")
                // Mostly of one length, so that only the bytes tell a page from the one before.
                default: try fixture.scratch.write(page(9_000), to: name + "\(number).page")
                }
                _ = try await fixture.pipeline("clean") { $0.catalog = catalog }.backfill()
                let expected = try fixture.snapshot("clean")
                try await eventually { try fixture.snapshot("daemon") == expected }
                try fixture.scratch.remove("clean")
            }
        }
    }
}
