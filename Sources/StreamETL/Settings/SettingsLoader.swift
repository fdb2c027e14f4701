import Foundation

/// Settings as they came together, with what is worth knowing about it.
public struct LoadedSettings: Sendable {
    public let settings: Settings
    /// Where each setting that is not a default came from: `etl-watch.yaml:12`, `environment` …
    public let origins: [String: String]
    /// What does not keep the program from starting: variables `ETL_…` that nothing reads.
    public let warnings: [ConfigurationError.Problem]

    /// Every setting with its value and where that comes from, in the order of the reference page.
    public var effective: [(name: String, value: String, origin: String)] {
        let found = settings.placesFound
        return SettingKey.all.map { key in
            let value = (found[key.name] ?? key.show(settings)).filter { $0 != "`" }
            return (key.name, value, origins[key.name] ?? "default")
        }
    }
}

/// Brings settings together: command line over environment over `.env` over file over defaults.
public struct SettingsLoader: Sendable {
    /// Read when no file is named and it is there.
    public static let defaultFileName = "etl-watch.yaml"

    package let workingDirectory: String
    let environment: [String: String]

    /// - Parameters:
    ///   - workingDirectory: `nil`: the process's own.
    ///   - environment: `nil`: the process's own.
    public init(workingDirectory: String? = nil, environment: [String: String]? = nil) {
        self.workingDirectory = workingDirectory ?? FileManager.default.currentDirectoryPath
        self.environment = environment ?? ProcessInfo.processInfo.environment
    }

    /// - Parameters:
    ///   - commandLine: Values by ``SettingKey/name``, as they were typed.
    ///   - file: The configuration file; `nil`: `ETL_CONFIG`, else `etl-watch.yaml` if it is there.
    /// - Throws: ``ConfigurationError`` with everything that is wrong.
    public func load(
        commandLine: [String: [String]] = [:], file: String? = nil
    ) throws(ConfigurationError) -> LoadedSettings {
        var problems: [ConfigurationError.Problem] = []
        var warnings: [ConfigurationError.Problem] = []
        var layers = [
            SettingLayer(origin: "command line", base: workingDirectory, values: commandLine)
        ]
        for name in commandLine.keys.sorted() where SettingKey.named(name) == nil {
            let nearest = NearestName.of(name, among: SettingKey.all.map(\.name))
            problems.append(.init(file: "command line", key: name, cause: .unknownKey(nearest: nearest)))
        }

        layers.append(
            SettingLayer(origin: "environment", base: workingDirectory, variables: environment))
        judge(environment, lines: [:], origin: "environment", &problems, &warnings)

        let dotEnv = dotEnvFile(&problems)
        layers.append(
            SettingLayer(
                origin: ".env", base: workingDirectory, variables: dotEnv.variables,
                variableLines: dotEnv.lines))
        judge(dotEnv.variables, lines: dotEnv.lines, origin: ".env", &problems, &warnings)

        let named =
            file
            ?? [environment["ETL_CONFIG"], dotEnv.variables["ETL_CONFIG"]].lazy
            .compactMap { $0 }.first { !$0.isEmpty }
        let path = SettingPath.absolute(named ?? Self.defaultFileName, in: workingDirectory)
        var configurationFile: String?
        do {
            if let bytes = try SettingPath.readSmallFile(path) {
                configurationFile = path
                let yaml = YAMLSettings(bytes: bytes, file: named ?? Self.defaultFileName)
                problems += yaml.problems
                layers.append(
                    SettingLayer(
                        origin: named ?? Self.defaultFileName, base: SettingPath.parent(of: path),
                        values: yaml.values, lines: yaml.lines))
            } else if let named {
                problems.append(
                    .init(file: named, cause: .missing(remedy: "Name a file that exists with --config")))
            }
        } catch {
            problems.append(error)
        }

        var settings = Settings(workingDirectory: workingDirectory)
        settings.configurationFile = configurationFile
        let origins = assign(layers, to: &settings, &problems)
        if problems.isEmpty { problems += Self.conflicts(in: settings, origins: origins) }
        guard problems.isEmpty else { throw ConfigurationError(problems) }
        return LoadedSettings(settings: settings, origins: origins, warnings: warnings)
    }

