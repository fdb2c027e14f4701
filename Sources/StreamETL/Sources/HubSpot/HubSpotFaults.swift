import ETLFormats
import ETLModel

/// The faults of a file's records, those of its columns once a table, and what no record may exceed.
struct HubSpotFaults {
    private var faults = ContributionFaults()
    /// Columns of the present table of which it was told that they have two readings.
    private var told: Set<Int> = []

    /// - Parameters:
    ///   - loses: Whether the record is left out; otherwise it is kept with less.
    ///   - found: The value that is not of its form.
    mutating func warn(
        _ cause: TransformError.Cause, at position: TextPosition? = nil, loses: Bool = false,
        found: String? = nil
    ) {
        faults.warn(cause, at: position, loses: loses, found: found)
    }

    /// Warns of a column, however many others there are; once a table.
    mutating func warnOnce(_ cause: TransformError.Cause, ofColumn column: Int, at position: TextPosition) {
        guard told.insert(column).inserted else { return }
        faults.warn(cause, at: position)
    }

    mutating func beginTable() { told = [] }

    /// Whether a record is no larger than a message may be; says so where it is not.
    mutating func allows(
        _ record: Contribution, at row: DelimitedRow? = nil, limits: InputLimits
    ) -> Bool {
        if record.heading.count + record.payload.count <= limits.messageBytes { return true }
        warn(
            .limitExceeded(.messageBytes, limit: limits.messageBytes),
            at: row.map { TextPosition(line: $0.line, column: 1) }, loses: true)
        return false
    }

    /// - Returns: The contribution before this one, which is complete now.
    mutating func add(_ contribution: Contribution) -> Contribution? { faults.add(contribution) }

    /// - Returns: The last contribution; none of a file without records.
    /// - Throws: The first fault of a file none of whose records can be used.
    mutating func finish(file: RelativePath) throws(TransformError) -> Contribution? {
        try faults.finish(file: file)
    }
}
