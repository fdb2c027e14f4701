/// Why a drop directory is not watched as it should be.
public enum WatchFault: Hashable, Sendable, CustomStringConvertible {
    /// It does not exist (yet), or its file system is not mounted. Its data stays until it is back.
    case missing
    /// The user's limit of inotify watches is reached; directories without a watch are scanned.
    case watchLimit(limit: Int?, needed: Int)
    /// The user's limit of inotify instances is reached; everything is scanned.
    case instanceLimit(limit: Int?)
    /// The file system does not report changes made elsewhere (NFS, SMB, FUSE …); it is scanned.
    case unwatchableFileSystem
    /// The system's error number.
    case unwatched(errno: Int32)

    public var description: String {
        switch self {
        case .missing:
            "the directory is not there. Its data stays as it was; it is watched again when it is back"
        case .watchLimit(let limit, let needed):
            "the limit of inotify watches\(limit.map { " (\($0))" } ?? "") is reached; at least"
                + " \(needed) are needed. Raise it with: sysctl fs.inotify.max_user_watches=\(needed * 2)."
                + " Until then the rest is scanned"
        case .instanceLimit(let limit):
            "the limit of inotify instances\(limit.map { " (\($0))" } ?? "") is reached. Raise it with:"
                + " sysctl fs.inotify.max_user_instances=\((limit ?? 128) * 2). Until then it is scanned"
        case .unwatchableFileSystem:
            "its file system does not tell of changes; it is scanned"
        case .unwatched(let errno):
            "it cannot be watched: \(ErrorNumber.text(errno)); it is scanned"
        }
    }
}
