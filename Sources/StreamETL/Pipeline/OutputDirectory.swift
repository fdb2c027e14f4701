import ETLFiles
import ETLSnapshot
import Glibc

/// Directories that the program makes for its own files.
enum OutputDirectory {
    /// Makes the directories above `path` that are missing, for nobody but the owner.
    static func prepare(for path: String) throws(SystemError) {
        var made = path.hasPrefix("/") ? "" : "."
        for component in SnapshotFile.directory(of: path).split(separator: "/") {
            made += "/" + component
            if mkdir(made, 0o700) != 0, errno != EEXIST, errno != EACCES, errno != EROFS {
                throw SystemError()
            }
        }
    }
}
