import ETLFiles
public import ETLSettings
import ETLSnapshot
import ETLWatching

extension PipelineOptions {
    /// The options of a configuration, with the sources that come with the program.
    public init(_ settings: Settings) {
        self.init(
            drops: settings.drops.enumerated().map { index, drop in
                DropRoot(index: index, path: drop.path, source: drop.source, name: drop.name)
            },
            catalog: .standard(settings), databasePath: settings.database, outputPath: settings.output)
        mappingPath = settings.mapping
        mappingCandidates = settings.mappingCandidates
        overridesPath =
            settings.overrides
            ?? (settings.existingMapping() ?? settings.mappingCandidates.first)
            .map(settings.overridesPath(beside:))
        compressesOutput = settings.writesGzip
        metricsPath = settings.metricsFile
        outputMode = settings.outputMode
        outputGroup = settings.outputGroup
        if settings.archiveCount > 0 {
            archive = SnapshotArchive(
                directory: settings.archiveDirectory
                    ?? SettingPath.parent(of: settings.output) + "/archive",
                count: settings.archiveCount, interval: settings.archiveInterval)
        }
        asOf = settings.asOf
        maxWorkers = settings.maxWorkers
        batchSize = settings.batchSize
        memoryLimit = settings.memoryLimit
        settle = settings.settle
        snapshotInterval = settings.snapshotInterval
        reconcileInterval = settings.rescanInterval > .zero ? settings.rescanInterval : nil
        pollInterval = settings.pollInterval
        retention = settings.retention
        matching = settings.matchingSettings
        limits = settings.limits
        filter = DropFilter(names: settings.ignoredNames)
        internalPeople = settings.internalPeople
        timeZone = settings.timeZone.text
        timeZones = settings.timeZones.mapValues(\.text).filter { $0.value != timeZone }
    }
}
