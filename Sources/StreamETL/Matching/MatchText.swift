import Foundation

/// Turns names as people write them into tokens that can be compared.
///
/// Compatibility forms, case, Latin accents, punctuation, emoji, bidirectional and zero-width marks
/// make no difference afterwards. A token is a run of letters and digits; Han, Katakana, Hiragana and
/// Hangul are runs of their own, since such text has no blanks between words: a name counts as found
/// in it only between changes of script, punctuation, and affixes such as 株式会社.
enum MatchText {
    /// Longer names are cut: no rule needs more, and a title is free text of any size.
    static let longestNameByteCount = 512
    static let mostTokens = 40

    static func tokens(_ name: String) -> [String] {
        var name = bounded(name)
        let plain = name.withUTF8 { latinTokens($0) }
        return plain ?? unicodeTokens(name)
    }

    /// The text without padding and invisible marks, case and composition as they are.
    static func trimmed(_ text: String) -> String {
        var text = text
        let isClean = text.withUTF8 { bytes in
            guard let first = bytes.first, let last = bytes.last else { return true }
            return first > 0x20 && last > 0x20 && bytes.allSatisfy { $0 < 0x7F }
        }
        if isClean { return text }
        var scalars = String.UnicodeScalarView()
        scalars.append(contentsOf: text.unicodeScalars.lazy.filter { !isInvisible($0) })
        while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
        let start = scalars.firstIndex { !$0.properties.isWhitespace } ?? scalars.endIndex
        return String(scalars[start...])
    }

    /// The name with blanks for the dots and apostrophes of its first word and of leading initials, or
    /// `nil` if there are none.
    static func withInitialsApart(_ name: String) -> String? {
        var words = name.split(separator: " ").map(String.init)
        var isChanged = false
        for index in words.indices {
            let parts = words[index].split { $0 == "." || $0 == "'" || $0 == "\u{2019}" }
            if parts.count > 1 || words[index].hasSuffix(".") {
                words[index] = parts.joined(separator: " ")
                isChanged = true
            }
            guard parts.allSatisfy({ $0.count == 1 }) else { break }
        }
        return isChanged ? words.joined(separator: " ") : nil
    }

    /// The name with its words in the genitive as they are without it (`Quenby Bank's`), or `nil` without one.
    static func withoutGenitive(_ name: String) -> String? {
        guard name.contains(where: { $0 == "'" || $0 == "\u{2019}" }) else { return nil }
        let words = name.split(separator: " ").map { word in
            ["'s", "'S", "\u{2019}s", "\u{2019}S"].contains { word.hasSuffix($0) } ? word.dropLast(2) : word
        }
        let plain = words.joined(separator: " ")
        return plain == name ? nil : plain
    }

    /// The name as it is written without umlauts in German (`Zuerich`), or `nil` if it has none.
    static func withoutUmlauts(_ name: String) -> String? {
        guard name.utf8.contains(where: { $0 >= 0x80 }) else { return nil }
        let composed = bounded(name).precomposedStringWithCanonicalMapping.lowercased()
        let plain = composed.replacing("ä", with: "ae").replacing("ö", with: "oe").replacing("ü", with: "ue")
        return plain == composed ? nil : plain
    }

    /// Compatibility-normalised and case-folded; for names that hold no letter at all.
    static func folded(_ text: String) -> String {
        trimmed(bounded(text)).precomposedStringWithCompatibilityMapping
            .uppercased().lowercased().precomposedStringWithCanonicalMapping
    }

    static func bounded(_ name: String) -> String {
        guard name.utf8.count > longestNameByteCount else { return name }
        var end = name.utf8.index(name.utf8.startIndex, offsetBy: longestNameByteCount)
        while end > name.startIndex, name.unicodeScalars.index(ifScalarStart: end) == nil {
            end = name.utf8.index(before: end)
        }
        return String(name[..<end])
    }

