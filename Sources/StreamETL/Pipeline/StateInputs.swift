import ETLFiles
import ETLModel
package import ETLStore

/// What the stored state depends on beside files and mapping.
package struct StateInputs {
    /// Drop directories: a change means that every file is placed anew.
    package let drops: String
    /// Who reads them and within which limits: a change means that every file is looked at again.
    package let reading: String
    /// Who makes items: a change means that everything is assembled again.
    let assembling: String

    package init(_ options: PipelineOptions) {
        let drops = options.drops.map { drop in
            "\(drop.index) \(drop.source?.rawValue ?? "auto") \(RelativePath(bytes: drop.path).escaped)"
        }
        let readers = options.catalog.transformers.map(\.identity)
        self.drops = drops.joined(separator: "\n")
        reading = (readers + ["\(options.limits)"]).joined(separator: "\n")
        assembling = options.catalog.assemblers.map(\.identity).joined(separator: "\n")
    }
}

extension Store {
    /// Makes the state follow changed inputs.
    package func adopt(_ inputs: StateInputs) throws {
        if try setting("drops") != inputs.drops {
            try forgetFiles()
            try set(inputs.drops, for: "drops")
        }
        if try setting("reading") != inputs.reading {
            try distrustFiles()
            try set(inputs.reading, for: "reading")
        }
        if try setting("assembling") != inputs.assembling {
            try markEverything()
            try set(inputs.assembling, for: "assembling")
        }
    }
}
