import Glibc

/// The access of users other than the owner to the unified JSON.
public struct OutputAccess: Hashable, Sendable {
    /// Permission bits; the owner may always read and write.
    public var mode: UInt32
    /// `nil`: the group that new files of the process have.
    public var group: UInt32?

    public static let ownerOnly = OutputAccess(mode: 0o600)

    public init(mode: UInt32, group: UInt32? = nil) {
        self.mode = mode | 0o600
        self.group = group
    }

    /// Gives an open file this access, as far as the process may.
    package func apply(to descriptor: CInt) {
        if let group { _ = fchown(descriptor, uid_t.max, group) }
        fchmod(descriptor, mode)
    }

    /// Lets readers of the file enter a directory that was made for it.
    package func apply(toDirectory path: String) {
        if let group { _ = chown(path, uid_t.max, group) }
        // Readers of the file may list and enter.
        let entering = (mode & 0o040 != 0 ? 0o050 : 0) | (mode & 0o004 != 0 ? 0o005 : 0)
        chmod(path, mode_t(0o700 | entering))
    }

    /// The number of a group that is given by name or number.
    public static func group(named name: String) -> UInt32? {
        if let number = UInt32(name) { return number }
        var entry = Glibc.group()
        var found: UnsafeMutablePointer<Glibc.group>?
        var buffer = [CChar](repeating: 0, count: 1 << 16)
        guard getgrnam_r(name, &entry, &buffer, buffer.count, &found) == 0, found != nil else { return nil }
        return entry.gr_gid
    }

    /// Whether the process may give files to the group.
    package var isAllowed: Bool {
        guard let group, geteuid() != 0, group != getegid() else { return true }
        var groups = [gid_t](repeating: 0, count: 65_536)
        let count = getgroups(Int32(groups.count), &groups)
        return count > 0 && groups[..<Int(count)].contains(group)
    }
}
