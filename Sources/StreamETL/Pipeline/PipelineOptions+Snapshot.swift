import ETLFiles
package import ETLMatching
import ETLModel
import ETLSettings
import ETLSnapshot

extension PipelineOptions {
    /// What `metadata` tells of the settings.
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

    /// - Parameter owners: Whoever looks after records of the CRM.
    package func sides(owners: [String]) -> PersonSides {
        PersonSides(
            internalDomains: matching.internalDomains, internalPeople: internalPeople,
            freeMailDomains: matching.freeMailDomains, owners: owners)
    }
}
