import Glibc
import StreamETL
import Synchronization

/// How far a backfill is: a bar on a terminal, a line now and then elsewhere.
final class ProgressBar: Sendable {
    private struct State {
        var lastShown: ContinuousClock.Instant?
        var isOnLine = false
    }

    private let isQuiet: Bool
    private let isTerminal: Bool
    private let state = Mutex(State())

    init(isQuiet: Bool) {
        self.isQuiet = isQuiet
        isTerminal = isatty(STDERR_FILENO) == 1
    }

    func update(_ progress: BackfillProgress) {
        guard !isQuiet else { return }
        state.withLock { state in
            let interval: Duration = isTerminal ? .milliseconds(100) : .seconds(5)
            if let last = state.lastShown, .now - last < interval, progress.share < 1 { return }
            // Elsewhere than on a terminal, a run of a moment says nothing.
            if !isTerminal, state.lastShown == nil {
                state.lastShown = .now
                return
            }
            state.lastShown = .now
            state.isOnLine = isTerminal
            let percent = Int(progress.share * 100)
            let bar =
                String(repeating: "█", count: percent / 4) + String(repeating: "░", count: 25 - percent / 4)
            Self.write(
                isTerminal
                    ? "\r\(bar) \(percent) %  \(progress.fileCount) files"
                    : "\(percent) %: \(progress.fileCount) files read\n")
        }
    }

    func finish() {
        state.withLock { state in
            if state.isOnLine { Self.write("\n") }
            state.isOnLine = false
        }
    }

    private static func write(_ text: String) {
        var text = text
        _ = text.withUTF8 { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
