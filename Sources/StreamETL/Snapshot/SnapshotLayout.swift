import Glibc

/// Where everything stands in a snapshot that was written.
struct SnapshotLayout {
    struct Region: Hashable {
        var offset: Int
        var byteCount: Int
        /// Regions of one version have the same bytes.
        var version: Int
    }

    /// Where the JSON of a large item's data stands.
    struct ItemData {
        /// From the start of the company's line.
        var offset: Int
        var segments: [PlacedSegment]
    }

    struct Company {
        var region: Region
        /// Large items' data by key; of two with one key, either.
        var data: [String: ItemData]
        var info: [UInt8]
        /// Whether no comma follows.
        var isLast: Bool
        /// Items per section.
        var counts: [String: Int]
    }

    var companies: [String: Company] = [:]
    /// All behind the companies.
    var tail: Region?
    /// Of the file, right after it was written.
    var status = stat()

    /// Whether `now` is the status of the very file, into which nobody wrote since.
    func describes(_ now: stat) -> Bool {
        now.st_dev == status.st_dev && now.st_ino == status.st_ino && now.st_size == status.st_size
            && now.st_mtim.tv_sec == status.st_mtim.tv_sec && now.st_mtim.tv_nsec == status.st_mtim.tv_nsec
    }

    /// How many bytes a line of `byteCount` takes with the blanks at its end.
    ///
    /// A line that grows a little then mostly keeps its length, so that what follows need not move. It is
    /// a function of the length alone: equal states still have equal bytes.
    static func padded(_ byteCount: Int) -> Int {
        let eighth = max(byteCount / 8, leastGranule)
        let granule = min(1 << (Int.bitWidth - 1 - eighth.leadingZeroBitCount), greatestGranule)
        return (byteCount + granule - 1) / granule * granule
    }

    private static let leastGranule = 256
    private static let greatestGranule = 65_536
}
