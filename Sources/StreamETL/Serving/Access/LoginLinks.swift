import Foundation
import Synchronization

/// One-time links for browsers. They live in memory alone: a restart ends them.
final class LoginLinks: Sendable {
    static let lifetime = Duration.seconds(60)
    /// More would only be asked for by a fault; the oldest goes first.
    static let most = 16

    private let pending = Mutex<[(hash: Data, deadline: ContinuousClock.Instant)]>([])

    /// The code of a new link.
    func issue(at now: ContinuousClock.Instant = .now) -> String {
        let code = Credential.random(byteCount: 32)
        pending.withLock { pending in
            pending.removeAll { $0.deadline <= now }
            if pending.count == Self.most { pending.removeFirst() }
            pending.append((Credential.hash(of: code), now + Self.lifetime))
        }
        return code
    }

    /// Whether `code` is of a link that is neither used nor too old; it is used now.
    func redeem(_ code: String, at now: ContinuousClock.Instant = .now) -> Bool {
        let hash = Credential.hash(of: code)
        return pending.withLock { pending in
            pending.removeAll { $0.deadline <= now }
            guard let place = pending.firstIndex(where: { Credential.isEqual($0.hash, hash) }) else {
                return false
            }
            pending.remove(at: place)
            return true
        }
    }
}
