@testable import NotesExample
import StreamETL
import Synchronization

/// Reads notes and counts how often it did.
final class CountingTransformer: Transformer {
    private let reads = Mutex<[RelativePath: Int]>([:])
    var count: Int { reads.withLock { $0.values.reduce(0, +) } }
    var source: Source { NoteSource.source }
    var identity: String { NoteTransformer().identity }

    func count(of path: String) -> Int { reads.withLock { $0[RelativePath(path)] ?? 0 } }

    func claims(_ probe: FileProbe) -> Bool { NoteTransformer().claims(probe) }

    func transform(_ file: SettledFile, emit: (Contribution) async throws -> Void) async throws {
        reads.withLock { $0[file.path, default: 0] += 1 }
        try await NoteTransformer().transform(file, emit: emit)
    }
}
