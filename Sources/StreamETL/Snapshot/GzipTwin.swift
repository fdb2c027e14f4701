import CArchive
package import ETLFiles
import Glibc

/// The compressed copy beside a snapshot.
package enum GzipTwin {
    /// Writes `target.gz` from `target`, beside it and renamed over it when it is whole.
    package static func write(of target: String, access: OutputAccess = .ownerOnly) throws(SnapshotError) {
        do {
            try compress(target, access)
        } catch {
            throw SnapshotError(error)
        }
    }

    private static func compress(_ target: String, _ access: OutputAccess) throws(FileWriteError) {
        let source = open(target, O_RDONLY | O_CLOEXEC)
        guard source >= 0 else { throw FileWriteError(step: .create, errno: errno) }
        defer { close(source) }
        let directory = OutputPath.directory(of: target) + "/"
        let twin = try AtomicFile(
            replacing: target + ".gz", as: directory + OutputPath.temporaryPrefix(of: target) + "gz")
        access.apply(to: twin.descriptor)
        guard let archive = archive_write_new() else { throw FileWriteError(step: .write, errno: ENOMEM) }
        defer { archive_write_free(archive) }
        archive_write_add_filter_gzip(archive)
        archive_write_set_format_raw(archive)
        // The time in the header would make equal snapshots differ.
        archive_write_set_filter_option(archive, "gzip", "timestamp", nil)
        archive_write_open_fd(archive, twin.descriptor)
        let entry = archive_entry_new()
        defer { archive_entry_free(entry) }
        // AE_IFREG, a macro that Swift does not see.
        archive_entry_set_filetype(entry, 0o100000)
        guard archive_write_header(archive, entry) == ARCHIVE_OK else {
            throw FileWriteError(step: .write, errno: archive_errno(archive))
        }
        var buffer = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let count = read(source, &buffer, buffer.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw FileWriteError(step: .write, errno: errno) }
            if count == 0 { break }
            guard archive_write_data(archive, buffer, count) == count else {
                throw FileWriteError(step: .write, errno: archive_errno(archive))
            }
        }
        guard archive_write_close(archive) == ARCHIVE_OK else {
            throw FileWriteError(step: .write, errno: archive_errno(archive))
        }
        try twin.publish()
    }
}
