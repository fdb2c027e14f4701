import ETLModel

/// `drops`: directories, each with a source or `auto` and a name.
package enum SettingDrops {
    static let sourceNames = ["auto", "slack", "telegram", "calendar", "hubspot"]
    package static let expected = "DIR, SOURCE=DIR or {path: DIR, name: NAME, source: SOURCE}"

    package static let key = SettingKey(
        name: "drops", expected: expected, kind: "list of directories", defaultText: "none",
        flag: "--drop DIR",
        help: "Directories that exports are dropped into, each as `DIR`, `SOURCE=DIR` or "
            + "`{path: DIR, name: NAME, source: SOURCE}`; see [names](#names-of-drop-directories).",
        takesList: true,
        show: { settings in
            settings.drops.map { drop in
                "{path: \(drop.path), name: \(drop.name), source: \(drop.source?.rawValue ?? "auto")}"
            }.joined(separator: ", ")
        }
    ) { settings, input throws(SettingKey.Fault) in
        var drops: [Settings.Drop] = []
        for (index, text) in input.texts.enumerated() {
            let drop = try drop(text, in: input.base, element: index)
            if let other = drops.first(where: { $0.name == drop.name }) {
                throw SettingKey.Fault(
                    element: index,
                    cause: .equalDrops(name: drop.name, isSameDirectory: other.path == drop.path))
            }
            drops.append(drop)
        }
        settings.drops = drops
    }

    private static func drop(
        _ text: String, in base: String, element: Int
    ) throws(SettingKey.Fault) -> Settings.Drop {
        if let entry = SettingDropEntry(packed: text) { return try drop(entry, in: base, element: element) }
        guard text.hasPrefix("{") else { return try plainDrop(text, in: base, element: element) }
        do {
            return try drop(SettingDropEntry(flow: text), in: base, element: element)
        } catch let fault as SettingDropEntry.Fault {
            throw SettingKey.Fault(element: element, cause: fault.cause)
        } catch let fault as SettingKey.Fault {
            throw fault
        } catch {
            throw SettingKey.Fault(element: element, cause: .invalidValue(expected: expected))
        }
    }

    private static func drop(
        _ entry: SettingDropEntry, in base: String, element: Int
    ) throws(SettingKey.Fault) -> Settings.Drop {
        guard !entry.path.isEmpty, !entry.path.utf8.contains(0) else {
            throw SettingKey.Fault(element: element, cause: .invalidValue(expected: expected))
        }
        if let name = entry.name, !DropName.isUsable(name) {
            throw SettingKey.Fault(element: element, cause: .invalidValue(expected: DropName.expected))
        }
        return Settings.Drop(
            path: SettingPath.absolute(entry.path, in: base),
            source: try source(entry.source, element: element), name: entry.name)
    }

    /// Reads `DIR` or `SOURCE=DIR`. A directory whose name looks like the latter is written `./a=b`.
    private static func plainDrop(
        _ text: String, in base: String, element: Int
    ) throws(SettingKey.Fault) -> Settings.Drop {
        var path = text[...]
        var source: Source?
        if let equals = text.firstIndex(of: "="), isWord(text[..<equals]) {
            source = try Self.source(String(text[..<equals]), element: element)
            path = text[text.index(after: equals)...]
        }
        guard !path.isEmpty, !path.utf8.contains(0) else {
            throw SettingKey.Fault(element: element, cause: .invalidValue(expected: expected))
        }
        return Settings.Drop(path: SettingPath.absolute(String(path), in: base), source: source)
    }

    private static func source(_ text: String, element: Int) throws(SettingKey.Fault) -> Source? {
        let name = text.lowercased()
        guard sourceNames.contains(name) else {
            throw SettingKey.Fault(
                element: element,
                cause: .unknownSource(nearest: NearestName.of(name, among: sourceNames)))
        }
        return name == "auto" ? nil : Source(rawValue: name)
    }

    private static func isWord(_ text: Substring) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy {
                (0x61...0x7A).contains($0 | 0x20) || (0x30...0x39).contains($0)
                    || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-")
            }
    }
}
