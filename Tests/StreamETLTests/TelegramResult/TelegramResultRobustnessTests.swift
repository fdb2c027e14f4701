import Testing

@testable import ETLRendering
@testable import ETLFiles
@testable import ETLMatching
@testable import ETLModel
@testable import ETLPipeline
@testable import ETLSettings
@testable import ETLTelegram

private typealias Fixture = TelegramResultFixture

@Suite struct `A damaged result.json` {
    private let account =
        "\u{FEFF}" + #"{"about": "x", "contacts": {"list": [1, "a", null, {}]}, "chats": {"list": ["# + "\n"
        + Fixture.single(
            Fixture.message(1, #""text": ["a\\", {"type": "bold", "text": "\"}]\x01é"}]"#) + ",\n"
                + Fixture.service(2, #""action": "pin_message", "message_id": 1"#)) + "\n]}}\n"

    @Test func `gives the same wherever its chunks end`() async throws {
        let bytes = Array(account.utf8)
        let whole = try await Fixture.contributions(bytes)
        for size in 1...bytes.count {
            #expect(try await Fixture.contributions(bytes, chunkByteCount: size) == whole, "\(size)")
        }
    }

    @Test func `is truncated wherever it ends early`() async throws {
        let bytes = Array(account.utf8)
        // The line break after the document may be missing.
        for count in 0..<(bytes.count - 1) {
            do {
                _ = try await Fixture.contributions(Array(bytes.prefix(count)), chunkByteCount: 50)
                Issue.record("\(count)")
            } catch let error as TransformError {
                #expect(error.cause == .truncated, "\(count)")
                #expect(error.position != nil)
            }
        }
    }

    @Test func `says where it ends`() async throws {
        let text = "{\"id\": 1, \"type\": \"x\",\n\"messages\": [\n {\"id"
        await #expect(
            throws: TransformError(
                file: RelativePath("result.json"), position: TextPosition(line: 3, column: 6),
                cause: .truncated)
        ) { try await Fixture.contributions(Array(text.utf8)) }
    }

    @Test(
        arguments: [
            ("[]", "telegram.json.root"), ("{}", "telegram.json.root"), (#"{"id": 1}"#, "telegram.json.root"),
            (#"{"id" 1}"#, "telegram.json.structure"), (#"{"id": 1,}"#, "telegram.json.structure"),
            (#"{"id": 1, "messages": [}"#, "telegram.json.value"),
            (#"{"id": 1, "type": "x", "messages": []} x"#, "telegram.json.end"),
            (#"{"id": 1, "type": "x", "messages": {}}"#, "telegram.json.messages"),
            (#"{"id": 1, "name": "x", "type": "x", "messages": [] "name"}"#, "telegram.json.structure"),
            (#"{"id": 1, "name": "x", "type": "x", "messages": [{}]]"#, "telegram.json.structure"),
        ] as [(String, String)])
    func `breaks a rule`(text: String, rule: String) async throws {
        do {
            _ = try await Fixture.contributions(Array(text.utf8))
            Issue.record("no error")
        } catch let error as TransformError {
            #expect(error.cause == .malformed(TransformError.Rule(rawValue: rule)))
        }
    }

    @Test func `keeps to its limits`() async throws {
        var limits = InputLimits()
        limits.messageBytes = 1_000
        let text = String(repeating: "a", count: 2_000)
        let long = Fixture.single(
            [Fixture.message(1, #""text": "\#(text)""#), Fixture.message(2), Fixture.message(3)].joined(
                separator: ","))
        let named = Fixture.single(Fixture.message(1), name: "\"\(text)\"")
        for size in [100, 100_000] {
            // It costs itself only.
            let pieces = try await Fixture.contributions(
                Array(long.utf8), limits: limits, chunkByteCount: size)
            let pages = pieces.filter { $0.kind == TelegramPageHeading.kind }
            #expect(
                pages.flatMap(\.warnings) == [
                    TransformWarning(
                        .limitExceeded(.messageBytes, limit: 1_000), at: TextPosition(line: 1, column: 67),
                        isLoss: true)
                ])
            #expect(try pages.map { try TelegramPageHeading(decoding: $0.heading).messageCount } == [2])
            await #expect(
                throws: TransformError(
                    file: RelativePath("result.json"), position: TextPosition(line: 1, column: 10),
                    cause: .limitExceeded(.messageBytes, limit: 1_000))
            ) { try await Fixture.contributions(Array(named.utf8), limits: limits, chunkByteCount: size) }
        }
        let deep = #"{"contacts": "# + String(repeating: "[", count: 5_000)
        do {
            _ = try await Fixture.contributions(Array(deep.utf8))
            Issue.record("no error")
        } catch let error as TransformError {
            #expect(error.cause == .limitExceeded(.nestingDepth, limit: 4_096))
        }
        limits = InputLimits()
        limits.reactions = 1
        let chats = try await Fixture.chats(
            Fixture.single(Fixture.message(1, #""text": "", "reactions": [{"emoji": "a"}, {"emoji": "b"}]"#)),
            limits: limits)
        #expect(chats.first?.warnings.map(\.cause) == [.limitExceeded(.reactions, limit: 1)])
        #expect(chats.first?.messages.count == 1)
    }

    @Test func `keeps what those say who take part, when more write than may`() async throws {
        var limits = InputLimits()
        limits.participants = 2
        let messages = ["Ann", "Bob", "Cid", "Ann"].enumerated().map { index, name in
            Fixture.message(index + 1).replacing("Ann Smith", with: name)
        }
        let chat = Fixture.single(messages.joined(separator: ","))
        // As many in each chat.
        let account = #"{"about": "x", "chats": {"list": [\#(chat), \#(chat.replacing("4711", with: "5"))]}}"#
        let chats = try await Fixture.chats(account, limits: limits)
        #expect(chats.map { $0.entries.map(\.key) } == [[1, 2, 4], [1, 2, 4]])
        #expect(
            FaultTally(chats.flatMap(\.warnings)).warnings.map(\.cause)
                == [.limitExceeded(.participants, limit: 2)])
        #expect(FaultTally(chats.flatMap(\.warnings)).warnings.map(\.count) == [2])
    }

    @Test func `counts what is wrong with many messages`() async throws {
        let messages = (1...3_000).map { $0 % 3 == 0 ? "{}" : Fixture.message($0) }
        let chats = try await Fixture.chats(Fixture.single(messages.joined(separator: ",")))
        #expect(FaultTally(chats.first?.warnings ?? []).warnings.map(\.count) == [1_000])
        #expect(chats.first?.messages.count == 2_000)
    }

    @Test(arguments: [7, 42] as [UInt64])
    func `survives changed bytes`(seed: UInt64) async {
        let bytes = Array(account.utf8)
        var state = seed
        for _ in 0..<2_000 {
            var changed = bytes
            for _ in 0..<2 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                let place = Int(state >> 33) % changed.count
                changed[place] =
                    state & 0x100 == 0
                    ? UInt8(truncatingIfNeeded: state >> 24)
                    : Array("{}[]\",:\\x\n".utf8)[Int(state >> 40) % 10]
            }
            do {
                _ = try await Fixture.contributions(changed, chunkByteCount: 97)
            } catch {
                #expect(error is TransformError, "seed \(seed)")
            }
            _ = claims(changed)
        }
    }

    @Test(arguments: [
        (#"{"name": "A", "type": "personal_chat", "id": 1, "messages": [{"#, true),
        (#"{"about": "Here", "personal_information": {"user_id": "#, true),
        (#"{"about": "Here", "chats": {"about": "", "list": ["#, true),
        (#"{"messages": [{"id": 1, "type": "message", "date_unixtime": "1"}]"#, true),
        (#"{"ok": true, "messages": [{"ts": "1.2"}]}"#, false),
        (#"[{"type": "message", "ts": "1.2"}]"#, false),
        (#"{"kind": "calendar#events", "items": []}"#, false),
        (#"{"results": [{"id": "1"}], "paging": {}}"#, false),
        (#"{"about": "a page", "title": 1}"#, false), ("", false), ("<html>", false), (#"{"id": "#, false),
    ])
    func `is told from other files`(head: String, isTelegram: Bool) {
        #expect(claims(Array(head.utf8)) == isTelegram)
    }

    private func claims(_ bytes: [UInt8]) -> Bool {
        TelegramResultJSONTransformer().claims(
            FileProbe(path: RelativePath("x.json"), head: bytes, byteCount: bytes.count))
    }
}
