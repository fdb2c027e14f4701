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
        ("buttons", TelegramHTML.buttons), ("buttons as before version 5.9", TelegramHTML.openButtons),
        ("buttons that nobody closed", TelegramHTML.brokenButtons), ("a rich message", TelegramHTML.rich),
        ("a poll", TelegramHTML.poll), ("reactions of one's own", TelegramHTML.ownReactions),
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

    /// Each is compared with the HTML parser's reading.
    @Test(arguments: [
        "&laquo;a&raquo; &hellip; &euro; &Alpha; &lang;", "&#171;a&#xbb;&#XBB; &#65b &#x41g &#x41",
        "&amp &foo; &foo &;",
        "R&D AT&T; &é; a&", "&#; &#x; &#x0B; &#0; &#xD800; &#99999999999; &#xFFFE;", "&ampx; &notin; &not",
        "1 < 2 <3 <- <",
        "<a =\"\" href=\"https://x.example/?a=1&amp;b=2&c\">x</a>", "<a href = \"e.webp\">x</a>",
        "<a =\"\" onclick=\"return ShowTextCopied(&apos;Data: a<br>b > c&apos;);\">x</a>",
        "<em><strong>x</em></strong>", "<div>x", "<span><p>x", "x</div>", "<p>a<p>b<div>c</p>",
        "<b>a<p>b</b>c</p>",
        "<a href=\"a:b\">x<a href=\"c:d\">y</a></a>", "<table><tr><td>x<td>y<tr><th>z</table>",
        "<ul><li>a<li>b<ol><li>c</ul>", "<h2>a<p>b</h2>", "<email>x</email>", "<u><td>a</td></u>",
        "<span class=\"te&#120;t\">y</span>", "<a href='x:y' title='a\"b'>y</a>",
        "<div class=\"media_poll\"><div class=\"total details&#x09;\">2 votes</div></div>",
    ])
    func `reads what is left open or out of turn as the HTML parser does`(text: String) throws {
        for more in ["", TelegramHTML.openButtons, TelegramHTML.reactions] {
            let html = TelegramHTML.page(
                "Acme", TelegramHTML.service(1, "Ann created group " + text),
                TelegramHTML.message(2, "Ann", text, more: more),
                TelegramHTML.message(3, nil, "b", more: more),
                TelegramHTML.message(4, "Bob", "c"))
            let bytes = Array(html.utf8)
            let scanned = try #require(TelegramHTMLTransformer().scanned(bytes))
            #expect(try scanned == TelegramHTMLTransformer().parsed(bytes))
        }
    }

    @Test func `knows every named reference of the HTML parser`() throws {
        var names = 0
        for length in [
            "quot", "nbsp", "thetasym", "there4", "Dagger", "hArr", "sube", "frac34", "yuml", "apos",
        ] {
            let html = TelegramHTML.page("Acme", TelegramHTML.message(1, "Ann", "a&\(length);b"))
            let scanned = try #require(TelegramHTMLTransformer().scanned(Array(html.utf8)))
            #expect(try scanned == TelegramHTMLTransformer().parsed(Array(html.utf8)))
            #expect(!String(decoding: scanned[0].payload, as: UTF8.self).contains("&"))
            names += 1
        }
        #expect(names == 10)
    }

    @Test func `says which reader took a page, and why`() async throws {
        let counts = ReadingCounts(names: TelegramHTMLTransformer.countNames)
        let plain = Array(TelegramHTML.page("Acme", TelegramHTML.message(1, "Ann", "x")).utf8)
        let odd = Array(TelegramHTML.page("Acme", TelegramHTML.message(1, "Ann", "<!-- x -->")).utf8)
        for reader in TelegramReader.allCases {
            let transformer = TelegramHTMLTransformer(reader: reader, counts: counts)
            for bytes in [plain, odd] {
                let file = SettledFile(path: RelativePath("messages.html"), bytes: bytes)
                try await transformer.transform(file) { _ in }
            }
        }
        #expect(counts.counts.map(\.count) == [1, plain.count, 3, plain.count + 2 * odd.count])
        #expect(counts.notes.count == 3)
        #expect(counts.notes[0].hasSuffix(": a tag or an attribute that Telegram Desktop does not write"))
        #expect(counts.notes[1] == "the setting telegram_reader")
    }

    @Test func `reads every page of the sample`() throws {
        let sample = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appending(path: "data/sample/telegram")
        let files = try #require(FileManager.default.enumerator(at: sample, includingPropertiesForKeys: nil))
        var scannedCount = 0
        while let file = files.nextObject() as? URL {
            guard file.lastPathComponent.wholeMatch(of: /messages\d*\.html/) != nil else { continue }
            let bytes = [UInt8](try Data(contentsOf: file))
            let parsed = try TelegramHTMLTransformer().parsed(bytes)
            #expect(TelegramHTMLTransformer().scanned(bytes) == parsed)
            scannedCount += 1
        }
        #expect(scannedCount >= 9)
    }

    @Test(
        arguments: [
            ("an element of another name", "<center>x</center>"),
            ("an attribute that begins with a hyphen", "<u -x=\"a\">y</u>"),
            ("a long name of a reference", "&\(String(repeating: "w", count: 1_001));"),
            ("a capital letter", "<STRONG>x</STRONG>"),
            ("a value without quotes", "<a href=x>y</a>"),
            ("an attribute without a value", "<span hidden>y</span>"),
            ("two attributes of one name", "<span class=\"a\" class=\"text\">y</span>"),
            (
                "a name that the HTML parser cuts",
                "<u \(String(repeating: "w", count: 100))class=\"text\">y</u>"
            ),
            ("a comment", "<!-- x -->"),
            ("a control character", "x\u{1}y"),
            ("a carriage return", "x\r\ny"),
            ("a zero byte", "x\u{0}y"),
            ("a noncharacter", "x\u{FFFF}y"),
            ("a head", "<head></head>"),
            ("an end of the page", "</body></html>"),
        ] as [(String, LongText)])
    func `leaves to the HTML parser`(what: String, text: LongText) throws {
        let page = TelegramHTML.page("Acme", TelegramHTML.message(1, "Ann", text.text))
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

    @Test(arguments: ["</script>", "</title>", "</head>", "<body onload=\"CheckLocation();\">"])
    func `leaves to the HTML parser a page whose head is not closed`(tag: String) {
        let page = TelegramHTML.page("Acme", TelegramHTML.message(1, "Ann", "x"))
        let script = page.replacing("</head>", with: "<script src=\"js/script.js\">\n  </script>\n </head>")
        #expect(TelegramHTMLTransformer().scanned(Array(script.utf8)) != nil)
        #expect(TelegramHTMLTransformer().scanned(Array(script.replacing(tag, with: "").utf8)) == nil)
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
        TelegramHTML.message(
            5, nil, "y &laquo;z&raquo; &#x41;", more: TelegramHTML.file + TelegramHTML.photo),
        TelegramHTML.message(6, "Bob", "z", more: TelegramHTML.openButtons + TelegramHTML.poll),
        TelegramHTML.message(7, "Bob", "z", more: TelegramHTML.rich + TelegramHTML.ownReactions))
}
