import ETLFiles
import ETLSnapshot
import Glibc

/// Directories that the program makes for its own files.
enum OutputDirectory {
    /// Makes the missing directories above `path`, for the owner and the readers of the file.
    static func prepare(for path: String, access: OutputAccess = .ownerOnly) throws(SystemError) {
        var made = path.hasPrefix("/") ? "" : "."
        for component in OutputPath.directory(of: path).split(separator: "/") {
            made += "/" + component
            if mkdir(made, 0o700) == 0 {
                access.apply(toDirectory: made)
            } else if errno != EEXIST, errno != EACCES, errno != EROFS {
                throw SystemError()
            }
        }
    }
}
