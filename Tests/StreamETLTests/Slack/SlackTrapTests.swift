import Testing

@testable import ETLFormats
@testable import ETLMatching
@testable import ETLModel
@testable import ETLRendering
@testable import ETLSlack
@testable import ETLWatching

/// What exports of workspaces really hold, one trap a test.
@Suite
struct `A Slack conversation` {
    @Test func `shows a message as a log of edits left it, once`() async throws {
        let outcome = try await conversation(
            #"{"ts":"1.0","user":"U1","text":"frist"}"#,
            #"{"ts":"1.5","subtype":"message_changed","hidden":true,"message":{"ts":"1.0","user":"U1","text":"first","edited":{"user":"U1","ts":"1714640400.0"}},"previous_message":{"ts":"1.0","text":"frist"}}"#
        )
        #expect(outcome.messages == ["first"])
        #expect(outcome.edits == ["2024-05-02T09:00:00Z"])
    }

    @Test(arguments: [#""deleted_ts":"1.0""#, #""previous_message":{"ts":"1.0","text":"oops"}"#])
    func `does not show a message that a log of edits says is deleted`(members: String) async throws {
        let outcome = try await conversation(
            #"{"ts":"1.0","user":"U1","text":"oops"}"#, #"{"ts":"2.0","user":"U1","text":"stays"}"#,
            #"{"ts":"3.0","subtype":"message_deleted",\#(members)}"#)
        #expect(outcome.messages == ["stays"])
    }

    @Test func `does not get a message back that only an older export has, once it is deleted`() async throws
    {
        let outcome = try await SlackParts.outcome(of: [
            "old/c/2024-05-01.json": #"[{"ts":"1.0","text":"oops"}]"#,
            "new/c/2024-05-01.json":
                #"[{"ts":"3.0","subtype":"message_deleted","deleted_ts":"1.0"},{"ts":"4.0","text":"new"}]"#,
        ])
        #expect(outcome.messages == ["new"])
    }

    @Test(arguments: [
        (
            #"{"ts":"1.0","subtype":"message_changed","user":"U1","text":"new","edited":{"ts":"1714640400.0"}}"#,
            ["new"]
        ),
        (
            #"{"ts":"1.0","subtype":"message_replied","user":"U1","text":"old","thread_ts":"1.0","reply_count":2}"#,
            ["old"]
        ),
        (
            #"{"ts":"9.0","subtype":"message_changed","text":"new","previous_message":{"ts":"1.0","user":"U1","text":"old"}}"#,
            ["new"]
        ),
        (#"{"ts":"9.0","subtype":"message_changed","previous_message":{"ts":"1.0","text":"old"}}"#, ["old"]),
        (#"{"ts":"9.0","subtype":"message_replied"}"#, ["old"]),
        (#"{"ts":"1.0","subtype":"message_changed"}"#, ["old"]),
    ])
    func `keeps a message that a change without its message tells of`(entry: String, shown: [String])
        async throws
    {
        let outcome = try await conversation(#"{"ts":"1.0","user":"U1","text":"old"}"#, entry)
        #expect(outcome.messages == shown)
        #expect(outcome.authors == ["Ann"])
    }

    @Test(arguments: ["bot_add", "bot_remove"])
    func `names the person who added or removed an app`(subtype: String) async throws {
        let outcome = try await conversation(
            #"{"ts":"1.0","subtype":"\#(subtype)","user":"U1","bot_id":"B1","text":"x"}"#,
            #"{"ts":"2.0","subtype":"\#(subtype)","user":"UX","bot_id":"B1","text":"x","bot_profile":{"name":"App"},"user_profile":{"real_name":"Xen"}}"#,
            #"{"ts":"3.0","subtype":"\#(subtype)","bot_id":"B1","text":"nobody is named"}"#)
        #expect(outcome.services == 3)
        #expect(outcome.people == ["Ann", "Xen"])
        #expect(outcome.ofBots == ["3.0"])
    }

    @Test(arguments: [
        "reminder_add", "reminder_delete", "reminder_edit", "joiner_notification",
        "joiner_notification_for_inviter", "sh_room_shared", "mpim_join", "bot_disable", "ekm_access_denied",
        "channel_canvas_updated", "document_mention",
    ])
    func `takes notices of the workspace for service lines`(subtype: String) async throws {
        let outcome = try await conversation(
            #"{"ts":"1.0","subtype":"\#(subtype)","user":"U1","text":"x"}"#,
            #"{"ts":"2.0","subtype":"slackbot_response","user":"USLACKBOT","text":"x"}"#,
            #"{"ts":"3.0","subtype":"thread_broadcast","user":"U1","text":"x"}"#)
        #expect(outcome.services == 1)
    }

    @Test func `calls Slackbot so, though no list has it`() async throws {
        let outcome = try await SlackParts.outcome(of: [
            "e/users.json": #"[{"id":"U1","real_name":"Ann"}]"#,
            "e/c/2024-05-01.json":
                #"[{"ts":"1.0","user":"USLACKBOT","text":"hi"},{"ts":"2.0","user":"U1","text":"<@USLACKBOT> and <@USLACKBOT|slackbot>"}]"#,
        ])
        #expect(outcome.authors == ["Ann", "Slackbot"])
        #expect(outcome.messages.last == "@Slackbot and @Slackbot")
        #expect(outcome.people == ["Ann"])
    }

    @Test(arguments: [
        (#"{"id":"D1","user":"U2"}"#, "Ben"), (#"{"id":"D1","is_im":true,"user":"U9"}"#, "U9"),
        (#"{"id":"D1","user":"U2","members":["U1","U2"]}"#, "Ann, Ben"),
    ])
    func `is called by the other one whom a direct conversation names`(entry: String, name: String)
        async throws
    {
        let outcome = try await SlackParts.outcome(of: [
            "e/users.json": #"[{"id":"U1","real_name":"Ann"},{"id":"U2","real_name":"Ben"}]"#,
            "e/dms.json": "[\(entry)]", "e/D1/2024-05-01.json": #"[{"ts":"1.0","user":"U1","text":"x"}]"#,
        ])
        #expect(outcome.name == name)
        #expect(outcome.type == "dm")
    }

    @Test(arguments: [("ｱｸﾒ", "アクメ"), ("acme-cafe", "acme-café")])
    func `is found by the name that Slack writes in other letters`(folder: String, name: String) async throws
    {
        let outcome = try await SlackParts.outcome(of: [
            "e/channels.json": #"[{"id":"C1","name":"\#(name)","name_normalized":"\#(folder)"}]"#,
            "e/\(folder)/2024-05-01.json": "[]",
        ])
        #expect(outcome.key == "C1")
        #expect(outcome.name == name)
    }

    @Test func `counts a reply that was also sent to the channel once`() async throws {
        let reply =
            #"{"ts":"2.000100","thread_ts":"1.0","user":"U1","text":"r","subtype":"thread_broadcast"}"#
        let outcome = try await SlackParts.outcome(of: [
            "e/c/2024-05-01.json": #"[{"ts":"1.0","text":"root","replies":[{"ts":"2.000100"}]},\#(reply)]"#,
            "e/c/2024-05-02.json": "[\(reply)]",
        ])
        #expect(outcome.messages == ["root", "r"])
    }

    @Test func `keeps messages apart that are a microsecond apart`() async throws {
        let outcome = try await conversation(
            #"{"ts":"1714640400.000001","text":"a"}"#, #"{"ts":"1714640400.000002","text":"b"}"#)
        #expect(outcome.messages == ["a", "b"])
    }

    @Test func `takes deleted parents of threads and huddles for service lines`() async throws {
        let outcome = try await conversation(
            #"{"ts":"1.0","subtype":"tombstone","user":"USLACKBOT","text":"This message was deleted.","hidden":true}"#,
            #"{"ts":"2.0","subtype":"huddle_thread","user":"U1","text":"A huddle started","room":{"participants":["U1"]}}"#,
            #"{"ts":"3.0","subtype":"channel_convert_to_private","user":"U1","text":"x"}"#,
            #"{"ts":"4.0","subtype":"me_message","user":"U1","text":"waves"}"#)
        #expect(outcome.services == 3)
        #expect(outcome.authors == ["Ann"])
    }

    @Test func `knows bots by the lists, by the message and Slack's own by its id`() async throws {
        let outcome = try await conversation(
            #"{"ts":"1.0","user":"UB","bot_id":"B1","text":"an app as a user"}"#,
            #"{"ts":"2.0","user":"UX","bot_id":"B2","bot_profile":{"name":"Unlisted"},"text":"x"}"#,
            #"{"ts":"3.0","user":"USLACKBOT","text":"Reminder"}"#,
            #"{"ts":"4.0","user":"U1","bot_id":"B3","text":"a person through an app"}"#,
            #"{"ts":"5.0","bot_id":"B4","text":"nobody else"}"#)
        #expect(outcome.ofBots == ["1.0", "2.0", "3.0", "5.0"])
        #expect(outcome.people == ["Ann"])
        #expect(outcome.authors == ["Ann", "B4", "Builder", "Slackbot", "Unlisted"])
    }

    @Test func `names people of other organisations by what any of their messages says`() async throws {
        let outcome = try await conversation(
            #"{"ts":"1.0","user":"UF","user_team":"T2","text":"hi","user_profile":{"real_name":"Fay","email":"fay@acme.example"}}"#,
            #"{"ts":"2.0","user":"UF","user_team":"T2","text":"again"}"#,
            #"{"ts":"3.0","user":"U1","text":"thanks <@UF>"}"#)
        #expect(outcome.authors == ["Ann", "Fay"])
        #expect(outcome.messages.last == "thanks @Fay")
        #expect(outcome.emails == ["fay@acme.example"])
    }

    @Test func `reads a character that was cut in half`() async throws {
        let outcome = try await conversation(
            #"{"ts":"1.0","user":"U1","text":"cut \ud83d"}"#, #"{"ts":"2.0","user":"U1","text":"whole"}"#)
        #expect(outcome.messages == ["cut \u{FFFD}", "whole"])
    }

    private static let may = "Acme Slack export May 1 2024 - May 31 2024"
    private static let june = "Acme Slack export Apr 1 2024 - Jun 30 2024"

    @Test(arguments: [(#""edited":{"ts":"1718000000.0"},"#, may), ("", june)])
    func `is as the later export has it, though nobody wrote since`(edit: String, newest: String) async throws
    {
        let outcome = try await SlackParts.outcome(of: [
            "\(Self.may)/channels.json": #"[{"id":"C1","name":"c"}]"#,
            "\(Self.may)/c/2024-05-20.json":
                #"[{"ts":"1716200000.0",\#(newest == Self.may ? edit : "")"text":"of May"}]"#,
            "\(Self.june)/channels.json": #"[{"id":"C1","name":"c"}]"#,
            "\(Self.june)/c/2024-05-20.json": #"[{"ts":"1716200000.0","text":"of June"}]"#,
        ])
        #expect(outcome.messages == [newest == Self.may ? "of May" : "of June"])
        #expect(outcome.directories == ["\(Self.june)/c", "\(Self.may)/c"])
    }

    @Test(
        arguments: [
            ("Acme Slack export May 1 2024 - May 31 2024.zip", 1_717_113_600),
            ("a/May 31 2024/export", 1_717_113_600),
            ("Acme Slack export", nil), ("Acme May 2024", nil), ("", nil),
        ] as [(String, Int64?)])
    func `is of the period that its export's name tells`(path: String, end: Int64?) {
        #expect(SlackPeriod.end(in: RelativePath(path)) == end)
    }

    @Test(arguments: [
        ("channels.json", "channel"), ("groups.json", "group"), ("mpims.json", "channel"),
    ])
    func `is private if a list of private ones has it`(list: String, type: String) async throws {
        let outcome = try await SlackParts.outcome(of: [
            "e/\(list)": #"[{"id":"C02","name":"c"}]"#, "e/c/2024-05-20.json": "[]",
        ])
        #expect(outcome.type == type)
    }

    @Test func `has its topic and purpose without markup`() throws {
        let text =
            #"[{"id":"C1","topic":{"value":"R&amp;D <https://x.example/?a&amp;b|wiki> <@U1|ann>"},"#
            + #""purpose":{"value":"&lt;beta&gt; <#C2>"}}]"#
        let document = try JSONDocument(Array(text.utf8), file: .root, rule: "test")
        let channel = withExtendedLifetime(document) {
            document.root.elements.first.flatMap { SlackChannel($0, limits: InputLimits()) }
        }
        #expect(channel?.topic == "R&D wiki (https://x.example/?a&b) @ann")
        #expect(channel?.purpose == "<beta> #C2")
    }

    @Test func `shows a comment on a file, not what Slack says about it`() async throws {
        let outcome = try await conversation(
            #"{"ts":"1.0","subtype":"file_comment","text":"<@U1|ann> commented: nice","comment":{"user":"U1","comment":"nice"}}"#,
            #"{"ts":"2.0","subtype":"file_comment","text":"<@U1|ann> commented"}"#)
        #expect(outcome.messages == ["nice", "@Ann commented"])
    }

    @Test(arguments: [#"{"ok":true,"messages":[]}"#, #"{"ok":false,"error":"x"}"#, "{}", " { } "])
    func `whose day is an answer of the API is refused`(text: String) async {
        await #expect(throws: TransformError.self) {
            try await SlackParts.outcome(of: ["e/c/2024-05-20.json": text])
        }
    }

    @Test(arguments: ["tombstone", "hidden_by_limit"])
    func `lists files that are gone, and passes over what is none`(mode: String) async throws {
        let outcome = try await conversation(
            #"{"ts":"1.0","subtype":"file_share","text":"","files":[{"id":"F1","mode":"\#(mode)"},null]}"#)
        #expect(outcome.fileModes == [mode])
    }

    @Test(arguments: [
        ("<!channel|channel> <!here|@here>", "@channel @here"), ("<#C9|>", "#C9"),
        ("<!subteam^S1>", "@S1"), ("<@U1>\u{FE0F}!", "@Ann\u{FE0F}!"),
        ("1 < 2 > 1", "1 < 2 > 1"), ("<>", "<>"), ("a <<@U1>>", "a <@Ann>"),
        ("&amp;lt; &quot;", "&lt; &quot;"),
    ])
    func `reads tokens and escapes of Slack and leaves other signs`(markup: String, text: String) async throws
    {
        #expect(try await conversation(#"{"ts":"1.0","text":"\#(markup)"}"#).messages == [text])
    }

    @Test func `is called by its people where it is direct`() async throws {
        let direct = try await SlackParts.outcome(of: [
            "e/users.json": Self.users,
            "e/dms.json": #"[{"id":"D1","created":1,"members":["U1","UF"]}]"#,
            "e/D1/2024-05-01.json":
                #"[{"ts":"1.0","user":"UF","text":"x","user_profile":{"real_name":"Fay"}}]"#,
        ])
        #expect(direct.name == "Ann, Fay")
        #expect(direct.type == "dm")
        let group = try await SlackParts.outcome(of: [
            "e/mpims.json": #"[{"id":"G1","name":"mpdm-ann--fay-1","members":["U1","UF"]}]"#,
            "e/mpdm-ann--fay-1/2024-05-01.json": #"[{"ts":"1.0","user":"U1","text":"x"}]"#,
        ])
        #expect(group.name == "U1, UF")
        #expect(group.type == "mpim")
    }

    @Test func `finds its people in an organisation's list above its workspace`() async throws {
        let outcome = try await SlackParts.outcome(of: [
            "e/org_users.json": Self.users,
            "e/teams/halden/channels.json": #"[{"id":"C1","name":"general"}]"#,
            "e/teams/halden/general/2024-05-01.json": #"[{"ts":"1.0","user":"U1","text":"x"}]"#,
        ])
        #expect(outcome.key == "C1")
        #expect(outcome.authors == ["Ann"])
    }

    @Test func `is there without any list, by its folder and ids`() async throws {
        let outcome = try await SlackParts.outcome(of: [
            "e/general/2024-05-01.json": #"[{"ts":"1.0","user":"U1","text":"<@U1> <#C1|general>"}]"#
        ])
        #expect(outcome.key == "general")
        #expect(outcome.name == "general")
        #expect(outcome.messages == ["@U1 #general"])
        #expect(outcome.authors == ["U1"])
    }

    private static let users =
        #"[{"id":"U1","real_name":"Ann","profile":{}},{"id":"UB","real_name":"Builder","is_bot":true},{"id":"USLACKBOT","is_bot":false}]"#

    private func conversation(_ entries: String...) async throws -> SlackOutcome {
        try await SlackParts.outcome(of: [
            "e/users.json": Self.users, "e/c/2024-05-01.json": "[" + entries.joined(separator: ",") + "]",
        ])
    }
}
