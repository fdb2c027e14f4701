import CArchive
package import ETLModel
import Glibc

/// Reads the members of a zip (by its directory) or of a tar, gzipped or not, one after the other.
///
/// Only this file calls libarchive. Names come out of it independent of the process's locale, and
/// nothing is ever written to disk.
package final class ArchiveReader {
    /// A member's header.
    package struct Member: Sendable {
        package let name: ArchiveMemberName
        /// A plain file: no directory, link or device.
        package let isRegular: Bool
        let isEncrypted: Bool
        package let byteCount: Int?
    }

    /// Bytes that a member may expand to before the ratio is looked at.
    private static let freeExpansionByteCount = 1 << 20
    private static let chunkByteCount = 128 << 10

    private let archive: OpaquePointer
    private let feed: Feed
    private let limits: InputLimits
    private let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: chunkByteCount, alignment: 16)
    private var memberCount = 0
    private var memberStart: Int64 = 0
    private var memberByteCount = 0
    private var totalByteCount = 0

    /// - Parameter isLoneFile: Whether it is a single file that gzip has compressed, and no archive.
    /// - Throws: ``TransformError/Cause`` when the bytes are no archive that can be read.
    package init(_ input: ArchiveInput, limits: InputLimits, isLoneFile: Bool = false) throws {
        guard let archive = archive_read_new() else {
            chunk.deallocate()
            throw TransformError.Cause.unreadable(errno: ENOMEM)
        }
        self.archive = archive
        self.limits = limits
        feed = Feed(input)
        try open(isLoneFile: isLoneFile)
    }

    deinit {
        // `feed` outlives the archive, which may call it until it is freed.
        archive_read_free(archive)
        chunk.deallocate()
    }

    private func open(isLoneFile: Bool) throws {
        let isZip = try Self.isZip(feed.input.head(byteCount: 4))
        if isLoneFile {
            archive_read_support_filter_gzip(archive)
            archive_read_support_format_raw(archive)
        } else if isZip {
            archive_read_support_format_zip_seekable(archive)
        } else {
            archive_read_support_filter_gzip(archive)
            archive_read_support_format_tar(archive)
        }
        archive_read_set_read_callback(archive) { _, state, block in
            guard let state, let block else { return -1 }
            return Unmanaged<Feed>.fromOpaque(state).takeUnretainedValue().read(into: block)
        }
        archive_read_set_seek_callback(archive) { _, state, offset, whence in
            guard let state else { return -1 }
            return Unmanaged<Feed>.fromOpaque(state).takeUnretainedValue().seek(offset, whence)
        }
        archive_read_set_callback_data(archive, Unmanaged.passUnretained(feed).toOpaque())
        guard archive_read_open1(archive) == ARCHIVE_OK else {
            if let failure = feed.failure { throw failure }
            // A zip's directory is at its end: without it the rest of the file is missing.
            throw isZip ? TransformError.Cause.truncated : fault("archive.format")
        }
    }

    /// - Throws: `truncated` for a tar that was cut between two members, which libarchive takes for whole.
    func checkEnd() throws {
        let head = try feed.input.head(byteCount: 4)
        guard !Self.isZip(head), !head.starts(with: [0x1F, 0x8B]) else { return }
        guard try feed.input.endsInZeros(byteCount: 512) else { throw TransformError.Cause.truncated }
    }

    static func isZip(_ head: some Collection<UInt8>) -> Bool {
        head.starts(with: [0x50, 0x4B, 0x03, 0x04])
    }

    /// Goes to the next member and skips the rest of the one before.
    ///
    /// - Returns: `nil` after the last member.
    package func next() throws -> Member? {
        var entry: OpaquePointer?
        let status = Self.withUTF8Locale { archive_read_next_header(archive, &entry) }
        if let failure = feed.failure { throw failure }
        if status == ARCHIVE_EOF { return nil }
        guard status == ARCHIVE_OK || status == ARCHIVE_WARN, let entry else { throw fault("archive.header") }
        memberCount += 1
        guard memberCount <= limits.archiveMembers else {
            throw TransformError.Cause.limitExceeded(.archiveMembers, limit: limits.archiveMembers)
        }
        memberStart = archive_filter_bytes(archive, -1)
        memberByteCount = 0
        let name = Self.withUTF8Locale { () -> [UInt8] in
            guard let text = archive_entry_pathname(entry) else { return [] }
            return Array(UnsafeRawBufferPointer(start: text, count: strlen(text)))
        }
        let size = archive_entry_size_is_set(entry) != 0 ? archive_entry_size(entry) : -1
        return Member(
            name: ArchiveMemberName(stored: name),
            isRegular: archive_entry_filetype(entry) == S_IFREG && archive_entry_hardlink(entry) == nil,
            isEncrypted: archive_entry_is_encrypted(entry) != 0, byteCount: size >= 0 ? Int(size) : nil)
    }

    /// Appends bytes of the current member until `bytes` holds `count` of them or the member ends.
    ///
    /// - Returns: Whether the member has ended.
    package func read(into bytes: inout [UInt8], upTo count: Int) throws -> Bool {
        while bytes.count < count {
            let wanted = min(chunk.count, count - bytes.count)
            let got = archive_read_data(archive, chunk.baseAddress, wanted)
            if let failure = feed.failure { throw failure }
            guard got >= 0 else { throw fault("archive.member") }
            if got == 0 { return true }
            bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: chunk[..<min(got, wanted)]))
            memberByteCount += got
            totalByteCount += got
            try checkExpansion()
        }
        return false
    }

    /// Passes over bytes of the current member, all of them or `count`.
    ///
    /// - Returns: How many they are.
    package func skip(atMost count: Int) throws -> Int {
        var skipped = 0
        while skipped < count {
            let got = archive_read_data(archive, chunk.baseAddress, min(chunk.count, count - skipped))
            if let failure = feed.failure { throw failure }
            guard got >= 0 else { throw fault("archive.member") }
            if got == 0 { break }
            skipped += got
        }
        return skipped
    }

    /// Bytes of the archive that another reader unpacked count here as well.
    package func count(unpackedElsewhere byteCount: Int) throws {
        totalByteCount += byteCount
        try checkExpansion()
    }

    private func checkExpansion() throws {
        let packed = Int(max(archive_filter_bytes(archive, -1) - memberStart, 1))
        let (member, memberOverflow) = packed.multipliedReportingOverflow(by: limits.expansionRatio)
        let (whole, wholeOverflow) = feed.input.byteCount.multipliedReportingOverflow(
            by: limits.expansionRatio)
        let free = Self.freeExpansionByteCount
        guard memberOverflow || memberByteCount - free <= member,
            wholeOverflow || totalByteCount - free <= whole
        else { throw TransformError.Cause.limitExceeded(.expansionRatio, limit: limits.expansionRatio) }
    }

    private func fault(_ rule: TransformError.Rule) -> TransformError.Cause {
        guard let text = archive_error_string(archive) else { return .malformed(rule) }
        // The only place where libarchive tells an early end from other damage.
        return strstr(text, "runcated") != nil ? .truncated : .malformed(rule)
    }

    /// libarchive converts names to the thread's character set; the process's own stays as it is.
    private static func withUTF8Locale<Value>(_ body: () -> Value) -> Value {
        let previous = uselocale(utf8Locale)
        defer { _ = uselocale(previous) }
        return body()
    }

    /// Made once, never changed or freed.
    nonisolated(unsafe) private static let utf8Locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", nil)

    /// The bytes as libarchive asks for them.
    private final class Feed {
        private static let blockByteCount = 32 << 10
        let input: ArchiveInput
        /// Why a read failed; libarchive only knows that it did.
        private(set) var failure: (any Error)?
        private var position = 0
        private let block = UnsafeMutableRawBufferPointer.allocate(
            byteCount: blockByteCount, alignment: 16)

        init(_ input: ArchiveInput) { self.input = input }

        deinit { block.deallocate() }

        func read(into target: UnsafeMutablePointer<UnsafeRawPointer?>) -> Int {
            do {
                let count = try input.copy(from: position, into: block)
                position += count
                target.pointee = UnsafeRawPointer(block.baseAddress)
                return count
            } catch {
                failure = error
                return -1
            }
        }

        func seek(_ offset: Int64, _ whence: Int32) -> Int64 {
            let base: Int64 =
                switch whence {
                case SEEK_SET: 0
                case SEEK_CUR: Int64(position)
                default: Int64(input.byteCount)
                }
            let (target, overflow) = base.addingReportingOverflow(offset)
            guard !overflow else { return -1 }
            position = Int(min(max(target, 0), Int64(input.byteCount)))
            return Int64(position)
        }
    }
}
