import Configuration

/// One origin of settings: the command line, the environment, a file.
struct SettingLayer: Sendable {
    /// How messages call it.
    let origin: String
    /// What relative paths start from.
    let base: String
    /// Keyed by ``SettingKey/name``; environment variables without `ETL_` by their own names.
    let provider: any ConfigProvider
    /// Lines of each setting's values, where the origin has lines.
    let lines: [String: [Int]]

    /// The value that this origin states.
    func input(for key: SettingKey) throws(SettingKey.Fault) -> SettingKey.Input? {
        let name = AbsoluteConfigKey(key.name.split(separator: ".").map(String.init))
        let type = key.takesList ? ConfigType.stringArray : .string
        let content: ConfigContent?
        do {
            content = try provider.value(forKey: name, type: type).value?.content
        } catch {
            throw SettingKey.Fault(cause: .invalidValue(expected: key.expected))
        }
        return switch content {
        case .string(let text): SettingKey.Input(texts: [text], base: base)
        case .stringArray(let texts): SettingKey.Input(texts: texts, base: base)
        default: nil
        }
    }

    func line(of key: SettingKey, element: Int) -> Int? {
        guard let lines = lines[key.name], !lines.isEmpty else { return nil }
        return lines[min(element, lines.count - 1)]
    }
}

extension SettingLayer {
    /// Values that are already told apart by setting; a scalar setting takes the last.
    init(
        origin: String, base: String, values: [String: [String]], lines: [String: [Int]] = [:]
    ) {
        var content: [AbsoluteConfigKey: ConfigValue] = [:]
        for key in SettingKey.all {
            guard let texts = values[key.name] else { continue }
            let name = AbsoluteConfigKey(key.name.split(separator: ".").map(String.init))
            content[name] =
                key.takesList
                ? ConfigValue(.stringArray(texts), isSecret: false)
                : ConfigValue(.string(texts.last ?? ""), isSecret: false)
        }
        self.init(
            origin: origin, base: base, provider: InMemoryProvider(name: origin, values: content),
            lines: lines)
    }

    /// Variables `ETL_…`; empty ones count as unset, lists are separated by commas.
    ///
    /// - Parameter variables: Names with `ETL_`, and the lines they stand on, if they stand in a file.
    init(origin: String, base: String, variables: [String: String], variableLines: [String: Int] = [:]) {
        var own: [String: String] = [:]
        for (name, value) in variables where name.hasPrefix("ETL_") && !value.isEmpty {
            own[String(name.dropFirst(4))] = value
        }
        var lines: [String: [Int]] = [:]
        for key in SettingKey.all {
            if let line = variableLines[key.environmentName] { lines[key.name] = [line] }
        }
        self.init(
            origin: origin, base: base, provider: EnvironmentVariablesProvider(environmentVariables: own),
            lines: lines)
    }
}
