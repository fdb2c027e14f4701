/// The apparent kind of a file that no source recognises.
public enum IgnoredKind: String, Codable, CaseIterable, Sendable {
    case archive
    case encryptedArchive = "encrypted_archive"
    case oldWorkbook = "old_workbook"
    case workbook
    case table
    case json
    case page
    case calendar
    /// The mapping, or people's decisions.
    case mapping
    /// A file in an archive; other files of the archive are read.
    case archiveMember = "archive_member"
    case other

    /// Whether an export may be lost in it.
    public var looksLikeExport: Bool { self != .mapping && self != .archiveMember && self != .other }

    /// `2 archives`.
    public func counted(_ count: Int) -> String {
        switch self {
        case .archive: Count.of(count, "archive")
        case .encryptedArchive: Count.of(count, "encrypted archive")
        case .oldWorkbook: Count.of(count, "old workbook")
        case .workbook: Count.of(count, "workbook")
        case .table: Count.of(count, "table")
        case .json: Count.of(count, "JSON file")
        case .page: Count.of(count, "HTML page")
        case .calendar: Count.of(count, "calendar")
        case .mapping: Count.of(count, "mapping")
        case .archiveMember: Count.of(count, "file in archives", plural: "files in archives")
        case .other: Count.of(count, "other file")
        }
    }

    /// The missing part by which a source would recognise it.
    public var missing: String {
        switch self {
        case .archive:
            "holds no file that a source knows by name, or is no zip or tar. Unpack it into the drop directory"
        case .encryptedArchive: "is encrypted. Unpack it into the drop directory"
        case .oldWorkbook: "is in the old format .xls. Save it as .xlsx or .csv"
        case .workbook: "has no row with the columns of a HubSpot export, such as Record ID. Export it again"
        case .table: "has no header with the columns of a HubSpot export, such as Record ID. Export it again"
        case .json:
            "lacks the members of every known export: messages of Telegram or Slack, items of a calendar,"
                + " results of HubSpot"
        case .page:
            "is no page of a Telegram export, which are called messages.html, messages2.html and so on"
        case .calendar: "lies in a drop directory of another source, or does not begin with BEGIN:VCALENDAR"
        case .mapping: "is read as the company mapping or as decisions, not as an export"
        case .archiveMember: "is recognised by no source; the others of its archive are read"
        case .other: "is of no kind that exports have"
        }
    }
}
