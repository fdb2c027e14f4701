/// What a caller may do; each scope includes those before it.
package enum Scope: String, CaseIterable, Codable, Comparable, Sendable {
    case read, review, admin

    package static func < (one: Scope, other: Scope) -> Bool { one.rank < other.rank }

    private var rank: Int {
        switch self {
        case .read: 0
        case .review: 1
        case .admin: 2
        }
    }
}
