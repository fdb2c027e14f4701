/// Collects the faults of a file's records and hands them on with the contributions.
///
/// Contributions are held back by one, so that a fault after the last record has one to go with.
package struct ContributionFaults {
    private var held: Contribution?
    private var faults = FaultTally()

    package init() {}

    /// - Parameters:
    ///   - loses: Whether the record is left out; otherwise a part of it is.
    ///   - found: The value in the wrong form.
    package mutating func warn(
        _ cause: TransformError.Cause, at position: TextPosition? = nil, loses: Bool = false,
        found: String? = nil
    ) {
        faults.add(
            TransformWarning(cause, at: position, isLoss: loses, found: found.map(ValueShape.init(of:))))
    }

    /// - Returns: The contribution before this one, which is complete now.
    package mutating func add(_ contribution: Contribution) -> Contribution? {
        defer {
            held = contribution
            held?.warnings = faults.take()
        }
        return held
    }

    /// - Returns: The last contribution; none of a file without records.
    /// - Throws: The first fault of a file none of whose records can be used.
    package mutating func finish(file: RelativePath) throws(TransformError) -> Contribution? {
        guard held != nil else {
            guard let first = faults.warnings.first else { return nil }
            throw TransformError(file: file, position: first.position, cause: first.cause)
        }
        held?.warnings += faults.take()
        return held
    }
}
