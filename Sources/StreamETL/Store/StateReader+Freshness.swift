package import ETLModel
import GRDB

extension StateReader {
    /// The newest message, meeting or change of each source that tells of any, in seconds since 1970.
    package func newestActivity() throws -> [Source: Int64] {
        let rows = try Row.fetchAll(
            db,
            sql:
                "SELECT source, max(last_activity) FROM items WHERE last_activity IS NOT NULL GROUP BY source"
        )
        return Dictionary(uniqueKeysWithValues: rows.map { (Source(rawValue: $0[0]), $0[1]) })
    }

    /// Whether something is stored that the snapshot does not show.
    package func hasPendingChanges() throws -> Bool {
        try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM dirty_companies)") ?? false
    }
}
