import Synchronization

/// Counts the work of readers since the program started, and notes reasons. Safe from any thread.
///
/// Counts are no part of a file's contributions: equal bytes give equal contributions at any count.
public final class ReadingCounts: Sendable {
    private struct State {
        var counts: [Int]
        var notes: [String] = []
    }

    /// In the order in which they are printed.
    public let names: [String]
    private let state: Mutex<State>
    private static let mostNotes = 20

    public init(names: [String] = []) {
        self.names = names
        state = Mutex(State(counts: names.map { _ in 0 }))
    }

    /// Adds to a count. A name that is not in ``names`` is skipped.
    public func add(_ amount: Int, to name: String) {
        guard let index = names.firstIndex(of: name) else { return }
        state.withLock { $0.counts[index] += amount }
    }

    /// Keeps the first so many.
    public func note(_ text: String) {
        state.withLock { if $0.notes.count < Self.mostNotes { $0.notes.append(text) } }
    }

    public var counts: [(name: String, count: Int)] {
        state.withLock { Array(zip(names, $0.counts)) }
    }

    /// The first notes, without any text of files.
    public var notes: [String] { state.withLock { $0.notes } }
}
