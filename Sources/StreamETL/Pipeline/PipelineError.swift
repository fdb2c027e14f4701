public import ETLModel

/// Why the pipeline cannot go on.
public enum PipelineError: Error, Hashable, Sendable {
    /// The mapping or the decisions cannot be read (`errno`).
    case mappingUnreadable(path: String, errno: Int32)
    /// The mapping or the decisions are no such file.
    case mappingUnusable(path: String, position: TextPosition?, cause: TransformError.Cause)
    /// There is no mapping where one is needed.
    case mappingMissing
    /// The directory of the database cannot be made (`errno`).
    case directoryUnwritable(path: String, errno: Int32)
    /// Decisions cannot be written (`errno`).
    case overridesUnwritable(path: String, errno: Int32)
    /// A one-shot run has nothing to read: a drop directory is not there.
    case dropMissing(path: String)
}

extension PipelineError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .mappingUnreadable(let path, let errno):
            "\(path): cannot be read (errno \(errno)). Check the path and its permissions,"
                + " or name another file with --mapping."
        case .mappingUnusable(let path, let position, let cause):
            "\(path)\(position.map { ":\($0.line):\($0.column)" } ?? ""): \(Self.fault(cause))"
        case .mappingMissing:
            "No company mapping is there. Put company_mapping.csv into a drop directory,"
                + " or name it with --mapping."
        case .directoryUnwritable(let path, let errno):
            "\(path): its directory cannot be made (errno \(errno)). Check the permissions above it,"
                + " or choose another place with --db."
        case .overridesUnwritable(let path, let errno):
            "\(path): cannot be written (errno \(errno)). Check its directory's permissions,"
                + " or name another file with --overrides."
        case .dropMissing(let path):
            "\(path): the drop directory is not there. Make it, or name another one with --drop."
        }
    }

    /// What keeps a table from being read, and the remedy.
    private static func fault(_ cause: TransformError.Cause) -> String {
        switch cause {
        case .truncated:
            "the quote that opens here is never closed. Close it, or remove it; write a quote inside a cell twice."
        case .undecodable, .limitExceeded: "\(cause.summary). \(cause.remedy)."
        default: "\(cause.summary). Give it the columns that docs/matching.md names, as a CSV file."
        }
    }
}
