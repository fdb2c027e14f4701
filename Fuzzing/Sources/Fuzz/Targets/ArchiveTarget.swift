@testable import ETLFormats
@testable import ETLMatching
@testable import ETLModel
@testable import ETLPipeline
@testable import ETLSettings
@testable import ETLSlack

extension FuzzTarget {
    /// Zip and tar, their members read by the transformers that claim them.
    static let archive = FuzzTarget("archive") { input in
        let catalog = SourceCatalog.standard(Settings(workingDirectory: "/"))
        let path = RelativePath("drop/export.zip")
        let probe = FileProbe(
            path: path, head: Array(input.prefix(FileProbe.headByteCount)), byteCount: input.count,
            content: MemoryContent(input), source: nil)
        guard let transformer = catalog.transformers.first(where: { $0.claims(probe) }),
            let assembler = catalog.assemblerOfSource[transformer.source]
        else {
            // Not recognised by its names, but an archive all the same.
            _ = try await ReadFile(
                transformer: ArchiveTransformer(
                    source: .slack, members: [], limits: InputLimits()),
                assembler: SlackAssembler(), path: path)(input)
            return
        }
        try await ReadFile(transformer: transformer, assembler: assembler, path: path)(input)
    }
}
