import CLinuxIO
package import Glibc

/// A file that takes its target's place when it is whole and synced, and may be the file before the last one,
/// written over: what stands there already stays.
///
/// Until ``publish(exchanging:)`` returns, readers of the target see the previous file. With `exchanging`, that
/// one keeps the temporary name and is the spare of the next time:
///
///     unified.json  ◀── readers          unified.json  ◀── readers: the new one
///     .unified.json.etl-watch-7          .unified.json.etl-watch-7: the previous one
package struct RewritableFile: ~Copyable {
    private static let bufferByteCount = 1 << 18
    private static let writebackByteCount = 1 << 22

    package let descriptor: Int32
    private let target: String
    private let temporary: String
    private var buffer: [UInt8] = []
    /// What is still to be copied behind what is written.
    private var pending: (source: Int32, offset: Int, byteCount: Int)?
    private var written = 0
    /// Up to where the disk was told to begin writing.
    private var begun = 0
    private var isPublished = false

    /// - Parameter spare: The file that has the temporary name, to be written over; `nil`: a new one.
    package init(
        replacing target: String, over spare: Int32? = nil, access: OutputAccess = .ownerOnly
    ) throws(FileWriteError) {
        self.target = target
        temporary = OutputPath.temporaryName(for: target)
        descriptor = spare ?? open(temporary, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw FileWriteError(step: .create, errno: errno) }
        access.apply(to: descriptor)
        buffer.reserveCapacity(Self.bufferByteCount)
    }

    /// Opens the file that has the temporary name, for writing over it; `nil` where it is not the one that
    /// `isKnown` tells by its status, or somebody may still read it: it has another name, or is open.
    package static func spare(of target: String, where isKnown: (stat) -> Bool) -> Int32? {
        let name = OutputPath.temporaryName(for: target)
        let descriptor = open(name, O_RDWR | O_CLOEXEC | O_NOFOLLOW)
        var now = stat()
        if descriptor >= 0, fstat(descriptor, &now) == 0, isKnown(now), now.st_nlink == 1,
            etl_is_sole_opener(descriptor) == 1
        {
            return descriptor
        }
        if descriptor >= 0 { close(descriptor) }
        unlink(name)
        return nil
    }

    deinit {
        if !isPublished {
            close(descriptor)
            unlink(temporary)
        }
    }

    /// Where the next byte goes.
    package var offset: Int { written + buffer.count + (pending?.byteCount ?? 0) }

    /// Takes an array alone: other modules would call a generic form unspecialised, a byte at a time.
    package mutating func write(_ bytes: [UInt8]) throws(FileWriteError) {
        if bytes.isEmpty { return }
        if pending != nil || buffer.count + bytes.count > Self.bufferByteCount { try flush() }
        buffer.append(contentsOf: bytes)
        if buffer.count > Self.bufferByteCount { try flush() }
    }

    /// Leaves what the file has here as it is.
    package mutating func keep(_ byteCount: Int) throws(FileWriteError) {
        guard byteCount > 0 else { return }
        try flush()
        written += byteCount
    }

    /// Copies a region of an earlier snapshot inside the kernel.
    package mutating func copy(from source: Int32, offset: Int, byteCount: Int) throws(FileWriteError) {
        guard byteCount > 0 else { return }
        // Regions that follow one another in both files are one.
        if let known = pending, known.source == source, known.offset + known.byteCount == offset {
            pending?.byteCount += byteCount
        } else {
            try flush()
            pending = (source, offset, byteCount)
        }
    }

    /// Syncs the file, gives it the target's name and syncs the directory.
    ///
    /// - Parameter exchanging: Whether the previous file gets the temporary name instead of none.
    /// - Returns: The open file, for copying from it later, which the caller closes; and whether the
    ///   temporary name is the previous file's.
    package consuming func publish(
        exchanging: Bool
    ) throws(FileWriteError) -> (descriptor: Int32, hasPrevious: Bool) {
        try flush()
        var status = stat()
        guard fstat(descriptor, &status) == 0,
            Int(status.st_size) == written || ftruncate(descriptor, written) == 0,
            fdatasync(descriptor) == 0
        else { throw FileWriteError(step: .sync, errno: errno) }
        let isExchanged = exchanging && etl_exchange(temporary, target) == 0
        guard isExchanged || rename(temporary, target) == 0 else {
            throw FileWriteError(step: .rename, errno: errno)
        }
        isPublished = true
        // A file that stays open for writing would keep its file system from becoming read-only.
        let reading = open("/proc/self/fd/\(descriptor)", O_RDONLY | O_CLOEXEC)
        if reading >= 0 { close(descriptor) }
        OutputPath.syncDirectory(of: target)
        return (reading >= 0 ? reading : descriptor, isExchanged)
    }

    private mutating func flush() throws(FileWriteError) {
        if let pending = pending.take() {
            try copy(pending)
            written += pending.byteCount
        }
        var start = 0
        while start < buffer.count {
            let count = buffer.withUnsafeBytes {
                pwrite(
                    descriptor, $0.baseAddress?.advanced(by: start), $0.count - start, off_t(written + start))
            }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw FileWriteError(step: .write, errno: errno) }
            start += count
        }
        written += buffer.count
        buffer.removeAll(keepingCapacity: true)
        beginWriteback()
    }

    /// Lets the disk write while the rest is made, so that the sync at the end has less to wait for.
    private mutating func beginWriteback() {
        guard written - begun >= Self.writebackByteCount else { return }
        etl_begin_writeback(descriptor, off_t(begun), off_t(written - begun))
        begun = written
    }

    private func copy(_ region: (source: Int32, offset: Int, byteCount: Int)) throws(FileWriteError) {
        var (from, to) = (off_t(region.offset), off_t(written))
        var rest = region.byteCount
        while rest > 0 {
            let count = etl_copy_file_range(region.source, &from, descriptor, &to, rest)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw FileWriteError(step: .write, errno: count == 0 ? EIO : errno) }
            rest -= count
        }
    }
}
