import Glibc

/// Keeps a database to one process, by a lock file beside it that holds the owner's process id.
///
/// The kernel drops the lock when the process ends, however it ends. Only an orderly end empties the
/// file.
package final class StoreLock: Sendable {
    private let descriptor: Int32
    /// Whether the process that had the database last did not end in order.
    let followsCrash: Bool

    package init(databasePath: String) throws {
        let path = databasePath + ".lock"
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw StoreError.lockUnavailable(errno: errno) }
        var attempts = 0
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            let holder = StoreLock.readProcessID(descriptor)
            // An owner who let go has emptied the file; a process that it was just about to start may
            // hold the lock until it begins.
            if holder == nil, attempts < 200 {
                attempts += 1
                usleep(10_000)
                continue
            }
            close(descriptor)
            throw StoreError.inUse(processID: holder)
        }
        followsCrash = StoreLock.readProcessID(descriptor) != nil
        ftruncate(descriptor, 0)
        let text = Array("\(getpid())\n".utf8)
        _ = text.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
    }

    deinit {
        ftruncate(descriptor, 0)
        close(descriptor)
    }

    /// The process that has the database open for writing; `nil` when there is none.
    package static func holder(ofDatabase path: String) -> Int32? {
        let descriptor = open(path + ".lock", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        if flock(descriptor, LOCK_SH | LOCK_NB) == 0 { return nil }
        return readProcessID(descriptor)
    }

    private static func readProcessID(_ descriptor: Int32) -> Int32? {
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, 0) }
        guard count > 0 else { return nil }
        let digits = bytes.prefix(count).prefix { $0 != UInt8(ascii: "\n") }
        return Int32(String(decoding: digits, as: UTF8.self))
    }
}
