/// Which word of one name stands for which of another, each at most once, the likest first.
struct TokenAlignment {
    /// The part of both names' weight that is shared, from 0 to 1.
    let score: Double
    private let left: Side
    private let right: Side

    init(_ lhs: FuzzyForm, _ rhs: FuzzyForm) {
        var left = Side(form: lhs)
        var right = Side(form: rhs)
        var shared = 0.0
        for pair in Self.alikePairs(lhs, rhs) where !left.isUsed(pair.left) && !right.isUsed(pair.right) {
            left.use(pair.left, isEqual: pair.score == 1)
            right.use(pair.right, isEqual: pair.score == 1)
            shared += pair.score * (lhs.words[pair.left].weight + rhs.words[pair.right].weight)
        }
        // Without a word that tells and agrees, nothing says that a short word stands for a longer one.
        if left.hasSpare, right.hasSpare, left.hasEqualTelling {
            shared += Self.useGlued(&left, &right) + Self.useGlued(&right, &left)
            shared += Self.useAbbreviated(&left, &right)
        }
        // A word such as `Restaurant` is often left out, but `Acme Hotel` and `Acme Bakery` are two, and so
        // may be `ABC` and `ABC Hotel`.
        let isTelling = left.hasSpareKind && right.hasSpareKind || left.sharedTellingLength <= 3
        let total = left.weight(spareKindsTell: isTelling) + right.weight(spareKindsTell: isTelling)
        score = total > 0 ? shared / total : 0
        self.left = left
        self.right = right
    }

    /// Whether both have a number that the other has not: `Fund II` and `Fund III` are two.
    var differsInNumbers: Bool { left.hasSpareNumber && right.hasSpareNumber }

    /// Whether each has a telling word that the other has not: however much more they share, the Ministry
    /// of Health and the Ministry of Justice are two.
    var differsInTelling: Bool { left.hasSpareTelling && right.hasSpareTelling }

    /// Whether what is left when equal words are gone is unlike: `Fig Bank` and `Wig Bank` are one edit
    /// apart, and nothing says that it is a typing error.
    var differsElsewhere: Bool {
        let spare = (left.unequal, right.unequal)
        let length = max(spare.0.count, spare.1.count)
        guard length <= NameCloseness.longest else { return true }
        if min(spare.0.count, spare.1.count) < 5, spare.0.first != spare.1.first { return true }
        if length < 4 { return spare.0 != spare.1 }
        let edits = NameCloseness.editDistance(spare.0.span, spare.1.span, atMost: 3)
        if edits <= NameCloseness.mostEdits(length) { return false }
        // `Wexleigh` for `Wexley`: another spelling of the end.
        return edits > 3 || NameCloseness.jaroWinkler(spare.0.span, spare.1.span) < 0.88
    }

    private static func alikePairs(
        _ lhs: FuzzyForm, _ rhs: FuzzyForm
    ) -> [(score: Double, left: Int, right: Int)] {
        var pairs: [(score: Double, left: Int, right: Int)] = []
        for (position, word) in lhs.words.enumerated() {
            let bytes = lhs.bytes(word)
            for (other, counterpart) in rhs.words.enumerated() {
                let theirs = rhs.bytes(counterpart)
                let isSame = word.letters == counterpart.letters && bytes == theirs
                let score =
                    isSame
                    ? 1
                    : word.isNumber || counterpart.isNumber
                        ? 0
                        : NameCloseness.closeness(
                            bytes, theirs, letters: (word.letters, counterpart.letters))
                if score > 0 { pairs.append((score, position, other)) }
            }
        }
        pairs.sort { ($0.score, $1.left, $1.right) > ($1.score, $0.left, $0.right) }
        return pairs
    }

    /// Takes two neighbours of one name that are one word in the other: `Blue Harbour` and `Blueharbour`.
    ///
    /// - Returns: The weight that is shared thereby.
    private static func useGlued(_ apart: inout Side, _ glued: inout Side) -> Double {
        var shared = 0.0
        for index in apart.form.words.indices.dropLast() where !apart.isUsed(index) {
            guard !apart.isUsed(index + 1) else { continue }
            let (first, second) = (apart.form.words[index], apart.form.words[index + 1])
            let bytes = apart.form.joined[first.range.lowerBound..<second.range.upperBound]
            guard
                let other = glued.form.words.indices.first(where: {
                    !glued.isUsed($0) && glued.form.bytes(glued.form.words[$0]) == bytes
                })
            else { continue }
            apart.use(index, isEqual: true)
            apart.use(index + 1, isEqual: true)
            glued.use(other, isEqual: true)
            shared += first.weight + second.weight + glued.form.words[other].weight
        }
        return shared
    }

