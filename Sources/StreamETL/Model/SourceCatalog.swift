/// The sources: transformers turn files into contributions, assemblers turn contributions into items.
public struct SourceCatalog: Sendable {
    /// Asked in this order; the first that claims a file reads it.
    public var transformers: [any Transformer]
    /// One per source, in the order of the unified JSON.
    public var assemblers: [any Assembler]
    /// Counts of the transformers, for `performance_stats` and `inspect`.
    public var counts: ReadingCounts

    public init(
        transformers: [any Transformer], assemblers: [any Assembler], counts: ReadingCounts = ReadingCounts()
    ) {
        self.transformers = transformers
        self.assemblers = assemblers
        self.counts = counts
    }

    package var assemblerOfSource: [Source: any Assembler] {
        Dictionary(assemblers.map { ($0.source, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The transformer that claims the file; if the drop directory has a source, one of that source.
    package func transformer(claiming probe: FileProbe, source: Source?) -> (any Transformer)? {
        transformers.first { (source == nil || $0.source == source) && $0.claims(probe) }
    }
}
