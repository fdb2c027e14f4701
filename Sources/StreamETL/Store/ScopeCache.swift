package import ETLModel
import Synchronization

/// What assemblers made of scopes while no part changed, so that it is made once and not for every unit,
/// whoever of several workers asks first.
package final class ScopeCache: Sendable {
    package struct Key: Hashable {
        package let source: String
        package let scope: DropPath
        private let type: ObjectIdentifier

        package init(source: String, scope: DropPath, type: Any.Type) {
            self.source = source
            self.scope = scope
            self.type = ObjectIdentifier(type)
        }
    }

    /// A value that is made under its own lock: others who want it wait, those who want another do not.
    private final class Entry: Sendable {
        let value = Mutex<(any Sendable)?>(nil)
    }

    /// A value may be large, and units of one scope mostly follow one another.
    private static let capacity = 8

    private let entries = Mutex<[Key: Entry]>([:])

    package func value<Value: Sendable>(for key: Key, make: () throws -> Value) rethrows -> Value {
        let entry = entries.withLock { entries in
            if let known = entries[key] { return known }
            if entries.count >= Self.capacity { entries.removeAll(keepingCapacity: true) }
            let entry = Entry()
            entries[key] = entry
            return entry
        }
        return try entry.value.withLock { value in
            if let known = value as? Value { return known }
            let made = try make()
            value = made
            return made
        }
    }
}
