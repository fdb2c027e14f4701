import ETLModel
import Synchronization

/// Lets one worker at a time stage a content; those that read an equal file wait until it is done.
final class ContentLock: Sendable {
    /// The readers that wait for each content that is being staged.
    private let waiting = Mutex<[ContentKey: [CheckedContinuation<Void, Never>]]>([:])

    /// Returns when no other reader stages the content. Must be followed by ``end(_:)``.
    func begin(_ key: ContentKey) async {
        await withCheckedContinuation { turn in
            let isFree = waiting.withLock { waiting in
                guard waiting[key] != nil else {
                    waiting[key] = []
                    return true
                }
                waiting[key]?.append(turn)
                return false
            }
            if isFree { turn.resume() }
        }
    }

    func end(_ key: ContentKey) {
        let next: CheckedContinuation<Void, Never>? = waiting.withLock { waiting in
            guard let next = waiting[key]?.first else {
                waiting[key] = nil
                return nil
            }
            waiting[key]?.removeFirst()
            return next
        }
        next?.resume()
    }
}
