package import ETLModel
import GRDB
import GRDBSQLite

/// A value that a ``StoreStatement`` binds.
enum StoreValue {
    case integer(Int64)
    case text(String)
    case blob([UInt8])
    case null

    static func integer(_ value: Int) -> Self { .integer(Int64(value)) }
    static func optional(_ value: Int64?) -> Self { value.map(Self.integer) ?? .null }
    static func optional(_ value: String?) -> Self { value.map(Self.text) ?? .null }
}

/// A prepared statement of the loops that run once per file, unit or item.
///
/// Values are bound where they lie and read as they come: nothing is boxed or copied on the way,
/// which costs more there than SQLite itself. A statement must not be run while its rows are read.
struct StoreStatement {
    private let db: Database
    private let statement: Statement

    init(_ db: Database, _ sql: String) throws {
        self.db = db
        statement = try db.cachedStatement(sql: sql)
    }

    /// Runs a statement that gives no rows.
    func run(_ values: StoreValue...) throws { try run(values) }

    func run(_ values: [StoreValue]) throws { try run(values[...], at: 1) {} }

    /// Hands on each row.
    func forEach(_ values: StoreValue..., row body: (StoreRow) throws -> Void) throws {
        try run(values[...], at: 1) {
            let row = StoreRow(statement: statement.sqliteStatement)
            repeat { try body(row) } while try step()
        }
    }

    /// The value that `body` makes of the first row; `nil` if there is none.
    func first<Value>(_ values: StoreValue..., row body: (StoreRow) throws -> Value) throws -> Value? {
        var value: Value?
        try run(values[...], at: 1) { value = try body(StoreRow(statement: statement.sqliteStatement)) }
        return value
    }

    /// Binds one value after the other, each at its own place in memory, then takes the first step.
    private func run(
        _ values: ArraySlice<StoreValue>, at index: CInt, _ body: () throws -> Void
    ) throws {
        guard let value = values.first else {
            // Values are bound by address, so none may stay bound.
            defer {
                sqlite3_reset(statement.sqliteStatement)
                sqlite3_clear_bindings(statement.sqliteStatement)
            }
            if try step() { try body() }
            return
        }
        let rest = values.dropFirst()
        switch value {
        case .integer(let integer):
            try check(sqlite3_bind_int64(statement.sqliteStatement, index, integer))
            try run(rest, at: index + 1, body)
        case .text(var text):
            try text.withUTF8 { utf8 in
                try utf8.withMemoryRebound(to: CChar.self) { text in
                    try check(
                        sqlite3_bind_text(
                            statement.sqliteStatement, index, text.baseAddress, CInt(text.count), nil))
                    // An empty string may have no address, which would bind NULL.
                    if text.baseAddress == nil {
                        try check(sqlite3_bind_text(statement.sqliteStatement, index, "", 0, nil))
                    }
                    try run(rest, at: index + 1, body)
                }
            }
        case .blob(let bytes):
            try bytes.withUnsafeBytes { bytes in
                try check(
                    bytes.isEmpty
                        ? sqlite3_bind_zeroblob(statement.sqliteStatement, index, 0)
                        : sqlite3_bind_blob64(
                            statement.sqliteStatement, index, bytes.baseAddress, UInt64(bytes.count), nil))
                try run(rest, at: index + 1, body)
            }
        case .null:
            try check(sqlite3_bind_null(statement.sqliteStatement, index))
            try run(rest, at: index + 1, body)
        }
    }

    /// - Returns: Whether there is a row.
    private func step() throws -> Bool {
        switch sqlite3_step(statement.sqliteStatement) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code: throw failure(code)
        }
    }

    private func check(_ code: CInt) throws {
        if code != SQLITE_OK { throw failure(code) }
    }

    private func failure(_ code: CInt) -> DatabaseError {
        DatabaseError(
            resultCode: ResultCode(rawValue: code), message: db.lastErrorMessage, sql: statement.sql)
    }
}

/// The row that a ``StoreStatement`` stands at; its columns count from 0.
package struct StoreRow {
    fileprivate let statement: OpaquePointer

    package func isNull(_ column: CInt) -> Bool { sqlite3_column_type(statement, column) == SQLITE_NULL }

    package func integer(_ column: CInt) -> Int64 { sqlite3_column_int64(statement, column) }

    func int(_ column: CInt) -> Int { Int(integer(column)) }

    func optionalInteger(_ column: CInt) -> Int64? { isNull(column) ? nil : integer(column) }

    package func text(_ column: CInt) -> String {
        guard let text = sqlite3_column_text(statement, column) else { return "" }
        let count = Int(sqlite3_column_bytes(statement, column))
        return String(decoding: UnsafeBufferPointer(start: text, count: count), as: UTF8.self)
    }

    package func bytes(_ column: CInt) -> [UInt8] {
        guard let bytes = sqlite3_column_blob(statement, column) else { return [] }
        return Array(
            UnsafeRawBufferPointer(start: bytes, count: Int(sqlite3_column_bytes(statement, column))))
    }

    package func path(_ column: CInt) -> RelativePath { RelativePath(bytes: bytes(column)) }
}
