import CLinuxIO
package import ETLModel
import Glibc

/// The drop directories of a configuration. Finds the one that a path on disk belongs to.
///
/// A symbolic link whose target lies inside a drop directory is read as if the target lay at the link's place. Other
/// symbolic links are left alone. The innermost of nested drop directories owns a file.
public struct DropRoots: Sendable {
    public let all: [DropRoot]
    private let owned: Set<[UInt8]>
    /// By a drop directory's position, where others lie below it.
    private let nested: [Int: [RelativePath]]

    public init(_ roots: [DropRoot]) {
        all = roots
        owned = Set(roots.map(\.path))
        var nested: [Int: [RelativePath]] = [:]
        for root in roots {
            let places = roots.compactMap { SystemPath.relative($0.path, to: root.path) }
                .filter { !$0.isRoot }
            if !places.isEmpty { nested[root.index] = places }
        }
        self.nested = nested
    }

    /// Whether the path lies in a drop directory of its own below the one it is said to lie in.
    package func isInAnother(_ path: DropPath) -> Bool {
        nested[path.drop].map { $0.contains(where: path.path.isWithin) } ?? false
    }

    package func root(of path: DropPath) -> DropRoot? { all.first { $0.index == path.drop } }

    /// The absolute path of something below a drop directory.
    package func absolute(_ path: DropPath) -> [UInt8]? {
        root(of: path).map { SystemPath.joined($0.path, path.path) }
    }

    /// Whether the directory is a drop directory of its own below another.
    package func isOwnedByAnother(_ path: DropPath) -> Bool {
        guard owned.count > 1, !path.path.isRoot, let absolute = absolute(path) else { return false }
        return owned.contains(absolute)
    }

    /// Opens a file or directory below a drop directory without leaving the drop directories.
    ///
    /// - Throws: ``SystemError`` with `ELOOP` for a link that leads out of them or in circles.
    package func open(_ path: DropPath, _ flags: CInt) throws(SystemError) -> CInt {
        guard let absolute = absolute(path) else { throw SystemError(errno: ENOENT) }
        do {
            return try SystemError.open(absolute, flags)
        } catch {
            guard error.errno == ELOOP else { throw error }
        }
        guard let target = SystemPath.resolved(absolute) else { throw SystemError() }
        guard contains(target) else { throw SystemError(errno: ELOOP) }
        return try SystemError.open(target, flags)
    }

    /// Opens a regular file for reading. Its kind is checked first, since opening a FIFO would block and a device must
    /// not be touched.
    ///
    /// - Throws: ``SystemError``; `EISDIR` or `EINVAL` unless it is a regular file.
    package func openFile(_ path: DropPath) throws(SystemError) -> (descriptor: CInt, status: FileStatus) {
        let place = try open(path, etl_o_path | O_NOFOLLOW | O_CLOEXEC)
        defer { close(place) }
        let found = try FileStatus.of(descriptor: place)
        let flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY
        if found.kind != .symbolicLink {
            try found.requireFile()
            // The very inode that was looked at; without /proc, the file that has the name now.
            let descriptor = Glibc.open("/proc/self/fd/\(place)", flags)
            if descriptor >= 0 { return (descriptor, found) }
        }
        try status(of: path).requireFile()
        let descriptor = try open(path, flags)
        do {
            let status = try FileStatus.of(descriptor: descriptor)
            try status.requireFile()
            return (descriptor, status)
        } catch {
            close(descriptor)
            throw error
        }
    }

    /// The status of the file at `path`. Symbolic links are followed as by ``open(_:_:)``.
    package func status(of path: DropPath) throws(SystemError) -> FileStatus {
        let descriptor = try open(path, etl_o_path | O_NOFOLLOW | O_CLOEXEC)
        var status: FileStatus
        do {
            defer { close(descriptor) }
            status = try FileStatus.of(descriptor: descriptor)
        }
        guard status.kind == .symbolicLink, let absolute = absolute(path) else { return status }
        guard let target = SystemPath.resolved(absolute) else { throw SystemError() }
        guard contains(target) else { throw SystemError(errno: ELOOP) }
        status = try FileStatus.withoutSymbolicLinks(target)
        return status
    }

    /// Whether a file of that name exists, but outside of all drop directories.
    package func leadsOut(_ path: DropPath) -> Bool {
        guard let target = absolute(path).flatMap(SystemPath.resolved) else { return false }
        return !contains(target)
    }

    /// Whether a path without links lies inside a drop directory.
    package func contains(_ target: [UInt8]) -> Bool {
        all.contains { root in
            let place = SystemPath.resolved(root.path) ?? root.path
            return SystemPath.relative(target, to: place) != nil
        }
    }
}
