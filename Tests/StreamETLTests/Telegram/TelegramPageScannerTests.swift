import Foundation
import Testing

@testable import ETLFiles
@testable import ETLMatching
@testable import ETLModel
@testable import ETLSettings
@testable import ETLTelegram

@Suite struct `The scanner of Telegram pages` {
    @Test(arguments: [
        ("plain", ""),
        ("a reply", TelegramHTML.reply),
        ("a forward", TelegramHTML.forward),
        ("media", TelegramHTML.file),
        ("a preview", TelegramHTML.photo),
        ("reactions", TelegramHTML.reactions),
        ("formatting", TelegramHTML.formatted),
        ("a spoiler and emoji of one's own", TelegramHTML.inlineParts),
    ])
    func `reads what the exporter writes, and as the HTML parser does`(
        what: String, more: String
    ) throws {
        let html = TelegramHTML.page(
            "Acme &lt;&gt; Halden «é»", TelegramHTML.service(-1, "24 September 2020"),
            TelegramHTML.service(1, "Ann created group &quot;Acme&quot;"),
            TelegramHTML.message(2, "Ann Lee via @gif", "Hello<br>all", more: more),
            TelegramHTML.message(3, nil, "R&amp;D 👍", more: more))
        let bytes = Array(html.utf8)
        let scanned = try #require(TelegramHTMLTransformer().scanned(bytes))
        #expect(try scanned == TelegramHTMLTransformer().parsed(bytes))
    }

    @Test func `reads every page of the sample but the one with buttons of bots`() throws {
        let sample = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appending(path: "data/sample/telegram")
        let files = try #require(FileManager.default.enumerator(at: sample, includingPropertiesForKeys: nil))
        var (scannedCount, left) = (0, [String]())
        while let file = files.nextObject() as? URL {
            guard file.lastPathComponent.wholeMatch(of: /messages\d*\.html/) != nil else { continue }
            let bytes = [UInt8](try Data(contentsOf: file))
            let parsed = try TelegramHTMLTransformer().parsed(bytes)
            if let scanned = TelegramHTMLTransformer().scanned(bytes) {
                scannedCount += 1
                #expect(scanned == parsed)
            } else {
                left.append(file.deletingLastPathComponent().lastPathComponent)
            }
        }
        #expect(scannedCount >= 8)
        #expect(left == ["chat_4"])
    }

    @Test(arguments: [
        ("an element of another name", "<p>x</p>"),
        ("a table", "<table><tr><td>x</td></tr></table>"),
        ("an element left open", "<div>x"),
        ("an element closed twice", "x</div>"),
        ("an element closed out of turn", "<em><strong>x</em></strong>"),
        ("a link in a link", "<a href=\"a\">x<a href=\"b\">y</a></a>"),
        ("a capital letter", "<STRONG>x</STRONG>"),
        ("a value without quotes", "<a href=x>y</a>"),
        ("a value in single quotes", "<a href='x'>y</a>"),
        ("an attribute without a value", "<span hidden>y</span>"),
        ("an attribute without a name", "<a =\"\" href=\"x\">y</a>"),
        ("two attributes of one name", "<span class=\"a\" class=\"text\">y</span>"),
        ("a name that the HTML parser cuts", "<u \(String(repeating: "w", count: 100))class=\"text\">y</u>"),
        ("a reference in a class", "<span class=\"te&#120;t\">y</span>"),
        ("a comment", "<!-- x -->"),
        ("an unknown reference", "x &hellip; y"),
        ("a bare ampersand", "R&D"),
        ("a bare bracket", "1 < 2"),
        ("a control character", "x\u{1}y"),
        ("a carriage return", "x\r\ny"),
        ("a zero byte", "x\u{0}y"),
        ("a noncharacter", "x\u{FFFF}y"),
        ("a head", "<head></head>"),
        ("an end of the page", "</body></html>"),
    ])
    func `leaves to the HTML parser`(what: String, text: String) throws {
        let page = TelegramHTML.page("Acme", TelegramHTML.message(1, "Ann", text))
        #expect(TelegramHTMLTransformer().scanned(Array(page.utf8)) == nil)
        let plain = TelegramHTML.page("Acme", TelegramHTML.message(1, "Ann", "x"))
        #expect(TelegramHTMLTransformer().scanned(Array(plain.utf8)) != nil)
    }

