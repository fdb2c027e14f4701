/// Bytes as people and headers write them: two lower-case digits each.
enum Hexadecimal {
    static func text(of bytes: some Sequence<UInt8>) -> String {
        bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
}
