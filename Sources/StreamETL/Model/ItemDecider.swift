/// Finds the companies of an item, and the keys that the outcome depends on.
public protocol ItemDecider: Sendable {
    func decideSigned(_ subject: MatchSubject) -> SignedDecision

    /// Decides again, with texts, after a first decision had ``SignedDecision/wantsTexts``.
    ///
    /// - Parameter texts: The beginning of the item's data as JSON, at most
    ///   ``ItemTexts/longestByteCount``.
    func decideSigned(_ subject: MatchSubject, texts: [UInt8]) -> SignedDecision
}

/// The part of an item's data that matching may look at.
public enum ItemTexts {
    /// Later bytes are not looked at.
    public static let longestByteCount = 16 << 20
}

extension ItemDecider {
    /// Decides, and reads the item's data only if it can make a difference.
    package func decideSigned(_ subject: MatchSubject, reading texts: () throws -> [UInt8]) rethrows
        -> SignedDecision
    {
        let decided = decideSigned(subject)
        return decided.wantsTexts ? decideSigned(subject, texts: try texts()) : decided
    }
}
