import Glibc

/// A file that is read whole into memory.
package enum SmallFile {
    package enum Failure: Error {
        case unreadable(SystemError)
        case tooLarge
    }

    /// The bytes of the file at `path`.
    ///
    /// - Parameters:
    ///   - limit: A longer file is refused, after so many bytes are read.
    ///   - onlyPlain: Whether anything but a plain file fails with `EINVAL`.
    package static func read(
        _ path: String, limit: Int = 1 << 20, onlyPlain: Bool = false
    ) throws(Failure) -> [UInt8] {
        // A FIFO without a writer must not block.
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unreadable(SystemError()) }
        defer { close(descriptor) }
        if onlyPlain, (try? FileStatus.of(descriptor: descriptor))?.kind != .file {
            throw .unreadable(SystemError(errno: EINVAL))
        }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw .unreadable(SystemError()) }
            if count == 0 { return bytes }
            bytes += chunk[..<count]
            guard bytes.count <= limit else { throw .tooLarge }
        }
    }
}
