package import ETLModel
import GRDB

extension StateReader {
    /// When the newest file of each source came or changed, in seconds since 1970.
    package func newestArrivals() throws -> [Source: Int64] {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT k.source, max(f.changed) FROM files f JOIN contents k ON k.id = f.content_id
                WHERE f.changed > 0 GROUP BY 1
                """)
        return Dictionary(
            uniqueKeysWithValues: rows.map { (Source(rawValue: $0[0]), ($0[1] as Int64) / 1_000_000_000) })
    }
}
