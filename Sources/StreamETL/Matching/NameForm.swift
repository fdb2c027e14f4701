/// A name taken apart for comparison: its tokens, and the parts that separators such as `<>`, `x`, `vs` or `/`
/// make of it (the parties of a joint chat).
package struct NameForm {
    package private(set) var tokens: [String] = []
    /// Token ranges of the parts, in order; none is empty.
    package private(set) var segments: [Segment] = []
    /// Tokens that may be a name in the genitive: `acmes` of `Acme's`.
    private(set) var possessives: Set<String> = []
    /// Tokens that may be a name and a form of incorporation in one word, and the name: `quandrel` of `QuandrelAG`.
    package private(set) var stems: [String: String] = [:]

    package struct Segment {
        package var range: Range<Int>
        /// Whether a sign that always means "together with" stands before or after it.
        var isParty: Bool
        /// Whether such a sign stands before it.
        var followsParty = false
    }

    /// - Parameter joinsAtX: Whether an `x` between blanks stands between two parties; if not, it is a word.
    package init(_ name: String, joinsAtX: Bool = true) {
        let name = MatchText.bounded(name)
        possessives = Self.possessives(in: name)
        stems = Self.stems(in: name)
        var start = name.unicodeScalars.startIndex
        var isPartyBefore = false
        func piece(to end: String.Index) -> Substring { name[start..<end] }
        guard Self.mayHaveSeparators(name) else {
            append(name, isParty: false, followsParty: false)
            return
        }
        let scalars = name.unicodeScalars
        var index = start
        var previous: Unicode.Scalar = "\0"
        while index < scalars.endIndex {
            let scalar = scalars[index]
            let next = scalars.index(after: index)
            let following = next < scalars.endIndex ? scalars[next] : "\0"
            if scalar == "v" || scalar == "V", previous == " ", start != index,
                let end = Self.endOfVersus(scalars, from: index)
            {
                append(String(piece(to: index)), isParty: true, followsParty: isPartyBefore)
                isPartyBefore = true
                previous = " "
                start = end
                index = end
                continue
            }
            var kind = Self.separator(scalar, after: previous, before: following)
            // An `x` joins what stands before and behind it: `X <> Acme` begins with a company, `Hydra X / Acme` too.
            if kind == .party, scalar == "x" || scalar == "X",
                !joinsAtX || start == index || !Self.hasWord(scalars[next...])
            {
                kind = .none
            }
            previous = scalar
            guard kind != .none else {
                index = next
                continue
            }
            var end = next
            var isParty = kind == .party
            // A run of signs (`<->`, `//`, ` - `) is one separator.
            while end < scalars.endIndex {
                let sign = scalars[end]
                let after = scalars.index(after: end)
                let beyond = after < scalars.endIndex ? scalars[after] : "\0"
                let isLetter = sign == "x" || sign == "X"
                let more = isLetter ? .none : Self.separator(sign, after: previous, before: beyond)
                guard more != .none || sign == " " || sign == "-" || sign == "=" else { break }
                if more == .party { isParty = true }
                previous = sign
                end = after
            }
            append(String(piece(to: index)), isParty: isPartyBefore || isParty, followsParty: isPartyBefore)
            isPartyBefore = isParty
            start = end
            index = end
        }
        append(String(piece(to: scalars.endIndex)), isParty: isPartyBefore, followsParty: isPartyBefore)
    }

    /// The tokens as they may be read: as they are, and with names in the genitive in their plain form and without
    /// forms of incorporation that are one word with the name.
    var readings: [[String]] {
        if possessives.isEmpty, stems.isEmpty { return [tokens] }
        return [
            tokens, tokens.map { stems[$0] ?? (possessives.contains($0) ? String($0.dropLast()) : $0) },
        ]
    }

    /// Makes a part of nothing but forms of incorporation one with the part before: `Comma, Inc.`, `[brackets] Inc`,
    /// `Slash/Co`.
    mutating func joinForms(_ forms: LegalForms) {
        guard segments.count > 1 else { return }
        var joined: [Segment] = []
        for segment in segments {
            if let last = joined.last, !segment.followsParty, forms.areForms(tokens[segment.range]) {
                joined[joined.count - 1].range = last.range.lowerBound..<segment.range.upperBound
                joined[joined.count - 1].isParty = last.isParty || segment.isParty
            } else {
                joined.append(segment)
            }
        }
        segments = joined
    }

    private static func stems(in name: String) -> [String: String] {
        var stems: [String: String] = [:]
        guard hasCapitalInside(name) else { return stems }
        for word in name.split(whereSeparator: { !($0.isLetter || $0.isNumber) }) {
            guard let stem = LegalForms.joinedStem(String(word)) else { continue }
            if let token = MatchText.tokens(String(word)).first { stems[token] = stem }
        }
        return stems
    }

    /// Whether an ASCII capital stands behind another letter's small form, as in `QuandrelAG`.
    private static func hasCapitalInside(_ name: String) -> Bool {
        var previous: UInt8 = 0
        for byte in name.utf8 {
            if (0x41...0x5A).contains(byte), (0x61...0x7A).contains(previous) || previous >= 0x80 {
                return true
            }
            previous = byte
        }
        return false
    }

    private static func possessives(in name: String) -> Set<String> {
        guard name.unicodeScalars.contains(where: { $0 == "'" || $0 == "\u{2019}" }) else { return [] }
        let words = name.split { !($0.isLetter || $0.isNumber || $0 == "'" || $0 == "\u{2019}") }
        return Set(
            words.filter { $0.lowercased().hasSuffix("'s") || $0.lowercased().hasSuffix("\u{2019}s") }
                .compactMap { MatchText.tokens(String($0)).last })
    }

    private mutating func append(_ text: String, isParty: Bool, followsParty: Bool) {
        guard tokens.count < MatchText.mostTokens else { return }
        let found = MatchText.tokens(text)
        guard !found.isEmpty else { return }
        let start = tokens.count
        tokens += found.prefix(MatchText.mostTokens - start)
        segments.append(
            Segment(range: start..<tokens.count, isParty: isParty, followsParty: followsParty))
    }

    private enum Separator { case none, part, party }

    /// Whether a word stands before the next separator.
    private static func hasWord(_ rest: Substring.UnicodeScalarView) -> Bool {
        var previous: Unicode.Scalar = "x"
        for index in rest.indices where rest[index] != " " {
            let next = rest.index(after: index)
            previous = index == rest.startIndex ? previous : " "
            return separator(rest[index], after: previous, before: next < rest.endIndex ? rest[next] : "\0")
                == .none
        }
        return false
    }

    /// Where a `vs` or `vs.` between blanks ends that begins here.
    private static func endOfVersus(
        _ scalars: String.UnicodeScalarView, from start: String.Index
    ) -> String.Index? {
        var end = scalars.index(after: start)
        guard end < scalars.endIndex, scalars[end] == "s" || scalars[end] == "S" else { return nil }
        end = scalars.index(after: end)
        if end < scalars.endIndex, scalars[end] == "." { end = scalars.index(after: end) }
        return end < scalars.endIndex && scalars[end] == " " ? end : nil
    }

    private static func mayHaveSeparators(_ name: String) -> Bool {
        var previous: UInt8 = 0
        var beforeThat: UInt8 = 0
        for byte in name.utf8 {
            switch byte {
            case 0x61...0x77, 0x79, 0x7A, 0x41...0x57, 0x59, 0x5A, 0x30...0x39, 0x20, 0x2D, 0x2E, 0x5F, 0x23:
                if (previous, byte) == (0x20, 0x2D) || (previous, byte) == (0x2D, 0x20) { return true }
                // A word that begins with `vs`.
                if beforeThat == 0x20, previous | 0x20 == 0x76, byte | 0x20 == 0x73 { return true }
            default: return true
            }
            beforeThat = previous
            previous = byte
        }
        return false
    }

    private static func separator(
        _ scalar: Unicode.Scalar, after previous: Unicode.Scalar, before next: Unicode.Scalar
    ) -> Separator {
        switch scalar {
        case "<", ">", "|", "\u{2194}", "\u{21C4}", "\u{21D4}", "\u{D7}", "\u{2715}", "\u{2716}", "\u{2A2F}",
            "\u{1F91D}", "\u{FF1C}", "\u{FF1E}", "\u{FF5C}", "\u{27F7}", "\u{2B0C}":
            .party
        case "x", "X": previous == " " && next == " " ? .party : .none
        case "/", "&", "+", ",", ";", ":", "@", "(", ")", "[", "]", "{", "}", "\u{2022}", "\u{2013}",
            "\u{2014}", "\u{FF0F}", "\u{FF06}", "\u{FF0B}", "\u{FF1A}", "\u{FF08}", "\u{FF09}", "\u{3001}",
            "\u{300C}", "\u{300D}", "\u{3010}", "\u{3011}", "\u{2192}", "\u{2190}", "~":
            .part
        case "-": previous == " " || next == " " ? .part : .none
        default: .none
        }
    }
}

extension MatchText {
    /// The text without padding and the `#` that Slack's people write before a channel.
    static func withoutHash(_ text: String) -> String {
        var text = trimmed(text)
        while text.hasPrefix("#") { text = trimmed(String(text.dropFirst())) }
        return text
    }

    /// One text for all spellings of a group's name: tokens without what stands between them.
    static func groupKey(_ name: String) -> String {
        let joined = tokens(name).joined()
        return joined.isEmpty ? folded(name) : joined
    }
}
