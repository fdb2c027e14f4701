import Foundation

/// The numbers, words and separators of a date as it is written.
package struct HubSpotDateTokens {
    package struct Number: Hashable {
        package let value: Int
        let digitCount: Int
    }

    /// Three numbers with the same separator between them.
    package struct Row {
        package let numbers: [Number]
        package let separator: Unicode.Scalar

        package init(numbers: [Number], separator: Unicode.Scalar) {
            self.numbers = numbers
            self.separator = separator
        }
    }

    private enum Token: Hashable {
        case number(Number)
        case word(String)
        case separator(Unicode.Scalar)
    }

    private var tokens: ArraySlice<Token> = []

    /// - Returns: `nil` where a number is longer than a date's.
    package init?(_ text: String) {
        var all: [Token] = []
        var digits = 0
        var value = 0
        var word = String.UnicodeScalarView()
        func isFinished() -> Bool {
            if digits > 0 { all.append(.number(Number(value: value, digitCount: digits))) }
            if !word.isEmpty { all.append(.word(String(word).lowercased())) }
            defer { (digits, value, word) = (0, 0, String.UnicodeScalarView()) }
            return digits <= 6
        }
        for scalar in text.unicodeScalars {
            let digit = (0x30...0x39).contains(scalar.value)
            let letter = !digit && scalar.value >= 0x41 && scalar.properties.isAlphabetic
            if (digit && !word.isEmpty) || (letter && digits > 0) || !(digit || letter) {
                guard isFinished() else { return nil }
            }
            if digit {
                guard digits < 7 else { return nil }
                value = value * 10 + Int(scalar.value - 0x30)
                digits += 1
            } else if letter || scalar.properties.generalCategory == .nonspacingMark {
                word.append(scalar)
            } else {
                let mark: Unicode.Scalar = scalar.properties.isWhitespace ? " " : scalar
                if !(mark == " " && all.last == .separator(" ")) { all.append(.separator(mark)) }
            }
        }
        guard isFinished(), all.count <= 40 else { return nil }
        tokens = all[...]
        skip([" "])
        while tokens.last == .separator(" ") { tokens.removeLast() }
    }

    package var isAtEnd: Bool { tokens.isEmpty }

    /// Takes `28.06.2024`, `06/28/24`, `2024. 6. 28.`, `2024年6月28日`.
    package mutating func numbers() -> Row? {
        let before = tokens
        var numbers: [Number] = []
        var separator: Unicode.Scalar?
        for place in 0..<3 {
            guard case .number(let number)? = tokens.popFirst() else { break }
            numbers.append(number)
            if takeWord([["年", "년"], ["月", "월"], ["日", "일"]][place]) {
                separator = "/"
                skip([" "])
                continue
            }
            guard place < 2 else { break }
            guard case .separator(let mark)? = tokens.first, "./-".unicodeScalars.contains(mark),
                separator.map({ $0 == mark }) ?? true
            else { break }
            separator = mark
            tokens.removeFirst()
            skip([" "])
        }
        // Korean and Hungarian dates end in a point.
        if numbers.count == 3, numbers[0].digitCount == 4, separator == "." { skip(["."]) }
        guard numbers.count == 3, let separator else {
            tokens = before
            return nil
        }
        return Row(numbers: numbers, separator: separator)
    }

    /// Takes a date that names its month.
    ///
    /// - Returns: Year, month and day.
    mutating func namedDate() -> [Int]? {
        let before = tokens
        var numbers: [Number] = []
        var month: Int?
        while let token = tokens.first, numbers.count + (month == nil ? 0 : 1) < 3 {
            switch token {
            case .number(let number): numbers.append(number)
            case .word(let word):
                if let found = HubSpotMonths.number(of: word), month == nil {
                    month = found
                } else if !Self.fillers.contains(word) {
                    tokens = before
                    return nil
                }
            case .separator(let mark):
                guard " .,-/'’".unicodeScalars.contains(mark) else {
                    tokens = before
                    return nil
                }
            }
            tokens.removeFirst()
        }
        guard let month, numbers.count == 2 else {
            tokens = before
            return nil
        }
        skip(["."])
        let isYearFirst = numbers[0].digitCount == 4
        let year = numbers[isYearFirst ? 0 : 1]
        let day = numbers[isYearFirst ? 1 : 0]
        guard year.digitCount == 4 || year.digitCount == 2, day.digitCount <= 2 else {
            tokens = before
            return nil
        }
        let short = year.value < 70 ? 2_000 + year.value : 1_900 + year.value
        return [year.digitCount == 4 ? year.value : short, month, day.value]
    }

    /// Stands between day, month and year.
    private static let fillers: Set<String> = [
        "de", "del", "of", "the", "d", "den", "le", "st", "nd", "rd", "th", "г",
    ]

    package mutating func skip(_ marks: Set<Unicode.Scalar>) {
        while case .separator(let mark)? = tokens.first, marks.contains(mark) { tokens.removeFirst() }
    }

    mutating func takeNumber() -> Int? {
        guard case .number(let number)? = tokens.first else { return nil }
        tokens.removeFirst()
        return number.value
    }

    mutating func takeWord(_ words: [String]) -> Bool {
        guard case .word(let word)? = tokens.first, words.contains(word) else { return false }
        tokens.removeFirst()
        return true
    }

    mutating func takeSeparator(_ marks: Set<Unicode.Scalar>) -> Bool {
        guard case .separator(let mark)? = tokens.first, marks.contains(mark) else { return false }
        tokens.removeFirst()
        return true
    }

    /// Takes `AM`, `p.m.`, `p. m.`
    ///
    /// - Returns: Whether it is the later half of the day.
    mutating func takeHalf() -> Bool? {
        if takeWord(["am"]) { return false }
        if takeWord(["pm"]) { return true }
        let before = tokens
        guard case .word(let half)? = tokens.first, half == "a" || half == "p" else { return nil }
        tokens.removeFirst()
        skip([".", " "])
        guard takeWord(["m"]) else {
            tokens = before
            return nil
        }
        skip(["."])
        return half == "p"
    }

    /// Takes `Z`, `UTC`, `GMT+2`, `+02:00`, `(UTC)`, or nothing.
    ///
    /// - Returns: Seconds east of UTC, none where none is written; `nil` for something else.
    mutating func takeOffset() -> Int?? {
        skip(["("])
        let isNamed = takeWord(["z", "utc", "gmt"])
        var offset: Int? = isNamed ? 0 : nil
        if case .separator(let sign)? = tokens.first, "+-−".unicodeScalars.contains(sign) {
            tokens.removeFirst()
            guard case .number(let number)? = tokens.popFirst() else { return nil }
            var (hours, minutes) = (number.value, 0)
            if number.digitCount == 4 { (hours, minutes) = (number.value / 100, number.value % 100) }
            if takeSeparator([":"]) {
                guard let value = takeNumber() else { return nil }
                minutes = value
            }
            guard hours < 24, minutes < 60 else { return nil }
            offset = (sign == "+" ? 1 : -1) * (hours * 3_600 + minutes * 60)
        }
        skip([")"])
        return .some(offset)
    }
}

