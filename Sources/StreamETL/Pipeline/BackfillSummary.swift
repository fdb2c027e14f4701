public import ETLIngesting
public import ETLModel
public import ETLStore

/// How far a backfill is.
public struct BackfillProgress: Hashable, Sendable {
    /// Files that were read.
    public let fileCount: Int
    /// How much of the drop directories was read, from 0 to 1, as if every directory of one were as large as any
    /// other: they are read while they are walked.
    public let share: Double
}

/// The outcome of a backfill.
public struct BackfillSummary: Sendable {
    /// Files of any kind in the drop directories.
    public let presentFiles: Int
    public let tally: IngestionTally
    /// Changes of drop directories since the last start.
    public let dropChanges: [DropChange]
    public let inventory: StoreInventory
    /// Faults of single records by cause, lost records first.
    public let faults: [FaultGroup]
    /// Every company of the mapping, sorted by name.
    public let companies: [CompanyOverview]
    public let snapshot: SnapshotNotice
    public let duration: Duration
    /// Time that reading each source's files took, added up over all workers.
    public let readingTimes: [Source: Duration]
    /// Seconds per operation, by name.
    public let timings: [(name: String, seconds: Double)]

    /// Whether some record of a file that was read is not in the unified JSON.
    public var hasLosses: Bool { inventory.lostCount > 0 }

    /// Whether some present file is quarantined.
    public var hasQuarantine: Bool { inventory.files.contains { $0.isQuarantined && $0.count > 0 } }
}

/// How many items a company has.
public struct CompanyOverview: Hashable, Sendable {
    public let name: String
    /// By ``ItemSection/key``; sections without items are not listed.
    public let itemsOfSection: [String: Int]
}
