import ETLModel
import Glibc

/// Why a path cannot be inspected.
public enum InspectionError: Error, Hashable, Sendable {
    /// There is nothing; `isSymbolicLink`: but a link that leads nowhere.
    case missing(path: String, isSymbolicLink: Bool)
    case directory(path: String)
    /// A FIFO, a socket or a device.
    case notAFile(path: String)
    case unreadable(path: String, errno: Int32)

    /// - Returns: `nil` for a file.
    package static func obstacle(at path: String) -> InspectionError? {
        var status = stat()
        guard stat(path, &status) == 0 else {
            let error = errno
            guard error == ENOENT || error == ENOTDIR else { return .unreadable(path: path, errno: error) }
            return .missing(path: path, isSymbolicLink: lstat(path, &status) == 0)
        }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return nil
        case S_IFDIR: return .directory(path: path)
        default: return .notAFile(path: path)
        }
    }
}

extension InspectionError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .missing(let path, isSymbolicLink: false):
            "\(Self.escaped(path)): there is no such file. Check the path."
        case .missing(let path, isSymbolicLink: true):
            "\(Self.escaped(path)): the symbolic link leads to a file that is not there. Check where it leads to."
        case .directory(let path):
            "\(Self.escaped(path)): is a directory. Name one file in it;"
                + " etl-watch backfill --drop reads a whole directory."
        case .notAFile(let path):
            "\(Self.escaped(path)): is a pipe, a socket or a device, not a file. Name an export file."
        case .unreadable(let path, let errno):
            "\(Self.escaped(path)): cannot be read: \(ErrorNumber.text(errno)). Check its permissions."
        }
    }

    private static func escaped(_ path: String) -> String { RelativePath(path).escaped }
}
