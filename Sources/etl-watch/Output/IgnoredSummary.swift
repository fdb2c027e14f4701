import StreamETL

/// Says which files look like exports that no source recognises.
enum IgnoredSummary {
    /// `nil` where there is none.
    static func line(of kinds: [IgnoredKind: Int]) -> String? {
        let unknown = kinds.filter { $0.key.looksLikeExport || $0.key == .archiveMember }
            .sorted { $0.key.rawValue < $1.key.rawValue }
        guard !unknown.isEmpty else { return nil }
        let counts = unknown.map { $0.key.counted($0.value) }.joined(separator: ", ")
        return "No source recognises \(counts): etl-watch status --ignored lists them"
    }
}
