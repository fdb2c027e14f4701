public import ETLModel
import Foundation

/// Everything a person can set, validated; all paths are absolute.
///
/// Nothing below reads flags, files or the environment again. ``SettingsLoader`` makes one out of
/// them; a program using the library may as well start from ``init(workingDirectory:)`` and set what
/// it needs. Every property is documented for users in `docs/configuration.md`.
public struct Settings: Hashable, Sendable {
    /// Directories whose exports are read, in any order.
    public var drops: [Drop] = []
    /// `nil`: the first of ``mappingCandidates`` that exists.
    public var mapping: String?
    /// `nil`: `match_overrides.csv` beside the mapping.
    public var overrides: String?
    public var database: String
    public var output: String
    /// Whether `OUTPUT.gz` is written as well.
    public var writesGzip = false
    /// Permission bits of the output.
    public var outputMode: UInt32 = 0o600
    /// The group of the output, by name or number; `nil`: that of new files.
    public var outputGroup: String?
    /// Past snapshots that are kept; 0: none.
    public var archiveCount = 0
    /// `nil`: `archive` beside the output.
    public var archiveDirectory: String?
    /// Shortest time between two that are kept.
    public var archiveInterval = Duration.seconds(3_600)
    /// `nil`: no log file.
    public var logFile: String?
    public var logLevel = LogLevel.info
    public var logFileBytes = 10 << 20
    /// Older log files that are kept beside the current one.
    public var logFileCount = 5
    /// Where metrics are written for node_exporter; `nil`: nowhere.
    public var metricsFile: String?
    /// Nothing but warnings and errors on the terminal.
    public var isQuiet = false

    /// Shortest time between two snapshots; the first after a quiet time is written at once.
    public var snapshotInterval = Duration.milliseconds(100)
    /// How long a file must stay unchanged before it is read while its writer may still have it open.
    public var settle = Duration.milliseconds(200)
    /// Time between two scans that find what inotify missed; zero: none.
    public var rescanInterval = Duration.seconds(600)
    /// Time between two scans of what inotify cannot watch.
    public var pollInterval = Duration.seconds(5)
    /// How long a daemon may take to end when it is asked to.
    public var shutdownTimeout = Duration.seconds(20)
    public var retention = Retention.mirror
    /// Patterns beside those of ``DropFilter``; one that begins with `!` takes a built-in one out.
    public var ignoredNames: [String] = []
    public var telegramReader = TelegramReader.auto
    /// Instant up to which meetings have happened; `nil`: now.
    public var asOf: Int64?

    public var maxWorkers: Int
    /// Files whose contributions are stored in one transaction.
    public var batchSize = 256
    /// Bytes of memory; `nil`: what the control group allows.
    public var memoryLimit: Int?

    /// Zone of times that state none, for sources that have none of their own in ``timeZones``.
    public var timeZone = ZoneSetting.utc
    public var timeZones: [Source: ZoneSetting] = [:]

    public var internalDomains: [String] = []
    public var internalNames: [String] = []
    public var internalPeople: [String] = []
    public var excludedCompanies: [String] = []
    /// Beside the built-in ones.
    public var freeMailDomains: [String] = []
    public var matching = Matching()
    public var limits = InputLimits()
    public var serving = Serving()
    public var alerts = Alerts()

    /// The file that settings were read from, if any.
    public var configurationFile: String?

    /// - Parameter workingDirectory: Absolute; the default paths lie in its `data`.
    public init(workingDirectory: String) {
        let data = SettingPath.absolute("data", in: workingDirectory)
        database = data + "/etl_watch.db"
        output = data + "/unified.json"
        logFile = data + "/etl_ingestion.log"
        maxWorkers = ProcessInfo.processInfo.activeProcessorCount
    }

    /// A directory that exports are dropped into.
    public struct Drop: Hashable, Sendable {
        public var path: String
        /// `nil`: told by each file's content.
        public var source: Source?
        /// By which the directory is known again when it is found elsewhere.
        public var name: String

        /// - Parameter name: `nil`: the last component of the path.
        public init(path: String, source: Source? = nil, name: String? = nil) {
            self.path = path
            self.source = source
            self.name = name ?? DropName.ofDirectory(Array(path.utf8))
        }
    }

    public enum LogLevel: String, CaseIterable, Sendable {
        case trace, debug, info, notice, warning, error, critical
    }

    /// What may be set about deciding whose an item is; the lists add to the built-in ones.
    public struct Matching: Hashable, Sendable {
        public var matchThreshold = 0.8
        public var reviewThreshold = 0.4
        public var mostCompaniesPerChat = 3
        public var prefixes: [String] = []
        public var suffixes: [String] = []
        public var commonWords: [String] = []
        public var neutralWords: [String] = []
        public var sharedProviderDomains: [String] = []

        public init() {}
    }
}

extension Settings {
    /// Where the company mapping is looked for, best first.
    public var mappingCandidates: [String] {
        mapping.map { [$0] } ?? drops.map { $0.path + "/company_mapping.csv" }
    }

    /// The zone of times in `source`'s exports that state none.
    public func zone(of source: Source) -> ZoneSetting { timeZones[source] ?? timeZone }

    /// Where people's decisions about single items are read from.
    ///
    /// - Parameter mapping: The mapping that is used, one of ``mappingCandidates``.
    public func overridesPath(beside mapping: String) -> String {
        overrides ?? SettingPath.parent(of: mapping) + "/match_overrides.csv"
    }
}
