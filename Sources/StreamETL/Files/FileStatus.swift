import CLinuxIO
package import ETLModel
package import Glibc

/// The status of a path, from the file system alone; nothing of the file is read.
package struct FileStatus: Hashable, Sendable {
    package enum Kind: UInt8, Sendable {
        case file
        case directory
        case symbolicLink
        /// A FIFO, socket or device: never opened.
        case special
    }

    package var kind: Kind
    /// Names that the inode has; more than one tells a hard link from a file being written.
    package var linkCount: Int
    package var fingerprint: FileFingerprint

    package var byteCount: Int64 { fingerprint.byteCount }

    package init(kind: Kind, linkCount: Int, fingerprint: FileFingerprint) {
        self.kind = kind
        self.linkCount = linkCount
        self.fingerprint = fingerprint
    }

    package init(_ raw: stat) {
        kind =
            switch raw.st_mode & S_IFMT {
            case S_IFREG: .file
            case S_IFDIR: .directory
            case S_IFLNK: .symbolicLink
            default: .special
            }
        linkCount = Int(clamping: raw.st_nlink)
        fingerprint = FileFingerprint(
            device: Int64(bitPattern: UInt64(raw.st_dev)), inode: Int64(bitPattern: UInt64(raw.st_ino)),
            byteCount: Int64(raw.st_size), modified: Self.nanoseconds(raw.st_mtim),
            changed: Self.nanoseconds(raw.st_ctim))
    }

    /// - Throws: `EISDIR` or `EINVAL` unless it is a regular file.
    package func requireFile() throws(SystemError) {
        switch kind {
        case .file: break
        case .directory: throw SystemError(errno: EISDIR)
        case .symbolicLink, .special: throw SystemError(errno: EINVAL)
        }
    }

    /// Status of an open file.
    package static func of(descriptor: CInt) throws(SystemError) -> FileStatus {
        var raw = stat()
        guard fstat(descriptor, &raw) == 0 else { throw SystemError() }
        return FileStatus(raw)
    }

    /// Status of a name in an open directory; a symbolic link is not followed.
    static func of(name: UnsafePointer<CChar>, in directory: CInt) throws(SystemError) -> FileStatus {
        var raw = stat()
        guard fstatat(directory, name, &raw, AT_SYMLINK_NOFOLLOW) == 0 else { throw SystemError() }
        return FileStatus(raw)
    }

    /// The status of a path. No component but the last may be a symbolic link, and the last is not followed.
    static func withoutSymbolicLinks(_ path: [UInt8]) throws(SystemError) -> FileStatus {
        let descriptor = try SystemError.open(path, etl_o_path | O_NOFOLLOW | O_CLOEXEC)
        defer { close(descriptor) }
        return try of(descriptor: descriptor)
    }

    /// The status of a path. A symbolic link in the last place is not followed, those before it are.
    static func notFollowing(_ path: [UInt8]) throws(SystemError) -> FileStatus {
        var raw = stat()
        guard SystemPath.withCString(path, { $0.map { lstat($0, &raw) } ?? -1 }) == 0 else {
            throw SystemError()
        }
        return FileStatus(raw)
    }

    /// The permission bits of a file, following links.
    package static func permissions(of path: String) throws(SystemError) -> UInt32 {
        var raw = stat()
        guard stat(path, &raw) == 0 else { throw SystemError() }
        return raw.st_mode & 0o7777
    }

    /// Status of a path as any program sees it, following links.
    package static func following(_ path: [UInt8]) throws(SystemError) -> FileStatus {
        var raw = stat()
        guard SystemPath.withCString(path, { $0.map { stat($0, &raw) } ?? -1 }) == 0 else {
            throw SystemError()
        }
        return FileStatus(raw)
    }

    /// A moment before now as files' times are counted.
    package static func now(minus duration: Duration) -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME_COARSE, &time)
        let (seconds, attoseconds) = duration.components
        return nanoseconds(time) - seconds * 1_000_000_000 - attoseconds / 1_000_000_000
    }

    // A time beyond the years that 64 bits of nanoseconds hold wraps; it only has to differ.
    private static func nanoseconds(_ time: timespec) -> Int64 {
        Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
    }
}

/// An error number of the system.
package struct SystemError: Error, Hashable, Sendable, CustomStringConvertible {
    package let errno: CInt

    /// The calling thread's last error.
    package init() { errno = Glibc.errno }

    package init(errno: CInt) { self.errno = errno }

    package var description: String { ErrorNumber.text(errno) }

    /// Whether the path is not there (any more).
    package var isAbsence: Bool { errno == ENOENT || errno == ENOTDIR }

    /// Whether the same call may succeed in a moment.
    package var isTransient: Bool {
        switch errno {
        case EINTR, EAGAIN, ESTALE, EBUSY, ENFILE, EMFILE, ENOMEM, ETIMEDOUT: true
        default: false
        }
    }

    /// Opens a path without a symbolic link among its components. Tries again after transient errors.
    package static func open(_ path: [UInt8], _ flags: CInt) throws(SystemError) -> CInt {
        var attempts = 0
        while true {
            let descriptor = SystemPath.withCString(path) {
                $0.map { etl_open_without_symbolic_links($0, flags) } ?? -1
            }
            if descriptor >= 0 { return descriptor }
            let error = SystemError()
            switch error.errno {
            case EINTR: continue
            case EAGAIN, ESTALE:
                attempts += 1
                if attempts == 4 { throw error }
                usleep(useconds_t(1_000 << (2 * attempts)))
            default: throw error
            }
        }
    }
}
