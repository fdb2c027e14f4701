import Glibc

/// Which snapshot stands at a path: equal for equal files, another one after each refresh.
struct SnapshotIdentity {
    let size: Int
    /// Hexadecimal, fit for an ETag and an event's id.
    let tag: String

    /// - Returns: `nil` where there is none.
    init?(path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        self.init(status)
    }

    init(_ status: stat) {
        size = Int(status.st_size)
        let text = "\(status.st_ino) \(status.st_size) \(status.st_mtim.tv_sec) \(status.st_mtim.tv_nsec)"
        tag = EntityTag.opaque(of: Array(text.utf8))
    }
}
