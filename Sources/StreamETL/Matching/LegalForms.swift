/// Forms of incorporation in the languages and scripts of many countries, and how they are taken off a
/// name: `Tharsis JSC` and `Open Joint Stock Company Tharsis` are both `Tharsis`.
struct LegalForms: Sendable {
    /// Forms of one word.
    let words: Set<String>
    /// Forms by their last word, the longest first.
    private let endings: [String: [[String]]]
    /// Those that may stand before a name, by their first word, the longest first.
    private let beginnings: [String: [[String]]]
    /// Forms of several words, by each of them.
    private let phrases: [String: [[String]]]
    /// Long words, by their first byte, that are known even with a typing error.
    private let longWords: [UInt8: [[UInt8]]]
    private let glued: [[UInt8]]

    init() {
        let single = Self.words(Self.single).flatMap { MatchText.tokens($0) }
        let phrases = Self.lines(Self.phrases).map { MatchText.tokens($0) }
        let leading = Self.words(Self.leading).map { MatchText.tokens($0) }
        let all = single.map { [$0] } + phrases
        words = Set(single)
        endings = Self.grouped(all) { $0.last }
        // `Co Star` and `AG Insurance` begin with a name: of the short forms only a few lead.
        let isForeign = { (form: [String]) in (form.first?.unicodeScalars.first?.value ?? 0) >= 0x370 }
        beginnings = Self.grouped(phrases + leading + single.map { [$0] }.filter(isForeign)) { $0.first }
        longWords = Dictionary(
            grouping: (single + phrases.flatMap { $0 }).map { Array($0.utf8) }.filter {
                $0.count >= Self.leastLong
            }, by: { $0.first ?? 0 })
        self.phrases = Dictionary(
            grouping: phrases.flatMap { phrase in phrase.map { (word: $0, phrase: phrase) } }, by: \.word
        ).mapValues { $0.map(\.phrase) }
        glued = Self.words(Self.gluedForms).map { Array($0.utf8) }
    }

    private static let leastLong = 7

    private static func grouped(_ forms: [[String]], by word: ([String]) -> String?) -> [String: [[String]]] {
        Dictionary(grouping: forms) { word($0) ?? "" }.mapValues { forms in
            forms.sorted { one, other in
                one.count == other.count
                    ? one.lexicographicallyPrecedes(other) : one.count > other.count
            }
        }
    }

    /// The tokens without the forms at their ends; all of them if nothing else is there.
    func stripped(_ tokens: [String]) -> [String] { Array(stripped(tokens[...])) }

    func stripped(_ tokens: ArraySlice<String>) -> ArraySlice<String> {
        var rest = tokens
        while rest.count > 1, let last = rest.last {
            if let form = endings[last]?.first(where: { $0.count < rest.count && rest.hasSuffix($0) }) {
                rest.removeLast(form.count)
            } else if last == "and", rest.count > 2 {
                // What is left of `& Co.` after its last word went.
                rest.removeLast()
            } else {
                break
            }
        }
        while rest.count > 1, let first = rest.first,
            let form = beginnings[first]?.first(where: { $0.count < rest.count && rest.starts(with: $0) })
        {
            rest.removeFirst(form.count)
        }
        return rest
    }

    /// The tokens without a form of several words at their end of which one is mistyped.
    func strippedOfMistyped(_ tokens: [String]) -> [String] {
        guard tokens.count > 2 else { return tokens }
        for token in tokens.suffix(3) {
            for phrase in phrases[token] ?? [] {
                // `Company` at the end of `Joint Stok Company` is gone already.
                for length in [phrase.count, phrase.count - 1] where length > 1 && length < tokens.count {
                    if zip(tokens.suffix(length), phrase).allSatisfy({ Self.isAlike($0, $1) }) {
                        return Array(stripped(tokens.dropLast(length)))
                    }
                }
            }
        }
        return tokens
    }

