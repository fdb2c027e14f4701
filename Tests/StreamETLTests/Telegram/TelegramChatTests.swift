import Foundation
import Testing

@testable import ETLModel
@testable import ETLPipeline
@testable import ETLRendering
@testable import ETLTelegram

@Suite struct `Telegram chats` {
    @Test func `carry the author over pages in numeric order`() async throws {
        var drop = TelegramDrop()
        for page in [10, 2, 1, 9] {
            try await drop.add(
                "DataExport_2024-01-01/chats/chat_1/messages\(page == 1 ? "" : "\(page)").html",
                TelegramHTML.page(
                    "Acme", TelegramHTML.message(page * 10, page == 1 ? "Ann" : nil, "p\(page)")))
        }
        let chat = try #require(try drop.chats().first)
        #expect(chat.texts == ["p1", "p2", "p9", "p10"])
        #expect(chat.authors == ["Ann", "Ann", "Ann", "Ann"])
        #expect(chat.object("data")?.number("participant_count") == 1)
        #expect(chat.text("directory") == "DataExport_2024-01-01/chats/chat_1")
    }

    @Test func `of one export are written without being read`() async throws {
        var drop = TelegramDrop()
        try await drop.add(
            "c/messages.html",
            TelegramHTML.page(
                "Acme ", TelegramHTML.service(-1, "1 May 2024"), TelegramHTML.service(1, "made"),
                TelegramHTML.message(2, "Ann", "a")))
        try await drop.add(
            "c/messages2.html",
            TelegramHTML.page("Acme ", TelegramHTML.message(3, "Bob", "b", at: "25.09.2020 10:00:00")))
        let item = try #require(try drop.items().first)
        #expect(drop.readCount == 0)
        #expect(item.title == "Acme")
        #expect(item.messageCount == 3)
        #expect(item.people == ["Ann", "Bob"])
        let data = try #require(try drop.chats().first?.object("data"))
        #expect(data.number("regular_message_count") == 2)
        #expect(data.number("service_message_count") == 1)
        #expect(data.text("first_message_time") == "2020-09-24T13:05:00Z")
        #expect(data.text("last_message_time") == "2020-09-25T10:00:00Z")
        #expect(data["participants"] as? [String] == ["Ann", "Bob"])
    }

