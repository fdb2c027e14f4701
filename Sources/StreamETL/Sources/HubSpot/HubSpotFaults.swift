import ETLFormats
import ETLModel

/// Collects the faults of a file's records and hands them on with the contributions.
///
/// Contributions are held back by one, so that a fault after the last record has one to go with.
struct HubSpotFaults {
    private static let warningCount = 20

    private var held: Contribution?
    private var warnings: [TransformWarning] = []
    private var kept = 0
    /// Columns of the present table of which it was told that they have two readings.
    private var told: Set<Int> = []

    mutating func warn(_ cause: TransformError.Cause, at position: TextPosition? = nil) {
        guard kept < Self.warningCount else { return }
        kept += 1
        warnings.append(TransformWarning(cause, at: position))
    }

    /// Warns of a column, however many others there are; once a table.
    mutating func warnOnce(_ cause: TransformError.Cause, ofColumn column: Int, at position: TextPosition) {
        guard told.insert(column).inserted else { return }
        warnings.append(TransformWarning(cause, at: position))
    }

    mutating func beginTable() { told = [] }

    /// Whether a record is no larger than a message may be; says so where it is not.
    mutating func allows(
        _ record: Contribution, at row: DelimitedRow? = nil, limits: InputLimits
    ) -> Bool {
        if record.heading.count + record.payload.count <= limits.messageBytes { return true }
        warn(
            .limitExceeded(.messageBytes, limit: limits.messageBytes),
            at: row.map { TextPosition(line: $0.line, column: 1) })
        return false
    }

    /// - Returns: The contribution before this one, which is complete now.
    mutating func add(_ contribution: Contribution) -> Contribution? {
        defer {
            held = contribution
            held?.warnings = warnings
            warnings = []
        }
        return held
    }

    /// - Returns: The last contribution; none of a file without records.
    /// - Throws: The first fault of a file none of whose records can be used.
    mutating func finish(file: RelativePath) throws(TransformError) -> Contribution? {
        guard held != nil else {
            guard let first = warnings.first else { return nil }
            throw TransformError(file: file, position: first.position, cause: first.cause)
        }
        held?.warnings += warnings
        return held
    }
}
