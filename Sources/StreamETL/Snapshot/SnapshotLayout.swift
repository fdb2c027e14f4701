package import Glibc

/// Where everything stands in a snapshot that was written.
package struct SnapshotLayout {
    package struct Region: Hashable {
        package var offset: Int
        package var byteCount: Int
        /// Regions of one version have the same bytes.
        package var version: Int
    }

    /// Where the JSON of a large item's data stands.
    package struct ItemData {
        /// From the start of the company's line.
        package var offset: Int
        package var segments: [PlacedSegment]
    }

    package struct Company {
        package var region: Region
        /// Large items' data by key; of two with one key, either.
        package var data: [String: ItemData]
        package var info: [UInt8]
        /// Whether no comma follows.
        var isLast: Bool
        /// Items per section.
        package var counts: [String: Int]

        package init(
            region: Region, data: [String: ItemData], info: [UInt8], isLast: Bool, counts: [String: Int]
        ) {
            self.region = region
            self.data = data
            self.info = info
            self.isLast = isLast
            self.counts = counts
        }
    }

    package var companies: [String: Company] = [:]
    /// All behind the companies.
    package var tail: Region?
    /// Of the file, right after it was written.
    package var status = stat()

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
