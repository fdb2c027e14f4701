import ETLFiles

/// The system's limits on one user's inotify; `nil` if it does not state them.
package enum InotifyLimit {
    /// The lower one of the system's limit and that of the user namespace.
    package static var watches: Int? {
        least("/proc/sys/fs/inotify/max_user_watches", "/proc/sys/user/max_inotify_watches")
    }

    package static var instances: Int? {
        least("/proc/sys/fs/inotify/max_user_instances", "/proc/sys/user/max_inotify_instances")
    }

    private static func least(_ files: String...) -> Int? { files.compactMap(number).min() }

    private static func number(in path: String) -> Int? {
        guard let text = try? SmallFile.read(path) else { return nil }
        return Int(String(decoding: text.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self))
    }
}
