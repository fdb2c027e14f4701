import Testing

@testable import ETLMatching
@testable import ETLModel
@testable import ETLPipeline
@testable import ETLRendering
@testable import ETLSettings
@testable import ETLWatching

@Suite struct `The search through texts` {
    private static let names = [
        "Tharsis", "Quenby Robotics", "Zürich Ledger", "Борей Лаб", "Ёлка Строй", "Йод Мир", "Τράπεζα Βορρά",
        "株式会社みずほ", "東京データ", "서울 은행", "서울은행", "Smørås Energi", "नदी बैंक", "L'Ariel", "J.P. Wexford",
        "Acme 電子", "Weiß Öl", "مصرف النور", "C++ Partners", "Ⅻ Quenby", "𝐐uenby",
    ]

    private static let pieces =
        names.flatMap { $0.split(separator: " ").map(String.init) }
        + [
            "fine", "und", "вот", "東京", "みずほ", "銀行と", "은행", "の", "é", "e\u{301}", "й", "и\u{306}", "\u{200D}",
            "\u{FE0F}", "🎉", "🇩🇪", "👍🏽", "…", "’s", "'s", "’", "—", "，", "。", "Ｔharsis", "½", "™", "ﬁ", ".",
            "-",
            "\"", "\\", "\n", "thaRSIS", "QUENBY", "ZU\u{308}RICH", "БОРЕЙ", "лаб", "데이터",
            "https://t.example/x",
        ]

    private static func matcher() throws -> Matcher {
        let rows = ["base_company"] + names.map { "\"\($0)\"" }
        return Matcher(
            mapping: try CompanyMapping(bytes: Array(rows.joined(separator: "\n").utf8), fileName: "m.csv"))
    }

    /// How often each name is found if every word of a text is compared.
    private static func plainly(_ matcher: Matcher, _ json: [UInt8], _ range: Range<Int>) -> Set<String> {
        let bytes = json.span
        var reader = TextWords(range, skipsOtherLetters: false)
        var words: [(token: String, word: TextWords.Word)] = []
        while let word = reader.next(bytes) {
            switch word.form {
            case .plain(let range):
                words.append((String(decoding: json[range], as: UTF8.self).lowercased(), word))
            case .token(let token): words.append((token, word))
            case .skipped: words.append(("", word))
            }
        }
        var found: Set<String> = []
        var start = 0
        while start < words.count {
            var longest = 0
            var companies: [String] = []
            for entry in matcher.index.entries(MatchKey.allNames) {
                let part = words[start...].prefix(entry.tokens.count)
                guard part.map(\.token) == entry.tokens, part.dropFirst().allSatisfy(\.word.follows) else {
                    continue
                }
                let demand = TextNames.demand(entry.tokens, matcher.terms)
                let isCapital = part.allSatisfy(\.word.isCapital)
                guard demand == .nothing || demand == .capitals && isCapital else { continue }
                if TextNames.beginsWithInitial(entry), part.first?.word.isCapital != true { continue }
                if part.count > longest { companies = [] }
                guard part.count >= longest else { continue }
                longest = part.count
                companies.append(entry.company)
            }
            found.formUnion(companies)
            start += max(longest, 1)
        }
        return found
    }

    @Test(arguments: 1...20) func `finds what a comparison of every word finds`(seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        let matcher = try Self.matcher()
        var foundCount = 0
        for _ in 0..<300 {
            var text = ""
            for _ in 0..<Int.random(in: 1...12, using: &random) {
                text += Self.pieces[Int.random(in: Self.pieces.indices, using: &random)]
                text += ["", " ", " ", " ", "-", ", ", "\u{A0}"][Int.random(in: 0..<7, using: &random)]
            }
            var json = JSONWriter()
            json.beginObject()
            json.key("author")
            json.value("Ann")
            json.key("text")
            let start = json.bytes.count + 1
            json.value(text)
            let end = json.bytes.count - 1
            json.endObject()
            let bytes = json.bytes
            var mentions = TextMentions(matcher.index, matcher.textNames, matcher.terms, people: [])
            mentions.read(bytes)
            let found = Set(mentions.counts.keys.map { matcher.index[$0].company })
            #expect(found == Self.plainly(matcher, bytes, start..<end), "\(text.debugDescription)")
            foundCount += found.count
        }
        #expect(foundCount > 50)
    }

    /// Blocks of many scripts, of punctuation, of symbols and of wide forms.
    @Test(arguments: [
        0x00, 0x01, 0x03, 0x04, 0x05, 0x06, 0x09, 0x0E, 0x1E, 0x20, 0x21, 0x24, 0x26, 0x30, 0xFE, 0xFF,
    ])
    func `knows of a character what the comparison makes of it`(index: Int) {
        let block = LetterBlock.of(index)
        for offset in 0..<256 {
            guard let scalar = Unicode.Scalar(UInt32(index << 8 + offset)), scalar.value >= 0x80 else {
                continue
            }
            let tokens = MatchText.unicodeTokens("aa\(scalar)bb")
            switch block.kinds[offset] {
            case .separator: #expect(tokens == ["aa", "bb"])
            case .letter where block.letters[offset] != nil:
                #expect(
                    MatchText.tokens("aa\(scalar)bb и\(scalar)")
                        == MatchText.unicodeTokens("aa\(scalar)bb и\(scalar)"))
            case .letter, .dot, .unknown, .ideograph: break
            }
        }
    }

    @Test func `takes pictures for what stands between words`() {
        for range in [0x1F000...0x1F0FF, 0x1F1E6...0x1F1FF, 0x1F300...0x1FAFF] {
            for value in range {
                guard let scalar = Unicode.Scalar(UInt32(value)) else { continue }
                #expect(MatchText.unicodeTokens("aa\(scalar)bb") == ["aa", "bb"])
            }
        }
    }
}
