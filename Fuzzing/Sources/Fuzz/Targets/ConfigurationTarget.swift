@testable import ETLModel
@testable import ETLSettings

extension FuzzTarget {
    /// A YAML file as far as the settings, and the same bytes as `.env`.
    static let configuration = FuzzTarget("configuration") { input in
        let yaml = YAMLSettings(bytes: input, file: "etl-watch.yaml")
        for problem in yaml.problems {
            require(problem.description.utf8.allSatisfy { $0 >= 0x20 }, "a problem has control characters")
        }
        let layer = SettingLayer(origin: "x", base: "/", values: yaml.values, lines: yaml.lines)
        var settings = Settings(workingDirectory: "/")
        for key in SettingKey.all {
            guard let value = try? layer.input(for: key) else { continue }
            try? key.assign(&settings, value)
        }
        let environment = EnvironmentFile(String(decoding: input, as: UTF8.self))
        require(environment.variables.count == environment.lines.count, "a variable has no line")
    }
}
