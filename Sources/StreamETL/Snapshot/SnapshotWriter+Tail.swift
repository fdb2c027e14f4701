import ETLFiles
import ETLModel
import ETLStore

extension SnapshotWriter {
    /// Writes the lists behind the companies. Unchanged parts are taken from earlier files.
    mutating func writeTail(
        _ tail: SnapshotTail, known: SnapshotLayout.Tail?, spare: SnapshotLayout.Tail?, dirty: Set<String>,
        to file: inout RewritableFile
    ) throws -> SnapshotLayout.Tail {
        let isStale = known == nil || dirty.contains("")
        let changed = Set(dirty.compactMap(UnmatchedBucket.init(mark:)))
        if var known, !isStale, changed.isEmpty {
            try place(&known.region, of: spare?.region, in: &file)
            return known
        }
        let start = file.offset
        var (earlier, other) = (SnapshotLayout.Tail.Cursor(known), SnapshotLayout.Tail.Cursor(spare))
        var pieces: [SnapshotLayout.Tail.Piece] = []
        // An item that comes or goes marks the names too, so until then the parts are the same.
        let parts =
            isStale
            ? tail.parts(with: try tail.reader.unmatchedBuckets())
            : known?.pieces.map { ($0.part, $0.isFirst) } ?? []
        for (part, isFirst) in parts {
            let offset = file.offset - start
            if let known, let piece = earlier.piece(part), piece.isFirst == isFirst,
                !Self.isOutOfDate(part, isStale: isStale, changed)
            {
                var region = known.region(of: piece)
                try place(&region, of: other.piece(part).flatMap { spare?.region(of: $0) }, in: &file)
                pieces.append(
                    SnapshotLayout.Tail.Piece(
                        part: part, offset: offset, byteCount: piece.byteCount, version: piece.version,
                        isFirst: isFirst))
                continue
            }
            let before = file.offset
            try file.write(try tail.write(part, isFirst: isFirst))
            let region = region(from: before, to: file.offset)
            pieces.append(
                SnapshotLayout.Tail.Piece(
                    part: part, offset: offset, byteCount: region.byteCount, version: region.version,
                    isFirst: isFirst))
        }
        return SnapshotLayout.Tail(region: region(from: start, to: file.offset), pieces: pieces)
    }

    private static func isOutOfDate(
        _ part: SnapshotLayout.Tail.Part, isStale: Bool, _ changed: Set<UnmatchedBucket>
    ) -> Bool {
        if case .items(let bucket) = part { changed.contains(bucket) } else { isStale }
    }
}
