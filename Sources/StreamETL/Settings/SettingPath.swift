import Glibc

/// Paths as people write them.
package enum SettingPath {
    /// Joins `path` to `base` unless it is absolute, and takes out `.` and doubled slashes. `..` stays:
    /// past a symbolic link it is not the parent by text.
    package static func absolute(_ path: String, in base: String) -> String {
        let joined = path.hasPrefix("/") ? path : base + "/" + path
        return "/" + joined.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
    }

    package static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else {
            return path.hasPrefix("/") ? "/" : "."
        }
        return String(path[..<slash])
    }

    /// The whole of a small file.
    ///
    /// - Returns: `nil` when there is no such file.
    static func readSmallFile(
        _ path: String, limit: Int = 1 << 20
    ) throws(ConfigurationError.Problem) -> [UInt8]? {
        // A FIFO must not block the start.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw ConfigurationError.Problem(file: path, cause: .unreadable(errno: errno))
        }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0 {
                if errno == EINTR { continue }
                throw ConfigurationError.Problem(file: path, cause: .unreadable(errno: errno))
            }
            if count == 0 { return bytes }
            bytes.append(contentsOf: buffer[..<count])
            guard bytes.count <= limit else {
                throw ConfigurationError.Problem(file: path, cause: .tooLarge(limit: limit))
            }
        }
    }
}
