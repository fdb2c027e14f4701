import ETLFiles

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
        do {
            return try SmallFile.read(path, limit: limit)
        } catch {
            switch error {
            case .tooLarge: throw ConfigurationError.Problem(file: path, cause: .tooLarge(limit: limit))
            case .unreadable(let error):
                if error.isAbsence { return nil }
                throw ConfigurationError.Problem(file: path, cause: .unreadable(errno: error.errno))
            }
        }
    }
}
