/// The signs of a name that carry meaning: `C++` is not `C`, `100% Yield` not `100 Yield`, `A&B Capital` not
/// `AB Capital`. Other signs stand between words and say nothing.
struct NameSigns: Equatable {
    /// Words of which a sign is a part: `c++`, `c#`, `$mart`, `100%`.
    let words: Set<String>
    /// Words between which `&` or "and" stands.
    let joints: Set<Joint>
    private let tokens: [String]

    /// Two words in the order of their letters, as `Acme & Quenby` and `Quenby & Acme` say the same.
    struct Joint: Hashable {
        let first: String
        let second: String

        init(_ one: String, _ other: String) {
            first = min(one, other)
            second = max(one, other)
        }

        /// Whether the words are as short as initials, which are others without the sign: `A B Capital`.
        var isOfInitials: Bool { first.unicodeScalars.count + second.unicodeScalars.count <= 4 }
    }

    init(_ name: String) {
        words = MatchText.signedWords(name)
        let parts = Self.parts(of: Self.withPlusAsAnd(name))
        tokens = parts.flatMap { $0 }
        guard parts.count > 1 || tokens.contains("and") else {
            joints = []
            return
        }
        var joints: Set<Joint> = []
        for (left, right) in zip(parts, parts.dropFirst()) {
            if let one = left.last, let other = right.first { joints.insert(Joint(one, other)) }
        }
        for part in parts where part.count > 2 {
            for index in 1..<(part.count - 1) where part[index] == "and" {
                joints.insert(Joint(part[index - 1], part[index + 1]))
            }
        }
        self.joints = joints
    }

    /// The name with `&` for a `+` that stands between words: `A+B Capital`, not `C++` or `A+`.
    private static func withPlusAsAnd(_ name: String) -> String {
        guard name.utf8.contains(UInt8(ascii: "+")) else { return name }
        var characters = Array(MatchText.bounded(name))
        for index in characters.indices.dropFirst().dropLast() where characters[index] == "+" {
            let (before, after) = (characters[index - 1], characters[index + 1])
            let isWithin = [before, after].allSatisfy { $0.isLetter || $0.isNumber }
            if isWithin || before == " " && after == " " { characters[index] = "&" }
        }
        return String(characters)
    }

    /// The tokens of what stands between the name's `&`.
    static func parts(of name: String) -> [[String]] {
        guard name.utf8.contains(where: { $0 == 0x26 || $0 == 0xEF }) else { return [MatchText.tokens(name)] }
        return MatchText.bounded(name).split(omittingEmptySubsequences: false) {
            $0 == "&" || $0 == "\u{FF06}"
        }.map { MatchText.tokens(String($0)) }
    }

    /// Whether two texts for one name say different things by their signs.
    func differ(from other: NameSigns) -> Bool {
        words != other.words || lacks(other.joints) || other.lacks(joints)
    }

    /// Whether a company's name, found in a longer one, has other signs there.
    ///
    /// - Parameters:
    ///   - alias: The words of the company's name that count.
    ///   - found: The words that stand for them in the longer one.
    func differ(fromPartOf longer: NameSigns, named alias: [String], as found: [String]) -> Bool {
        if words.filter({ Self.isSigned($0, in: alias) })
            != longer.words.filter({ Self.isSigned($0, in: found) })
        {
            return true
        }
        let ours = joints.filter { alias.contains($0.first) && alias.contains($0.second) }
        if longer.lacks(ours) { return true }
        return longer.joints.subtracting(joints).contains { joint in
            joint.isOfInitials && found.contains(joint.first) && found.contains(joint.second)
        }
    }

    private static func isSigned(_ word: String, in tokens: [String]) -> Bool {
        !Set(MatchText.tokens(word)).isDisjoint(with: tokens)
    }

    /// Whether the other's `&` is missing here, and not only left out between words.
    private func lacks(_ others: Set<Joint>) -> Bool {
        others.subtracting(joints).contains { joint in
            joint.isOfInitials || !tokens.contains(joint.first) || !tokens.contains(joint.second)
        }
    }
}

extension MatchText {
    /// Words of which a sign is a part: `c++`, `c#`, `$mart`, `100%`. Signs between words are none.
    static func signedWords(_ name: String) -> Set<String> {
        guard
            name.utf8.contains(where: { $0 == 0x23 || $0 == 0x24 || $0 == 0x25 || $0 == 0x2B || $0 >= 0xC2 })
        else { return [] }
        let isSign = { (character: Character) in "+#%\u{2030}\u{FF05}\u{FF0B}\u{FF03}".contains(character) }
        let isMoney = { (character: Character) in
            character.unicodeScalars.first?.properties.generalCategory == .currencySymbol
        }
        var words: Set<String> = []
        var last: Substring?
        for word in bounded(name).lowercased().split(separator: " ") {
            for piece in word.split(whereSeparator: {
                !($0.isLetter || $0.isNumber || isSign($0) || isMoney($0))
            }) {
                // `100 %`
                if piece == "%", let number = last, number.allSatisfy(\.isNumber) {
                    words.insert(number + "%")
                }
                last = piece
                let piece = piece.drop { $0 == "#" }
                let core = piece.drop(while: isMoney)
                let tail = core.drop { !(isSign($0) || isMoney($0)) }
                let isSigned = core.count < piece.count || !tail.isEmpty
                if isSigned, core.count > tail.count, tail.allSatisfy({ isSign($0) || isMoney($0) }) {
                    words.insert(folded(String(piece)))
                }
            }
        }
        return words
    }

    /// One text for all spellings of a group's name: tokens without what stands between them. The second
    /// one has `&` as a word.
    static func groupKeys(_ name: String) -> [String] {
        let key = groupKey(name)
        let parts = NameSigns.parts(of: name)
        guard parts.count > 1, parts.allSatisfy({ !$0.isEmpty }) else { return [key] }
        return [key, parts.map { $0.joined() }.joined(separator: "and")]
    }
}
