import Testing

@testable import ETLFormats
@testable import ETLMatching
@testable import ETLModel
@testable import ETLPipeline
@testable import ETLSettings
@testable import ETLSlack

/// Cut between its elements, it says what it says as a whole.
@Suite struct `A large JSON array` {
    private static let rule: TransformError.Rule = "test.array"

    private enum Outcome: Equatable {
        case read([String])
        case refused(TransformError.Cause)
    }

    private static func read(
        _ text: [UInt8], pieceByteCount: Int, limits: InputLimits = InputLimits()
    ) async throws -> (outcome: Outcome, position: TextPosition?, pieceCount: Int) {
        let file = SettledFile(path: RelativePath("a.json"), bytes: text)
        var reader = JSONArrayReader(file: file, limits: limits, rule: rule)
        reader.pieceByteCount = pieceByteCount
        var elements: [String] = []
        var pieceCount = 0
        do {
            try await reader.forEachPiece { piece in
                pieceCount += 1
                for element in piece.root.eachElement { elements.append(description(element)) }
            }
            return (.read(elements), nil, pieceCount)
        } catch let error as TransformError {
            return (.refused(error.cause), error.position, pieceCount)
        }
    }

    private static func description(_ value: JSONValue) -> String {
        if value.isArray { return "[" + value.elements.map(description).joined(separator: ",") + "]" }
        if value.isObject {
            return "{" + value.members.map { "\($0.name):\(description($0.value))" }.joined(separator: ",")
                + "}"
        }
        return value.string.map { "\"\($0)\"" } ?? value.double.map { "\($0)" } ?? "\(value.isNull)"
    }

    private static let elements = [
        "1", "-2.5", "true", "null", #""a,b""#, #""\"],[\\""#, "[]", "{}", "[1, [2,\n3], {}]",
        #"{"a": "}", "b": [{"c": ","}]}"#, "\n{\n \"d\" : \"é\\u00e9\"\n}\n", #""\\""#,
    ]

    private static func array(_ count: Int, _ random: inout SplitMix) -> [UInt8] {
        let list = (0..<count).map { _ in elements.randomElement(using: &random) ?? "0" }
        return Array(
            ("[" + list.joined(separator: [",", " , ", ",\n"].randomElement(using: &random) ?? ",") + "]\n")
                .utf8)
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `is read as if it were small`(seed: UInt64) async throws {
        var random = SplitMix(seed: seed)
        let text = Self.array(Int.random(in: 0...40, using: &random), &random)
        let whole = try await Self.read(text, pieceByteCount: text.count)
        guard case .read = whole.outcome else {
            Issue.record("\(whole)")
            return
        }
        for size in [1, 2, 7, 50] {
            let cut = try await Self.read(text, pieceByteCount: size)
            #expect(cut.outcome == whole.outcome, "\(size)")
            #expect(text.count < 3 * size + 60 || cut.pieceCount > 1)
        }
    }

    /// Guarantee: no-input-exhausts-the-process/streams
    @Test(arguments: 1...60 as ClosedRange<UInt64>)
    func `is refused for the same reason, whatever became of its bytes`(seed: UInt64) async throws {
        var random = SplitMix(seed: seed)
        let good = Self.array(Int.random(in: 1...12, using: &random), &random)
        for _ in 0..<40 {
            var text = good
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                // The first byte tells that it is an array at all.
                let place = Int.random(in: 1..<max(2, text.count), using: &random)
                guard place < text.count else { continue }
                switch Int.random(in: 0..<4, using: &random) {
                case 0: text.remove(at: place)
                case 1:
                    text.insert(Array("[]{},\"\\: 1\n".utf8).randomElement(using: &random) ?? 0, at: place)
                case 2: text[place] = Array("[]{},\"\\:x".utf8).randomElement(using: &random) ?? 0
                default: text.removeSubrange(place...)
                }
            }
            let whole = try await Self.read(text, pieceByteCount: text.count)
            for size in [1, 5, 30] where size < text.count {
                let cut = try await Self.read(text, pieceByteCount: size)
                #expect(cut.outcome == whole.outcome, "\(size): \(String(decoding: text, as: UTF8.self))")
            }
        }
    }

    @Test(arguments: [
        ("[1,\n 2,\n {\"a\": tru},\n 3]", 3, 8), ("[1,2,3,]", 1, 8), ("[1,,3]", 1, 4), ("[1,2] 3", 1, 7),
        ("[1,2,\n3", 2, 2), ("[1,2,", 1, 6), ("{\"a\":1}", 1, 1),
    ])
    func `tells where it is no JSON`(text: String, line: Int, column: Int) async throws {
        let cut = try await Self.read(Array(text.utf8), pieceByteCount: 1)
        #expect(cut.position?.line == line)
        // Of a comma too many either it or what follows may be named.
        #expect(abs((cut.position?.column ?? 0) - column) <= 1, "\(String(describing: cut.position))")
    }

