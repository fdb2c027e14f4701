import StreamETL

/// The source's name and what reads it.
enum NoteSource {
    static let source = Source(rawValue: "notes")
    static let catalog = SourceCatalog(transformers: [NoteTransformer()], assemblers: [NoteAssembler()])
}
