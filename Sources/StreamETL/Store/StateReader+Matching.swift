public import ETLModel
import Foundation
import GRDB

extension StateReader {
    /// Items whose key or title is `text`; with neither, those whose title is it but for upper case.
    public func items(named text: String) throws -> [DecidedItem] {
        let exact = try items(where: "key = :text OR title = :text", ["text": text])
        return exact.isEmpty
            ? try items(where: "lower(title) = lower(:text)", ["text": text]) : exact
    }

    /// The items that a company has.
    public func items(ofCompany company: String) throws -> [DecidedItem] {
        try items(
            where: "id IN (SELECT item_id FROM item_companies WHERE company = :company)", ["company": company]
        )
    }

    /// Items that no company has but that have candidates.
    public func unsureItems() throws -> [DecidedItem] { try items(where: "is_unsure", [:]) }

    /// Items that no company has.
    public func unmatchedItems() throws -> [DecidedItem] {
        try items(where: "NOT is_matched AND decision IS NOT NULL", [:])
    }

    private func items(where condition: String, _ arguments: StatementArguments) throws -> [DecidedItem] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT section, key, title, message_count, subject, decision FROM items
                WHERE \(condition) ORDER BY section, title, key
                """, arguments: arguments
        ).map { row in
            let decision: Data? = row[5]
            return DecidedItem(
                section: row[0], key: row[1], title: row[2], messageCount: row[3],
                subject: try MatchSubject(encoded: [UInt8](row[4] as Data)),
                decision: try decision.map { try MatchDecision(encoded: [UInt8]($0)) } ?? MatchDecision())
        }
    }
}
