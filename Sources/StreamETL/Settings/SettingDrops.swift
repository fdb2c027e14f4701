import ETLModel

/// `drops`: directories, each with a source or `auto`.
package enum SettingDrops {
    static let sourceNames = ["auto", "slack", "telegram", "calendar", "hubspot"]
    package static let expected = "DIR or SOURCE=DIR"

    package static let key = SettingKey(
        name: "drops", expected: expected, kind: "list of directories", defaultText: "none",
        flag: "--drop DIR",
        help: "Directories that exports are dropped into, each as `DIR`, `SOURCE=DIR` or "
            + "`{path: DIR, source: SOURCE}`.",
        takesList: true
    ) { settings, input throws(SettingKey.Fault) in
        var drops: [Settings.Drop] = []
        for (index, text) in input.texts.enumerated() {
            drops.append(try drop(text, in: input.base, element: index))
        }
        settings.drops = drops
    }

    /// Reads `DIR` or `SOURCE=DIR`. A directory whose name looks like the latter is written `./a=b`.
    private static func drop(
        _ text: String, in base: String, element: Int
    ) throws(SettingKey.Fault) -> Settings.Drop {
        var path = text[...]
        var source: Source?
        if let equals = text.firstIndex(of: "="), isWord(text[..<equals]) {
            let name = text[..<equals].lowercased()
            guard sourceNames.contains(name) else {
                throw SettingKey.Fault(
                    element: element,
                    cause: .unknownSource(nearest: NearestName.of(name, among: sourceNames)))
            }
            source = name == "auto" ? nil : Source(rawValue: name)
            path = text[text.index(after: equals)...]
        }
        guard !path.isEmpty, !path.utf8.contains(0) else {
            throw SettingKey.Fault(element: element, cause: .invalidValue(expected: expected))
        }
        return Settings.Drop(path: SettingPath.absolute(String(path), in: base), source: source)
    }

    private static func isWord(_ text: Substring) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy {
                (0x61...0x7A).contains($0 | 0x20) || (0x30...0x39).contains($0)
                    || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-")
            }
    }
}
