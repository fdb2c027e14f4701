/// The contents that a store has, by reader. Each takes sixteen bytes.
public struct KnownContents: Sendable {
    fileprivate struct Digest: Hashable {
        let high: UInt64
        let low: UInt64
    }

    private var digests: [String: Set<Digest>] = [:]
    /// Keys that stand for the contents of unreadable files.
    private var others: Set<ContentKey> = []

    public init() {}

    public var count: Int { digests.values.reduce(others.count) { $0 + $1.count } }

    public func contains(_ key: ContentKey) -> Bool {
        guard let digest = Digest(key.hash) else { return others.contains(key) }
        return digests[key.reader]?.contains(digest) ?? false
    }

    public mutating func insert(_ key: ContentKey) {
        if let digest = Digest(key.hash) {
            digests[key.reader, default: []].insert(digest)
        } else {
            others.insert(key)
        }
    }
}

extension KnownContents.Digest {
    /// - Returns: `nil` unless `hash` is a ``ContentHash``.
    fileprivate init?(_ hash: [UInt8]) {
        guard hash.count == 16 else { return nil }
        (high, low) = hash.withUnsafeBytes {
            ($0.loadUnaligned(as: UInt64.self), $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        }
    }
}