    /// The tokens of a text whose characters mean the same whatever stands around them.
    private static func latinTokens(_ bytes: UnsafeBufferPointer<UInt8>) -> [String]? {
        var builder = TokenBuilder()
        var position = 0
        while position < bytes.count {
            let byte = bytes[position]
            if byte < 0x80 {
                builder.append(ascii: byte)
                position += 1
                continue
            }
            if let (scalar, byteCount) = LatinLetters.scalar(bytes, at: position),
                let meaning = LatinLetters.shared[scalar]
            {
                switch meaning {
                case .letters(let letters): for letter in letters { builder.append(Unicode.Scalar(letter)) }
                case .separator: builder.end()
                }
                position += byteCount
                continue
            }
            guard let (scalar, byteCount) = TextSearch.scalar(bytes.span, at: position, bytes.count),
                scalar < 0x3000
            else { return nil }
            let block = LetterBlock.of(Int(scalar >> 8))
            switch block.kinds[Int(scalar & 0xFF)] {
            case .letter:
                guard let letters = block.letters[Int(scalar & 0xFF)] else { return nil }
                builder.append(letters)
            case .separator: builder.end()
            case .dot, .ideograph, .unknown: return nil
            }
            position += byteCount
        }
        return builder.finish()
    }

    static func unicodeTokens(_ name: String) -> [String] {
        // Signs that compatibility mapping would turn into letters of the word before them.
        let kept = String(
            String.UnicodeScalarView(
                name.unicodeScalars.lazy.filter {
                    !isInvisible($0) && !["\u{2122}", "\u{2120}", "\u{AE}", "\u{A9}"].contains($0)
                }))
        let text = kept.decomposedStringWithCompatibilityMapping.uppercased().lowercased()
            .decomposedStringWithCompatibilityMapping
        var builder = TokenBuilder()
        for scalar in text.unicodeScalars where !isInvisible(scalar) {
            switch scalar {
            case "'", "`", "\u{2019}", "\u{2018}", "\u{2BC}", "\u{640}", "\u{5F3}", "\u{5F4}": continue
            case ".": builder.end(withDot: true)
            default: builder.append(anything: scalar)
            }
        }
        return builder.finish()
    }

    /// Marks that are not seen: bidirectional controls, joiners, variation selectors, fillers.
    static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.value >= 0x80 else { return false }
        switch scalar.value {
        case 0xFE00...0xFE0F, 0xE0100...0xE01EF, 0x20E3, 0x115F, 0x1160, 0x3164, 0xFFA0, 0x34F: return true
        default: return scalar.properties.generalCategory == .format
        }
    }

    /// Which scalars stand together in one token.
    enum Script { case other, han, hiragana, katakana, hangul }

    static func script(_ scalar: Unicode.Scalar, after previous: Script?) -> Script {
        switch scalar.value {
        case 0x3005...0x3007, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF: .han
        case 0x3041...0x3096, 0x309D...0x309F: .hiragana
        case 0x30A1...0x30FA, 0x30FD...0x30FF, 0x31F0...0x31FF: .katakana
        case 0x30FC: previous == .hiragana ? .hiragana : .katakana
        case 0x1100...0x11FF, 0xA960...0xA97F, 0xAC00...0xD7FF: .hangul
        case 0x3099, 0x309A: previous ?? .katakana
        default: .other
        }
    }
}

/// Collects scalars into tokens.
private struct TokenBuilder {
    private var tokens: [String] = []
    private var current = String.UnicodeScalarView()
    private var script: MatchText.Script?
    private var baseIsLatin = false
    private var isASCII = true
    /// Whether the last token was one letter and a dot, as in `S.A.`
    private var endsInitial = false

    mutating func append(_ scalar: Unicode.Scalar) {
        current.append(scalar)
        script = .other
    }

    /// A letter in the form in which it is compared, and its marks.
    mutating func append(_ letters: [Unicode.Scalar]) {
        guard !letters.isEmpty else { return }
        current.append(contentsOf: letters)
        script = .other
        if letters.count > 1 { isASCII = false }
    }

    mutating func append(ascii byte: UInt8) {
        switch byte {
        case 0x61...0x7A, 0x30...0x39: append(Unicode.Scalar(byte))
        case 0x41...0x5A: append(Unicode.Scalar(byte | 0x20))
        case 0x27, 0x60: break
        case 0x2E: end(withDot: true)
        default: end()
        }
    }