/// The names of months in the languages of exports, by their first letters.
enum HubSpotMonths {
    static func number(of word: String) -> Int? {
        let plain = word.unicodeScalars.contains { $0.value > 0x7F } ? folded(word) : word
        guard plain.utf8.count >= 3 else { return nil }
        if let found = exact[plain] { return found }
        for (index, stems) in stems.enumerated() where stems.contains(where: { plain.hasPrefix($0) }) {
            return index + 1
        }
        return nil
    }

    private static func folded(_ word: String) -> String {
        String(
            String.UnicodeScalarView(
                word.decomposedStringWithCanonicalMapping.unicodeScalars.filter {
                    $0.properties.generalCategory != .nonspacingMark
                }))
    }

    /// What begins like another month in another language.
    private static let exact = [
        "juin": 6, "juil": 7, "juillet": 7, "kesakuu": 6, "lis": 11, "listopad": 11, "listopada": 11,
    ]

    private static let stems: [[String]] = [
        ["jan", "jän", "ene", "gen", "sty", "tammi", "янв"], ["feb", "fev", "lut", "helmi", "фев"],
        ["mar", "mrz", "maart", "maerz", "maalis", "мар"], ["apr", "avr", "abr", "kwi", "huhti", "апр"],
        ["mai", "may", "mag", "maj", "mei", "touko", "ма"], ["jun", "giu", "cze", "kesa", "июн"],
        ["jul", "lug", "lip", "heina", "июл"], ["aug", "aou", "ago", "sie", "elo", "авг"],
        ["sep", "set", "wrz", "syys", "сен"], ["okt", "oct", "out", "ott", "paz", "loka", "окт"],
        ["nov", "marras", "ноя"], ["dec", "dez", "dic", "dicembre", "gru", "joulu", "дек"],
    ]
}
