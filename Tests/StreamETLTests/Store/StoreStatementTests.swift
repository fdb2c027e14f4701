import GRDB
import Testing

@testable import ETLModel
@testable import ETLMatching
@testable import ETLStore

@Suite struct `A statement of the store` {
    @Test func `gives back what was bound, the empty too`() throws {
        try DatabaseQueue().write { db in
            let select = try StoreStatement(db, "SELECT ?, ?, ?, ?, ?, ?")
            let isRight = try select.first(
                .integer(Int64.min), .text("né\u{0}x"), .text(""), .blob([0, 255]), .blob([]), .null
            ) { row in
                row.integer(0) == .min && row.text(1) == "né\u{0}x" && !row.isNull(2) && row.text(2).isEmpty
                    && row.bytes(3) == [0, 255] && !row.isNull(4) && row.bytes(4).isEmpty
                    && row.optionalInteger(5) == nil
            }
            #expect(isRight == true)
        }
    }

    @Test func `can be run again after a row was refused`() throws {
        try DatabaseQueue().write { db in
            try db.execute(sql: "CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT NOT NULL)")
            let insert = try StoreStatement(db, "INSERT INTO t VALUES (?, ?)")
            try insert.run(.integer(1), .text("one"))
            #expect(throws: DatabaseError.self) { try insert.run(.integer(1), .text("again")) }
            #expect(throws: DatabaseError.self) { try insert.run(.integer(2), .null) }
            try insert.run(.integer(2), .text("two"))
            var texts: [String] = []
            try StoreStatement(db, "SELECT b FROM t ORDER BY a").forEach { texts.append($0.text(0)) }
            #expect(texts == ["one", "two"])
        }
    }

    @Test func `stops where the reader of its rows throws, and starts anew`() throws {
        try DatabaseQueue().write { db in
            let select = try StoreStatement(db, "SELECT value FROM json_each('[1, 2, 3]')")
            #expect(throws: CancellationError.self) { try select.forEach { _ in throw CancellationError() } }
            var sum = 0
            try select.forEach { sum += $0.int(0) }
            #expect(sum == 6)
            #expect(try StoreStatement(db, "SELECT 1 WHERE 0").first { $0.int(0) } == nil)
        }
    }
}
