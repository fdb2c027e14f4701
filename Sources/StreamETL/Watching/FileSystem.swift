import CInotify
import ETLFiles
import Glibc

/// The file system that a path is on.
package struct FileSystem: Hashable, Sendable {
    package let type: UInt32
    private let id: [CInt]

    /// - Parameter descriptor: The path's, if it is open: no name need be looked up then.
    /// - Returns: `nil` if the path cannot be looked at.
    package init?(of path: [UInt8], _ descriptor: CInt? = nil) {
        var status = statfs()
        let code =
            descriptor.map { fstatfs($0, &status) }
            ?? SystemPath.withCString(path) { $0.map { statfs($0, &status) } ?? -1 }
        guard code == 0 else { return nil }
        type = UInt32(truncatingIfNeeded: status.f_type)
        id = [status.f_fsid.__val.0, status.f_fsid.__val.1]
    }

    /// Whether it may change without this machine's kernel knowing.
    package var isRemote: Bool { Self.isRemote(type: type) }

    package static func isRemote(type: UInt32) -> Bool { remoteTypes.contains(type) }

    // statfs(2): NFS, SMB, SMB2, CIFS, FUSE (also virtiofs), 9P, Ceph, AFS, Coda, Lustre, GPFS, vboxsf.
    private static let remoteTypes: Set<UInt32> = [
        0x6969, 0x517B, 0xFE53_4D42, 0xFF53_4D42, 0x6573_5546, 0x0102_1997, 0x00C3_6400, 0x5346_414F,
        0x7375_7245, 0x0BD0_0BD0, 0x4750_4653, 0x786F_4256,
    ]

    /// Whether the kernel reports changes in a directory. The test opens the directory, which changes nothing in it and
    /// must be reported. Some containers' kernels have inotify's calls but send no events.
    ///
    /// - Returns: `true` also if it cannot be found out.
    package static func tells(of directory: [UInt8]) -> Bool {
        guard let queue = try? InotifyQueue(),
            (try? queue.watch(directory, UInt32(IN_OPEN | IN_ONLYDIR))) != nil,
            let descriptor = try? SystemError.open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        else { return true }
        close(descriptor)
        return queue.hasEvents
    }
}
