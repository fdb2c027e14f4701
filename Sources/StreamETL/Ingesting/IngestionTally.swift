public import ETLModel
package import ETLStore

/// Counts of what became of the paths.
public struct IngestionTally: Hashable, Sendable {
    public var read = 0
    public var quarantined = 0
    public var ignored = 0
    public var gone = 0
    /// Size of the files that were read.
    public var byteCount = 0
    /// Why files are quarantined, of the first so many.
    public private(set) var faults: [TransformError] = []
    private static let mostFaults = 20

    package init(
        read: Int = 0, quarantined: Int = 0, ignored: Int = 0, gone: Int = 0, byteCount: Int = 0,
        faults: [TransformError] = []
    ) {
        self.read = read
        self.quarantined = quarantined
        self.ignored = ignored
        self.gone = gone
        self.byteCount = byteCount
        self.faults = faults
    }

    public var total: Int { read + ignored + gone }

    package mutating func add(_ outcome: FileOutcome) {
        switch outcome {
        case .read(_, let fingerprint, _, let content):
            read += 1
            byteCount += Int(fingerprint.byteCount)
            if case .quarantined(let error, _, _) = content {
                quarantined += 1
                if faults.count < Self.mostFaults { faults.append(error) }
            }
        case .ignored: ignored += 1
        case .gone: gone += 1
        }
    }
}
