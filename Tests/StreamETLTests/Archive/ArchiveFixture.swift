import Synchronization

@testable import ETLFormats
@testable import ETLMatching
@testable import ETLModel
@testable import ETLRendering
@testable import ETLSnapshot

/// A tiny writer of archives, so that tests can make every kind of broken one.
struct ZipFixture {
    struct Member: Sendable {
        var name: [UInt8]
        var content: [UInt8] = []
        /// What stands in the archive, where it differs from the content.
        var packed: [UInt8]?
        var method: UInt16 = 0
        var flags: UInt16 = 0
        /// Unix mode in the directory.
        var mode: UInt32 = 0o100644
        var damagesChecksum = false
    }

    static func zip(_ members: [Member]) -> [UInt8] {
        var bytes: [UInt8] = []
        var directory: [UInt8] = []
        for member in members {
            let packed = member.packed ?? member.content
            let checksum = crc32(member.content) ^ (member.damagesChecksum ? 1 : 0)
            let common =
                le16(20) + le16(member.flags) + le16(member.method) + le32(0x5821_0000) + le32(checksum)
                + le32(UInt32(packed.count)) + le32(UInt32(member.content.count))
                + le16(UInt16(member.name.count)) + le16(0)
            directory +=
                le32(0x0201_4B50) + le16(0x0314) + common + le16(0) + le16(0) + le16(0)
                + le32(member.mode << 16) + le32(UInt32(bytes.count)) + member.name
            bytes += le32(0x0403_4B50) + common + member.name + packed
        }
        let start = UInt32(bytes.count)
        let count = UInt16(members.count)
        return bytes + directory + le32(0x0605_4B50) + le16(0) + le16(0) + le16(count) + le16(count)
            + le32(UInt32(directory.count)) + le32(start) + le16(0)
    }

    static func zip(_ members: [(String, String)]) -> [UInt8] {
        zip(members.map { Member(name: Array($0.0.utf8), content: Array($0.1.utf8)) })
    }

    static func tar(_ members: [(String, String)]) -> [UInt8] {
        var bytes: [UInt8] = []
        for (name, content) in members {
            func field(_ text: String, _ width: Int) -> [UInt8] {
                Array(text.utf8) + [UInt8](repeating: 0, count: width - text.utf8.count)
            }
            func octal(_ value: Int, _ width: Int) -> [UInt8] {
                let digits = String(value, radix: 8)
                return field(String(repeating: "0", count: width - 1 - digits.count) + digits, width)
            }
            let front =
                field(name, 100) + octal(0o644, 8) + octal(0, 8) + octal(0, 8)
                + octal(content.utf8.count, 12) + octal(0, 12)
            let back = field("0", 1) + field("", 100) + field("ustar", 6) + Array("00".utf8)
            let blank = [UInt8](repeating: 0x20, count: 8)
            let sum = (front + blank + back).reduce(0) { $0 + Int($1) }
            bytes += front + octal(sum, 7) + [0x20] + back
            bytes += [UInt8](repeating: 0, count: 512 - bytes.count % 512) + Array(content.utf8)
            bytes += [UInt8](repeating: 0, count: (512 - bytes.count % 512) % 512)
        }
        return bytes + [UInt8](repeating: 0, count: 1024)
    }

    /// One stored block: at most 65,535 bytes.
    static func gzip(_ bytes: [UInt8]) -> [UInt8] {
        let count = UInt16(bytes.count)
        return [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3] + [1] + le16(count) + le16(~count) + bytes
            + le32(crc32(bytes)) + le32(UInt32(bytes.count))
    }

    /// Zeros as one literal and matches of 258 bytes at distance 1 (RFC 1951, fixed codes).
    static func deflatedZeros(matches: Int) -> (packed: [UInt8], count: Int) {
        var packed: [UInt8] = []
        var bits = 0
        var width = 0
        func put(_ value: Int, _ count: Int) {
            bits |= value << width
            width += count
            while width >= 8 {
                packed.append(UInt8(bits & 0xFF))
                bits >>= 8
                width -= 8
            }
        }
        put(0b011, 3)
        put(0b0000_1100, 8)
        for _ in 0..<matches { put(0b1010_0011, 8); put(0, 5) }
        put(0, 7)
        if width > 0 { packed.append(UInt8(bits & 0xFF)) }
        return (packed, 1 + matches * 258)
    }

    private static func le16(_ value: UInt16) -> [UInt8] { [UInt8(value & 0xFF), UInt8(value >> 8)] }

    private static func le32(_ value: UInt32) -> [UInt8] {
        le16(UInt16(value & 0xFFFF)) + le16(UInt16(value >> 16))
    }

    static func crc32(_ bytes: [UInt8]) -> UInt32 {
        let table = crcTable
        var sum = ~UInt32(0)
        for byte in bytes { sum = sum >> 8 ^ table[Int(UInt8(truncatingIfNeeded: sum) ^ byte)] }
        return ~sum
    }

    private static let crcTable = (0..<256).map { start in
        (0..<8).reduce(UInt32(start)) { rest, _ in rest >> 1 ^ (rest & 1 == 1 ? 0xEDB8_8320 : 0) }
    }
}

/// Claims text files and states their content; a content that starts with `BAD` is malformed.
struct ArchiveTextTransformer: Transformer {
    let source = Source.slack
    let identity = "text/1"

    func claims(_ probe: FileProbe) -> Bool { probe.path.nameText.hasSuffix(".txt") }

    func transform(_ file: SettledFile, emit: (Contribution) async throws -> Void) async throws {
        let bytes = try file.content.readAll(limit: .max)
        try await emit(Contribution(kind: "text", heading: [], payload: bytes))
        if bytes.starts(with: "BAD".utf8) {
            throw TransformError(
                file: file.path, position: TextPosition(line: 3, column: 1), cause: .malformed("test.bad"))
        }
    }
}

/// Reads files in pieces of 1,000 bytes and states each; counts them.
final class ChunkTransformer: Transformer {
    let source = Source.slack
    let identity = "chunks/1"
    private let chunks = Atomic(0)

    var count: Int { chunks.load(ordering: .relaxed) }

    func claims(_ probe: FileProbe) -> Bool { probe.path.nameText.hasSuffix(".txt") }

    func transform(_ file: SettledFile, emit: (Contribution) async throws -> Void) async throws {
        try await file.content.readChunks(ofBytes: 1_000) { chunk in
            chunks.add(1, ordering: .relaxed)
            try await emit(Contribution(kind: "text", heading: [], payload: copy chunk))
        }
    }
}
