import ETLModel

extension StateReader {
    /// Which parts of the lists of items that no company has hold some.
    package func unmatchedBuckets() throws -> Set<UnmatchedBucket> {
        var buckets: Set<UnmatchedBucket> = []
        try StoreStatement(
            db, "SELECT DISTINCT section, bucket FROM items WHERE NOT is_matched AND decision IS NOT NULL"
        ).forEach { buckets.insert(UnmatchedBucket(section: $0.text(0), number: $0.int(1))) }
        return buckets
    }

    /// The items of a part, by title and key.
    package func forEachUnmatched(in bucket: UnmatchedBucket, _ body: (SnapshotItem) throws -> Void) throws {
        try StoreStatement(
            db,
            """
            SELECT id, section, key, title, message_count, first_activity, last_activity, facts, decision
            FROM items INDEXED BY unmatched_buckets
            WHERE section = ? AND bucket = ? AND NOT is_matched AND decision IS NOT NULL
            ORDER BY title, key
            """
        ).forEach(.text(bucket.section), .integer(bucket.number)) { row in
            let facts = row.bytes(7)
            try body(
                SnapshotItem(
                    id: row.integer(0), section: row.text(1), key: row.text(2), title: row.text(3),
                    messageCount: row.int(4), firstActivity: row.optionalInteger(5),
                    lastActivity: row.optionalInteger(6), people: [], members: [], segments: [],
                    decision: try MatchDecision(encoded: row.bytes(8)),
                    facts: facts.isEmpty ? nil : try ItemFacts(encoded: facts)))
        }
    }

    /// The names of a section's items that no company has, sorted.
    package func forEachUnmatchedTitle(in section: String, _ body: (String) throws -> Void) throws {
        try StoreStatement(
            db,
            """
            SELECT title FROM items WHERE section = ? AND NOT is_matched AND decision IS NOT NULL
            ORDER BY title, key
            """
        ).forEach(.text(section)) { try body($0.text(0)) }
    }

    /// The owners of CRM records, in the form of ``ItemFacts/owner``; sorted.
    package func owners() throws -> [String] {
        var owners: [String] = []
        try StoreStatement(
            db, "SELECT DISTINCT owner FROM items WHERE owner IS NOT NULL ORDER BY owner"
        ).forEach { owners.append($0.text(0)) }
        return owners
    }
}
