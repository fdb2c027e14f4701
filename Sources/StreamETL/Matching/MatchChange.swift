public import ETLModel

/// What differs between two matchers, in terms of what rules ask.
public struct MatchChange: Sendable {
    /// Marks of the keys that changed for the CRM's own companies, and for all other items; `nil`:
    /// nothing is known to stay the same.
    private let base: Set<UInt32>?
    private let whole: Set<UInt32>?

    /// - Parameters:
    ///   - old: By which items were decided.
    ///   - new: By which they are to be decided.
    public init(from old: Matcher, to new: Matcher) {
        // Other settings change the rules themselves.
        guard old.settings == new.settings else {
            base = nil
            whole = nil
            return
        }
        func changed(_ one: MatchIndex, _ other: MatchIndex) -> Set<UInt32> {
            Set(MatchIndex.difference(one, other).map(MatchSignature.mark))
        }
        base = changed(old.indexes.base, new.indexes.base)
        whole = changed(old.indexes.whole, new.indexes.whole)
    }

    /// Whether no item at all can be decided differently.
    public var isEmpty: Bool { base?.isEmpty == true && whole?.isEmpty == true }

    /// Whether an item of `section` may be decided differently now. Too often true is possible, wrongly
    /// false is not: a decision follows from the subject and from what is found under the keys that are
    /// asked, so where none of those changed, the same was asked and found.
    public func affects(section: String, signature: MatchSignature) -> Bool {
        guard let changed = section == MatchSubject.crmCompanies ? base : whole else { return true }
        return !changed.isEmpty && signature.mayHold(anyOf: changed)
    }
}
