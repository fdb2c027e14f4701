/// The name of a drop directory. It identifies the directory, even if its path or the other settings change.
public enum DropName {
    private static let mostByteCount = 255
    package static let expected = "a name of at most 255 bytes without / and control characters"

    /// The name of a directory without a configured name: the last component of its path.
    ///
    /// - Parameter path: `.`, `..` and doubled slashes are taken out by their text.
    public static func ofDirectory(_ path: [UInt8]) -> String {
        var components: [ArraySlice<UInt8>] = []
        for component in path.split(separator: UInt8(ascii: "/")) where component != [UInt8(ascii: ".")] {
            if component.elementsEqual("..".utf8) {
                _ = components.popLast()
            } else {
                components.append(component)
            }
        }
        return components.last.map { RelativePath(bytes: Array($0)).escaped } ?? "root"
    }

    package static func isUsable(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.count <= mostByteCount && !name.utf8.contains(UInt8(ascii: "/"))
            && RelativePath(name).escaped == name
    }
}