    /// Takes words that are cut short in one of the names: `Mass` for `Massachusetts`, `J` for `Jordan`.
    ///
    /// - Returns: The weight that is shared thereby.
    private static func useAbbreviated(_ left: inout Side, _ right: inout Side) -> Double {
        var shared = 0.0
        for (index, word) in left.form.words.enumerated() where !left.isUsed(index) && !word.isNumber {
            let bytes = left.form.bytes(word)
            for (other, theirs) in right.form.words.enumerated()
            where !right.isUsed(other) && !theirs.isNumber {
                let likeness = abbreviation(bytes, right.form.bytes(theirs))
                guard likeness > 0 else { continue }
                left.use(index, isEqual: false)
                right.use(other, isEqual: false)
                shared += likeness * (word.weight + theirs.weight)
                break
            }
        }
        return shared
    }

    /// How surely the shorter one of two words is the longer one cut short or drawn together.
    private static func abbreviation(_ lhs: ArraySlice<UInt8>, _ rhs: ArraySlice<UInt8>) -> Double {
        let (short, long) = lhs.count < rhs.count ? (lhs, rhs) : (rhs, lhs)
        guard short.count + 2 <= long.count, short.first == long.first else { return 0 }
        if short.count == 1 { return 0.8 }
        guard short.count >= 3 else { return 0 }
        return long.starts(with: short) || isContraction(short, of: long) ? 0.85 : 0
    }

    /// Whether a word has few vowels, and else the letters of the other from its first to its last: `Cmnty`.
    private static func isContraction(_ short: ArraySlice<UInt8>, of long: ArraySlice<UInt8>) -> Bool {
        let plural = UInt8(ascii: "s")
        let ending = short.last == plural && long.last != plural ? short.dropLast() : short
        let word = long.last == plural && short.last != plural ? long.dropLast() : long
        guard ending.count >= 3, ending.last == word.last,
            ending.dropFirst().count(where: { "aeiou".utf8.contains($0) }) <= 1
        else { return false }
        var rest = ending
        for letter in word where letter == rest.first { rest = rest.dropFirst() }
        return rest.isEmpty
    }

    private struct Side {
        let form: FuzzyForm
        private var used: UInt64 = 0
        private var equal: UInt64 = 0

        init(form: FuzzyForm) { self.form = form }

        func isUsed(_ index: Int) -> Bool { used & (1 << UInt64(index)) != 0 }

        mutating func use(_ index: Int, isEqual: Bool) {
            used |= 1 << UInt64(index)
            if isEqual { equal |= 1 << UInt64(index) }
        }

        /// The words that the other side does not have, as one text.
        var unequal: [UInt8] {
            form.words.indices.filter { equal & (1 << UInt64($0)) == 0 }
                .flatMap { form.bytes(form.words[$0]) }
        }

        var hasSpare: Bool { used.nonzeroBitCount < form.words.count }

        var hasSpareKind: Bool { form.words.indices.contains { !isUsed($0) && form.words[$0].isKind } }

        var hasSpareNumber: Bool {
            form.words.indices.contains { !isUsed($0) && form.words[$0].isNumber }
        }

        var hasSpareTelling: Bool {
            form.words.indices.contains { !isUsed($0) && form.words[$0].weight >= 0.5 }
        }

        var hasEqualTelling: Bool {
            form.words.indices.contains { equal & (1 << UInt64($0)) != 0 && form.words[$0].weight >= 0.7 }
        }

        /// How many bytes the telling words have that the other side has too.
        var sharedTellingLength: Int {
            form.words.enumerated().reduce(0) { length, word in
                isUsed(word.offset) && word.element.weight >= 0.7
                    ? length + word.element.range.count : length
            }
        }

        func weight(spareKindsTell: Bool) -> Double {
            var sum = 0.0
            for (index, word) in form.words.enumerated() {
                sum += spareKindsTell && word.isKind && !isUsed(index) ? 1 : word.weight
            }
            return sum
        }
    }
}
