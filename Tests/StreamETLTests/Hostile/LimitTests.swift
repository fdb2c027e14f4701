import Testing

@testable import ETLFormats
@testable import ETLMatching
@testable import ETLModel
@testable import ETLPipeline
@testable import ETLSettings
@testable import ETLStore

/// A file that asks for more than the settings allow is met with an error that names the setting.
@Suite struct `Every limit on input` {
    struct Case: Sendable, CustomTestStringConvertible {
        let limit: TransformError.Limit
        /// Exceeded by the file, which keeps to the limit's default.
        let bound: Int
        let path: String
        let bytes: [UInt8]

        var testDescription: String { "\(limit.rawValue) in \(path)" }

        init(_ limit: TransformError.Limit, _ bound: Int, _ path: String, _ bytes: [UInt8]) {
            self.limit = limit
            self.bound = bound
            self.path = path
            self.bytes = bytes
        }

        init(_ limit: TransformError.Limit, _ bound: Int, _ format: HostileFormat, _ text: String? = nil) {
            self.init(limit, bound, format.path, Array((text ?? format.good).utf8))
        }
    }

    private static let chat = TelegramHTML.page(
        "Acme", TelegramHTML.message(1, "Ann", "a"), TelegramHTML.message(2, "Bob", "b"),
        TelegramHTML.message(3, "Cid", "c"))
    private static let reactions = (1...3).map {
        "<span class=\"reaction\"><span class=\"emoji\">\($0)</span><span class=\"count\">2</span></span>"
    }
    private static let liked = TelegramHTML.page(
        "Acme",
        TelegramHTML.message(
            1, "Ann", "a</div><span class=\"reactions\">\(reactions.joined())</span><div>"))
    private static let people = (1...3).map { "\nATTENDEE:mailto:p\($0)@acme.example" }.joined()
    private static let guests = (1...3).map { "{\"email\":\"p\($0)@acme.example\"}" }.joined(separator: ",")
    private static let emoji = Array(repeating: #"{"type":"emoji","count":1,"emoji":"x"}"#, count: 3)

    private static func event(_ more: String) -> String {
        CalendarBench.calendar("DTSTART:20240603T080000Z\n" + more)
    }

    private static func item(_ more: String) -> String {
        CalendarBench.page(
            "{\"id\":\"a\",\"iCalUID\":\"a@b.example\",\"start\":{\"date\":\"2024-06-03\"},\(more)}")
    }

    /// A day that begins like one, in a stored block, and goes on with zeros.
    private static var bomb: [UInt8] {
        let zeros = ZipFixture.deflatedZeros(matches: 6_000)
        let head = Array(HostileFormat.day.good.utf8)
        let count = UInt8(head.count)
        return ZipFixture.zip([
            ZipFixture.Member(
                name: Array("general/2024-05-02.json".utf8),
                content: head + Array(repeating: 0, count: zeros.count),
                packed: [0, count, 0, ~count, 0xFF] + head + zeros.packed, method: 8),
            ZipFixture.Member(name: Array("general/2024-05-03.json".utf8), content: head),
        ])
    }
    private static let export = ZipFixture.zip([
        ("general/2024-05-02.json", HostileFormat.day.good), ("users.json", HostileFormat.users.good),
    ])

    private static let cases: [Case] =
        [HostileFormat.day, .users, .channels, .table].map { Case(.fileBytes, 20, $0) }
        + [HostileFormat.page, .calendar, .events, .records, .names].map { Case(.documentBytes, 20, $0) }
        + [HostileFormat.day, .users, .channels, .events, .records, .names].map {
            Case(.documentValues, 4, $0)
        }
        + [
            Case(.streamedFileBytes, 20, .result),
            Case(.streamedFileBytes, 20, "Acme Slack export.zip", export),
            Case(.fileBytes, 80, "Acme Slack export.zip", export),
            Case(.archiveMembers, 1, "Acme Slack export.zip", export),
            Case(.expansionRatio, 20, "Acme Slack export.zip", bomb),
            Case(
                .messageBytes, 20,
                HostileFormat.day.with(
                    #""blocks":[{"type":"header","text":{"type":"plain_text","text":"more than a text may be"}}]"#
                )),
            Case(.messageBytes, 4, .day), Case(.messageBytes, 4, .page), Case(.messageBytes, 40, .result),
            Case(.messageBytes, 10, .calendar), Case(.messageBytes, 10, .events),
            Case(.messageBytes, 10, .table), Case(.messageBytes, 10, .records),
            Case(.nestingDepth, 16, .page, HostileFormat.page.deep(20)),
            Case(.nestingDepth, 16, .result, HostileFormat.result.deep(20)),
            Case(.nestingDepth, 16, .calendar, HostileFormat.calendar.deep(20)),
            Case(.recurrences, 20, .calendar, event("RRULE:FREQ=DAILY;COUNT=21")),
            Case(
                .recurrences, 2, .calendar, event("RDATE:20240604T080000Z,20240605T080000Z,20240606T080000Z")),
            Case(
                .recurrences, 2, .calendar, event("EXDATE:20240604T080000Z,20240605T080000Z,20240606T080000Z")
            ),
            Case(.recurrences, 20, .events, item("\"recurrence\":[\"RRULE:FREQ=DAILY;COUNT=21\"]")),
            Case(.fileRecurrences, 20, .calendar, event("RRULE:FREQ=HOURLY;COUNT=21")),
            Case(.fileRecurrences, 20, .events, item("\"recurrence\":[\"RRULE:FREQ=HOURLY;COUNT=21\"]")),
            Case(.fields, 3, .table), Case(.fields, 1, .records),
            Case(.fields, 1, HostileFormat.day.with(#""files":[{"id":"F1"},{"id":"F2"}]"#)),
            Case(.lineBytes, 10, .table), Case(.lineBytes, 10, .calendar),
            Case(
                .reactions, 2,
                HostileFormat.day.with(#""reactions":[{"name":"a"},{"name":"b"},{"name":"c"}]"#)),
            Case(.reactions, 2, .page, liked),
            Case(
                .reactions, 2, .result,
                TelegramResultFixture.single(
                    TelegramResultFixture.message(
                        1, "\"text\": \"hi\", \"reactions\": [\(emoji.joined(separator: ","))]"))),
            Case(.participants, 2, .channels), Case(.participants, 2, .page, chat),
            Case(
                .participants, 2, .result,
                TelegramResultFixture.single(
                    ["Ann", "Bob", "Cid"].map {
                        TelegramResultFixture.message(1).replacing("Ann Smith", with: $0)
                    }.joined(separator: ","))),
            Case(.participants, 2, .calendar, event(String(people.dropFirst()))),
            Case(.participants, 2, .events, item("\"attendees\":[\(guests)]")),
        ]

    /// Guarantee: no-input-exhausts-the-process/limits
    /// Promise: Every parser has limits. A file that exceeds one is refused, or loses the record, with an
    ///   error that names the setting.
    /// How: [configuration.md](configuration.md#limits) lists the settings. Others are fixed: attributes of a
    ///   tag, rules of an event, aliases of the configuration's YAML.
    /// Seen: `errors` in the JSON name the limit.
    @Test func `is exceeded by some file here`() {
        #expect(Set(Self.cases.map(\.limit)) == Set(TransformError.Limit.allCases))
    }

    /// Guarantee: no-input-exhausts-the-process/limits
    @Test(arguments: cases)
    func `is named by what is said of a file that exceeds it`(file: Case) async throws {
        let others = try await faults(of: file, limits: InputLimits())
        #expect(!others.contains { $0.isExceeded(file.limit) }, "\(others)")
        var limits = InputLimits()
        limits[keyPath: Self.setting(file.limit)] = file.bound
        let faults = try await faults(of: file, limits: limits)
        #expect(faults.contains { $0.isExceeded(file.limit) }, "\(faults)")
        for fault in faults where fault.isExceeded(file.limit) {
            #expect(fault.remedy.contains("limits.\(file.limit.rawValue) "))
        }
        #expect(SettingKey.named("limits.\(file.limit.rawValue)") != nil)
    }

    /// Guarantee: no-input-exhausts-the-process/limits
    @Test func `is kept to by the rules of an event, whose number no setting raises`() async throws {
        let rules = String(repeating: "RRULE:FREQ=DAILY;COUNT=1\n", count: 65)
        let file = Case(.recurrences, 64, .calendar, Self.event(String(rules.dropLast())))
        let faults = try await faults(of: file, limits: InputLimits())
        #expect(faults.contains(.limitExceeded(.recurrences, limit: 64)), "\(faults)")
    }

    /// What is wrong with the file or with what is left of it.
    private func faults(of file: Case, limits: InputLimits) async throws -> [TransformError.Cause] {
        var settings = Settings(workingDirectory: "/")
        settings.limits = limits
        let content = PositionedBytes(bytes: file.bytes)
        let probe = FileProbe(
            path: RelativePath(file.path), head: Array(file.bytes.prefix(FileProbe.headByteCount)),
            byteCount: file.bytes.count)
        let transformer = try #require(
            SourceCatalog.standard(settings).transformer(claiming: probe, source: nil))
        var faults: [TransformError.Cause] = []
        do {
            try await transformer.transform(SettledFile(path: probe.path, content: content)) {
                faults += $0.warnings.map(\.cause)
            }
        } catch let error as TransformError {
            faults.append(error.cause)
        } catch let cause as TransformError.Cause {
            faults.append(cause)
        }
        return faults
    }

    private static func setting(_ limit: TransformError.Limit) -> WritableKeyPath<InputLimits, Int> {
        switch limit {
        case .fileBytes: \.fileBytes
        case .documentBytes: \.documentBytes
        case .documentValues: \.documentValues
        case .streamedFileBytes: \.streamedFileBytes
        case .messageBytes: \.messageBytes
        case .nestingDepth: \.nestingDepth
        case .archiveMembers: \.archiveMembers
        case .expansionRatio: \.expansionRatio
        case .recurrences: \.recurrences
        case .fileRecurrences: \.fileRecurrences
        case .fields: \.fields
        case .lineBytes: \.lineBytes
        case .reactions: \.reactions
        case .participants: \.participants
        }
    }
}

extension TransformError.Cause {
    fileprivate func isExceeded(_ limit: TransformError.Limit) -> Bool {
        if case .limitExceeded(limit, _) = self { true } else { false }
    }
}

/// As a file is, for archives.
private struct PositionedBytes: PositionedContent {
    let bytes: [UInt8]

    var byteCount: Int { bytes.count }

    func readAll(limit: Int) throws -> [UInt8] { try MemoryContent(bytes).readAll(limit: limit) }

    func readChunks(
        ofBytes chunkByteCount: Int, _ body: (borrowing [UInt8]) async throws -> Void
    ) async throws {
        try await MemoryContent(bytes).readChunks(ofBytes: chunkByteCount, body)
    }

    func read(at start: Int, atMost count: Int) throws -> [UInt8] {
        Array(bytes.dropFirst(start).prefix(count))
    }
}
