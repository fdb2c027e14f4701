import CLinuxIO
package import ETLFiles
import ETLModel
import Glibc

/// Why a snapshot could not be put in its place.
public struct SnapshotError: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Step: String, Sendable { case create, write, sync, rename }

    public let step: Step
    public let errno: Int32

    public var description: String {
        "The snapshot cannot be put in place (\(step.rawValue): \(ErrorNumber.text(errno)))."
            + " Check the space and the permissions of the output directory."
    }
}

/// A file that is written beside its target and renamed over it when it is whole and synced.
///
/// Until ``publish(exchanging:)`` returns, readers of the target see the previous file.
package struct SnapshotFile: ~Copyable {
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

    /// Temporary names hold the target's, so that leftovers of a crash can be told and removed.
    static func temporaryPrefix(of target: String) -> String {
        let name = target.split(separator: "/").last.map(String.init) ?? target
        return ".\(name).etl-watch-"
    }

    static func temporaryName(for target: String) -> String {
        directory(of: target) + "/" + temporaryPrefix(of: target) + "\(getpid())"
    }

    package static func directory(of target: String) -> String {
        guard let slash = target.lastIndex(of: "/") else { return "." }
        return slash == target.startIndex ? "/" : String(target[..<slash])
    }

    /// What is at an output's path stays if it is a link; what it leads to is replaced, or made.
    package static func place(of output: String) -> String {
        let path = Array(output.utf8)
        guard SystemPath.isLink(path),
            let place = SystemPath.resolved(path) ?? SystemPath.target(ofLink: path)
        else { return output }
        return String(decoding: place, as: UTF8.self)
    }

    /// Removes temporary files that a crash left beside `target`.
    package static func removeLeftovers(of target: String) {
        let place = directory(of: target)
        let prefix = temporaryPrefix(of: target)
        guard let stream = opendir(place) else { return }
        defer { closedir(stream) }
        while let entry = readdir(stream) {
            let offset = MemoryLayout<dirent>.offset(of: \.d_name) ?? 0
            let name = UnsafeRawPointer(entry).advanced(by: offset).assumingMemoryBound(to: CChar.self)
            guard strncmp(name, prefix, prefix.utf8.count) == 0 else { continue }
            unlinkat(dirfd(stream), name, 0)
        }
    }

    /// - Parameter spare: The file that has the temporary name, to be written over; `nil`: a new one.
    package init(
        replacing target: String, over spare: Int32? = nil, access: OutputAccess = .ownerOnly
    ) throws(SnapshotError) {
        self.target = target
        temporary = Self.temporaryName(for: target)
        descriptor = spare ?? open(temporary, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SnapshotError(step: .create, errno: errno) }
        access.apply(to: descriptor)
        buffer.reserveCapacity(Self.bufferByteCount)
    }

    deinit {
        if !isPublished {
            close(descriptor)
            unlink(temporary)
        }
    }

    /// Where the next byte goes.
    package var offset: Int { written + buffer.count + (pending?.byteCount ?? 0) }

    package mutating func write(_ bytes: some Collection<UInt8>) throws(SnapshotError) {
        if bytes.isEmpty { return }
        if pending != nil || buffer.count + bytes.count > Self.bufferByteCount { try flush() }
        buffer.append(contentsOf: bytes)
        if buffer.count > Self.bufferByteCount { try flush() }
    }

    /// Leaves what the file has here as it is.
    package mutating func keep(_ byteCount: Int) throws(SnapshotError) {
        guard byteCount > 0 else { return }
        try flush()
        written += byteCount
    }

    /// Copies a region of an earlier snapshot inside the kernel.
    package mutating func copy(from source: Int32, offset: Int, byteCount: Int) throws(SnapshotError) {
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
    ) throws(SnapshotError) -> (descriptor: Int32, hasPrevious: Bool) {
        try flush()
        var status = stat()
        guard fstat(descriptor, &status) == 0,
            Int(status.st_size) == written || ftruncate(descriptor, written) == 0,
            fdatasync(descriptor) == 0
        else { throw SnapshotError(step: .sync, errno: errno) }
        let isExchanged = exchanging && etl_exchange(temporary, target) == 0
        guard isExchanged || rename(temporary, target) == 0 else {
            throw SnapshotError(step: .rename, errno: errno)
        }
        isPublished = true
        // A file that stays open for writing would keep its file system from becoming read-only.
        let reading = open("/proc/self/fd/\(descriptor)", O_RDONLY | O_CLOEXEC)
        if reading >= 0 { close(descriptor) }
        let directory = open(Self.directory(of: target), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if directory >= 0 {
            fsync(directory)
            close(directory)
        }
        return (reading >= 0 ? reading : descriptor, isExchanged)
    }

    private mutating func flush() throws(SnapshotError) {
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
            guard count > 0 else { throw SnapshotError(step: .write, errno: errno) }
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

    private func copy(_ region: (source: Int32, offset: Int, byteCount: Int)) throws(SnapshotError) {
        var (from, to) = (off_t(region.offset), off_t(written))
        var rest = region.byteCount
        while rest > 0 {
            let count = etl_copy_file_range(region.source, &from, descriptor, &to, rest)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw SnapshotError(step: .write, errno: count == 0 ? EIO : errno) }
            rest -= count
        }
    }
}
