/// What the file system says of a file without opening it. Any difference means "look again"; times
/// are compared for being different, never for being newer, since copies keep old times.
public struct FileFingerprint: Hashable, Sendable {
    public var device: Int64
    public var inode: Int64
    public var byteCount: Int64
    /// Nanoseconds since 1970.
    public var modified: Int64
    public var changed: Int64

    public init(device: Int64, inode: Int64, byteCount: Int64, modified: Int64, changed: Int64) {
        self.device = device
        self.inode = inode
        self.byteCount = byteCount
        self.modified = modified
        self.changed = changed
    }
}

/// Names the outcome of reading some bytes: the hash of the bytes, and the reader with its limits.
///
/// Equal keys have equal contributions, so a file that is renamed, copied or touched is not parsed
/// again.
public struct ContentKey: Hashable, Sendable {
    /// XXH3-128 of the whole file.
    public var hash: [UInt8]
    /// ``Transformer/identity`` of the transformer that claims the file.
    public var reader: String

    public init(hash: [UInt8], reader: String) {
        self.hash = hash
        self.reader = reader
    }

    // The digest alone is as good as random.
    public func hash(into hasher: inout Hasher) {
        hash.withUnsafeBytes { hasher.combine(bytes: $0) }
    }
}
