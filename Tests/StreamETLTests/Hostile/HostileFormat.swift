import Testing

@testable import ETLFormats
@testable import ETLMatching
@testable import ETLModel
@testable import ETLPipeline
@testable import ETLSettings

/// A format, a small good file of it, and how a file of it can be made to nest.
struct HostileFormat: Sendable, CustomTestStringConvertible {
    let path: String
    let good: String
    let deep: @Sendable (Int) -> String

    var testDescription: String { path }

    func read(
        _ bytes: [UInt8], limits: InputLimits = InputLimits()
    ) async throws -> [Contribution] {
        try await read(SettledFile(path: RelativePath(path), bytes: bytes), limits: limits)
    }

    func read(_ file: SettledFile, limits: InputLimits = InputLimits()) async throws -> [Contribution] {
        var settings = Settings(workingDirectory: "/")
        settings.limits = limits
        let probe = FileProbe(path: file.path, head: Array(good.utf8), byteCount: file.content.byteCount)
        guard
            let transformer = SourceCatalog.standard(settings).transformer(claiming: probe, source: nil)
        else { throw Unclaimed() }
        var contributions: [Contribution] = []
        try await transformer.transform(file) { contributions.append($0) }
        return contributions
    }

    /// What became of the bytes; any other error is thrown on.
    func outcome(_ bytes: [UInt8], limits: InputLimits = InputLimits()) async throws -> Outcome {
        do {
            return .read(try await read(bytes, limits: limits))
        } catch let error as TransformError {
            return .refused(error.cause)
        } catch let cause as TransformError.Cause {
            return .refused(cause)
        }
    }

    /// A message with one more member.
    func with(_ member: String) -> HostileFormat {
        HostileFormat(
            path: path, good: good.replacing("\"user\":", with: member + ",\"user\":"), deep: deep)
    }

    enum Outcome: Equatable {
        case read([Contribution])
        case refused(TransformError.Cause)
    }

    struct Unclaimed: Error {}
}

extension HostileFormat {
    static let all = [page, result, day, users, channels, calendar, events, table, records, names]

    static let page = HostileFormat(
        path: "ChatExport_2024-07-15/messages.html",
        good: TelegramHTML.page("Acme", TelegramHTML.message(1, "Ann", "Hello &amp; <b>all</b>")),
        deep: {
            TelegramHTML.page(
                "Acme", TelegramHTML.message(1, "Ann", String(repeating: "<div><b>", count: $0)))
        })

    static let result = HostileFormat(
        path: "ChatExport_2024-07-15/result.json",
        good: TelegramResultFixture.single(TelegramResultFixture.message(1)),
        deep: { TelegramResultFixture.single(TelegramResultFixture.message(1, "\"text\": \(arrays($0))")) })

    static let day = HostileFormat(
        path: "Acme Slack export/general/2024-05-02.json",
        good: #"[{"type":"message","ts":"1714636800.000100","user":"U1","text":"Hello"}]"#,
        deep: {
            "[{\"type\":\"message\",\"ts\":\"1714636800.000100\",\"text\":\"x\",\"blocks\":\(arrays($0))}]"
        })

    static let users = HostileFormat(
        path: "Acme Slack export/users.json",
        good: #"[{"id":"U1","name":"ann","profile":{"real_name":"Ann","email":"ann@acme.example"}}]"#,
        deep: { "[{\"id\":\"U1\",\"name\":\"ann\",\"profile\":\(arrays($0))}]" })

    static let channels = HostileFormat(
        path: "Acme Slack export/channels.json",
        good: #"[{"id":"C1","name":"general","members":["U1","U2","U3"]}]"#,
        deep: { "[{\"id\":\"C1\",\"name\":\"general\",\"members\":\(arrays($0))}]" })

    static let calendar = HostileFormat(
        path: "a.ics",
        good: CalendarBench.calendar("DTSTART:20240603T080000Z\nATTENDEE;CN=\"A; B\":mailto:a@acme.example"),
        deep: { depth in
            CalendarBench.calendar(
                "DTSTART:20240603T080000Z\n" + String(repeating: "BEGIN:VALARM\n", count: depth)
                    + String(repeating: "END:VALARM\n", count: depth))
        })

    static let events = HostileFormat(
        path: "google.json",
        good: CalendarBench.page(
            #"{"id":"a","iCalUID":"a@acme.example","summary":"x","start":{"dateTime":"2024-06-03T10:00:00Z"}}"#
        ),
        deep: {
            CalendarBench.page(
                "{\"id\":\"a\",\"iCalUID\":\"a@b.example\",\"start\":{\"date\":\"2024-06-03\"},\"conferenceData\":\(arrays($0))}"
            )
        })

    static let table = HostileFormat(
        path: "hubspot-crm-exports-all-deals-2024-06-30.csv",
        good: "Record ID,Deal Name,Amount,Close Date\n1,\"Halden, Ltd\",12.50,2024-06-30\n",
        deep: { "Record ID,Deal Name\n1,\(String(repeating: "\"\"", count: $0))\n" })

    static let records = HostileFormat(
        path: "deals-page.json",
        good: #"{"results":[{"id":"1","properties":{"dealname":"Halden","amount":"12.50"}}]}"#,
        deep: { "{\"results\":[{\"id\":\"1\",\"properties\":{\"dealname\":\"x\",\"y\":\(arrays($0))}}]}" })

    static let names = HostileFormat(
        path: "pipelines.json",
        good: #"{"results":[{"id":"default","label":"Sales","stages":[{"id":"1","label":"Won"}]}]}"#,
        deep: { "{\"results\":[{\"id\":\"1\",\"label\":\"x\",\"stages\":\(arrays($0))}]}" })

    private static func arrays(_ depth: Int) -> String {
        String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
}
