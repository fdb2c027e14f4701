package import ETLModel

/// A unit whose contributions changed.
package struct DirtyUnit: Sendable {
    package let id: Int64
    package let source: Source
    package let key: String
    package let scope: DropPath
    /// The group that it belonged to so far.
    package let group: Int64?

    /// The columns of ``columns``.
    package init(_ row: StoreRow) {
        id = row.integer(0)
        source = Source(rawValue: row.text(1))
        key = row.text(2)
        scope = DropPath(drop: row.int(3), path: row.path(4))
        group = row.optionalInteger(5)
    }

    package static let columns = "id, source, key, scope_drop, scope, group_id"
}

/// A group whose units changed, or whose validity has passed.
package struct DirtyGroup: Sendable {
    package let id: Int64
    package let source: Source
    package let name: String
}
