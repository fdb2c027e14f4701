import ArgumentParser
import Foundation
import StreamETL

/// Options that every command understands. Each wins over the environment, `.env` and the
/// configuration file.
struct SharedOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Read settings from this YAML file (default: etl-watch.yaml, if it is there).",
            valueName: "file"),
        completion: .file(extensions: ["yaml", "yml"]))
    var config: String?

    @Option(
        name: .customLong("drop"),
        help: ArgumentHelp(
            "Read exports from this directory; may be repeated.",
            discussion: "With telegram=, slack=, calendar= or hubspot= before it, all its files belong to "
                + "that source; otherwise each file's content tells. A name other than the last component of "
                + "the path is given as '{path: DIR, name: NAME}'.",
            valueName: "[source=]dir"),
        completion: .directory)
    var drops: [String] = []

    @Option(
        help: ArgumentHelp(
            "The company mapping (default: company_mapping.csv in a drop directory).", valueName: "file"),
        completion: .file(extensions: ["csv"]))
    var mapping: String?

    @Option(
        help: ArgumentHelp(
            "Decisions about single items (default: match_overrides.csv beside the mapping).",
            valueName: "file"),
        completion: .file(extensions: ["csv"]))
    var overrides: String?

    @Option(
        name: .customLong("db"),
        help: ArgumentHelp(
            "The database that holds what was read (default: ./data/etl_watch.db).", valueName: "file"),
        completion: .file())
    var database: String?

    @Option(
        help: ArgumentHelp("The unified JSON (default: ./data/unified.json).", valueName: "file"),
        completion: .file(extensions: ["json"]))
    var output: String?

    @Option(
        help: ArgumentHelp(
            "The time that counts as now, in ISO 8601: meetings are shown up to 90 days after it.",
            valueName: "time"))
    var asOf: String?

    @Option(
        help: ArgumentHelp(
            "Files that are read at the same time (default: the number of cores).", valueName: "count"))
    var maxWorkers: String?

    @Option(
        help: ArgumentHelp(
            "Files whose facts are stored in one transaction (default: 256).", valueName: "count"))
    var batchSize: String?

    // A western offset begins like an option.
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "The zone of times that state none: ±HH:MM or AREA/CITY (default: UTC).", valueName: "zone"))
    var timezone: String?

    @Option(
        help: ArgumentHelp(
            "What becomes of a vanished file's data: mirror takes it out, keep leaves it (default: mirror).",
            valueName: "policy"),
        completion: .list(Retention.allCases.map(\.rawValue)))
    var retention: String?

    @Option(
        name: .customLong("internal-domain"),
        help: ArgumentHelp(
            "A domain of your own organisation, whose people are no evidence of a company; may be repeated.",
            valueName: "domain"))
    var internalDomains: [String] = []

    @Option(
        help: ArgumentHelp(
            "Log messages from this level on: trace, debug, info, notice, warning, error or critical "
                + "(default: info).", valueName: "level"),
        completion: .list(Settings.LogLevel.allCases.map(\.rawValue)))
    var logLevel: String?

    @Option(
        help: ArgumentHelp(
            "The log file, or none (default: ./data/etl_ingestion.log).", valueName: "file"),
        completion: .file(extensions: ["log"]))
    var logFile: String?

    @Flag(name: [.customLong("quiet"), .customShort("q")], help: "Show only warnings and errors.")
    var isQuiet = false

    func validate() throws {
        let problems = SettingsLoader().problems(inCommandLine: commandLine)
        guard problems.isEmpty else {
            let texts = problems.map { "\($0.key ?? "") \($0.cause.summary). \($0.cause.remedy)" }
            throw ValidationError(texts.joined(separator: "\n"))
        }
    }

    /// All settings, with where each came from.
    ///
    /// - Throws: Everything that is wrong, for a command that reports on it.
    func load() throws(ConfigurationError) -> LoadedSettings {
        try SettingsLoader().load(commandLine: commandLine, file: config)
    }

    /// All settings. Problems go to standard error, and the command ends with the exit code of wrong
    /// usage, 64.
    func settings() throws -> Settings {
        do {
            let loaded = try load()
            if !loaded.settings.isQuiet { Self.report(loaded.warnings, as: "warning") }
            return loaded.settings
        } catch {
            Self.report(error.problems, as: "error")
            throw ExitCode.validationFailure
        }
    }

    private static func report(_ problems: [ConfigurationError.Problem], as word: String) {
        let text = problems.map { "\(word): \($0)\n" }.joined()
        FileHandle.standardError.write(Data(text.utf8))
    }

    /// What was typed, by setting.
    private var commandLine: [String: [String]] {
        var values: [String: [String]] = [:]
        let single: [(String, String?)] = [
            ("mapping", mapping), ("overrides", overrides), ("db_path", database), ("output_file", output),
            ("as_of", asOf), ("max_workers", maxWorkers), ("batch_size", batchSize), ("timezone", timezone),
            ("retention", retention), ("log_level", logLevel), ("log_file", logFile),
            ("quiet", isQuiet ? "true" : nil),
        ]
        for (name, value) in single {
            if let value { values[name] = [value] }
        }
        if !drops.isEmpty { values["drops"] = drops }
        if !internalDomains.isEmpty { values["internal_domains"] = internalDomains }
        return values
    }
}

/// For commands that print a summary.
struct SummaryOptions: ParsableArguments {
    @Flag(name: .customLong("json"), help: "Print the summary as JSON.")
    var asJSON = false
}

/// For commands that may let go of what a drop directory said.
struct ForgottenDrops: ParsableArguments {
    @Option(
        name: .customLong("forget-drop"),
        help: ArgumentHelp(
            "Take out what this drop directory said, also what retention keep holds of it; may be repeated.",
            valueName: "name"))
    var dropNames: [String] = []

    var names: Set<String> { Set(dropNames) }
}
