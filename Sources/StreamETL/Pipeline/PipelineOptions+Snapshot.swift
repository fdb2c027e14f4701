import ETLFiles
package import ETLMatching
import ETLModel
import ETLSettings
import ETLSnapshot

extension PipelineOptions {
    /// The settings that `metadata` shows.
    var snapshotMetadata: SnapshotMetadata {
        var metadata = SnapshotMetadata()
        metadata.asOf = asOf
        metadata.timeZone = timeZone
        metadata.timeZones = timeZones
        metadata.internalDomains = matching.internalDomains
        metadata.drops = drops.map { SnapshotMetadata.Drop(name: $0.name, source: $0.source) }
            .sorted { ($0.name, $0.source?.rawValue ?? "") < ($1.name, $1.source?.rawValue ?? "") }
        return metadata
    }

    /// - Parameter owners: The owners of CRM records.
    package func sides(owners: [String]) -> PersonSides {
        PersonSides(
            internalDomains: matching.internalDomains, internalPeople: internalPeople,
            freeMailDomains: matching.freeMailDomains, owners: owners)
    }
}
