package import ETLModel
import Foundation
import GRDB

/// An item without what it holds.
public struct ItemOutline: Sendable {
    public var section: String
    public var key: String
    public var title: String
    public var messageCount: Int
    public var firstActivity: Int64?
    public var lastActivity: Int64?
}

extension StateReader {
    /// How many contributions of each kind there are, and of which source they are (the first by name).
    package func contributionKinds() throws -> (source: Source?, kinds: [(name: String, count: Int)]) {
        let rows = try Row.fetchAll(
            db, sql: "SELECT kind, count(*) FROM contributions GROUP BY kind ORDER BY kind")
        let source = try String.fetchOne(db, sql: "SELECT min(source) FROM contents")
        return (source.map(Source.init(rawValue:)), rows.map { ($0[0], $0[1]) })
    }

    /// Every item, in the order of the snapshot.
    public func allItems() throws -> [ItemOutline] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT section, key, title, message_count, first_activity, last_activity FROM items
                ORDER BY section, sort_key, key
                """
        ).map { row in
            ItemOutline(
                section: row[0], key: row[1], title: row[2], messageCount: row[3], firstActivity: row[4],
                lastActivity: row[5])
        }
    }
}
