/// What is known of a word that tells little, or nothing, about whose a name is.
struct WordSense: OptionSet, Sendable {
    let rawValue: UInt16

    /// An everyday word.
    static let common = WordSense(rawValue: 1)
    /// Says nothing about whose an item is.
    static let neutral = WordSense(rawValue: 1 << 1)
    static let legalForm = WordSense(rawValue: 1 << 2)
    static let kind = WordSense(rawValue: 1 << 3)
    static let trade = WordSense(rawValue: 1 << 4)
    static let region = WordSense(rawValue: 1 << 5)
    static let particle = WordSense(rawValue: 1 << 6)
    static let prefix = WordSense(rawValue: 1 << 7)
    static let suffix = WordSense(rawValue: 1 << 8)
    static let givenName = WordSense(rawValue: 1 << 9)
    /// Says what a channel or a meeting is about, of whomever.
    static let occasion = WordSense(rawValue: 1 << 10)

    /// Together they make no name that tells by itself.
    static let weak: WordSense = [
        .common, .neutral, .legalForm, .kind, .trade, .region, .occasion,
    ]
}
