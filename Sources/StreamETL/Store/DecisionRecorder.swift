import Dispatch
import ETLModel
import GRDB
import Synchronization

struct UndecidedItem: Sendable {
    let id: Int64
    let subject: [UInt8]
    /// The decision so far; `nil` for none, with which the item has no companies.
    var previous: [UInt8]?
}

/// Records decisions within one transaction.
struct DecisionRecorder {
    private let db: Database
    /// Companies that this transaction has marked already.
    private var dirty: Set<String> = []

    init(_ db: Database) { self.db = db }

    /// Decides on all cores, since most decisions look at nothing but their subject; reads what the others
    /// look at, and writes, in order.
    mutating func record(_ items: [UndecidedItem], by decider: some ItemDecider) throws {
        let stripeCount = 64
        let stripes = stride(from: 0, to: items.count, by: stripeCount).map {
            items[$0..<min($0 + stripeCount, items.count)]
        }
        let decided = Mutex([Int: Result<[SignedDecision], any Error>]())
        DispatchQueue.concurrentPerform(iterations: stripes.count) { index in
            let decisions = Result {
                try stripes[index].map { decider.decideSigned(try MatchSubject(encoded: $0.subject)) }
            }
            decided.withLock { $0[index] = decisions }
        }
        let results = decided.withLock { $0 }
        for (index, stripe) in stripes.enumerated() {
            for (item, decision) in zip(stripe, try results[index]?.get() ?? []) {
                let decision =
                    decision.wantsTexts
                    ? decider.decideSigned(
                        try MatchSubject(encoded: item.subject), texts: try db.texts(ofItem: item.id))
                    : decision
                try record(decision, of: item.id, after: item.previous)
            }
        }
    }

    private mutating func record(
        _ signed: SignedDecision, of item: Int64, after previous: [UInt8]?
    ) throws {
        let decision = signed.decision
        let encoded = decision.encoded()
        if let previous {
            if previous == encoded {
                try run(
                    "UPDATE items SET signature = ? WHERE id = ?", .blob(signed.signature.bytes),
                    .integer(item))
                return
            }
            try forget(item)
        }
        try place(decision, of: item)
        try run(
            "UPDATE items SET decision = ?, signature = ?, is_matched = ?, is_unsure = ? WHERE id = ?",
            .blob(encoded), .blob(signed.signature.bytes),
            .integer(decision.isMatched ? 1 : 0), .integer(decision.isUnsure ? 1 : 0), .integer(item))
    }

    /// Marks the part of the list of unmatched items that an item stands in.
    static let bucketMarkSQL = """
        INSERT OR IGNORE INTO dirty_companies SELECT \(UnmatchedBucket.markSQL) FROM items
        WHERE id = ? AND NOT is_matched
        """

    /// Gives the item to the companies that the decision names, which become dirty.
    ///
    /// - Parameter bucket: Where it stands if it has no company; `nil`: as its row says.
    mutating func place(_ decision: MatchDecision, of item: Int64, in bucket: UnmatchedBucket? = nil) throws {
        if !decision.isMatched {
            try mark("")
            if let bucket {
                try mark(bucket.mark)
            } else {
                try run(
                    "INSERT OR IGNORE INTO dirty_companies SELECT \(UnmatchedBucket.markSQL) FROM items "
                        + "WHERE id = ?", .integer(item))
            }
        }
        for match in decision.matches {
            try run(
                "INSERT OR IGNORE INTO item_companies VALUES (?, ?)", .text(match.company), .integer(item))
            try mark(match.company)
        }
    }

    private func forget(_ item: Int64) throws {
        try run(
            "INSERT OR IGNORE INTO dirty_companies SELECT company FROM item_companies WHERE item_id = ?",
            .integer(item))
        try run("DELETE FROM item_companies WHERE item_id = ?", .integer(item))
        try run(
            "INSERT OR IGNORE INTO dirty_companies SELECT '' FROM items WHERE id = ? AND NOT is_matched",
            .integer(item))
        try run(Self.bucketMarkSQL, .integer(item))
    }

    mutating func mark(_ company: String) throws {
        guard dirty.insert(company).inserted else { return }
        try run("INSERT OR IGNORE INTO dirty_companies VALUES (?)", .text(company))
    }

    private func run(_ sql: String, _ values: StoreValue...) throws {
        try StoreStatement(db, sql).run(values)
    }
}
