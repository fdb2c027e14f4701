/// A row of a table for analysts: plain values, with one definition for all outputs.
public protocol AnswerRow: Hashable, Sendable {
    static var schema: RowSchema { get }

    /// As many as ``RowSchema/columns``, in their order.
    var values: [RowValue] { get }
}

/// The name of a table and its columns.
public struct RowSchema: Hashable, Sendable {
    public let table: String
    public let columns: [RowColumn]

    public init(_ table: String, _ columns: [RowColumn]) {
        self.table = table
        self.columns = columns
    }
}

public struct RowColumn: Hashable, Sendable {
    public enum Kind: String, Sendable {
        case text, integer, number, flag
        /// Seconds since 1970, UTC; shown as ISO 8601.
        case moment
        /// A day, as the midnight in UTC that it begins with; shown as `2024-07-01`.
        case day
        case texts
    }

    public let name: String
    public let kind: Kind
    public let isNullable: Bool

    public static func column(_ name: String, _ kind: Kind, nullable: Bool = false) -> RowColumn {
        RowColumn(name: name, kind: kind, isNullable: nullable)
    }
}

/// A cell.
public enum RowValue: Hashable, Sendable {
    case null
    case text(String)
    case integer(Int)
    /// As JSON writes it.
    case number(String)
    case flag(Bool)
    case moment(Int64)
    case day(Int64)
    case texts([String])

    package static func text(_ text: String?) -> RowValue { text.map { .text($0) } ?? .null }
    package static func moment(_ moment: Int64?) -> RowValue { moment.map { .moment($0) } ?? .null }
    package static func number(_ number: String?) -> RowValue { number.map { .number($0) } ?? .null }
    package static func flag(_ flag: Bool?) -> RowValue { flag.map { .flag($0) } ?? .null }
}
