import Foundation
import Testing

@testable import ETLCalendar
@testable import ETLFormats
@testable import ETLHubSpot
@testable import ETLMatching
@testable import ETLModel
@testable import ETLPipeline
@testable import ETLSettings

/// Read piece by piece, it says what it says as a whole.
@Suite struct `A large answer of an API` {
    private enum Outcome: Equatable {
        case read([Contribution])
        case refused(TransformError.Cause)
    }

    enum Format: CaseIterable, Sendable {
        case records, names, events

        var member: String { self == .events ? "items" : "results" }

        /// Records, some of which are faulty, and what may stand beside the list.
        var records: [String] {
            switch self {
            case .records:
                [
                    #"{"id":"1","properties":{"dealname":"A, [b] \\ \"c\"","dealstage":"x","amount":"1"}}"#,
                    "{\n\"id\": 2, \"properties\": {\"dealname\": \"é\", \"dealstage\": null}}", "0", "{}",
                ]
            case .names:
                [
                    #"{"id":"1","label":"Sales, [new]","stages":[{"id":"s","label":"Won"}]}"#,
                    "{\n\"id\": \"2\", \"firstName\": \"Ann\", \"lastName\": null}", "{}", "[[]]",
                ]
            case .events:
                [
                    #"{"id":"a","iCalUID":"a@b.example","start":{"date":"2024-06-03"},"summary":"]"}"#,
                    #"{"id":"c","iCalUID":"c@b.example","start":"# + "\n"
                        + #"{"dateTime":"2024-06-03T10:00:00"}}"#,
                    #"{"id":"d","status":"cancelled"}"#, "1", "{}",
                ]
            }
        }

        var others: [String] {
            [
                #""timeZone":"Asia/Tokyo""#, #""updated":"2024-06-01T00:00:00Z""#,
                #""paging":{"next":{"items":[1]}}"#,
                #""\u0069tems":[{}]"#, #""resul\u0074s":7"#, #""results":[]"#, #""items":null"#,
                "\n\"x\" : [ ]",
                #""kind":"calendar#events""#, #""properties":{}"#, #""a\"b":"results""#,
            ]
        }

        func transformer(pieceByteCount: Int) -> any Transformer {
            let limits = InputLimits()
            switch self {
            case .records:
                var transformer = HubSpotAPITransformer(limits: limits, zone: .gmt)
                transformer.pieceByteCount = pieceByteCount
                return transformer
            case .names:
                var transformer = HubSpotNamesTransformer(limits: limits)
                transformer.pieceByteCount = pieceByteCount
                return transformer
            case .events:
                var transformer = CalendarAPITransformer(zone: .gmt, limits: limits)
                transformer.pieceByteCount = pieceByteCount
                return transformer
            }
        }
    }

    private static func page(of format: Format, _ random: inout SplitMix) -> [UInt8] {
        let records = (0..<Int.random(in: 0...6, using: &random)).map { _ in
            format.records.randomElement(using: &random) ?? ""
        }
        let separator = [",", " , ", ",\n"].randomElement(using: &random) ?? ","
        var members = (0..<Int.random(in: 0...3, using: &random)).map { _ in
            format.others.randomElement(using: &random) ?? ""
        }
        members.insert(
            "\"\(format.member)\": [\(records.joined(separator: separator))]",
            at: Int.random(in: 0...members.count, using: &random))
        let mark = Int.random(in: 0..<4, using: &random) == 0 ? "\u{FEFF}" : ""
        let object = "{\(members.joined(separator: separator))}\n"
        let isSeveral = format == .events && Int.random(in: 0..<5, using: &random) == 0
        return Array((mark + (isSeveral ? "[\(object),\(object)]" : object)).utf8)
    }

    private static func read(
        _ bytes: [UInt8], _ format: Format, pieceByteCount: Int
    ) async throws -> Outcome {
        let file = SettledFile(path: RelativePath("a.json"), bytes: bytes)
        var found: [Contribution] = []
        do {
            try await format.transformer(pieceByteCount: pieceByteCount).transform(file) { found.append($0) }
            return .read(found)
        } catch let error as TransformError {
            return .refused(error.cause)
        }
    }

