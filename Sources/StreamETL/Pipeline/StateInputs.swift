import ETLFiles
import ETLIngesting
import ETLModel
import ETLRendering
import ETLSnapshot
package import ETLStore

/// What the stored state depends on beside files and mapping.
package struct StateInputs {
    /// Who reads them and within which limits: a change means that every file is looked at again.
    package let reading: String
    /// Who makes items: a change means that everything is assembled again.
    let assembling: String
    /// What is shown of it: a change means that the snapshot is out of date.
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
