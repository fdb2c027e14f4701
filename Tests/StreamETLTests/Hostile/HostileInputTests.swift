import Testing

@testable import ETLFormats
@testable import ETLMatching
@testable import ETLModel

/// Whatever a file holds, it is read or refused with a typed error, within bounds.
@Suite struct `A hostile file` {
    @Test(arguments: HostileFormat.all)
    func `is one that would be read if it were good`(format: HostileFormat) async throws {
        let contributions = try await format.read(Array(format.good.utf8))
        #expect(!contributions.isEmpty)
        #expect(contributions.flatMap(\.warnings).isEmpty)
    }

    @Test(arguments: HostileFormat.all)
    func `is read or refused wherever it stops`(format: HostileFormat) async throws {
        let bytes = Array(format.good.utf8)
        var refusedCount = 0
        for end in bytes.indices {
            if case .refused = try await format.outcome(Array(bytes[..<end])) { refusedCount += 1 }
        }
        #expect(refusedCount > 0)
    }

    @Test(
        arguments: HostileFormat.all,
        [[0], [0, 0], [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80]] as [[UInt8]])
    func `may hold zero bytes and bytes that are no UTF-8 anywhere`(
        format: HostileFormat, odd: [UInt8]
    ) async throws {
        let bytes = Array(format.good.utf8)
        for place in stride(from: 0, through: bytes.count, by: 3) {
            _ = try await format.outcome(Array(bytes[..<place]) + odd + Array(bytes[place...]))
        }
        _ = try await format.outcome(Array(repeating: odd[0], count: 100_000))
    }

    @Test(.timeLimit(.minutes(10)), arguments: HostileFormat.all)
    func `may nest a hundred thousand levels deep`(format: HostileFormat) async throws {
        let outcome = try await format.outcome(Array(format.deep(100_000).utf8))
        switch format.path {
        case HostileFormat.page.path, HostileFormat.result.path, HostileFormat.calendar.path:
            #expect(outcome == .refused(.limitExceeded(.nestingDepth, limit: 4_096)))
        default:
            // Nothing recurses there, so that depth is no danger and needs no limit.
            guard case .read = outcome else {
                Issue.record("\(outcome)")
                return
            }
        }
    }

    /// Entities are an attack only where they are expanded.
    @Test(.timeLimit(.minutes(10)))
    func `may define entities, which are not expanded`() async throws {
        let names = (0..<30).map { "e\($0)" }
        let entities = zip(names, ["x"] + names).map { "<!ENTITY \($0) \"&\($1);&\($1);\">" }.joined()
        let page = TelegramHTML.page("Acme", TelegramHTML.message(1, "Ann", "before &e29; after"))
        let laughing = page.replacing(
            "<!DOCTYPE html>", with: "<!DOCTYPE html [\(entities)]>\n\(entities)")
        #expect(laughing != page)
        let contributions = try await HostileFormat.page.read(Array(laughing.utf8))
        let texts = contributions.map { String(decoding: $0.payload, as: UTF8.self) }
        #expect(texts.contains { $0.contains("before &e29; after") || $0.contains("before &amp;e29; after") })
        #expect(texts.reduce(0) { $0 + $1.utf8.count } < 10_000)
    }

    @Test(arguments: HostileFormat.all)
    func `is refused when it is too large, with the limit`(format: HostileFormat) async throws {
        guard format.path != HostileFormat.result.path else { return }
        var limits = InputLimits()
        limits.fileBytes = format.good.utf8.count - 1
        #expect(
            try await format.outcome(Array(format.good.utf8), limits: limits)
                == .refused(.limitExceeded(.fileBytes, limit: limits.fileBytes)))
    }

    @Test(
        arguments: [
            (HostileFormat.channels, .participants, 2),
            (
                HostileFormat.day.with(#""reactions":[{"name":"a"},{"name":"b"},{"name":"c"}]"#),
                .reactions, 2
            ),
            (HostileFormat.day.with(#""files":[{"id":"F1"},{"id":"F2"}]"#), .fields, 1),
            (HostileFormat.day, .messageBytes, 4),
        ] as [(HostileFormat, TransformError.Limit, Int)])
    func `keeps to its limits and names the one it met`(
        format: HostileFormat, limit: TransformError.Limit, bound: Int
    ) async throws {
        let warnings = try await format.read(Array(format.good.utf8), limits: limits(limit, bound))
            .flatMap(\.warnings)
        #expect(warnings.map(\.cause) == [.limitExceeded(limit, limit: bound)])
    }

    /// A field of hundreds of megabytes would go through to the JSON otherwise.
    @Test(
        arguments: [
            HostileFormat.calendar, HostileFormat.events, HostileFormat.table, HostileFormat.records,
        ])
    func `with nothing but a record that is too large is refused`(format: HostileFormat) async throws {
        #expect(
            try await format.outcome(Array(format.good.utf8), limits: limits(.messageBytes, 10))
                == .refused(.limitExceeded(.messageBytes, limit: 10)))
    }

    @Test(arguments: [(HostileFormat.table, 3), (HostileFormat.records, 1)])
    func `with more columns than the limit is refused, not passed over`(
        format: HostileFormat, bound: Int
    ) async throws {
        #expect(
            try await format.outcome(Array(format.good.utf8), limits: limits(.fields, bound))
                == .refused(.limitExceeded(.fields, limit: bound)))
    }

    private func limits(_ limit: TransformError.Limit, _ bound: Int) -> InputLimits {
        var limits = InputLimits()
        switch limit {
        case .participants: limits.participants = bound
        case .reactions: limits.reactions = bound
        case .messageBytes: limits.messageBytes = bound
        default: limits.fields = bound
        }
        return limits
    }
}