    @Test(
        arguments: [
            [0xC0, 0x80], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF0, 0x80, 0x80, 0x80],
            [0xF4, 0x90, 0x80, 0x80], [0xF8, 0x88, 0x80, 0x80], [0xE9], [0xE2, 0x82], [0x80],
        ] as [[UInt8]])
    func `leaves bytes that are not UTF-8 to whoever finds their encoding`(odd: [UInt8]) {
        let page = Array(TelegramHTML.page("Acme", TelegramHTML.message(1, "Ann", "x")).utf8)
        // In every place of a block of 64 bytes.
        for place in 300..<364 {
            let bytes = page[..<place] + odd + page[place...]
            #expect(TelegramHTMLTransformer().scanned(Array(bytes)) == nil)
        }
    }

    @Test func `leaves pages with a fault to the parser, which reports it`() throws {
        var limits = InputLimits()
        limits.messageBytes = 40
        let transformer = TelegramHTMLTransformer(limits: limits)
        for (count, isScanned) in [(20, true), (60, false)] {
            let text = String(repeating: "x", count: count)
            let page = Array(TelegramHTML.page("Acme", TelegramHTML.message(1, "Ann", text)).utf8)
            #expect((transformer.scanned(page) != nil) == isScanned)
        }
        let undated = TelegramHTML.page("Acme", TelegramHTML.message(1, "Ann", "x", at: "today"))
        #expect(TelegramHTMLTransformer().scanned(Array(undated.utf8)) == nil)
    }

    @Test(arguments: 1...6 as ClosedRange<UInt64>)
    func `says the same as the parser of a changed page, or nothing`(seed: UInt64) throws {
        let page = Array(Self.richPage.utf8)
        let lines = page.split(separator: 0x0A, omittingEmptySubsequences: false)
        var random = TelegramRandom(state: seed)
        var acceptedCount = 0
        for _ in 0..<250 {
            var changed = page
            switch random.next() % 4 {
            case 0: changed = random.changedLines(lines)
            default:
                for _ in 0...(random.next() % 2) { random.change(&changed) }
            }
            acceptedCount += try isAccepted(changed) ? 1 : 0
        }
        // Otherwise the test would show nothing.
        #expect(acceptedCount > 25)
    }

    @Test(arguments: 1...6 as ClosedRange<UInt64>)
    func `says the same as the parser of markup thrown together, or nothing`(seed: UInt64) throws {
        var random = TelegramRandom(state: seed)
        var acceptedCount = 0
        for _ in 0..<150 {
            var markup = ""
            for _ in 0..<(1 + random.next() % 3) { markup += random.markup(depth: 5) }
            let html = TelegramHTML.page(
                "Acme", TelegramHTML.message(1, "Ann", markup, more: random.markup(depth: 3)),
                TelegramHTML.message(2, nil, random.markup(depth: 2)))
            acceptedCount += try isAccepted(Array(html.utf8)) ? 1 : 0
        }
        #expect(acceptedCount > 25)
    }

    private func isAccepted(_ bytes: [UInt8]) throws -> Bool {
        guard let scanned = TelegramHTMLTransformer().scanned(bytes) else { return false }
        let parsed = try? TelegramHTMLTransformer().parsed(bytes)
        if scanned != parsed {
            Issue.record("the readers differ on: \(String(decoding: bytes, as: UTF8.self))")
        }
        return true
    }

    private static let richPage = TelegramHTML.page(
        "Acme", TelegramHTML.service(-1, "24 September 2020"),
        TelegramHTML.message(2, "Ann", "Hello &amp; <br>all", more: TelegramHTML.formatted),
        TelegramHTML.message(3, nil, "é 🙂", more: TelegramHTML.reactions + TelegramHTML.inlineParts),
        TelegramHTML.message(4, "Bob", "x", more: TelegramHTML.reply + TelegramHTML.forward),
        TelegramHTML.message(5, nil, "y", more: TelegramHTML.file + TelegramHTML.photo))
}
