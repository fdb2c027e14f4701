import ETLModel
package import Yams

/// `{path: DIR, name: NAME, source: SOURCE}`, as the YAML file or the command line has it.
package struct SettingDropEntry: Hashable {
    package var path = ""
    package var name: String?
    package var source = "auto"

    /// What is wrong with an entry, and where.
    package struct Fault: Error {
        package var line: Int?
        package var key: String?
        package var cause: ConfigurationError.Cause

        package init(line: Int? = nil, key: String? = nil, cause: ConfigurationError.Cause) {
            self.line = line
            self.key = key
            self.cause = cause
        }
    }

    private static let keys = ["path", "name", "source"]

    /// - Throws: ``Fault``.
    package init(_ mapping: Node.Mapping) throws(Fault) {
        for (keyNode, value) in mapping {
            let line = keyNode.mark?.line
            let key = keyNode.scalar?.string ?? ""
            guard Self.keys.contains(key) else {
                let nearest = NearestName.of(key, among: Self.keys)
                throw Fault(
                    line: line, key: "drops.\(key)",
                    cause: .unknownKey(nearest: nearest.map { "drops.\($0)" }))
            }
            guard let text = value.scalar?.string else {
                throw Fault(line: line, key: "drops.\(key)", cause: .invalidValue(expected: "a single value"))
            }
            switch key {
            case "path": path = text
            case "name": name = text
            default: source = text
            }
        }
        guard !path.isEmpty else {
            throw Fault(key: "drops.path", cause: .missing(remedy: "Write the directory as `path: DIR`"))
        }
        guard SettingDrops.sourceNames.contains(source.lowercased()) else {
            let nearest = NearestName.of(source, among: SettingDrops.sourceNames)
            throw Fault(key: "drops.source", cause: .unknownSource(nearest: nearest))
        }
        if let name, !DropName.isUsable(name) {
            throw Fault(key: "drops.name", cause: .invalidValue(expected: DropName.expected))
        }
    }

    /// Reads the entry as it is typed on the command line.
    package init(flow text: String) throws {
        guard let mapping = try compose(yaml: text)?.mapping else {
            throw Fault(cause: .invalidValue(expected: SettingDrops.expected))
        }
        try self.init(mapping)
    }

    /// The entry as one text: no path and no name holds the separator.
    package var packed: String { "\u{0}\(source)\u{0}\(name ?? "")\u{0}\(path)" }

    /// The inverse of ``packed``; `nil` for any other text.
    package init?(packed text: String) {
        let parts = text.split(separator: "\u{0}", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 4, parts[0].isEmpty else { return nil }
        source = parts[1]
        name = parts[2].isEmpty ? nil : parts[2]
        path = parts[3]
    }
}
