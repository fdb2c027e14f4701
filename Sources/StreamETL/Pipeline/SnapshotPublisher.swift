import ETLFiles
import ETLSnapshot
import ETLStore
import Glibc
import Logging

/// Puts the unified JSON where it belongs, or beside the database when that place cannot be written.
struct SnapshotPublisher: ~Copyable {
    private var writer: SnapshotWriter
    private var fallback: SnapshotWriter
    private let compresses: Bool
    private let access: OutputAccess
    private let archive: SnapshotArchive?
    private var isArchiveBroken = false
    private var isTwinBroken = false
    private var isFallingBack = false
    /// Whether one may lie there that an earlier process left.
    private var mayHaveFallback = true
    /// Companies that changed since the target, or the file in its stead, was written last.
    private var owed: Set<String> = []
    private var owedToFallback: Set<String> = []
    /// `metadata.generated_at` of the newest snapshot; a clock that is set back does not set it back.
    private var newest: Int64

    init(
        target: String, databasePath: String, compresses: Bool, archive: SnapshotArchive?,
        access: OutputAccess = .ownerOnly
    ) {
        let target = OutputPath.place(of: target)
        let name = target.split(separator: "/").last.map(String.init) ?? "unified.json"
        writer = SnapshotWriter(target: target, access: access)
        fallback = SnapshotWriter(
            target: OutputPath.directory(of: databasePath) + "/fallback-" + name)
        newest = max(SnapshotHead.generatedAt(of: target), SnapshotHead.generatedAt(of: fallback.target))
        self.compresses = compresses
        self.access = access
        self.archive = archive
        OutputPath.removeLeftovers(of: target)
        OutputPath.removeLeftovers(of: fallback.target)
    }

    /// - Returns: Where the snapshot is and how many bytes it has.
    mutating func publish(
        _ content: SnapshotContent, from store: Store, dirty: Set<String>, generatedAt: Int64,
        statistics: PerformanceStatistics, logger: Logger
    ) throws -> SnapshotNotice {
        newest = max(newest, generatedAt)
        do {
            let byteCount = try writer.write(
                content, from: store, dirty: dirty.union(owed), generatedAt: newest, statistics: statistics)
            owed = []
            owedToFallback.formUnion(dirty)
            if isFallingBack {
                logger.notice("The output can be written again", metadata: ["file": "\(writer.target)"])
                isFallingBack = false
            }
            if mayHaveFallback {
                // It must not be taken for the present one.
                unlink(fallback.target)
                mayHaveFallback = false
            }
            if compresses { writeTwin(logger) }
            keepPast(newest, logger)
            return SnapshotNotice(path: writer.target, byteCount: byteCount, isFallback: false)
        } catch let error as SnapshotError {
            owed.formUnion(dirty)
            let byteCount = try fallback.write(
                content, from: store, dirty: dirty.union(owedToFallback), generatedAt: newest,
                statistics: statistics)
            owedToFallback = []
            mayHaveFallback = true
            if !isFallingBack {
                logger.error(
                    "The output cannot be written: \(error) Snapshots go to \(fallback.target) until it can")
                isFallingBack = true
            }
            return SnapshotNotice(path: fallback.target, byteCount: byteCount, isFallback: true)
        }
    }

    private mutating func writeTwin(_ logger: Logger) {
        do {
            try GzipTwin.write(of: writer.target, access: access)
            isTwinBroken = false
        } catch {
            if !isTwinBroken { logger.error("The compressed copy cannot be written: \(error)") }
            isTwinBroken = true
        }
    }

    /// A snapshot that cannot be archived is still in place: that is worth a line, once.
    private mutating func keepPast(_ generatedAt: Int64, _ logger: Logger) {
        do {
            try archive?.keep(writer.target, generatedAt: generatedAt)
            isArchiveBroken = false
        } catch {
            if !isArchiveBroken {
                logger.error("Past snapshots cannot be kept (errno \(error.errno)). Check archive.directory")
            }
            isArchiveBroken = true
        }
    }

    var isDegraded: Bool { isFallingBack }

    /// Where snapshots belong: where the output leads to, if it is a link.
    var target: String { writer.target }
}

/// A snapshot that is in place.
public struct SnapshotNotice: Hashable, Sendable {
    public let path: String
    public let byteCount: Int
    /// Whether it lies beside the database because the output could not be written.
    public let isFallback: Bool
}
