/// A short name in small letters, kept without storage of its own: an element is copied for every tag.
struct TelegramMediaName: Hashable, Sendable {
    private static let mostBytes = 26
    private var low: UInt64 = 0
    private var middle: UInt64 = 0
    private var high: UInt64 = 0
    private var rest: UInt32 = 0

    /// - Returns: `nil` for what is too long or no such name; an empty one is one.
    init?(_ name: some Collection<UInt8>) {
        guard name.count <= Self.mostBytes, name.allSatisfy({ (97...122).contains($0) || $0 == 95 }) else {
            return nil
        }
        withUnsafeMutableBytes(of: &self) { bytes in
            for (index, byte) in name.enumerated() { bytes[index] = byte }
        }
    }

    var text: String {
        withUnsafeBytes(of: self) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
