/// The sources that are read: who turns files into contributions, and who makes items of these.
public struct SourceCatalog: Sendable {
    /// Asked in this order; the first that claims a file reads it.
    public var transformers: [any Transformer]
    /// One per source, in the order of the unified JSON.
    public var assemblers: [any Assembler]
    /// What the transformers count, for `performance_stats` and `inspect`.
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

    /// Who reads the file, among those of the drop's source if it has one.
    package func transformer(claiming probe: FileProbe, source: Source?) -> (any Transformer)? {
        transformers.first { (source == nil || $0.source == source) && $0.claims(probe) }
    }
}