    private static func isAlike(_ word: String, _ known: String) -> Bool {
        if word == known { return true }
        let bytes = (Array(word.utf8), Array(known.utf8))
        guard bytes.1.count >= 5 else { return false }
        return isMistyped(bytes.0, bytes.1)
    }

    private static func isMistyped(_ word: [UInt8], _ form: [UInt8]) -> Bool {
        let most = form.count >= 9 ? 2 : 1
        return abs(form.count - word.count) <= most
            && NameCloseness.editDistance(word.span, form.span, atMost: most) <= most
    }

    /// The tokens without a form that is written as one word with the name: `AcmeGmbH`.
    func unglued(_ tokens: [String]) -> [String]? {
        guard let last = tokens.last, last.utf8.count >= 6 else { return nil }
        let bytes = Array(last.utf8)
        guard
            let form = glued.first(where: { bytes.count >= $0.count + 4 && bytes.suffix($0.count) == $0[...] }
            )
        else { return nil }
        return tokens.dropLast() + [String(decoding: bytes.dropLast(form.count), as: UTF8.self)]
    }

    /// Whether a word is a very long one of a form with one typing error.
    func isNearlyForm(_ token: String) -> Bool {
        guard token.utf8.count >= Self.leastVeryLong, let first = token.utf8.first,
            let known = longWords[first]
        else { return false }
        let bytes = Array(token.utf8)
        return known.contains { form in
            form.count > Self.leastVeryLong && abs(form.count - bytes.count) <= 1
                && NameCloseness.editDistance(bytes.span, form.span, atMost: 1) <= 1
        }
    }

    private static let leastVeryLong = 10

    /// What stands before a form that is written as one word with the name and begins with a capital of its own:
    /// `quandrel` of `QuandrelAG`. The form may stand before others, as in `QuandrelGmbH & Co. KG`.
    static func joinedStem(_ name: String) -> String? {
        for word in name.split(whereSeparator: { !($0.isLetter || $0.isNumber) }).suffix(4) {
            for form in joinedForms where word.count > form.count + 2 && word.hasSuffix(form) {
                let stem = word.dropLast(form.count)
                guard stem.last?.isLowercase == true else { continue }
                let tokens = MatchText.tokens(String(stem))
                if tokens.count == 1 { return tokens[0] }
            }
        }
        return nil
    }

    private static let joinedForms = [
        "AG", "AB", "AS", "BV", "GmbH", "GMBH", "Inc", "INC", "KG", "LLC", "LLP", "Ltd", "LTD", "NV", "Oy",
        "PLC",
        "Plc", "ООО", "АО", "ЗАО", "ПАО", "SA", "SAS", "SE", "SRL", "Srl", "SpA", "Corp", "CORP", "Limited",
    ]

    /// The form at the end of a name in its short spelling: `llc` of `Quandrel Limited Liability Company`; empty
    /// without one.
    func ending(of tokens: [String]) -> [String] {
        let ending = Array(tokens.dropFirst(stripped(tokens).count))
        guard stripped(tokens).elementsEqual(tokens.prefix(tokens.count - ending.count)) else { return [] }
        return Self.shortForms[ending.joined(separator: " ")].map { [$0] } ?? ending
    }

    private static let shortForms = [
        "limited liability company": "llc", "limited liability co": "llc", "limited": "ltd",
        "incorporated": "inc", "corporation": "corp", "company": "co", "aktiengesellschaft": "ag",
        "gesellschaft mit beschrankter haftung": "gmbh", "public limited company": "plc",
        "limited liability partnership": "llp", "limited partnership": "lp", "joint stock company": "jsc",
        "open joint stock company": "ojsc", "closed joint stock company": "cjsc",
        "public joint stock company": "pjsc", "company limited": "ltd", "co ltd": "ltd",
    ]

    /// Whether the tokens are nothing but forms.
    func areForms(_ tokens: ArraySlice<String>) -> Bool {
        tokens.allSatisfy(words.contains)
            || tokens.last.flatMap { endings[$0] }?.contains { tokens.elementsEqual($0) } == true
    }

