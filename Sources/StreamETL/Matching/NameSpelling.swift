/// One spelling for words that people write in several ways: `Int'l`, `Centre`, `First`, `44`.
enum NameSpelling {
    /// The tokens in one spelling. What is compared, never what is shown.
    static func unified(_ tokens: [String]) -> [String] {
        guard tokens.contains(where: { known.contains($0) }) else { return tokens }
        var result: [String] = []
        result.reserveCapacity(tokens.count)
        var index = tokens.startIndex
        while index < tokens.endIndex {
            let token = tokens[index]
            if tokens.count > 1, let number = numbers[token] {
                // `Forty-four`; a number of one word stays what it is.
                if number >= 20, index + 1 < tokens.endIndex,
                    let unit = numbers[tokens[index + 1]] ?? Int(tokens[index + 1]), (1...9).contains(unit)
                {
                    result.append(String(number + unit))
                    index += 2
                    continue
                }
                result.append(String(number))
            } else {
                result.append(spellings[token] ?? token)
            }
            index += 1
        }
        return result
    }

    /// The tokens with numbers in digits, and nothing else in another spelling: `44` for `Forty-four`, `1st` for
    /// `First`.
    static func withNumerals(_ tokens: [String]) -> [String] {
        let kept = tokens.map { token in
            if numbers[token] != nil || Int(token) != nil { return token }
            let spelling = spellings[token] ?? token
            // A mark keeps other words as they are.
            return ordinals.contains(spelling) ? spelling : "=" + token
        }
        return unified(kept).map { $0.hasPrefix("=") ? String($0.dropFirst()) : $0 }
    }

    private static let ordinals: Set<String> = [
        "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    ]

    /// Whether a word is a number, in digits or as Romans wrote it from two to thirty-nine; a single letter
    /// is none.
    static func isNumber(_ word: ArraySlice<UInt8>) -> Bool {
        if word.allSatisfy({ (0x30...0x39).contains($0) }) { return !word.isEmpty }
        guard (2...7).contains(word.count) else { return false }
        return word.allSatisfy { $0 == 0x69 || $0 == 0x76 || $0 == 0x78 }
            && romans.contains(String(decoding: word, as: UTF8.self))
    }

    private static let numbers: [String: Int] = {
        let names = [
            "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
            "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
        ]
        var numbers: [String: Int] = [:]
        for (value, word) in names.enumerated() { numbers[word] = value }
        let tens = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
        for (position, word) in tens.enumerated() { numbers[word] = (position + 2) * 10 }
        numbers["fourty"] = 40
        return numbers
    }()

    private static let romans: Set<String> = {
        let units = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"]
        return Set(
            ["", "x", "xx", "xxx"].flatMap { tens in units.map { tens + $0 } }.filter { $0.count > 1 })
    }()

    private static let spellings: [String: String] = {
        var spellings: [String: String] = [:]
        for line in groups.split(whereSeparator: \.isNewline) {
            let words = line.split(separator: " ").map(String.init)
            for word in words.dropFirst() { spellings[word] = words[0] }
        }
        return spellings
    }()

    /// All words that may change.
    private static let known = Set(numbers.keys).union(spellings.keys)

    /// A word and its other spellings, a line each.
    private static let groups = """
        first 1st
        second 2nd
        third 3rd
        fourth 4th
        fifth 5th
        sixth 6th
        seventh 7th
        eighth 8th
        ninth 9th
        tenth 10th
        international intl internat
        national natl nat
        american amer
        america amerika
        technologies technology tech technol
        laboratories laboratory labs lab
        industries industry industrie inds
        solutions solution
        systems system sys
        services service svcs svc
        associates assocs
        association assoc assn
        brothers bros
        manufacturing mfg mfr
        management mgmt mgt
        university univ universitat universite universidad universita
        institute inst institut instituto istituto
        department dept
        government govt
        pharmaceuticals pharmaceutical pharma pharm
        holdings holding hldgs hldg
        companies cos
        group grp gruppe groupe grupo gruppo
        investments investment
        insurance ins
        development dev
        engineering eng engg
        electronics electronic
        electric elec
        great gt
        communications communication comms
        telecommunications telecom telecoms
        center centre ctr zentrum
        theater theatre
        labor labour
        organization organisation org
        defense defence
        color colour
        harbor harbour
        gray grey
        program programme
        enterprises enterprise
        networks network
        ventures venture
        studios studio
        funds fund
        finance financial fin
        distribution distr
        production productions prod
        construction constr
        transport transportation transp
        logistics logistic
        bank banc banco banque banca
        saint st
        mount mt
        switzerland schweiz suisse svizzera
        germany deutschland
        france frankreich
        italy italia
        spain espana
        austria osterreich
        netherlands nederland
        poland polska
        brazil brasil
        japan nippon
        uk britain
        usa us
        """
}
