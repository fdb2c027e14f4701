import GRDB
import Testing

@testable import ETLModel
@testable import ETLMatching
@testable import ETLStore

@Suite struct `The id of a contribution` {
    private static let insertion = """
        INSERT INTO contributions (id, content_id, kind, unit, member, heading, payload_byte_count, payload)
        VALUES (?, 1, 'k', 'u', x'01', x'02', 3, x'010203')
        """

    private func rows(_ db: Database) throws -> [Row] {
        try Row.fetchAll(db, sql: "SELECT * FROM contributions ORDER BY id")
    }

    @Test func `is never another's, so that it can stand for the bytes`() throws {
        let queue = try DatabaseQueue()
        try StoreSchema.migrator.migrate(queue)
        try queue.write { db in
            try db.execute(sql: Self.insertion, arguments: [nil])
            let first = db.lastInsertedRowID
            try db.execute(sql: "DELETE FROM contributions")
            try db.execute(sql: Self.insertion, arguments: [nil])
            #expect(db.lastInsertedRowID > first)
        }
    }

    @Test func `stays as it is when the database is migrated`() throws {
        let queue = try DatabaseQueue()
        try StoreSchema.migrator.migrate(queue, upTo: "2")
        let before = try queue.write { db in
            for id in [2, 7] { try db.execute(sql: Self.insertion, arguments: [id]) }
            return try rows(db)
        }
        try StoreSchema.migrator.migrate(queue)
        try queue.write { db in
            #expect(try rows(db) == before)
            try db.execute(sql: "DELETE FROM contributions WHERE id = 7")
            try db.execute(sql: Self.insertion, arguments: [nil])
            #expect(db.lastInsertedRowID == 8)
        }
    }
}
