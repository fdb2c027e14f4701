import Foundation
import Testing

/// The schema beside that of the last release: a reader of that one can read what this one describes.
@Suite struct `The schema of the unified JSON` {
    private static func schema(_ name: String) throws -> [String: Any] {
        let url = URL(fileURLWithPath: EtlWatchProcess.repository + "/docs/schema/" + name)
        return try JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Any] ?? [:]
    }

    /// Paths of keys that are described and of keys that are always there.
    private static func keys(
        of value: Any, at path: String = "", into keys: inout (described: Set<String>, required: Set<String>)
    ) {
        guard let object = value as? [String: Any] else {
            for element in value as? [Any] ?? [] { self.keys(of: element, at: path, into: &keys) }
            return
        }
        if let properties = object["properties"] as? [String: Any] {
            for key in properties.keys { keys.described.insert("\(path).\(key)") }
            for key in object["required"] as? [String] ?? [] { keys.required.insert("\(path).\(key)") }
        }
        for (key, inner) in object where key != "if" && key != "then" && key != "else" {
            let isNamed = key == "$defs" || key == "properties"
            guard isNamed, let members = inner as? [String: Any] else {
                self.keys(of: inner, at: path, into: &keys)
                continue
            }
            for (name, member) in members { self.keys(of: member, at: "\(path).\(name)", into: &keys) }
        }
    }

    @Test func `has every key of the last release, as always there as it was`() throws {
        var before = (described: Set<String>(), required: Set<String>())
        var now = before
        try Self.keys(of: Self.schema("unified.1.0.schema.json"), into: &before)
        try Self.keys(of: Self.schema("unified.schema.json"), into: &now)
        #expect(before.described.count > 100)
        #expect(before.described.subtracting(now.described).sorted() == [])
        #expect(before.required.subtracting(now.required).sorted() == [])
    }

    @Test func `has a higher minor number than the last release, since it has more`() async throws {
        let metadata = try await AnswerPlace([:]).answers()["metadata"]
        let version = (metadata["schema_version"].text ?? "").split(separator: ".").compactMap { Int($0) }
        #expect(version.count == 3 && version[0] == 1 && version[1] > 0)
    }

    @Test func `describes what is written of exports of all sources`() async throws {
        let place = try AnswerPlace([
            AnswerPlace.workspace + "users.json": AnswerPlace.slackUsers,
            AnswerPlace.workspace + "channels.json": AnswerPlace.slackChannels,
            AnswerPlace.workspace + "ext-acme/2024-07-02.json": AnswerPlace.slack([(1_719_907_200, "U3", "x")]
            ),
            AnswerPlace.workspace + "random/2024-07-02.json": AnswerPlace.slack([
                (1_719_907_200, "U1", "Acme and Quandrel")
            ]),
            "calendar/a.ics": AnswerPlace.calendar([
                ("m", "20240705T090000Z", ["abel@acme.example"]), ("n", "20240805T090000Z", ["a@x.example"]),
            ]),
            "hubspot/hubspot-crm-exports-all-deals-2024-07-19.csv": AnswerPlace.dealHeader
                + "91,Acme,,,,,,\n92,Nobody's,Closed Won,5,USD,Otto Owner,,\n",
        ])
        _ = try await place.answers()
        let validator = Process()
        validator.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        validator.arguments = [
            "python3", EtlWatchProcess.repository + "/Tests/EndToEndTests/validate.py",
            EtlWatchProcess.repository + "/docs/schema/unified.schema.json",
            place.place.path + "/state/unified.json",
        ]
        let pipe = Pipe()
        validator.standardOutput = pipe
        try validator.run()
        let report = String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        validator.waitUntilExit()
        #expect(validator.terminationStatus == 0, "\(report)")
    }
}
