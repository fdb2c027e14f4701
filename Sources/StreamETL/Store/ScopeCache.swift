package import ETLModel
import Synchronization

/// Values that assemblers made of scopes, kept while no part changes. A value is made once for all units of a scope,
/// by the first worker that asks; the others wait for it:
///
///     try parts.remembered(at: scope) { … }    // Slack's lists of people are read once for all its channels
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

    /// A value is made under its own lock: workers that need it wait, workers that need another do not.
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