    /// Whether a word is a long one of a form with a typing error.
    func isMistyped(_ token: String) -> Bool {
        guard token.utf8.count >= Self.leastLong - 1, let first = token.utf8.first,
            let known = longWords[first]
        else { return false }
        let bytes = Array(token.utf8)
        return known.contains { Self.isMistyped(bytes, $0) }
    }

    private static func words(_ text: String) -> [String] {
        text.split(whereSeparator: \.isWhitespace).map(String.init)
    }

    private static func lines(_ text: String) -> [String] {
        text.split(whereSeparator: \.isNewline).flatMap { $0.split(separator: ",") }.map(String.init)
    }

    private static let single = """
        ab ag aktiebolag aktieselskab aktiengesellschaft anpartsselskab aps as asa berhad bhd bv bvba cie cjsc co
        company corp corporation cv dba dd dmcc doo eireli eirl eood eurl fze fzco fzllc gbr gesmbh gmbh ggmbh
        inc incorp incorporated jsc kft kg kgaa kk kommanditgesellschaft lda limited llc llp lp ltd ltda mbb mbh nv
        nyrt oao ohg ojsc ooo osakeyhtio oy oyj pao pbc pjsc plc pllc private pt pte pty publ pvt sa sab sac
        sae saic saoc saog sarl sas sasu scs sdn se sia sl sldn slu snc spa spzoo srl srls sro tbk uab ug ulc
        vof zao zrt
        ао ип нао оао ооо пао зао тов прат пат пп еоод оод еад ад αε επε ικε ае
        株式会社 有限会社 合同会社 合資会社 有限公司 股份有限公司 有限责任公司 有限責任公司 公司 集团 集團 株 有 合
        주식회사 유한회사 주 유 شركة ذمم شمم בעמ บริษัท จำกัด
        """

    /// Forms of several words.
    private static let phrases = """
        limited liability company, limited liability partnership, limited liability co, limited partnership
        public limited company, private limited company, public company limited, proprietary limited
        joint stock company, joint stock co, open joint stock company, closed joint stock company
        public joint stock company, private joint stock company, public benefit corporation, company limited
        gesellschaft mit beschränkter haftung, kommanditgesellschaft auf aktien, offene handelsgesellschaft
        unternehmergesellschaft haftungsbeschränkt, ug haftungsbeschränkt, eingetragener verein
        société anonyme, société à responsabilité limitée, société par actions simplifiée
        sociedad anónima, sociedad limitada, sociedad de responsabilidad limitada, sociedad anónima de capital variable
        sa de cv, s de rl de cv, s de rl, sapi de cv, sociedade anônima, sociedade limitada
        società per azioni, società a responsabilità limitata, besloten vennootschap, naamloze vennootschap
        a s, k s, i s, sp z oo, sp zoo, spółka z ograniczoną odpowiedzialnością, spółka akcyjna, sp k, sp j, spol sro, spol s ro, s ro
        societatea cu răspundere limitată, societate cu răspundere limitată, societatea pe acțiuni
        korlátolt felelősségű társaság, zártkörűen működő részvénytársaság
        anonim şirketi, limited şirketi, ltd şti, kabushiki kaisha, godo kaisha, yugen kaisha
        perseroan terbatas, sendirian berhad, công ty tnhh, công ty cổ phần
        общество с ограниченной ответственностью, акционерное общество, открытое акционерное общество
        закрытое акционерное общество, публичное акционерное общество, непубличное акционерное общество
        товариство з обмеженою відповідальністю, приватне акціонерне товариство, публічне акціонерне товариство
        ذ م م, ش م م, ش م ع, ش م ل, בע מ
        """

    private static let gluedForms = "ag bv corp gmbh inc kg limited llc ltd nv plc sarl srl"

    /// Short forms that also stand before a name.
    private static let leading = "pt ooo oao zao pao jsc ojsc cjsc pjsc llc srl"
}

extension ArraySlice<String> {
    fileprivate func hasSuffix(_ tokens: [String]) -> Bool { suffix(tokens.count).elementsEqual(tokens) }
}
