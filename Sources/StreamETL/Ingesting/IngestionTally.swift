public import ETLModel
package import ETLStore

/// Counts the outcomes of paths.
public struct IngestionTally: Sendable {
    public var read = 0
    public var quarantined = 0
    public var ignored = 0
    public var gone = 0
    /// Files that are gone, or that may be, and whose data stays.
    public var kept = 0
    /// Size of the files that were read.
    public var byteCount = 0
    /// Why files are quarantined, of the first so many.
    public private(set) var faults: [TransformError] = []
    private static let mostFaults = 20
    /// What was read of each source, apart from contents that were known already.
    package private(set) var sources: [Source: SourceTally] = [:]
    /// Faults of single records in the read files.
    package private(set) var recordFaults: [Source: FaultTally] = [:]
    /// The same counts by drop directory.
    package private(set) var drops: [Int: DropTally] = [:]

    package init(
        read: Int = 0, quarantined: Int = 0, ignored: Int = 0, gone: Int = 0, kept: Int = 0,
        byteCount: Int = 0, faults: [TransformError] = [], recordFaults: [Source: FaultTally] = [:],
        drops: [Int: DropTally] = [:]
    ) {
        self.read = read
        self.quarantined = quarantined
        self.ignored = ignored
        self.gone = gone
        self.kept = kept
        self.byteCount = byteCount
        self.faults = faults
        self.recordFaults = recordFaults
        self.drops = drops
    }

    public var total: Int { read + ignored + gone + kept }

    /// - Parameter isKept: Whether the data of a missing file stays.
    package mutating func add(_ outcome: FileOutcome, isKept: Bool = false) {
        if isKept {
            kept += 1
            return
        }
        switch outcome {
        case .read(let path, let fingerprint, _, let content):
            read += 1
            byteCount += Int(fingerprint.byteCount)
            switch content {
            case .quarantined(let error, let source, _):
                quarantined += 1
                sources[source, default: SourceTally()].quarantined += 1
                sources[source, default: SourceTally()].byteCount += Int(fingerprint.byteCount)
                if faults.count < Self.mostFaults { faults.append(error) }
            case .contributions(let pieces, let source, _):
                countRead(fingerprint, of: source)
                for piece in pieces where !piece.warnings.isEmpty {
                    add(piece.warnings, of: source, in: path)
                }
            case .staged(let warnings, let source):
                countRead(fingerprint, of: source)
                add(warnings, of: source, in: path)
            case .known: break
            }
        case .ignored: ignored += 1
        case .gone: gone += 1
        }
    }

    private mutating func countRead(_ fingerprint: FileFingerprint, of source: Source) {
        sources[source, default: SourceTally()].read += 1
        sources[source, default: SourceTally()].byteCount += Int(fingerprint.byteCount)
    }

    /// The example of each cause says which file it is in.
    private mutating func add(_ warnings: [TransformWarning], of source: Source, in path: DropPath) {
        for var warning in warnings {
            warning.member = warning.member.map { "\(path.path.escaped)/\($0)" } ?? path.path.escaped
            recordFaults[source, default: FaultTally()].add(warning)
        }
    }

    /// Adds the outcomes that the store recorded.
    package mutating func add(_ drops: [Int: DropTally]) {
        for (drop, tally) in drops {
            var sum = self.drops[drop] ?? DropTally()
            sum.added += tally.added
            sum.changed += tally.changed
            sum.gone += tally.gone
            sum.quarantined += tally.quarantined
            sum.released += tally.released
            self.drops[drop] = sum
        }
    }
}

/// Files of a source whose bytes were read.
package struct SourceTally: Hashable, Sendable {
    package var read = 0
    package var quarantined = 0
    package var byteCount = 0
}
