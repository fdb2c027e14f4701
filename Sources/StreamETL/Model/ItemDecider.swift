/// Tells whose an item is, and by which keys that was found.
public protocol ItemDecider: Sendable {
    func decideSigned(_ subject: MatchSubject) -> SignedDecision

    /// Decides an item of which ``SignedDecision/wantsTexts`` was true.
    ///
    /// - Parameter texts: The beginning of the item's data as JSON, at most
    ///   ``ItemTexts/longestByteCount``.
    func decideSigned(_ subject: MatchSubject, texts: [UInt8]) -> SignedDecision
}

/// What of an item's data matching may look at.
public enum ItemTexts {
    /// What stands behind it is not looked at.
    public static let longestByteCount = 16 << 20
}

extension ItemDecider {
    /// Decides, reading the item's data only where that can make a difference.
    package func decideSigned(_ subject: MatchSubject, reading texts: () throws -> [UInt8]) rethrows
        -> SignedDecision
    {
        let decided = decideSigned(subject)
        return decided.wantsTexts ? decideSigned(subject, texts: try texts()) : decided
    }
}
