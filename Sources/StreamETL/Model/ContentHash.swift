package import CXXHash

/// XXH3-128 digests: they tell equal from different content, and defend against nothing else.
public enum ContentHash {
    /// Sixteen bytes, in the canonical (big-endian) order of xxHash.
    public static func of(_ bytes: [UInt8]) -> [UInt8] {
        canonical(bytes.withUnsafeBytes { XXH3_128bits($0.baseAddress, $0.count) })
    }

    package static func canonical(_ hash: XXH128_hash_t) -> [UInt8] {
        [hash.high64, hash.low64].flatMap { word in
            (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * UInt64($0))) }
        }
    }
}
