public import ETLMatching
public import ETLModel
public import ETLStore

/// The parts of the unified JSON that do not come from the store.
public struct SnapshotContent: Sendable {
    /// A company of the mapping.
    public struct Company: Sendable {
        /// `base_company`; the key in `companies`.
        public var name: String
        /// Encoded JSON object, the value of `company_info`.
        public var info: [UInt8]
        /// Domains in which its people have their addresses, as the mapping has them.
        public var domains: [String]

        public init(name: String, info: [UInt8], domains: [String] = []) {
            self.name = name
            self.info = info
            self.domains = domains
        }
    }

    /// Lists of a company in output order, and which source each is of.
    public struct Section: Sendable {
        public var section: ItemSection
        public var source: Source

        public init(section: ItemSection, source: Source) {
            self.section = section
            self.source = source
        }
    }

    /// Sorted by name.
    public var companies: [Company]
    public var sections: [Section]
    /// In output order.
    public var sources: [Source]
    public var metadata = SnapshotMetadata()
    public var sides = PersonSides()

    public init(companies: [Company], sections: [Section], sources: [Source]) {
        self.companies = companies
        self.sections = sections
        self.sources = sources
    }
}

/// Times, memory and counts of a run: `metadata.performance_stats`. Beside `generated_at` it is the only part that
/// does not follow from the files.
public struct PerformanceStatistics: Sendable {
    public var totalDuration: Duration
    /// Seconds per operation, by name.
    public var processingTimes: [(name: String, seconds: Double)]
    public var totalErrors: Int
    /// Faults of single records by source.
    public var recordFaults: [Source: RecordFaultCount]
    public var maxWorkers: Int
    public var batchSize: Int
    public var peakMemoryBytes: Int
    /// Counts of the readers, by name.
    public var readingCounts: [(name: String, count: Int)]

    public init(
        totalDuration: Duration = .zero, processingTimes: [(name: String, seconds: Double)] = [],
        totalErrors: Int = 0, recordFaults: [Source: RecordFaultCount] = [:], maxWorkers: Int = 1,
        batchSize: Int = 1, peakMemoryBytes: Int = 0, readingCounts: [(name: String, count: Int)] = []
    ) {
        self.totalDuration = totalDuration
        self.processingTimes = processingTimes
        self.totalErrors = totalErrors
        self.recordFaults = recordFaults
        self.maxWorkers = maxWorkers
        self.batchSize = batchSize
        self.peakMemoryBytes = peakMemoryBytes
        self.readingCounts = readingCounts
    }
}
