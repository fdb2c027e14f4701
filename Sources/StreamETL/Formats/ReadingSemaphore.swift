import Synchronization

/// Bounds the bytes of large files that all workers together read at the same time. While it is read, a file may take
/// many times its size in memory.
///
/// Small files take no share. The first to wait is the first to go. A file larger than the whole bound goes alone.
package final class ReadingSemaphore: Sendable {
    private struct Waiting {
        let share: Int
        let turn: CheckedContinuation<Void, Never>
    }

    private struct State {
        var free: Int
        var waiting: [Waiting] = []
    }

    /// Files up to this size take no share: workers times this is little.
    static let smallByteCount = 1 << 20

    private let byteCount: Int
    private let state: Mutex<State>

    package init(byteCount: Int = 64 << 20) {
        self.byteCount = byteCount
        state = Mutex(State(free: byteCount))
    }

    /// Returns when the file may be read, with the share to give back to ``end(_:)``.
    package func begin(byteCount count: Int) async -> Int {
        guard count > Self.smallByteCount else { return 0 }
        let share = min(count, byteCount)
        await withCheckedContinuation { turn in
            let isFree = state.withLock { state in
                guard state.waiting.isEmpty, state.free >= share else {
                    state.waiting.append(Waiting(share: share, turn: turn))
                    return false
                }
                state.free -= share
                return true
            }
            if isFree { turn.resume() }
        }
        return share
    }

    package func end(_ share: Int) {
        guard share > 0 else { return }
        let turns: [CheckedContinuation<Void, Never>] = state.withLock { state in
            state.free += share
            var turns: [CheckedContinuation<Void, Never>] = []
            while let next = state.waiting.first, state.free >= next.share {
                state.free -= next.share
                turns.append(next.turn)
                state.waiting.removeFirst()
            }
            return turns
        }
        for turn in turns { turn.resume() }
    }
}
