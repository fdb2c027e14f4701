import Yams

/// A YAML configuration file taken apart into settings, each with its line.
struct YAMLSettings {
    private(set) var values: [String: [String]] = [:]
    private(set) var lines: [String: [Int]] = [:]
    private(set) var problems: [ConfigurationError.Problem] = []
    private let file: String

    /// Never throws: what cannot be used is among ``problems``.
    init(bytes: [UInt8], file: String) {
        self.file = file
        guard let text = String(validating: bytes, as: UTF8.self) else {
            report(nil, nil, .notText)
            return
        }
        guard Self.aliasCount(in: bytes) <= Self.mostAliases else {
            report(nil, nil, .tooManyAliases(limit: Self.mostAliases))
            return
        }
        do {
            guard let root = try compose(yaml: text) else { return }
            if let scalar = root.scalar, Self.isNull(scalar) { return }
            guard let mapping = root.mapping else {
                report(root.mark?.line, nil, .notAMapping)
                return
            }
            read(mapping, group: "")
        } catch let error as YamlError {
            report(Self.line(of: error), nil, Self.cause(of: error))
        } catch {
            report(nil, nil, .invalidSyntax)
        }
    }

    /// A few may repeat a list; of many that refer to one another, a key alone can come to billions of
    /// values, which the parser compares with the other keys.
    private static let mostAliases = 16

    /// Counts what may be an alias: quoted texts and comments are not told apart.
    private static func aliasCount(in bytes: [UInt8]) -> Int {
        bytes.indices.count { index in
            guard bytes[index] == UInt8(ascii: "*"), index + 1 < bytes.count, bytes[index + 1] > 0x20
            else { return false }
            guard index > 0 else { return true }
            let before = bytes[index - 1]
            return before <= 0x20 || before >= 0x80 || "[{,:".utf8.contains(before)
        }
    }

    /// Keys are at most two deep, so the recursion is too: a deeper one is unknown.
    private mutating func read(_ mapping: Node.Mapping, group: String) {
        for (keyNode, value) in mapping {
            let line = keyNode.mark?.line
            guard problems.count < 100 else { return }
            guard let text = keyNode.scalar?.string else {
                report(line, nil, .notAMapping)
                continue
            }
            var name = group.isEmpty ? text : group + "." + text
            if name == "timezone.default" { name = "timezone" }
            if let nested = value.mapping, group.isEmpty,
                SettingKey.all.contains(where: { $0.name.hasPrefix(name + ".") })
            {
                read(nested, group: name)
            } else if let key = SettingKey.named(name) {
                if values[name] != nil { report(line, name, .duplicateKey) }
                read(value, of: key, line: line)
            } else {
                let nearest = NearestName.of(name, among: Self.names)
                report(line, name, .unknownKey(nearest: nearest))
            }
        }
    }

    private mutating func read(_ node: Node, of key: SettingKey, line: Int?) {
        if let scalar = node.scalar {
            // `key:` with nothing behind it leaves the default.
            guard !Self.isNull(scalar) else { return }
            values[key.name] = [scalar.string]
            lines[key.name] = [scalar.mark?.line ?? line ?? 1]
        } else if key.takesList, let sequence = node.sequence {
            var texts: [String] = []
            var places: [Int] = []
            for element in sequence {
                let place = element.mark?.line ?? line ?? 1
                if let text = element.scalar?.string {
                    texts.append(text)
                } else if key.name == "drops", let mapping = element.mapping {
                    guard let text = dropText(mapping, line: place) else { continue }
                    texts.append(text)
                } else {
                    report(place, key.name, .invalidValue(expected: key.expected))
                    continue
                }
                places.append(place)
            }
            values[key.name] = texts
            lines[key.name] = places
        } else {
            report(node.mark?.line ?? line, key.name, .invalidValue(expected: key.expected))
        }
    }

    /// `{path: DIR, name: NAME, source: SOURCE}` as one text.
    private mutating func dropText(_ mapping: Node.Mapping, line: Int) -> String? {
        do throws(SettingDropEntry.Fault) {
            return try SettingDropEntry(mapping).packed
        } catch {
            report(error.line ?? line, error.key, error.cause)
            return nil
        }
    }

    private mutating func report(_ line: Int?, _ key: String?, _ cause: ConfigurationError.Cause) {
        problems.append(ConfigurationError.Problem(file: file, line: line, key: key, cause: cause))
    }

    private static let names = SettingKey.all.map(\.name)

    private static func isNull(_ scalar: Node.Scalar) -> Bool {
        scalar.style == .plain && ["", "~", "null", "Null", "NULL"].contains(scalar.string)
    }

    /// The error itself quotes the file, so only its place is taken.
    private static func line(of error: YamlError) -> Int? {
        switch error {
        case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _):
            mark.line
        case .duplicatedKeysInMapping(_, let context): context.mark.line
        default: nil
        }
    }

    private static func cause(of error: YamlError) -> ConfigurationError.Cause {
        if case .duplicatedKeysInMapping = error { .duplicateKey } else { .invalidSyntax }
    }
}
