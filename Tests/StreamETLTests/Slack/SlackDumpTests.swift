import Testing

@testable import ETLFormats
@testable import ETLMatching
@testable import ETLModel
@testable import ETLRendering
@testable import ETLSlack
@testable import ETLWatching

/// What slackdump saves beside exports, and what people save of the Web API's answers.
@Suite
struct `A Slack conversation of another tool` {
    private static let users = #"[{"id":"U1","real_name":"Ann"},{"id":"U2","real_name":"Ben"}]"#

    @Test func `is read of a dump, with the replies of its threads`() async throws {
        let outcome = try await SlackParts.outcome(of: [
            "d/users.json": Self.users,
            "d/C1.json":
                #"{"channel_id":"C1","name":"acme","messages":[{"ts":"1.0","user":"U1","text":"hi","slackdump_thread_replies":[{"ts":"2.0","thread_ts":"1.0","user":"U2","text":"yes"}]},{"ts":"3.0","user":"U1","text":"<@U2>"}]}"#,
        ])
        #expect(outcome.key == "C1")
        #expect(outcome.name == "acme")
        #expect(outcome.messages == ["hi", "yes", "@Ben"])
    }

    @Test func `unites a dump with that of one of its threads`() async throws {
        let outcome = try await SlackParts.outcome(of: [
            "d/C1-1.0.json":
                #"{"channel_id":"C1","thread_ts":"1.0","name":"acme","messages":[{"ts":"1.0","text":"hi"},{"ts":"2.0","thread_ts":"1.0","text":"late"}]}"#,
            "d/C1.json": #"{"channel_id":"C1","name":"","messages":[{"ts":"1.0","text":"hi"}]}"#,
            "d/channels.json": #"[{"id":"C1","name":"acme-better","topic":{"value":"T"}}]"#,
        ])
        #expect(outcome.messages == ["hi", "late"])
        #expect(outcome.name == "acme-better")
        #expect(outcome.directories == ["d"])
    }

    @Test func `is read of chunks, compressed or not`() async throws {
        let lines = [
            #"{"t":7,"ts":1,"id":"D0ACME1","n":2,"cu":["U1","U2"]}"#,
            #"{"t":5,"ts":1,"id":"D0ACME1","ci":{"id":"D0ACME1","is_im":true}}"#,
            #"{"t":0,"ts":2,"id":"D0ACME1","n":1,"m":[{"ts":"1.0","user":"U1","text":"hi"}]}"#,
            #"{"t":1,"ts":3,"id":"D0ACME1","r":"1.0","p":{"ts":"1.0","user":"U1","text":"hi","reply_count":1},"m":[{"ts":"2.0","thread_ts":"1.0","user":"U2","text":"yes"}]}"#,
            #"{"t":99,"ts":4}"#,
        ]
        let text = lines.joined(separator: "\n") + "\n"
        for name in ["D0ACME1.json.gz", "D0ACME1.json"] {
            let outcome = try await SlackParts.outcome(of: [
                "a/\(name)": text,
                "a/users.json.gz": #"{"t":3,"ts":1,"n":2,"u":\#(Self.users)}"#,
            ])
            #expect(outcome.key == "D0ACME1")
            #expect(outcome.name == "Ann, Ben")
            #expect(outcome.messages == ["hi", "yes"])
        }
    }

    @Test func `is named by lists as the Web API answers them`() async throws {
        for isArray in [false, true] {
            func answer(_ text: String) -> String { isArray ? "[\(text)]" : text }
            let outcome = try await SlackParts.outcome(of: [
                "e/\(isArray ? "users" : "users.list").json": answer(
                    #"{"ok":true,"members":[{"id":"U1","name":"ann","profile":{"real_name":"Ann"}}],"cache_ts":1}"#
                ),
                "e/\(isArray ? "channels" : "conversations.list").json": answer(
                    #"{"ok":true,"channels":[{"id":"C1","name":"acme","is_channel":true,"topic":{"value":"T"}}],"response_metadata":{"next_cursor":""}}"#
                ), "e/acme/2024-05-01.json": #"[{"ts":"1.0","user":"U1","text":"hi"}]"#,
            ])
            #expect(outcome.key == "C1")
            #expect(outcome.authors == ["Ann"])
        }
    }

    @Test(arguments: [
        #"{"channel_id":"1","messages":[{"id":"5","content":"of another program"}],"guild":"g","n":1}"#,
        #"{"ok":true,"messages":[]}"#, #"{"ok":true,"members":["U1"]}"#, #"{"t":1}"#,
    ])
    func `is nothing of other programs`(text: String) {
        let bytes = Array((text + String(repeating: " ", count: 600)).utf8)
        let probe = FileProbe(path: RelativePath("x.json"), head: bytes, byteCount: bytes.count)
        let readers: [any Transformer] = [
            SlackListTransformer(), SlackDayTransformer(), SlackDumpTransformer(), SlackChunkTransformer(),
        ]
        #expect(!readers.contains { $0.claims(probe) })
    }

    @Test func `is not read of a database, whose error says what to make of it`() async throws {
        let head = Array("SQLite format 3\0 … CREATE TABLE CHUNK".utf8)
        let reader = SlackDatabaseTransformer()
        #expect(reader.claims(FileProbe(path: RelativePath("a.db"), head: head, byteCount: 99)))
        let other = Array("SQLite format 3\0 … CREATE TABLE places".utf8)
        #expect(!reader.claims(FileProbe(path: RelativePath("a.db"), head: other, byteCount: 99)))
        let cause = TransformError.Cause.notRead(.slackdumpDatabase)
        await #expect(throws: cause) {
            try await reader.transform(SettledFile(path: RelativePath("a.db"), bytes: head)) { _ in }
        }
        #expect(cause.remedy.contains("slackdump convert"))
    }
}
