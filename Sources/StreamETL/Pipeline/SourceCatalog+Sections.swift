package import ETLModel
package import ETLSnapshot

extension SourceCatalog {
    /// The lists of a company in the unified JSON, in output order.
    package var sections: [SnapshotContent.Section] {
        assemblers.flatMap { assembler in
            assembler.sections.map { SnapshotContent.Section(section: $0, source: assembler.source) }
        }
    }
}
