/// Bounds on the time and memory that one input may take. Every parser keeps to them.
public struct InputLimits: Hashable, Codable, Sendable {
    /// Largest file that is read from memory or record by record (day file, list, table, archive member …).
    public var fileBytes = 256 << 20
    /// Largest file whose format makes it necessary to hold all that it says at once (HTML page, calendar,
    /// answer of an API, workbook), which takes up to five times its size, beside ``documentValues``.
    public var documentBytes = 64 << 20
    /// Most values of a JSON text that is held as a whole; each takes 16 bytes.
    public var documentValues = 4_000_000
    /// Largest file that is read as a stream (`result.json`, an archive).
    public var streamedFileBytes = 64 << 30
    public var messageBytes = 4 << 20
    public var nestingDepth = 4_096
    public var archiveMembers = 1_000_000
    /// Largest ratio of an archive member's size to its compressed size.
    public var expansionRatio = 1_000
    /// Occurrences that one recurring event may expand to.
    public var recurrences = 10_000
    /// Occurrences that all recurring events of one file may expand to.
    public var fileRecurrences = 500_000
    public var fields = 2_048
    public var lineBytes = 64 << 20
    public var reactions = 10_000
    public var participants = 100_000

    public init() {}
}
