/// Turns one settled export file into the facts it states.
///
/// A transformer is a pure function of the file's name and bytes and of its own settings: equal input
/// gives equal contributions, in any order of reading. It keeps no state and knows no other source.
public protocol Transformer: Sendable {
    var source: Source { get }

    /// Name and version; a new version re-reads files that an older one has read. Settings that
    /// change the outcome (a time zone, a limit) are part of it.
    var identity: String { get }

    /// Whether the file is this transformer's, judged by structure and content, not by folder name
    /// alone. Cheap: it is asked for every file.
    func claims(_ probe: FileProbe) -> Bool

    /// Reads a whole file and hands its contributions on, in file order and bounded pieces.
    ///
    /// Nothing of the file counts until this returns. If it throws, all that was emitted is dropped.
    ///
    /// - Throws: ``TransformError`` or its ``TransformError/Cause`` when the file cannot be trusted;
    ///   any error of `emit`.
    func transform(
        _ file: SettledFile, emit: (Contribution) async throws -> Void
    ) async throws
}

/// One piece of a file's facts.
///
/// `unit` names the subject *within the file* (a calendar UID, a CRM record). The source's ``Assembler`` combines it
/// with the file's path to decide which pieces of several files belong together.
public struct Contribution: Hashable, Sendable {
    /// The kind of piece, in the source's own words: `page`, `users`, `event`, `deal` …
    public var kind: String
    /// The subject within the file; empty where a file has only one.
    public var unit: String
    /// Small, loaded whenever the unit is assembled. Encoded by the source (``ByteWriter``).
    public var heading: [UInt8]
    /// May be large (aim for at most 1 MiB; split a larger fact), loaded only when needed.
    public var payload: [UInt8]
    /// Archive member that the piece comes from, below the archive; root for a plain file.
    public var member: RelativePath
    /// Faults that did not keep the rest of the file from being right.
    public var warnings: [TransformWarning]
    /// The source of the piece, if it is not the transformer's: an archive may hold exports of several sources.
    package var source: Source?

    public init(
        kind: String, unit: String = "", heading: [UInt8], payload: [UInt8] = [],
        member: RelativePath = .root, warnings: [TransformWarning] = []
    ) {
        self.kind = kind
        self.unit = unit
        self.heading = heading
        self.payload = payload
        self.member = member
        self.warnings = warnings
    }
}

/// A fault inside a file that cost one record or one detail, not the file; equal ones are counted.
public struct TransformWarning: Hashable, Codable, Sendable {
    public let cause: TransformError.Cause
    /// Of the first one.
    public let position: TextPosition?
    /// The archive's member that the first one is in, as ``RelativePath/escaped`` writes it.
    public var member: String?
    public var count: Int
    /// Whether each of them is a record that the unified JSON lacks. Otherwise the record is in it, with less.
    public let isLoss: Bool
    /// The form of the first one's value.
    public let found: ValueShape?

    public init(
        _ cause: TransformError.Cause, at position: TextPosition? = nil, isLoss: Bool = false, count: Int = 1,
        found: ValueShape? = nil
    ) {
        self.cause = cause
        self.position = position
        self.isLoss = isLoss
        self.count = count
        self.found = found
    }

    /// Older versions stored no counts.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        cause = try container.decode(TransformError.Cause.self, forKey: .cause)
        position = try container.decodeIfPresent(TextPosition.self, forKey: .position)
        member = try container.decodeIfPresent(String.self, forKey: .member)
        count = try container.decodeIfPresent(Int.self, forKey: .count) ?? 1
        isLoss = try container.decodeIfPresent(Bool.self, forKey: .isLoss) ?? false
        found = try container.decodeIfPresent(ValueShape.self, forKey: .found)
    }

    /// The cause, with the form found and the form expected.
    public var summary: String {
        var forms: [String] = []
        if let found { forms.append("found \(found.text)") }
        if case .invalidValue(let field) = cause, let form = field.expectedForm {
            forms.append("expected \(form)")
        }
        return cause.summary + (forms.isEmpty ? "" : " (\(forms.joined(separator: ", ")))")
    }
}
