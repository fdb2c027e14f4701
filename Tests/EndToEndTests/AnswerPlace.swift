import Foundation

/// A drop of invented exports, and what the built program makes of it.
final class AnswerPlace: Sendable {
    let place: Workplace
    private let options: [String]

    /// - Parameter options: Beside those of every test.
    init(_ files: [String: String], options: [String] = ["--internal-domain", "halden.example"]) throws {
        place = try Workplace(sample: false)
        self.options = options
        for (name, text) in files.merging([Self.mapping: Self.companies], uniquingKeysWith: { own, _ in own })
        {
            try place.write(Data(text.utf8), to: name)
        }
    }

    static let mapping = "company_mapping.csv"
    private static let companies = """
        Base Company,Variant Name,Slack Group,Telegram Group,Calendar Domain,Full Node Address,Variant Type
        Acme,,ext-acme,Acme <> Halden,acme.example,,
        Quandrel,,ext-quandrel,Quandrel <> Halden,quandrel.example,,

        """

    /// The JSON of a backfill of the present files.
    func answers(_ more: [String] = []) async throws -> Answer {
        let result = try await EtlWatchProcess.run(
            place.arguments("backfill", state: "state") + options + more, in: place.path)
        guard result.status == 0 else { throw AnswerError(text: result.output + result.errors) }
        return try Answer(contentsOf: place.path + "/state/unified.json")
    }

    func write(_ text: String, to name: String) throws { try place.write(Data(text.utf8), to: name) }

    // MARK: Exports

    /// A chat of `result.json`; each message is `SECONDS AUTHOR: TEXT`.
    static func telegram(_ name: String, _ messages: [(time: Int, author: String, text: String)]) -> String {
        let entries = messages.enumerated().map { index, message in
            """
            {"id": \(index + 1), "type": "message", "date": "2024-01-01T00:00:00",
             "date_unixtime": "\(message.time)", "from": "\(message.author)", "from_id": "user1",
             "text": "\(message.text)", "text_entities": []}
            """
        }
        return """
            {"name": "\(name)", "type": "private_supergroup", "id": \(name.utf8.count * 1_000 + 7),
             "messages": [\(entries.joined(separator: ","))]}
            """
    }

    /// A day of a channel.
    static func slack(_ messages: [(time: Int, user: String, text: String)]) -> String {
        let entries = messages.map {
            #"{"type":"message","user":"\#($0.user)","text":"\#($0.text)","ts":"\#($0.time).000100"}"#
        }
        return "[\(entries.joined(separator: ","))]"
    }

    static let workspace = "slack/Halden Slack export Jul 1 2024 - Jul 31 2024/"
    static let slackUsers = """
        [{"id":"U1","team_id":"T1","name":"nora","real_name":"Nora Halden","profile":{"email":"nora@halden.example"}},
         {"id":"U2","team_id":"T1","name":"ines","real_name":"Ines Marrow","profile":{"email":"ines@private.example"}},
         {"id":"U3","team_id":"T1","name":"gus","real_name":"Gus Guest","is_restricted":true,"profile":{}},
         {"id":"U4","team_id":"T9","name":"abel","real_name":"Abel Acme","profile":{"email":"Abel@acme.example"}},
         {"id":"U5","team_id":"T9","name":"olga","real_name":"Olga Other","profile":{}}]
        """
    static let slackChannels = #"[{"id":"C1","name":"ext-acme"},{"id":"C2","name":"random"}]"#

    /// Meetings: uid, start and attendees' addresses.
    static func calendar(_ meetings: [(uid: String, start: String, people: [String])]) -> String {
        let events = meetings.map { meeting in
            "BEGIN:VEVENT\r\nUID:\(meeting.uid)\r\nDTSTAMP:20240101T000000Z\r\nDTSTART:\(meeting.start)\r\n"
                + "DURATION:PT1H\r\nSUMMARY:Talk \(meeting.uid)\r\n"
                + meeting.people.map { "ATTENDEE:mailto:\($0)\r\n" }.joined() + "END:VEVENT\r\n"
        }
        return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y\r\n" + events.joined() + "END:VCALENDAR\r\n"
    }

    static let dealHeader =
        "Record ID,Deal Name,Deal Stage,Amount,Currency,Deal owner,Associated Company IDs,Associated Company\n"
    static let crmCompanies = """
        Record ID,Company name,Company Domain Name,Create Date
        71,Acme,acme.example,2024-01-10 09:00
        72,Quandrel,quandrel.example,2024-01-10 09:00

        """
}

struct AnswerError: Error { let text: String }

/// A value of the unified JSON, asked by path.
struct Answer: CustomStringConvertible {
    let value: Any?

    init(contentsOf path: String) throws {
        value = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: path)))
    }

    private init(_ value: Any?) { self.value = value is NSNull ? nil : value }

    subscript(_ path: String...) -> Answer {
        path.reduce(self) { answer, key in Answer((answer.value as? [String: Any])?[key]) }
    }

    var list: [Answer] { (value as? [Any] ?? []).map { Answer($0) } }
    var text: String? { value as? String }
    var texts: [String] { list.compactMap(\.text) }
    var number: Double? { (value as? NSNumber)?.doubleValue }
    var count: Int? { (value as? NSNumber)?.intValue }
    var flag: Bool? { (value as? NSNumber)?.boolValue }
    var isNull: Bool { value == nil }
    var keys: Set<String> { Set((value as? [String: Any] ?? [:]).keys) }

    /// The element of a list whose member is that text.
    func first(_ key: String, _ text: String) -> Answer {
        list.first { $0[key].text == text } ?? Answer(nil)
    }

    var description: String { value.map { "\($0)" } ?? "null" }
}
