import CLinuxIO
package import Glibc

/// A file that takes its target's place when it is whole and synced. It may be the file before the last one, written
/// over, so that bytes which are in place already need not be written.
///
/// Until ``publish(exchanging:)`` returns, readers of the target see the previous file. With `exchanging`, the two
/// files change names. The previous file then is the spare of the next time:
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
    /// A copy that is not made yet; its bytes follow the written ones.
    private var pending: (source: Int32, offset: Int, byteCount: Int)?
    private var written = 0
    /// The offset up to which the disk was told to begin writing.
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

    /// Opens the file with the temporary name, to be written over.
    ///
    /// A reader may have opened that file while it was still the target, and must not see it change. So it is taken
    /// only if this process alone has it open (the kernel grants a write lease only then) and if it has no second name,
    /// such as one in the archive of snapshots. Otherwise the name is removed and a new file will be made:
    ///
    ///     reader    open(unified.json) ────── reads version 1 ──────▶
    ///     daemon         publishes 2     spare of 3? no: 1 is open, so 3 is a new file
    ///
    /// - Parameter isKnown: Whether a file of this status is the expected one.
    /// - Returns: `nil` if there is no such file, or if it may still be read.
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

    /// Skips bytes that the spare already has at this place.
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

    /// Tells the disk to begin writing, so that the sync at the end takes less time.
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
