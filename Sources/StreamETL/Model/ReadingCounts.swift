import Synchronization

/// Counts what readers did since the program started, and notes why. Safe from any thread.
///
/// It is no part of what a file states: equal bytes give equal contributions, whatever is counted.
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

    /// Adds to a count; a name that is none of ``names`` is passed over.
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

    /// What was noted first, without text of files.
    public var notes: [String] { state.withLock { $0.notes } }
}
