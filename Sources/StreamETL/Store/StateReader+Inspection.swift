package import ETLModel
import Foundation
import GRDB

/// An item without its data.
public struct ItemOutline: Sendable {
    public var section: String
    public var key: String
    public var title: String
    public var messageCount: Int
    public var firstActivity: Int64?
    public var lastActivity: Int64?
}

extension StateReader {
    /// The number of contributions of each kind, and their source (the first by name).
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

    /// The JSON of all that an item holds; empty for one that holds nothing more.
    package func data(of item: ItemOutline) throws -> [UInt8] {
        let segments = try StoreStatement(db, "SELECT segments FROM items WHERE section = ? AND key = ?")
            .first(.text(item.section), .text(item.key)) { $0.bytes(0) }
        var bytes: [UInt8] = []
        var recent = RecentPayloads()
        for segment in try StoredSegments.decode(segments ?? []) {
            switch segment {
            case .bytes(let own): bytes += own
            case .payload(let part, let byteCount): bytes += try payload(of: part, byteCount: byteCount)
            case .filled(let text):
                try text.append(to: &bytes, from: try recent.payload(of: text.part, reading: db.payload))
            }
        }
        return bytes
    }
}