    mutating func append(anything scalar: Unicode.Scalar) {
        if scalar.isASCII {
            let isWord = (0x61...0x7A).contains(scalar.value) || (0x30...0x39).contains(scalar.value)
            guard isWord else { return end() }
            // Nothing to end where nothing has begun: an initial may stand before.
            if let script, script != .other { end() }
            baseIsLatin = true
            return append(scalar)
        }
        switch scalar.properties.generalCategory {
        case .nonspacingMark:
            if baseIsLatin || isVowelPoint(scalar) || current.isEmpty || isOftenLeftOut(scalar) { return }
            current.append(scalar)
            isASCII = false
        case .spacingMark:
            current.append(scalar)
            isASCII = false
        case .enclosingMark: return
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .decimalNumber, .letterNumber, .otherNumber:
            let next = MatchText.script(scalar, after: script)
            if let script, script != next { end() }
            script = next
            if let plain = plainLatin(scalar) {
                current.append(contentsOf: plain.unicodeScalars)
                baseIsLatin = true
            } else {
                // Capitals have no form for the end of a word.
                current.append(scalar == "ς" ? "σ" : scalar)
                baseIsLatin = (0xC0...0x24F).contains(scalar.value)
                isASCII = false
            }
        default: end()
        }
    }

    mutating func end(withDot: Bool = false) {
        defer {
            script = nil
            isASCII = true
        }
        guard !current.isEmpty else {
            if !withDot { endsInitial = false }
            return
        }
        let isInitial = current.count == 1 && script == .other
        let token = isASCII ? String(current) : String(current).precomposedStringWithCanonicalMapping
        current = String.UnicodeScalarView()
        if script == .han || script == .katakana || script == .hangul {
            for piece in MatchAffixes.peeled(token) { add(piece) }
            endsInitial = false
        } else if isInitial, endsInitial, !tokens.isEmpty {
            tokens[tokens.count - 1] += token
            endsInitial = withDot
        } else {
            add(token)
            endsInitial = isInitial && withDot
        }
    }

    private mutating func add(_ token: String) {
        if tokens.count < MatchText.mostTokens { tokens.append(token) }
    }

    mutating func finish() -> [String] {
        end()
        return tokens
    }

    /// Letters that have no decomposition and are often typed plainly.
    private func plainLatin(_ scalar: Unicode.Scalar) -> String? {
        switch scalar {
        case "ø": "o"
        case "ł": "l"
        case "đ", "ð": "d"
        case "ħ": "h"
        case "æ": "ae"
        case "œ": "oe"
        case "þ": "th"
        case "ı": "i"
        default: nil
        }
    }

    /// Marks of Greek, which capitals are written without, and of `ё`.
    private func isOftenLeftOut(_ mark: Unicode.Scalar) -> Bool {
        guard let base = current.last?.value else { return false }
        return (0x370...0x3FF).contains(base) || base == 0x435 && mark.value == 0x308
    }

    /// Hebrew and Arabic vowel points, which everyday writing leaves out.
    private func isVowelPoint(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x591...0x5C7, 0x610...0x61A, 0x64B...0x652, 0x656...0x65F, 0x670, 0x6D6...0x6ED: true
        default: false
        }
    }
}

extension String.UnicodeScalarView {
    /// The index itself if a scalar starts there.
    fileprivate func index(ifScalarStart index: String.Index) -> String.Index? {
        index.samePosition(in: self)
    }
}

/// Words that East Asian writing attaches to a company's name without a blank.
enum MatchAffixes {
    private static let attached: [[Character]] = [
        "株式会社", "有限会社", "合同会社", "合資会社", "股份有限公司", "有限责任公司", "有限責任公司", "有限公司",
        "集团", "集團", "公司", "주식회사", "유한회사", "定例会議", "定例会", "定例", "打ち合わせ", "打合", "会議",
        "会议", "會議", "商談", "契約", "導入", "更新", "支援", "連携", "様", "御中", "회의", "ミーティング",
    ].map(Array.init)

    /// The token with such words split off its ends.
    static func peeled(_ token: String) -> [String] {
        var rest = Array(token)[...]
        var before: [String] = []
        var after: [String] = []
        var isChanged = true
        while isChanged {
            isChanged = false
            for affix in attached where rest.count > affix.count {
                if rest.starts(with: affix) {
                    before.append(String(affix))
                    rest = rest.dropFirst(affix.count)
                    isChanged = true
                } else if rest.suffix(affix.count) == affix[...] {
                    after.append(String(affix))
                    rest = rest.dropLast(affix.count)
                    isChanged = true
                }
            }
        }
        return before + [String(rest)] + after.reversed()
    }
}
