import ETLFiles
import ETLIngesting
import ETLModel
import ETLRendering
import ETLSnapshot
package import ETLStore

/// The settings that the stored state depends on, beside files and mapping.
package struct StateInputs {
    /// The transformers and their limits. A change has every file compared and read again.
    package let reading: String
    /// The assemblers. A change has everything assembled again.
    let assembling: String
    /// The settings that the snapshot shows. A change makes the snapshot out of date.
    let showing: String

    package init(_ options: PipelineOptions) {
        let readers = options.catalog.transformers.map(\.identity)
        reading = (readers + [ContentReader.faultsVersion, "\(options.limits)"]).joined(separator: "\n")
        assembling = options.catalog.assemblers.map(\.identity).joined(separator: "\n")
        var shown = JSONWriter()
        options.snapshotMetadata.write(into: &shown)
        shown.key("internal_people")
        shown.value(options.internalPeople)
        showing = "snapshot/2 " + String(decoding: shown.bytes, as: UTF8.self)
    }
}

extension Store {
    /// Makes the state follow changed inputs.
    package func adopt(_ inputs: StateInputs) throws {
        if try setting("reading") != inputs.reading {
            try distrustFiles()
            try set(inputs.reading, for: "reading")
        }
        if try setting("assembling") != inputs.assembling {
            try markEverything()
            try set(inputs.assembling, for: "assembling")
        }
        if try setting("showing") != inputs.showing {
            try markStale()
            try set(inputs.showing, for: "showing")
        }
    }
}
