import ETLMatching
public import ETLModel
import ETLSettings

/// Why the pipeline cannot go on.
public enum PipelineError: Error, Hashable, Sendable {
    /// The mapping cannot be read (`errno`).
    case mappingUnreadable(path: String, errno: Int32)
    /// The file is not a mapping; `header` has the names of its columns.
    case mappingUnusable(
        path: String, position: TextPosition?, cause: TransformError.Cause, header: [String] = [])
    /// The decisions cannot be read (`errno`).
    case overridesUnreadable(path: String, errno: Int32)
    /// The file does not hold decisions.
    case overridesUnusable(path: String, position: TextPosition?, cause: TransformError.Cause)
    /// `output_group` names no group.
    case unknownGroup(String)
    /// A mapping is needed and there is none.
    case mappingMissing
    /// The directory of the database cannot be made (`errno`).
    case directoryUnwritable(path: String, errno: Int32)
    /// Decisions cannot be written (`errno`).
    case overridesUnwritable(path: String, errno: Int32)
    /// Two drop directories have one name.
    case equalDropNames(String)
    case unusableDropName(String)
    /// A one-shot run has nothing to read: a drop directory is not there.
    case dropMissing(path: String)
}

extension PipelineError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .mappingUnreadable(let path, let errno):
            "\(path): cannot be read: \(ErrorNumber.text(errno)). Check the path and its permissions,"
                + " or name another file with --mapping."
        case .mappingUnusable(let path, let position, let cause, let header):
            "\(path)\(Self.text(position)): \(Self.fault(cause, header: header))"
        case .overridesUnreadable(let path, let errno):
            "\(path): the decisions cannot be read: \(ErrorNumber.text(errno)). Check its permissions,"
                + " or name another file with --overrides."
        case .overridesUnusable(let path, let position, let cause):
            "\(path)\(Self.text(position)): the decisions cannot be used: \(cause.summary). Give it the first line"
                + " section,item,company,decision,note,decided_at, or name another file with --overrides."
        case .unknownGroup(let name):
            "output_group: there is no group \(RelativePath(name).escaped). Name one that getent group lists."
        case .mappingMissing:
            "No company mapping is there. Put company_mapping.csv into a drop directory,"
                + " or name it with --mapping."
        case .directoryUnwritable(let path, let errno):
            "\(path): its directory cannot be made: \(ErrorNumber.text(errno)). Check the permissions above it,"
                + " or choose another place with --db."
        case .overridesUnwritable(let path, let errno):
            "\(path): cannot be written: \(ErrorNumber.text(errno)). Check its directory's permissions,"
                + " or name another file with --overrides."
        case .equalDropNames(let name):
            "Two drop directories are called \(RelativePath(name).escaped). Give one of them another name,"
                + " as {path: DIR, name: NAME}."
        case .unusableDropName(let name):
            "\(RelativePath(name).escaped) cannot be the name of a drop directory. Take \(DropName.expected)."
        case .dropMissing(let path):
            "\(path): the drop directory is not there. Make it, or name another one with --drop."
        }
    }

    /// Why a table cannot be read, and the remedy.
    private static func fault(_ cause: TransformError.Cause, header: [String]) -> String {
        switch cause {
        case .truncated:
            "the quote that opens here is never closed. Close it, or remove it; write a quote inside a cell twice."
        case .undecodable, .limitExceeded: "\(cause.summary). \(cause.remedy)."
        default:
            "\(cause.summary).\(text(of: header, lacking: cause))"
                + " Give it a first line with base_company and, where you have them,"
                + " \(CompanyMapping.Column.optional.joined(separator: ", ")), separated by commas, semicolons or"
                + " tabs."
        }
    }

    private static func text(_ position: TextPosition?) -> String {
        position.map { ":\($0.line):\($0.column)" } ?? ""
    }

    /// The columns of a header, and the nearest to the missing one.
    private static func text(of header: [String], lacking cause: TransformError.Cause) -> String {
        guard case .missing(let field) = cause, !header.isEmpty else { return "" }
        let names = header.prefix(12).map { RelativePath(String($0.prefix(40))).escaped }
        let folded = names.map { $0.lowercased() }
        let words = Set(field.rawValue.split(separator: "_").map(String.init))
        let nearest =
            NearestName.of(field.rawValue, among: folded)
            ?? folded.first { name in words.contains { name.contains($0) } }
        let hint = nearest.flatMap { folded.firstIndex(of: $0) }.map {
            "; the nearest to \(field.rawValue) is \(names[$0])"
        }
        return
            " It has the columns \(names.joined(separator: ", "))\(header.count > 12 ? " …" : "")\(hint ?? "")."
    }
}