    /// What is wrong with values of the command line by themselves, so that a parser of arguments can
    /// refuse them together with its own usage text; `key` is the flag, where there is one.
    public func problems(inCommandLine values: [String: [String]]) -> [ConfigurationError.Problem] {
        var scratch = Settings(workingDirectory: workingDirectory)
        var problems: [ConfigurationError.Problem] = []
        for key in SettingKey.all {
            guard let texts = values[key.name] else { continue }
            do {
                try key.assign(&scratch, SettingKey.Input(texts: texts, base: workingDirectory))
            } catch {
                let flag = key.flag?.split(separator: " ").first.map(String.init) ?? key.name
                problems.append(.init(file: "command line", key: flag, cause: error.cause))
            }
        }
        return problems
    }

    /// Gives each setting the value of the first origin that states one.
    private func assign(
        _ layers: [SettingLayer], to settings: inout Settings,
        _ problems: inout [ConfigurationError.Problem]
    ) -> [String: String] {
        var origins: [String: String] = [:]
        for key in SettingKey.all {
            for layer in layers {
                do {
                    guard let input = try layer.input(for: key) else { continue }
                    try key.assign(&settings, input)
                    origins[key.name] =
                        layer.origin + (layer.line(of: key, element: 0).map { ":\($0)" } ?? "")
                } catch {
                    problems.append(
                        .init(
                            file: layer.origin, line: layer.line(of: key, element: error.element),
                            key: key.name, cause: error.cause))
                }
                break
            }
        }
        return origins
    }

    private func dotEnvFile(_ problems: inout [ConfigurationError.Problem]) -> EnvironmentFile {
        let path = SettingPath.absolute(".env", in: workingDirectory)
        do {
            guard let bytes = try SettingPath.readSmallFile(path) else { return EnvironmentFile("") }
            return EnvironmentFile(String(decoding: bytes, as: UTF8.self))
        } catch {
            // A directory of that name is somebody's virtual environment.
            if case .unreadable(let errno) = error.cause, errno == EISDIR { return EnvironmentFile("") }
            problems.append(error)
            return EnvironmentFile("")
        }
    }

    /// A variable that looks like a mistyped setting is an error; any other may be another program's.
    private func judge(
        _ variables: [String: String], lines: [String: Int], origin: String,
        _ problems: inout [ConfigurationError.Problem], _ warnings: inout [ConfigurationError.Problem]
    ) {
        let names = SettingKey.all.map(\.environmentName) + ["ETL_CONFIG"]
        let known = Set(names)
        for name in variables.keys.sorted() where name.hasPrefix("ETL_") && !known.contains(name) {
            let short = String(name.dropFirst(4))
            let nearest = NearestName.of(short, among: names.map { $0.dropFirst(4).lowercased() })
                .map { "ETL_" + $0.uppercased() }
            let problem = ConfigurationError.Problem(
                file: origin, line: lines[name], key: name, cause: .unknownKey(nearest: nearest))
            if nearest == nil { warnings.append(problem) } else { problems.append(problem) }
        }
    }

    private static func conflicts(
        in settings: Settings, origins: [String: String]
    ) -> [ConfigurationError.Problem] {
        var problems: [ConfigurationError.Problem] = []
        func conflict(_ key: String, _ other: String, _ rule: String) {
            let origin = origins[key] ?? origins[other] ?? "configuration"
            problems.append(.init(file: origin, key: key, cause: .conflict(with: other, rule: rule)))
        }
        if settings.matching.reviewThreshold > settings.matching.matchThreshold {
            conflict(
                "matching.review_threshold", "matching.match_threshold",
                "Let the review threshold be at most the match threshold")
        }
        if settings.output == settings.database {
            conflict("output_file", "db_path", "Name two different files")
        }
        if let logFile = settings.logFile, logFile == settings.output || logFile == settings.database {
            conflict(
                "log_file", logFile == settings.output ? "output_file" : "db_path",
                "Name two different files")
        }
        if Set(settings.alerts.channels.map(\.name)).count < settings.alerts.channels.count {
            conflict("alerts.channels", "alerts.channels", "Give each channel a name of its own")
        }
        return problems
    }
}
