/// The outcomes of one drop directory's files.
public struct DropTally: Hashable, Sendable {
    public var added = 0
    public var changed = 0
    public var gone = 0
    public var quarantined = 0
    /// Quarantined before, and not any more.
    public var released = 0

    package init(added: Int = 0, changed: Int = 0, gone: Int = 0, quarantined: Int = 0, released: Int = 0) {
        self.added = added
        self.changed = changed
        self.gone = gone
        self.quarantined = quarantined
        self.released = released
    }

    package var isEmpty: Bool { self == DropTally() }
}
