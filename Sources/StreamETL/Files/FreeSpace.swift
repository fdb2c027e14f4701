import Glibc

/// Space on the file system that a path lies on.
package enum FreeSpace {
    /// Bytes that this process may still write there; `nil` where the system does not say.
    package static func bytes(at path: String) -> Int? {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { return nil }
        return Int(clamping: UInt64(status.f_bavail) &* UInt64(status.f_frsize))
    }
}
