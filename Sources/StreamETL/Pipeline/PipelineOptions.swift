public import ETLFiles
public import ETLModel
public import ETLSettings
public import ETLSnapshot
public import ETLWatching
import Glibc

/// Everything a ``Pipeline`` needs to know.
public struct PipelineOptions: Sendable {
    /// No two have the same name.
    public var drops: [DropRoot]
    /// Names of drop directories whose files are taken out of the database, named above or not.
    public var forgottenDrops: Set<String> = []
    public var catalog: SourceCatalog
    /// Absolute path of the company mapping, which must be there; `nil`: the first of ``mappingCandidates`` that is
    /// there.
    public var mappingPath: String?
    /// Absolute paths. None need exist; while none does, no company is known.
    public var mappingCandidates: [String] = []
    /// Absolute path of people's decisions; the file need not exist.
    public var overridesPath: String?
    public var databasePath: String
    public var outputPath: String
    /// Whether the database is set aside and everything read anew.
    public var rebuilds = false
    /// Where past snapshots are kept, and how many; `nil`: none are.
    public var archive: SnapshotArchive?
    /// Whether a gzip-compressed twin (`.gz`) is written beside the output.
    public var compressesOutput = false
    /// Permission bits of the output.
    public var outputMode: UInt32 = 0o600
    /// The group of the output, by name or number; `nil`: that of new files.
    public var outputGroup: String?
    /// Where metrics are written for node_exporter, absolute; `nil`: nowhere.
    public var metricsPath: String?
    /// Seconds since 1970 up to which meetings are shown; `nil`: now, moving.
    public var asOf: Int64?
    public var maxWorkers = 2
    /// Files per transaction.
    public var batchSize = 256
    /// Bytes of memory that the process may use. From half of it on, batches get smaller. `nil`: the control group's
    /// limit.
    public var memoryLimit: Int?
    /// Quiet time before a file that stays open is read.
    public var settle = Duration.milliseconds(200)
    /// Least time between two snapshots; the first change after a quiet time is written at once.
    public var snapshotInterval = Duration.milliseconds(100)
    /// Time between two reconciling scans; `nil`: none.
    public var reconcileInterval: Duration? = .seconds(600)
    /// Time between two scans of places that inotify cannot watch.
    public var pollInterval = Duration.seconds(5)
    public var retention = Retention.mirror
    public var matching = MatchingSettings()
    public var limits = InputLimits()
    /// Names and addresses of people of one's own organisation.
    public var internalPeople: [String] = []
    /// The zone of times that state none, as the configuration writes it; and the zones of sources that have another.
    public var timeZone = "UTC"
    public var timeZones: [Source: String] = [:]
    public var filter = DropFilter()
    /// As ``settle``, of files that are met at the start; `nil`: ``settle``.
    var settleAtStart: Duration?
    /// Garbage is collected only after at least this many files were read.
    var garbageReadCount = 4_096
    /// Seconds since 1970; tests turn the clock.
    package var now: @Sendable () -> Int64 = { Int64(time(nil)) }

    public init(
        drops: [DropRoot], catalog: SourceCatalog, databasePath: String, outputPath: String
    ) {
        self.drops = drops
        self.catalog = catalog
        self.databasePath = databasePath
        self.outputPath = outputPath
    }

    /// - Throws: ``PipelineError/unknownGroup(_:)``.
    func outputAccess() throws(PipelineError) -> OutputAccess {
        guard let name = outputGroup else { return OutputAccess(mode: outputMode) }
        guard let group = OutputAccess.group(named: name) else { throw .unknownGroup(name) }
        return OutputAccess(mode: outputMode, group: group)
    }
}