    /// Guarantee: no-input-exhausts-the-process/streams
    /// Promise: Large inputs are read in pieces: day files and lists of Slack and lists of API answers record
    ///   by record, `result.json`, tables and members of archives above 16 MiB as streams.
    ///   [performance.md](performance.md#memory-of-large-and-hostile-input) has the figures.
    /// How: Of files above 1 MiB, 64 MiB are held at once, and as much of members of archives, by all workers
    ///   together. Of several answers in one array, one is held at a time. A conversation is assembled without
    ///   its texts.
    @Test(arguments: Format.allCases, 1...15 as ClosedRange<UInt64>)
    func `is read as if it were small, wherever it is cut`(format: Format, seed: UInt64) async throws {
        var random = SplitMix(seed: seed)
        let bytes = Self.page(of: format, &random)
        let whole = try await Self.read(bytes, format, pieceByteCount: bytes.count)
        for size in 1..<bytes.count {
            let cut = try await Self.read(bytes, format, pieceByteCount: size)
            #expect(cut == whole, "\(size): \(String(decoding: bytes, as: UTF8.self))")
        }
    }

    @Test(arguments: Format.allCases, 1...30 as ClosedRange<UInt64>)
    func `is refused for the same reason, whatever became of its bytes`(
        format: Format, seed: UInt64
    ) async throws {
        var random = SplitMix(seed: seed)
        let good = Self.page(of: format, &random)
        for _ in 0..<15 {
            var bytes = good
            for _ in 0..<Int.random(in: 1...3, using: &random) where !bytes.isEmpty {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes.remove(at: place)
                case 1:
                    bytes.insert(Array("[]{},\"\\: 1\n".utf8).randomElement(using: &random) ?? 0, at: place)
                case 2: bytes[place] = Array("[]{},\"\\:x".utf8).randomElement(using: &random) ?? 0
                default: bytes.removeSubrange(place...)
                }
            }
            let whole = try await Self.read(bytes, format, pieceByteCount: bytes.count)
            for size in [1, 5, 30] where size < bytes.count {
                let cut = try await Self.read(bytes, format, pieceByteCount: size)
                #expect(cut == whole, "\(size): \(String(decoding: bytes, as: UTF8.self))")
            }
        }
    }

    /// Guarantee: no-input-exhausts-the-process/streams
    @Test(arguments: [
        (#"{"results":["# + String(repeating: "{},", count: 60) + "{}]}", true),
        (#"{"x":["# + String(repeating: "{},", count: 60) + "{}]}", false),
        (#"{"results":[{"a":""# + String(repeating: "a", count: 60) + "\"}]}", false),
    ])
    func `may have many records, but none without end beside or in its list`(text: String, isRead: Bool)
        async throws
    {
        var limits = InputLimits()
        limits.messageBytes = 10
        var reader = JSONListReader(
            file: SettledFile(path: RelativePath("a.json"), bytes: Array(text.utf8)), limits: limits,
            rule: "test.list", member: "results")
        reader.pieceByteCount = 8
        var count = 0
        do {
            try await reader.forEachPart { part in
                for _ in try #require(part.records) { count += 1 }
            }
            #expect(isRead && count == 61)
        } catch let error as TransformError {
            #expect(!isRead && error.cause == .limitExceeded(.messageBytes, limit: 40))
        }
    }

    @Test(arguments: [1, 9])
    func `is no JSON where it ends within a byte order mark`(size: Int) async throws {
        #expect(
            try await Self.read([0xEF, 0xBB], .names, pieceByteCount: size)
                == .refused(.malformed("hubspot.json")))
    }

    @Test func `tells where a text of a record stands`() async throws {
        let text = "{\n \"items\": [\n  {\"id\": \"a\"},\n  {\"id\": \"b\"}, {\"id\": \"c\"}]}"
        var reader = JSONListReader(
            file: SettledFile(path: RelativePath("a.json"), bytes: Array(text.utf8)), limits: InputLimits(),
            rule: "test.list", member: "items")
        for size in [1, 20, 1_000] {
            reader.pieceByteCount = size
            var found: [TextPosition?] = []
            try await reader.forEachPart { part in
                let records = part.records ?? part.object["items"]?.eachElement
                for record in try #require(records) {
                    found.append(record["id"].flatMap { part.position(of: $0) })
                }
            }
            #expect(
                found == [
                    TextPosition(line: 3, column: 10), TextPosition(line: 4, column: 10),
                    TextPosition(line: 4, column: 23),
                ], "\(size)")
        }
    }
}
