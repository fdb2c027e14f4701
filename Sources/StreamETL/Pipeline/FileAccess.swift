import ETLSettings
import Foundation
import Glibc

/// The owner and the permissions of a file.
struct FileAccess: Hashable, Sendable {
    var owner: uid_t
    var group: gid_t
    var mode: mode_t

    /// The access of the file at `path`. For a missing file, that of its directory without the right to enter.
    init(keeping path: String) {
        var status = stat()
        if stat(path, &status) == 0 {
            self.init(owner: status.st_uid, group: status.st_gid, mode: status.st_mode & 0o777)
        } else if stat(SettingPath.parent(of: path), &status) == 0 {
            self.init(owner: status.st_uid, group: status.st_gid, mode: status.st_mode & 0o666 | 0o600)
        } else {
            self.init(owner: geteuid(), group: getegid(), mode: 0o600)
        }
    }

    init(owner: uid_t, group: gid_t, mode: mode_t) {
        self.owner = owner
        self.group = group
        self.mode = mode
    }

    /// Gives an open file this access, as far as the process may.
    func apply(to descriptor: CInt) {
        // Only root gives files away, but a user may give one to a group of its own.
        if fchown(descriptor, owner, group) != 0 { _ = fchown(descriptor, uid_t.max, group) }
        fchmod(descriptor, mode)
    }

    /// Whether a user may read the file.
    func allows(_ user: FileReader) -> Bool {
        if user.id == 0 { return true }
        if user.id == owner { return mode & 0o400 != 0 }
        return mode & (user.groups.contains(group) ? 0o040 : 0o004) != 0
    }
}

/// A user on whose behalf files are read.
struct FileReader: Hashable, Sendable {
    let id: uid_t
    let groups: Set<gid_t>

    /// The user of a process; without a process, the owner of a file.
    init?(process: Int32?, ownerOf path: String) {
        if let process, let text = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8) {
            func numbers(_ name: String) -> [UInt32] {
                let line = text.split(separator: "\n").first { $0.hasPrefix(name + ":") } ?? ""
                return line.dropFirst(name.count + 1).split(whereSeparator: \.isWhitespace).compactMap {
                    UInt32($0)
                }
            }
            // The second is the one that counts for access.
            guard let id = numbers("Uid").dropFirst().first else { return nil }
            self.id = id
            groups = Set(numbers("Gid") + numbers("Groups"))
            return
        }
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        id = status.st_uid
        groups = [status.st_gid]
    }
}
