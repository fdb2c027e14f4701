package import ETLModel

/// Which names below a drop directory are no exports: hidden ones, files still being transferred, and copies
/// that editors and synchronisers leave.
public struct DropFilter: Hashable, Sendable {
    private var patterns: [NamePattern]
    /// Given beside the built-in ones.
    private let own: [String]

    /// Names that downloads, transfers, editors and synchronisers give.
    static let builtIn = [
        // Being transferred, and renamed at the end.
        "*.part", "*.partial", "*.filepart", "*.crdownload", "*.download", "*.opdownload", "*.aria2", "*.!ut",
        "*.!qb", "*.!bt", "*.bc!", "*.incomplete", "*.unfinished", "*.uploading", "*.inprogress", "*.tmp",
        "*.temp",
        // Left beside a file by editors and office programs.
        "*~", "~$*", "#*#", "*.swp", "*.swo", "*.swx", "*.bak", "*.backup", "*.orig", "*.old", "*.save",
        // Copies that synchronisers keep of two versions, and file managers make of one.
        "*.sync-conflict-*", "*conflicted copy*", "*_conflict-????????-??????*", "*(sfconflict *",
        "* - copy.*", "* - copy (*).*", "* (copy).*", "* (copy *).*",
    ]

    public init() { self.init(names: []) }

    /// - Parameter names: More patterns; one that begins with `!` takes an equal one out.
    public init(names: [String]) {
        own = names
        patterns = Self.builtIn.map { NamePattern($0) }
        for name in names {
            if name.hasPrefix("!") {
                let exempt = NamePattern(String(name.dropFirst()))
                patterns.removeAll { $0 == exempt }
            } else {
                patterns.append(NamePattern(name))
            }
        }
    }

    /// Empty unless names were given.
    package var mark: String { own.isEmpty ? "" : " names(\(own.joined(separator: ",")))" }

    package func ignoresFile(named name: some BidirectionalCollection<UInt8>) -> Bool {
        if isHidden(name) { return true }
        let folded = FoldedName(name)
        return patterns.contains { $0.matches(folded) }
    }

    func ignoresDirectory(named name: some BidirectionalCollection<UInt8>) -> Bool { isHidden(name) }

    /// Whether a directory above the last component is hidden.
    package func ignoresParent(of path: RelativePath) -> Bool {
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
}
