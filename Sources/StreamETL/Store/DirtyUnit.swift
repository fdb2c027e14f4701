/// A unit whose contributions changed.
struct DirtyUnit: Sendable {
    let id: Int64
    let source: Source
    let key: String
    let scope: DropPath
    /// The link that it belonged to so far.
    let link: Int64?

    /// The columns of ``columns``.
    init(_ row: StoreRow) {
        id = row.integer(0)
        source = Source(rawValue: row.text(1))
        key = row.text(2)
        scope = DropPath(drop: row.int(3), path: row.path(4))
        link = row.optionalInteger(5)
    }

    static let columns = "id, source, key, scope_drop, scope, link_id"
}

/// A link whose units changed, or whose validity has passed.
struct DirtyLink: Sendable {
    let id: Int64
    let source: Source
    let name: String
}
