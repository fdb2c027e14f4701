import HTTPTypes
import Hummingbird
import Synchronization

/// How many requests each caller made in the present minute.
final class RequestMeter: Sendable {
    struct Allowance {
        let limit: Int
        let remaining: Int
        let secondsLeft: Int64

        func state(in headers: inout HTTPFields) {
            for (name, value) in [
                ("RateLimit-Limit", "\(limit)"), ("RateLimit-Remaining", "\(remaining)"),
                ("RateLimit-Reset", "\(secondsLeft)"),
            ] {
                if let name = HTTPField.Name(name) { headers[name] = value }
            }
        }
    }

    private struct Window {
        var minute: Int64 = 0
        var counts: [String: Int] = [:]
    }

    private let limit: Int
    private let strangerLimit: Int
    private let window = Mutex(Window())

    /// - Parameters:
    ///   - limit: Requests of one caller in a minute.
    ///   - strangerLimit: Requests in a minute that show no valid credential, of all strangers together: nothing
    ///     tells them apart, and those who show one are not held up.
    init(limit: Int = 200_000, strangerLimit: Int = 600) {
        self.limit = limit
        self.strangerLimit = strangerLimit
    }

    /// - Throws: ``Problem`` with 429.
    func count(_ caller: String, at now: Int64 = Doorkeeper.now) throws -> Allowance {
        try count(caller, limit, at: now)
    }

    /// - Throws: ``Problem`` with 429.
    func countStranger(at now: Int64 = Doorkeeper.now) throws {
        // No caller's id is empty.
        _ = try count("", strangerLimit, at: now)
    }

    private func count(_ key: String, _ limit: Int, at now: Int64) throws -> Allowance {
        let (minute, second) = now.quotientAndRemainder(dividingBy: 60)
        let count = window.withLock { window in
            if window.minute != minute { window = Window(minute: minute) }
            window.counts[key, default: 0] += 1
            return window.counts[key, default: 0]
        }
        let allowance = Allowance(limit: limit, remaining: max(limit - count, 0), secondsLeft: 60 - second)
        guard count <= limit else {
            var problem = Problem(.tooManyRequests, "Too many requests in this minute.")
            allowance.state(in: &problem.headers)
            problem.headers[.retryAfter] = "\(allowance.secondsLeft)"
            throw problem
        }
        return allowance
    }
}
