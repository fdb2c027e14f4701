import ETLModel

/// Which names below a drop directory are no exports: hidden ones, and files still being transferred.
public struct DropFilter: Hashable, Sendable {
    /// Endings of files that are being written and will be renamed; compared without regard to case.
    public var unfinishedEndings: [[UInt8]] =
        [".part", ".partial", ".tmp", ".crdownload", ".download", "~", ".swp", ".swx"].map { Array($0.utf8) }

    public init() {}

    func ignoresFile(named name: some BidirectionalCollection<UInt8>) -> Bool {
        isHidden(name) || unfinishedEndings.contains { ends(name, with: $0) }
    }

    func ignoresDirectory(named name: some BidirectionalCollection<UInt8>) -> Bool { isHidden(name) }

    /// Whether a directory above the last component is hidden.
    func ignoresParent(of path: RelativePath) -> Bool {
        let bytes = path.bytes
        guard let last = bytes.lastIndex(of: UInt8(ascii: "/")) else { return false }
        var startsComponent = true
        for byte in bytes[...last] {
            if startsComponent, byte == UInt8(ascii: ".") { return true }
            startsComponent = byte == UInt8(ascii: "/")
        }
        return false
    }

    private func isHidden(_ name: some Collection<UInt8>) -> Bool { name.first == UInt8(ascii: ".") }

    private func ends(_ name: some BidirectionalCollection<UInt8>, with ending: [UInt8]) -> Bool {
        guard name.count >= ending.count else { return false }
        return zip(name.suffix(ending.count), ending).allSatisfy { byte, expected in
            (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
                ? byte | 0x20 == expected : byte == expected
        }
    }
}
