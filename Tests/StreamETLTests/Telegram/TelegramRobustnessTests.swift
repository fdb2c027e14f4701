import Foundation
import Testing

@testable import ETLFiles
@testable import ETLMatching
@testable import ETLModel
@testable import ETLPipeline
@testable import ETLStore
@testable import ETLTelegram

@Suite struct `A Telegram reader` {
    private static let page = TelegramHTML.page(
        "Acme", TelegramHTML.service(-1, "24 September 2020"), TelegramHTML.service(1, "Ann created"),
        TelegramHTML.message(2, "Ann", "Hello <b>you</b><br>&amp; <a href=\"x\">all</a>"),
        TelegramHTML.message(
            3, nil, "<pre>é 🙂</pre>",
            more:
                "<span class=\"reactions\"><span class=\"reaction\"><span class=\"emoji\">x</span></span></span>"
        ))

    @Test func `claims message pages and nothing else`() {
        func claims(_ name: String, _ text: String) -> Bool {
            let bytes = Array(text.utf8)
            return TelegramHTMLTransformer().claims(
                FileProbe(
                    path: RelativePath(name), head: Array(bytes.prefix(FileProbe.headByteCount)),
                    byteCount: bytes.count))
        }
        #expect(claims("any/name.html", Self.page))
        #expect(claims("messages2.html", String(Self.page.prefix(200))))
        #expect(
            !claims(
                "lists/chats.html",
                Self.page.replacing("chat_page", with: "list_page").replacing("history", with: "entry_list")))
        #expect(!claims("messages.html", "<html><body>Mail</body></html>"))
        #expect(!claims("messages.json", "{}"))
        #expect(!claims("messages.html", ""))
    }

    @Test(arguments: [true, false])
    func `reads UTF-16`(isLittleEndian: Bool) async throws {
        let units = [0xFEFF] + Array(Self.page.utf16)
        let bytes = units.flatMap { unit in
            isLittleEndian ? [UInt8(unit & 255), UInt8(unit >> 8)] : [UInt8(unit >> 8), UInt8(unit & 255)]
        }
        var drop = TelegramDrop()
        try await drop.add("c/messages.html", bytes, by: TelegramHTMLTransformer())
        #expect(try drop.chats().first?.texts.last == "é 🙂")
        let probe = FileProbe(
            path: RelativePath("c/messages.html"), head: Array(bytes.prefix(16_384)), byteCount: bytes.count)
        #expect(TelegramHTMLTransformer().claims(probe))
    }

    /// libxml2 takes time that grows with the square of a tag's attributes.
    ///
    /// Guarantee: no-input-exhausts-the-process/limits
    @Test(arguments: [
        "<b %>x</b>", "<!--><b %>x</b>", "<!-- <b a=\" --><b %>x</b>", "<script>'</script><b %>x</b>",
        "<b x='>' %>x</b>", "<?x '?><b %>x</b>", "<b \"' %>x</b>", "<!--->\"<b %>x</b>",
        "<!-- ' --!><b %>x</b>", "<b a=x\" %>x</b>", "<b a=\">\" %/>x",
    ])
    func `refuses tags with very many attributes, wherever they stand`(tag: String) async throws {
        for (count, isRefused) in [(100, false), (300, true), (40_000, true)] {
            let attributes = (0..<count).map { "a\($0)=1" }.joined(separator: " ")
            let page = TelegramHTML.page(
                "Acme", TelegramHTML.message(1, "Ann", tag.replacing("%", with: attributes)))
            var cause: TransformError.Cause?
            do {
                _ = try await telegramContributions(
                    "c/messages.html", Array(page.utf8), by: TelegramHTMLTransformer())
            } catch {
                cause = error as? TransformError.Cause
            }
            #expect(cause == (isRefused ? .malformed("telegram.html.attributes") : nil), "\(count)")
        }
    }

    @Test func `takes a name without end for as many attributes as libxml2 does`() {
        func isOverloaded(_ bytes: Int) -> Bool {
            TelegramMarkup.isOverloaded(Array("<b \(String(repeating: "a", count: bytes))>".utf8))
        }
        #expect(!isOverloaded(25_600))
        #expect(isOverloaded(25_601))
    }

    /// Guarantee: no-input-exhausts-the-process/limits
    @Test(arguments: ["<!-- ", "<script>", "<style>", "<b a=\""])
    func `says that messages are hidden by what has no end`(text: String) async throws {
        let page = TelegramHTML.page(
            "Acme", TelegramHTML.message(1, "Ann", "a"), TelegramHTML.message(2, "Ann", text),
            TelegramHTML.message(3, "Ann", "c"), TelegramHTML.message(4, "Ann", "d"))
        let pages = try await telegramContributions(
            "c/messages.html", Array(page.utf8), by: TelegramHTMLTransformer())
        #expect(pages.flatMap(\.warnings).map(\.cause) == [.malformed("telegram.html.message")])
    }

    @Test func `keeps the rest of a page of which a byte is damaged`() async throws {
        let page = TelegramHTML.page("Acme", TelegramHTML.message(1, "Ann", "é日本 $"))
        let bytes = Array(page.utf8).map { $0 == UInt8(ascii: "$") ? 0xFF : $0 }
        var drop = TelegramDrop()
        try await drop.add("c/messages.html", bytes, by: TelegramHTMLTransformer())
        #expect(try drop.chats().first?.texts == ["é日本 \u{FFFD}"])
    }

    @Test func `reads UTF-8 with a mark and Windows-1252`() async throws {
        var drop = TelegramDrop()
        try await drop.add(
            "a/messages.html", [0xEF, 0xBB, 0xBF] + Array(Self.page.utf8), by: TelegramHTMLTransformer())
        #expect(try drop.chats().first?.texts.last == "é 🙂")
        let latin = TelegramHTML.page("Caf\u{E9}", TelegramHTML.message(1, "Ann", "5 \u{80}"))
        drop = TelegramDrop()
        try await drop.add(
            "a/messages.html", latin.unicodeScalars.map { UInt8($0.value) }, by: TelegramHTMLTransformer())
        #expect(try drop.chats().first?.text("chat_name") == "Café")
        #expect(try drop.chats().first?.texts == ["5 €"])
    }

    @Test func `survives every prefix of a page that claims to be whole`() async throws {
        let bytes = Array(Self.page.utf8)
        for end in 0..<bytes.count {
            try await check(Array(bytes[..<end]) + Array("</html>".utf8))
        }
    }

    @Test(arguments: [1, 2, 3, 4])
    func `survives changed bytes`(seed: UInt64) async throws {
        let bytes = Array(Self.page.utf8)
        var random = TelegramRandom(state: seed)
        for _ in 0..<500 {
            var mutated = bytes
            for _ in 0..<(1 + random.next() % 8) {
                let place = Int(random.next() % UInt64(mutated.count - 8))
                switch random.next() % 4 {
                case 0: mutated[place] = UInt8(truncatingIfNeeded: random.next())
                case 1: mutated.remove(at: place)
                case 2: mutated.insert(Array("<>\"'&/=\0".utf8)[Int(random.next() % 8)], at: place)
                default:
                    let from = Int(random.next() % UInt64(mutated.count - 8))
                    mutated.insert(contentsOf: mutated[from..<min(from + 40, mutated.count)], at: place)
                }
            }
            try await check(mutated)
        }
    }

    /// Whatever comes out can be stored, placed, assembled and read as JSON; whatever is thrown is typed.
    private func check(_ bytes: [UInt8]) async throws {
        var drop = TelegramDrop()
        do {
            try await drop.add("c/messages.html", bytes, by: TelegramHTMLTransformer())
        } catch is TransformError.Cause {
            return
        }
        _ = try drop.chats()
    }
}

/// SplitMix64.
struct TelegramRandom {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