    @Test func `of two exports are one, with the newer version of each message`() async throws {
        var drop = TelegramDrop()
        try await drop.add(
            "ChatExport_2024-01-01/messages.html",
            TelegramHTML.page(
                "Acme", TelegramHTML.message(1, "Ann", "one"), TelegramHTML.message(2, "Ann", "typo")))
        try await drop.add(
            "ChatExport_2024-01-01 (1)/messages.html",
            TelegramHTML.page(
                "Acme", TelegramHTML.message(2, "Ann", "fixed"), TelegramHTML.message(3, "Bob", "three")))
        let chats = try drop.chats()
        #expect(chats.count == 1)
        #expect(chats[0].texts == ["one", "fixed", "three"])
        #expect(chats[0].text("directory") == "ChatExport_2024-01-01 (1)")
        #expect(
            chats[0].object("data")?["directories"] as? [String] == [
                "ChatExport_2024-01-01 (1)", "ChatExport_2024-01-01",
            ])
        #expect(chats[0].number("message_count") == 3)
    }

    /// What stands between two messages of a page may be another version of one that counts already.
    @Test(arguments: [[1, 2, 2, 3], [2, 1, 2, 3, 1], [3, 2, 1, 2], [1, 3, 2, 3, 4]])
    func `has each message of a page once, the first of equal ids`(ids: [Int64]) async throws {
        let messages = ids.enumerated().map { TelegramHTML.message(Int($1), "Ann", "\($0)") }
        var drop = TelegramDrop()
        try await drop.add("c/messages.html", TelegramHTML.page("Acme", messages))
        let firsts = Dictionary(ids.enumerated().map { ($1, "\($0)") }) { first, _ in first }
        #expect(try drop.chats().first?.texts == firsts.sorted { $0.key < $1.key }.map(\.value))
    }

    @Test func `that only share a title are two, with different keys`() async throws {
        var drop = TelegramDrop()
        try await drop.add("a/messages.html", TelegramHTML.page("Acme", TelegramHTML.message(1, "Ann", "x")))
        try await drop.add(
            "b/messages.html",
            TelegramHTML.page("Acme", TelegramHTML.message(1, "Bob", "y", at: "25.09.2020 13:05:00")))
        let items = try drop.items()
        #expect(items.count == 2)
        #expect(Set(items.map(\.key)).count == 2)
        #expect(items.allSatisfy { $0.title == "Acme" })
    }

    @Test func `without a title are told apart by their folders`() async throws {
        var drop = TelegramDrop()
        try await drop.add("a/messages.html", TelegramHTML.page("", TelegramHTML.message(1, "Ann", "x")))
        let later = TelegramHTML.message(1, "Ann", "x", at: "25.09.2020 13:05:00")
        try await drop.add("b/messages.html", TelegramHTML.page("", later))
        let items = try drop.items()
        #expect(items.count == 2)
        #expect(Set(items.map(\.key)).count == 2)
        #expect(items.allSatisfy { $0.subject.names.isEmpty })
    }

    @Test func `without a title are one if a message is the same`() async throws {
        var drop = TelegramDrop()
        let page = TelegramHTML.page("", TelegramHTML.message(1, "Ann", "x", at: "01.07.2024 12:00:00"))
        try await drop.add("DataExport_2024-07-02/chats/chat_3/messages.html", page)
        try await drop.add("DataExport_2024-07-03/chats/chat_5/messages.html", page)
        let result = TelegramResultFixture.single(
            TelegramResultFixture.message(1), name: #""""#, type: "private_group", id: "7")
        try await drop.add(
            "DataExport_2024-07-03/result.json", Array(result.utf8), by: TelegramResultJSONTransformer())
        let items = try drop.items()
        #expect(items.map(\.messageCount) == [1])
    }

    /// Of a person who never wrote `result.json` tells the first name.
    private static func unanswered(_ name: String, id: String = "4711") -> [UInt8] {
        let message = TelegramResultFixture.message(1).replacing("Ann Smith", with: "Me").replacing(
            "user4711", with: "user1")
        return Array(TelegramResultFixture.single(message, name: "\"\(name)\"", id: id).utf8)
    }

    @Test func `with a person who never wrote are one in HTML and JSON`() async throws {
        var drop = TelegramDrop()
        let page = TelegramHTML.message(1, "Me", "hi", at: "01.07.2024 12:00:00")
        try await drop.add(
            "DataExport_2024-07-02/chats/chat_1/messages.html", TelegramHTML.page("Ann Wexley", page))
        try await drop.add(
            "DataExport_2024-07-02/result.json", Self.unanswered("Ann"), by: TelegramResultJSONTransformer())
        let items = try drop.items()
        #expect(items.map(\.title) == ["Ann Wexley"])
        #expect(items.map(\.messageCount) == [1])
        #expect(items.first?.subject.names == ["Ann Wexley"])
    }

    @Test func `with a person who wrote later are one in two result.json`() async throws {
        var drop = TelegramDrop()
        let reader = TelegramResultJSONTransformer()
        let answer = TelegramResultFixture.message(2).replacing("1719835200", with: "1719838800")
        let first = TelegramResultFixture.message(1).replacing("Ann Smith", with: "Me").replacing(
            "user4711", with: "user1")
        let answered = TelegramResultFixture.single("\(first),\(answer)")
        try await drop.add("DataExport_2024-07-02/result.json", Self.unanswered("Ann"), by: reader)
        try await drop.add("DataExport_2024-07-09/result.json", Array(answered.utf8), by: reader)
        let items = try drop.items()
        #expect(items.map(\.title) == ["Ann Smith"])
        #expect(items.map(\.messageCount) == [2])
    }

    @Test(arguments: ["Anna Wexley", "Bob", "Wexley Ann"])
    func `with a person who never wrote are not one with that of another`(title: String) async throws {
        var drop = TelegramDrop()
        let page = TelegramHTML.message(1, "Me", "hi", at: "01.07.2024 12:00:00")
        try await drop.add("a/messages.html", TelegramHTML.page(title, page))
        try await drop.add("b/result.json", Self.unanswered("Ann"), by: TelegramResultJSONTransformer())
        #expect(try drop.items().map(\.title).sorted() == ["Ann", title].sorted())
    }

    @Test func `without messages are one in HTML and JSON of one folder`() async throws {
        var drop = TelegramDrop()
        let empty = TelegramHTML.page("Acme", "No exported messages")
        for folder in ["ChatExport_2024-05-01", "ChatExport_2024-05-02"] {
            try await drop.add("\(folder)/messages.html", empty)
        }
        let result = TelegramResultFixture.single("", name: #""Acme""#, type: "private_group", id: "7")
        try await drop.add(
            "ChatExport_2024-05-01/result.json", Array(result.utf8), by: TelegramResultJSONTransformer())
        #expect(try drop.items().count == 2)
    }

    @Test func `of service lines alone are one if a line and its day agree`() async throws {
        var drop = TelegramDrop()
        let lines = [TelegramHTML.service(-1, "1 May 2024"), TelegramHTML.service(1, "Ann created group")]
        try await drop.add("a/messages.html", TelegramHTML.page("Acme", lines))
        try await drop.add(
            "b/messages.html", TelegramHTML.page("Acme", lines + [TelegramHTML.service(2, "Bob joined")]))
        try await drop.add(
            "c/messages.html",
            TelegramHTML.page("Acme", [lines[0], TelegramHTML.service(1, "Eve created group")]))
        #expect(try drop.items().map(\.messageCount).sorted() == [1, 2])
    }

    @Test func `of result.json and of pages are one`() async throws {
        var drop = TelegramDrop()
        try await drop.add(
            "e/chats/chat_1/messages.html",
            TelegramHTML.page(
                "Acme", TelegramHTML.message(1, "Ann", "html"), TelegramHTML.message(2, nil, "html 2")))
        try await drop.add(
            "e/chats/chat_2/messages.html",
            TelegramHTML.page("Acme", TelegramHTML.message(7, "Eve", "other", at: "01.01.2021 00:00:00")))
        var pages = TelegramPageBuilder(exporter: .json)
        pages.heading.chatName = "Acme"
        pages.heading.chatID = "4711"
        pages.heading.chatType = "private_group"
        var message = TelegramMessage()
        message.id = 1
        message.author = "Ann"
        message.text = Array("json".utf8)
        let time = UTCTime.seconds(year: 2020, month: 9, day: 24, hour: 13, minute: 5)
        message.time = TelegramTime(utc: time, wall: time + 7_200, printedOffset: nil)
        pages.append(message)
        drop.add("e/result.json", pages.take(unit: "4711"))
        let chats = try drop.chats()
        #expect(chats.count == 2)
        let united = try #require(chats.first { $0.number("message_count") == 2 })
        #expect(united.texts == ["json", "html 2"])
        #expect(united.authors == ["Ann", "Ann"])
        #expect(united.text("directory") == "e/chats/chat_1")
        #expect(united.object("data")?.text("chat_id") == "4711")
    }

    @Test func `do not depend on the order in which files came`() async throws {
        let files = [
            (
                "ChatExport_2024-01-01/messages.html",
                TelegramHTML.page("Acme", (1...5).map { TelegramHTML.message($0, "Ann", "old \($0)") })
            ),
            (
                "ChatExport_2024-02-01/messages.html",
                TelegramHTML.page("Acme", (3...7).map { TelegramHTML.message($0, "Ann", "new \($0)") })
            ),
            (
                "ChatExport_2024-02-01/messages2.html",
                TelegramHTML.page("Acme", (8...9).map { TelegramHTML.message($0, nil, "new \($0)") })
            ),
            ("x/messages.html", TelegramHTML.page("Acme", TelegramHTML.message(50, "Eve", "alone"))),
        ]
        var outcomes: Set<[UInt8]> = []
        for order in [files, files.reversed(), [files[2], files[0], files[3], files[1]]] {
            var drop = TelegramDrop()
            for (path, html) in order { try await drop.add(path, html) }
            outcomes.insert(try drop.items().flatMap { $0.members + drop.data(of: $0) })
        }
        #expect(outcomes.count == 1)
    }

    @Test(arguments: [
        ("ChatExport_2024-05-01 (2)/messages.html", 2), ("a/DataExport_2024-05-01/chats/chat_1", 0),
        ("ChatExport_2024-05-01.zip/messages.html", 0),
    ])
    func `are as new as their folder's name says`(path: String, number: Int) throws {
        let date = try #require(TelegramExportDate(RelativePath(path)))
        #expect(UTCTime.text(date.day) == "2024-05-01T00:00:00Z")
        #expect(date.number == number)
        #expect(TelegramExportDate(RelativePath("ChatExport_2024-5-1x/a")) == nil)
    }
}