    /// Guarantee: no-input-exhausts-the-process/streams
    @Test func `may not hold a record without end`() async throws {
        var limits = InputLimits()
        limits.messageBytes = 10
        let long = Array(("[1,\"" + String(repeating: "x", count: 60) + "\",2]").utf8)
        let cut = try await Self.read(long, pieceByteCount: 8, limits: limits)
        #expect(cut.outcome == .refused(.limitExceeded(.messageBytes, limit: 40)))
        let short = Array(("[" + (0..<60).map(String.init).joined(separator: ",") + "]").utf8)
        guard case .read = try await Self.read(short, pieceByteCount: 8, limits: limits).outcome else {
            Issue.record("refused")
            return
        }
    }

    /// Larger than what is read at once, so that it is read in pieces by those who read such files.
    @Test func `of messages comes to the same pages whether it is cut or not`() async throws {
        let message = #"{"type":"message","ts":"1714636800.%","user":"U1","text":"Hello, [all] \"\\"},"#
        let list = (0..<5_000).map { message.replacing("%", with: "\(100_000 + $0)") }.joined()
        let bytes = Array("[\(list)7]".utf8)
        let file = SettledFile(path: RelativePath("general/2024-05-02.json"), bytes: bytes)
        var pages: [Contribution] = []
        try await SlackDayTransformer().transform(file) { pages.append($0) }
        #expect(pages.count == 5)
        #expect(pages.flatMap(\.warnings).map(\.cause) == [.malformed("slack.message")])
        var whole = SlackDayPages(limits: InputLimits())
        let document = try JSONDocument(bytes, file: file.path, rule: Self.rule)
        var expected = withExtendedLifetime(document) { document.root.elements.compactMap { whole.add($0) } }
        expected += whole.finish()
        #expect(pages == expected)
    }
}

/// A JSON text that is parsed as a whole takes memory in proportion to its size.
@Suite struct `A JSON document` {
    private func parse(_ text: String) throws(TransformError) -> JSONDocument {
        try JSONDocument(Array(text.utf8), file: RelativePath("a.json"), rule: "test.document")
    }

    private func elementCount(of text: String) throws(TransformError) -> Int {
        let document = try parse(text)
        return withExtendedLifetime(document) { document.root.count }
    }

    @Test(arguments: [
        (#"["a\ud83d"]"#, "a\u{FFFD}"), (#"["\uDE00\ud83d\ud83d\uDE00!"]"#, "\u{FFFD}\u{FFFD}😀!"),
        (#"["\ud83d\u0041\\ud83d"]"#, "\u{FFFD}A\\ud83d"), (#"["\\\ud83d\n"]"#, "\\\u{FFFD}\n"),
        ("\u{FEFF}" + #"["\ud83d"]"#, "\u{FFFD}"),
    ])
    func `reads half a character as U+FFFD`(text: String, expected: String) throws {
        let document = try parse(text)
        withExtendedLifetime(document) { #expect(document.root.elements.first?.string == expected) }
    }

    @Test(arguments: [
        (#"["\ud83d", "b", tru]"#, 17), (#"["\ud83d", "\ud83"#, nil), (#"["\ud83d\"#, nil),
    ])
    func `is refused where it is, behind half a character`(text: String, column: Int?) throws {
        let error = #expect(throws: TransformError.self) { try parse(text) }
        if let column { #expect(error?.position == TextPosition(line: 1, column: column)) }
    }

    /// The most values that there can be: one for each two bytes.
    @Test(arguments: 0...400)
    func `has room for all its values, whatever its size and form`(step: Int) throws {
        let count = 1 + step * step / 4
        for opening in ["[", "[\n "] {
            let text = opening + Array(repeating: "0", count: count).joined(separator: ",") + "]"
            #expect(try elementCount(of: text) == count)
            let deep =
                opening + String(repeating: "[", count: count) + String(repeating: "]", count: count + 1)
            #expect(try elementCount(of: deep) == 1)
        }
    }

    @Test func `that opens brackets without end is refused before it takes more`() {
        let text = String(repeating: "[", count: 1_000_000)
        #expect(
            throws: TransformError(
                file: RelativePath("a.json"), position: TextPosition(line: 1, column: 1_000_001),
                cause: .truncated)
        ) { try parse(text) }
    }
}
