import Glibc

/// A file written beside its target. It takes the target's name when it is whole and synced.
///
/// Until ``publish()`` returns, readers of the target see the previous file. An unpublished file is deleted together
/// with this value.
package struct AtomicFile: ~Copyable {
    package let descriptor: Int32
    /// The name while the file is written; a program may open it by that name meanwhile.
    package let temporary: String
    private let target: String
    private var isPublished = false

    /// Makes an empty file that only its owner may read. An older file of the temporary name is replaced.
    package init(replacing target: String, as temporary: String) throws(FileWriteError) {
        self.target = target
        self.temporary = temporary
        unlink(temporary)
        descriptor = open(temporary, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw FileWriteError(step: .create, errno: errno) }
    }

    deinit {
        close(descriptor)
        if !isPublished { unlink(temporary) }
    }

    package borrowing func write(_ bytes: some Collection<UInt8>) throws(FileWriteError) {
        let bytes = Array(bytes)
        var start = 0
        while start < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress?.advanced(by: start), $0.count - start)
            }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw FileWriteError(step: .write, errno: count == 0 ? EIO : errno) }
            start += count
        }
    }

    /// Syncs the file, gives it the target's name and syncs the directory.
    package consuming func publish() throws(FileWriteError) {
        guard fsync(descriptor) == 0 else { throw FileWriteError(step: .sync, errno: errno) }
        try OutputPath.replace(target, with: temporary)
        isPublished = true
    }
}
