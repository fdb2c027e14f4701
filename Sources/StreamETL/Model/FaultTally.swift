/// Faults by cause, each with a count and the first one as an example. A frequent fault hides no other.
///
/// Causes come from a fixed set, so a tally stays small for any file.
public struct FaultTally: Sendable {
    /// In the order in which causes occurred first.
    public private(set) var warnings: [TransformWarning] = []
    private var places: [Key: Int] = [:]

    private struct Key: Hashable {
        let cause: TransformError.Cause
        let isLoss: Bool
    }

    public init() {}

    public init(_ warnings: some Sequence<TransformWarning>) { add(contentsOf: warnings) }

    public var isEmpty: Bool { warnings.isEmpty }

    public mutating func add(_ warning: TransformWarning) {
        let key = Key(cause: warning.cause, isLoss: warning.isLoss)
        if let place = places[key] {
            warnings[place].count += warning.count
        } else {
            places[key] = warnings.count
            warnings.append(warning)
        }
    }

    public mutating func add(contentsOf warnings: some Sequence<TransformWarning>) {
        for warning in warnings { add(warning) }
    }

    /// Takes the faults that were added since the last call.
    public mutating func take() -> [TransformWarning] {
        guard !warnings.isEmpty else { return [] }
        defer { self = FaultTally() }
        return warnings
    }

    /// Records that are kept in part.
    package var warningCount: Int { warnings.reduce(0) { $0 + ($1.isLoss ? 0 : $1.count) } }

    /// Records that are lost.
    package var lostCount: Int { warnings.reduce(0) { $0 + ($1.isLoss ? $1.count : 0) } }
}
