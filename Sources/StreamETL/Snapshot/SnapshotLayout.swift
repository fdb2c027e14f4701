import ETLModel
package import ETLStore
package import Glibc

/// The places of all companies and lists in a written snapshot.
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

    /// Everything behind the companies.
    package struct Tail {
        /// A part that stays or changes by itself.
        package enum Part: Hashable {
            /// Counts and names of a section's items that no company has.
            case names(of: String)
            case items(UnmatchedBucket)
            case end
        }

        package struct Piece {
            package var part: Part
            /// From the start of the tail.
            package var offset: Int
            package var byteCount: Int
            package var version: Int
            /// Whether no comma stands before it.
            package var isFirst = true

            package init(part: Part, offset: Int, byteCount: Int, version: Int, isFirst: Bool = true) {
                self.part = part
                self.offset = offset
                self.byteCount = byteCount
                self.version = version
                self.isFirst = isFirst
            }
        }

        package var region: Region
        /// In the order of the file.
        package var pieces: [Piece]

        package func region(of piece: Piece) -> Region {
            Region(offset: region.offset + piece.offset, byteCount: piece.byteCount, version: piece.version)
        }

        /// Finds pieces one after the other: in two files they mostly follow each other alike.
        struct Cursor {
            let tail: Tail?
            private var place = 0

            init(_ tail: Tail?) { self.tail = tail }

            mutating func piece(_ part: Part) -> Piece? {
                guard let pieces = tail?.pieces else { return nil }
                for step in pieces.indices {
                    let index = (place + step) % pieces.count
                    guard pieces[index].part == part else { continue }
                    place = index + 1
                    return pieces[index]
                }
                return nil
            }
        }
    }

    package var companies: [String: Company] = [:]
    package var tail: Tail?
    /// Of the file, right after it was written.
    package var status = stat()

    /// Whether `now` is the status of the same file, unchanged since it was written.
    func describes(_ now: stat) -> Bool {
        now.st_dev == status.st_dev && now.st_ino == status.st_ino && now.st_size == status.st_size
            && now.st_mtim.tv_sec == status.st_mtim.tv_sec && now.st_mtim.tv_nsec == status.st_mtim.tv_nsec
    }

    /// How many bytes a line of `byteCount` takes with the blanks at its end.
    ///
    /// A line that grows a little mostly keeps its padded length, so the lines behind it need not move. The padding is
    /// a function of the length alone, so equal states have equal bytes:
    ///
    ///     a line of 1,000 bytes takes 1,024, and after a message of 20 bytes still 1,024
    static func padded(_ byteCount: Int) -> Int {
        let eighth = max(byteCount / 8, leastGranule)
        let granule = min(1 << (Int.bitWidth - 1 - eighth.leadingZeroBitCount), greatestGranule)
        return (byteCount + granule - 1) / granule * granule
    }

    private static let leastGranule = 256
    private static let greatestGranule = 65_536
}
