import Crypto
import Foundation

/// A secret that a program or a browser shows, as it is written: `KIND_ID_SECRET`.
///
/// The id finds the row; of the secret only its SHA-256 is kept.
struct Credential: Equatable {
    enum Kind: String {
        /// Of a program, in the `Authorization` header.
        case token
        /// Of a browser, in a cookie.
        case session
    }

    let kind: Kind
    let id: String
    let secret: String

    /// A new one, of 256 random bits.
    init(_ kind: Kind) {
        self.kind = kind
        id = Self.random(byteCount: 8)
        secret = Self.random(byteCount: 32)
    }

    /// - Returns: `nil` for a text that no credential is written as.
    init?(_ text: some StringProtocol, _ kind: Kind) {
        let parts = text.split(separator: "_", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == kind.rawValue, Self.isHex(parts[1], 16), Self.isHex(parts[2], 64)
        else { return nil }
        self.kind = kind
        id = String(parts[1])
        secret = String(parts[2])
    }

    var text: String { "\(kind.rawValue)_\(id)_\(secret)" }

    var hash: Data { Self.hash(of: secret) }

    static func hash(of secret: String) -> Data { Data(SHA256.hash(data: Data(secret.utf8))) }

    /// Whether both hashes are equal; takes as long wherever they differ.
    static func isEqual(_ one: Data, _ other: Data) -> Bool {
        guard one.count == other.count else { return false }
        return zip(one, other).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    /// Hexadecimal digits of random bytes of the kernel.
    static func random(byteCount: Int) -> String {
        var generator = SystemRandomNumberGenerator()
        return Hexadecimal.text(
            of: (0..<byteCount).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
    }

    private static func isHex(_ text: some StringProtocol, _ count: Int) -> Bool {
        text.utf8.count == count
            && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }
}
