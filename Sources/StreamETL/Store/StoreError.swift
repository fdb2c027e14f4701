import ETLModel

/// Why a store cannot be used.
public enum StoreError: Error, Hashable, Sendable {
    /// Another process, with this id where it is known, has the database open.
    case inUse(processID: Int32?)
    /// The database was made by a newer version of the program.
    case newerVersion
    /// The database was made by an older version of the program and is only to be read.
    case olderVersion
    /// The database knows no drop directory of that name.
    case unknownDrop(name: String, known: [String])
    /// The lock file cannot be made (`errno`).
    case lockUnavailable(errno: Int32)
    /// There is no database.
    case missing(path: String)
    /// The file at the path is damaged, or is not a database.
    case corrupt(path: String)
    /// The database cannot be read or written just now: the disk is full, read-only or fails. `code` is
    /// SQLite's primary result code.
    case unavailable(path: String, code: Int32)
    /// A backup cannot be written (`errno`, or 0 where the database itself gave another reason).
    case backupFailed(path: String, errno: Int32)
}

extension StoreError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .inUse(let processID):
            "The database is in use by \(processID.map { "process \($0)" } ?? "another process")."
                + " Stop it, or choose another database with --db."
        case .newerVersion:
            "The database was made by a newer version of etl-watch. Use that version,"
                + " or choose another database with --db."
        case .olderVersion:
            "The database was made by an older version of etl-watch. Run etl-watch backfill or run once,"
                + " which brings it up to date."
        case .unknownDrop(let name, let known):
            "There is no drop directory called \(RelativePath(name).escaped). "
                + (known.isEmpty
                    ? "The database knows none." : "Name one of \(known.joined(separator: ", ")).")
        case .lockUnavailable(let errno):
            "The lock beside the database cannot be made: \(ErrorNumber.text(errno))."
                + " Check that its directory exists and can be written."
        case .missing(let path):
            "\(path): there is no database. Run etl-watch backfill first, or name another with --db."
        case .corrupt(let path):
            "\(path): the database is damaged. Start with --rebuild to set it aside and read the drop"
                + " directories anew, or put a backup in its place with etl-watch restore."
        case .unavailable(let path, let code):
            "\(path): the database cannot be used (\(Self.reason(code))). Free space on its disk, or check"
                + " that the disk works and can be written. Nothing that was stored is lost."
        case .backupFailed(let path, let errno):
            "\(path): the backup cannot be written\(errno == 0 ? "" : ": " + ErrorNumber.text(errno))."
                + " Check the space and the permissions of its directory."
        }
    }

    private static func reason(_ code: Int32) -> String {
        switch code {
        case 5, 6: "it is locked"
        case 8: "it is read-only"
        case 10: "its disk fails"
        case 13: "its disk is full"
        default: "SQLite code \(code)"
        }
    }
}
