public import ETLModel
import Synchronization

/// How often each kind of error occurred. Safe from any thread.
public final class ErrorCounts: Sendable {
    private let counts = Mutex<[String: Int]>([:])

    public init() {}

    public func add(_ cause: TransformError.Cause) { add(cause.label) }

    /// - Parameter label: One of a fixed set; never a path or a name.
    public func add(_ label: String) {
        counts.withLock { $0[label, default: 0] += 1 }
    }

    public var total: Int { counts.withLock { $0.values.reduce(0, +) } }

    /// Sorted by label.
    public var entries: [(label: String, count: Int)] {
        counts.withLock { counts in
            counts.sorted { $0.key < $1.key }.map { (label: $0.key, count: $0.value) }
        }
    }
}

extension TransformError.Cause {
    /// The kind of cause, without its details.
    public var label: String {
        switch self {
        case .truncated: "truncated"
        case .malformed: "malformed"
        case .missing: "missing"
        case .invalidValue: "invalid_value"
        case .unknownValue: "unknown_value"
        case .ambiguous: "ambiguous"
        case .undecodable: "undecodable"
        case .limitExceeded: "limit_exceeded"
        case .unstable: "unstable"
        case .unreadable: "unreadable"
        case .unsafeMember: "unsafe_member"
        case .notRead: "not_read"
        }
    }
}
