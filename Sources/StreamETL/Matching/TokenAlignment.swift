/// Which word of one name stands for which of another, each at most once, the likest first.
struct TokenAlignment {
    /// The part of both names' weight that is shared, from 0 to 1.
    let score: Double
    private let left: Side
    private let right: Side

    init(_ lhs: FuzzyForm, _ rhs: FuzzyForm) {
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
        var left = Side(form: lhs)
        var right = Side(form: rhs)
        var shared = 0.0
        for pair in pairs where !left.isUsed(pair.left) && !right.isUsed(pair.right) {
            left.use(pair.left, isEqual: pair.score == 1)
            right.use(pair.right, isEqual: pair.score == 1)
            shared += pair.score * (lhs.words[pair.left].weight + rhs.words[pair.right].weight)
        }
        // A word such as `Restaurant` is often left out, but `Acme Hotel` and `Acme Bakery` are two.
        let isTelling = left.hasSpareKind && right.hasSpareKind
        let total = left.weight(spareKindsTell: isTelling) + right.weight(spareKindsTell: isTelling)
        score = total > 0 ? shared / total : 0
        self.left = left
        self.right = right
    }

    /// Whether both have a number that the other has not: `Fund II` and `Fund III` are two.
    var differsInNumbers: Bool { left.hasSpareNumber && right.hasSpareNumber }

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

        var hasSpareKind: Bool { form.words.indices.contains { !isUsed($0) && form.words[$0].isKind } }

        var hasSpareNumber: Bool {
            form.words.indices.contains { !isUsed($0) && form.words[$0].isNumber }
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
