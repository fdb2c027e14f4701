import ETLFiles
package import ETLIngesting
import ETLModel
public import ETLStore
import Logging

extension Pipeline {
    /// Logs the outcomes of files, and lost records.
    package func report(_ tally: IngestionTally) {
        for (drop, files) in tally.drops.sorted(by: { $0.key < $1.key }) where !files.isEmpty {
            logger.info("Drop directory \(name(ofDrop: drop)): \(files)")
        }
        for fault in tally.faults { logger.warning("Quarantined: \(fault)") }
        let rest = tally.quarantined - tally.faults.count
        if rest > 0 {
            logger.warning("\(Count.of(rest, "more file")) quarantined; etl-watch status lists them")
        }
        for (source, faults) in tally.recordFaults.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            for fault in faults.warnings {
                logger.log(level: fault.isLoss ? .warning : .info, "\(Self.text(of: fault, source))")
            }
        }
    }

    /// - Parameter fault: Its member is the file that has the first.
    private static func text(of fault: TransformWarning, _ source: Source) -> String {
        let what = Count.of(
            fault.count, fault.isLoss ? "lost record" : "record with less than it said",
            plural: fault.isLoss ? "lost records" : "records with less than they said")
        let place = (fault.member ?? "") + (fault.position.map { ":\($0.line):\($0.column)" } ?? "")
        return "\(source.rawValue): \(what): \(fault.summary). \(fault.cause.remedy). The first: \(place)"
    }

    private func name(ofDrop number: Int) -> String {
        options.drops.first { $0.index == number }?.name ?? "\(number)"
    }

    /// Logs the state when everything present has been read.
    func reportReady() {
        guard let inventory = try? store.readState({ try $0.inventory() }) else {
            logger.notice("Ready")
            return
        }
        let read = inventory.files.reduce(0) { $0 + ($1.isQuarantined ? 0 : $1.count) }
        let quarantined = inventory.files.reduce(0) { $0 + ($1.isQuarantined ? $1.count : 0) }
        logger.notice(
            """
            Ready: \(Count.of(read, "file")) read, \(quarantined) quarantined, \(inventory.ignoredFiles) ignored; \
            \(Count.of(inventory.items.reduce(0) { $0 + $1.count }, "item")), \
            \(inventory.items.reduce(0) { $0 + $1.matched }) matched; \
            \(Count.of(inventory.lostCount, "lost record")), \(Count.of(inventory.warningCount, "warning"))
            """)
    }
}

extension DropTally: CustomStringConvertible {
    /// `3 read, 1 changed, 2 gone`, without zeros.
    public var description: String {
        [
            (added, "new"), (changed, "changed"), (gone, "gone"), (quarantined, "quarantined"),
            (released, "released"),
        ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
    }
}
