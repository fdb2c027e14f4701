public import ETLModel
package import Foundation
package import GRDB

/// An item as it is written to a company of the snapshot.
public struct SnapshotItem: Sendable {
    public var id: Int64
    public var section: String
    public var key: String
    public var title: String
    public var messageCount: Int
    public var firstActivity: Int64?
    public var lastActivity: Int64?
    public var people: [String]
    public var members: [UInt8]
    public var segments: [AssembledItem.Segment]
    public var decision: MatchDecision
    /// `nil` where the source hands no values over.
    public var facts: ItemFacts?

    /// A meeting's start, a conversation's last message, the last activity that a record states.
    package var time: Int64? { facts?.meeting?.start ?? lastActivity }
}

/// A file that could not be read, or was read with warnings.
public struct FaultyFile: Sendable {
    public var path: DropPath
    public var source: Source
    public var isQuarantined: Bool
    public var faults: [TransformWarning]
}

extension Store {
    /// Reads one consistent state, also while the store is written.
    public func readState<Value>(_ body: (StateReader) throws -> Value) throws -> Value {
        do {
            return try database.unsafeReentrantRead { try body(StateReader(db: $0)) }
        } catch {
            throw interpreted(error)
        }
    }

    /// Reads one consistent state where it was written: its pages are still in memory there, while a
    /// reader must get them anew after every transaction. Nothing can be written meanwhile.
    package func readLatest<Value>(_ body: (Database) throws -> Value) throws -> Value {
        try database.unsafeReentrantWrite { db in
            if db.isInsideTransaction { return try body(db) }
            var value: Value?
            try db.inTransaction(.deferred) {
                value = try body(db)
                return .commit
            }
            guard let value else { throw ByteReader.Corruption() }
            return value
        }
    }

    /// The companies whose part of the snapshot is out of date; the empty name stands for the items
    /// that no company has.
    public func dirtyCompanies() throws -> Set<String> {
        try readLatest { try String.fetchSet($0, sql: "SELECT company FROM dirty_companies") }
    }

    /// Files whose content is quarantined.
    package func quarantinedFileCount() throws -> Int {
        try readLatest { db in
            try Int.fetchOne(
                db,
                sql: """
                    SELECT count(*) FROM contents k
                    CROSS JOIN files f ON f.content_id = k.id OR f.damage_id = k.id
                    WHERE k.error IS NOT NULL AND k.state = 2
                    """) ?? 0
        }
    }

    /// Records kept with less, and lost records, by source; each counted once however many files are equal.
    package func recordFaultCounts() throws -> [Source: RecordFaultCount] {
        try readLatest { try StateReader(db: $0).recordFaultCounts() }
    }

    /// Notes that the snapshot is out of date as a whole.
    public func markStale() throws {
        try database.write { try $0.execute(sql: "INSERT OR IGNORE INTO dirty_companies VALUES ('')") }
    }

    private static let output = "output"

    /// By which the snapshot is known again that was put in place last; `nil` where none was.
    package func output() throws -> String? {
        let output: String? = try setting(Self.output)
        return output.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Forgets that `companies` were out of date, once a snapshot with them is in place.
    ///
    /// - Parameter output: By which that snapshot is known again; `nil` where it could not be put in place.
    package func markClean(_ companies: Set<String>, output: String?) throws {
        try database.write { db in
            try Store.set(output ?? "", for: Self.output, in: db)
            for company in companies {
                try db.cachedStatement(sql: "DELETE FROM dirty_companies WHERE company = ?")
                    .execute(arguments: [company])
            }
        }
    }
}

/// One consistent state of the store.
public struct StateReader {
    package let db: Database

    package init(db: Database) {
        self.db = db
    }

    /// Counts of matched items per company and section.
    public func sectionCounts() throws -> [String: [String: Int]] {
        var counts: [String: [String: Int]] = [:]
        try StoreStatement(
            db,
            """
            SELECT c.company, i.section, count(*) FROM item_companies c JOIN items i ON i.id = c.item_id
            GROUP BY c.company, i.section
            """
        ).forEach { counts[$0.text(0), default: [:]][$0.text(1)] = $0.int(2) }
        return counts
    }

    /// Counts of a company's items per section.
    package func sectionCounts(of company: String) throws -> [String: Int] {
        var counts: [String: Int] = [:]
        try StoreStatement(
            db,
            """
            SELECT i.section, count(*) FROM item_companies c JOIN items i ON i.id = c.item_id
            WHERE c.company = ? GROUP BY i.section
            """
        ).forEach(.text(company)) { counts[$0.text(0)] = $0.int(1) }
        return counts
    }

    /// Distinct matched items per section.
    public func matchedTotals() throws -> [String: Int] {
        let rows = try Row.fetchAll(
            db, sql: "SELECT section, count(*) FROM items WHERE is_matched GROUP BY section")
        return Dictionary(uniqueKeysWithValues: rows.map { ($0[0] as String, $0[1] as Int) })
    }

    /// The items of `company` in one section, in the order of the snapshot.
    public func forEachItem(
        of company: String, section: String, _ body: (SnapshotItem) throws -> Void
    ) throws {
        try StoreStatement(
            db,
            """
            SELECT i.id, i.section, i.key, i.title, i.message_count, i.first_activity,
                i.last_activity, i.people, i.facts, i.members, i.segments, i.decision
            FROM item_companies c JOIN items i ON i.id = c.item_id
            WHERE c.company = ? AND i.section = ? ORDER BY i.sort_key, i.key, i.members
            """
        ).forEach(.text(company), .text(section)) { try body(Self.item($0)) }
    }

    /// Items with candidates but without a company, in the order of the review: those whose decision explains most come
    /// first.
    public func forEachUnsure(
        _ body: (_ section: String, _ key: String, _ title: String, MatchDecision) throws -> Void
    ) throws {
        var ranked: [(item: Int64, explained: Double)] = []
        let rows = try Row.fetchCursor(
            db,
            sql: "SELECT id, message_count, decision FROM items WHERE is_unsure ORDER BY section, title, key")
        while let row = try rows.next() {
            let decision = try MatchDecision(encoded: [UInt8](row[2] as Data))
            ranked.append((row[0], decision.explainedCount(ofMessages: row[1])))
        }
        // A stable sort: equal items keep their order.
        let order = ranked.indices.sorted {
            ranked[$0].explained != ranked[$1].explained
                ? ranked[$0].explained > ranked[$1].explained : $0 < $1
        }
        for index in order {
            let row = try Row.fetchOne(
                db.cachedStatement(sql: "SELECT section, key, title, decision FROM items WHERE id = ?"),
                arguments: [ranked[index].item])
            guard let row else { continue }
            try body(row[0], row[1], row[2], try MatchDecision(encoded: [UInt8](row[3] as Data)))
        }
    }

    /// Quarantined files and files with warnings, by path.
    public func faultyFiles() throws -> [FaultyFile] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT f.drop_index, f.path, k.source, k.error, k.warnings
                FROM contents k CROSS JOIN files f ON f.content_id = k.id OR f.damage_id = k.id
                WHERE k.error IS NOT NULL OR k.warnings IS NOT NULL ORDER BY f.drop_index, f.path
                """
        ).map { row in
            let error: String? = row[3]
            return FaultyFile(
                path: DropPath(drop: row[0], path: RelativePath(bytes: [UInt8](row[1] as Data))),
                source: Source(rawValue: row[2]), isQuarantined: error != nil,
                faults: try StoredFault.decode(error ?? row[4]))
        }
    }

    /// The first `byteCount` bytes of a contribution's payload.
    package func payload(of part: Int64, byteCount: Int) throws -> Data {
        let payload = try Data.fetchOne(
            db.cachedStatement(sql: "SELECT substr(payload, 1, ?) FROM contributions WHERE id = ?"),
            arguments: [byteCount, part])
        guard let payload, payload.count == byteCount else { throw ByteReader.Corruption() }
        return payload
    }

    package func recordFaultCounts() throws -> [Source: RecordFaultCount] {
        var counts: [Source: RecordFaultCount] = [:]
        try StoreStatement(
            db,
            """
            SELECT k.source, sum(k.warning_count), sum(k.lost_count) FROM contents k
            WHERE (k.error IS NOT NULL OR k.warnings IS NOT NULL) AND k.state = 1
                AND EXISTS (SELECT 1 FROM files f WHERE f.content_id = k.id)
            GROUP BY k.source
            """
        ).forEach { row in
            counts[Source(rawValue: row.text(0))] = RecordFaultCount(warnings: row.int(1), lost: row.int(2))
        }
        return counts
    }

    /// How many files' facts come from none of these readers.
    ///
    /// - Parameter readers: Identities of transformers; a content's reader is one of them, a blank and the limits.
    func fileCount(notReadBy readers: [String]) throws -> Int {
        var count = 0
        try StoreStatement(
            db,
            """
            SELECT k.reader, count(*) FROM files f JOIN contents k ON k.id = f.content_id
            WHERE k.state = 1 GROUP BY 1
            """
        ).forEach { row in
            let reader = row.text(0)
            if !readers.contains(where: { reader.hasPrefix($0 + " ") }) { count += row.int(1) }
        }
        return count
    }

    /// Files by source and state (`read`, `quarantined`, `ignored`), and items by section.
    public func inventory() throws -> StoreInventory {
        var inventory = StoreInventory()
        for row in try Row.fetchAll(
            db,
            sql: """
                SELECT k.source, k.state = 2, count(*), sum(f.byte_count) FROM files f
                JOIN contents k ON k.id = coalesce(f.damage_id, f.content_id) GROUP BY 1, 2 ORDER BY 1, 2
                """)
        {
            inventory.files.append(
                .init(
                    source: Source(rawValue: row[0]), isQuarantined: row[1], count: row[2],
                    byteCount: row[3] ?? 0))
        }
        for row in try Row.fetchAll(
            db, sql: "SELECT ignored_as, count(*) FROM files WHERE content_id IS NULL GROUP BY 1 ORDER BY 1")
        {
            let kind = (row[0] as String?).flatMap(IgnoredKind.init(rawValue:)) ?? .other
            inventory.ignoredKinds[kind, default: 0] += row[1]
            inventory.ignoredFiles += row[1]
        }
        inventory.ignoredMembers = try unreadMembers().reduce(0) { $0 + $1.members.count }
        if inventory.ignoredMembers > 0 { inventory.ignoredKinds[.archiveMember] = inventory.ignoredMembers }
        inventory.recordFaults = try recordFaultCounts()
        for row in try Row.fetchAll(
            db,
            sql: """
                SELECT source, section, count(*), sum(is_matched), sum(is_unsure), sum(message_count)
                FROM items GROUP BY 1, 2 ORDER BY 1, 2
                """)
        {
            inventory.items.append(
                .init(
                    source: Source(rawValue: row[0]), section: row[1], count: row[2], matched: row[3],
                    unsure: row[4], messages: row[5]))
        }
        return inventory
    }

    private static func item(_ row: StoreRow) throws -> SnapshotItem {
        var people = ByteReader(row.bytes(7))
        let facts = row.bytes(8)
        return SnapshotItem(
            id: row.integer(0), section: row.text(1), key: row.text(2), title: row.text(3),
            messageCount: row.int(4), firstActivity: row.optionalInteger(5),
            lastActivity: row.optionalInteger(6), people: try people.readStrings(), members: row.bytes(9),
            segments: try StoredSegments.decode(row.bytes(10)),
            decision: try MatchDecision(encoded: row.bytes(11)),
            facts: facts.isEmpty ? nil : try ItemFacts(encoded: facts))
    }
}

/// Faults of single records, counted.
public struct RecordFaultCount: Codable, Hashable, Sendable {
    /// Records that are in the unified JSON in part.
    public var warnings = 0
    /// Records that are not.
    public var lost = 0
}

/// The numbers of files, items and faults in a store.
public struct StoreInventory: Sendable {
    public struct Files: Codable, Sendable {
        public var source: Source
        public var isQuarantined: Bool
        public var count: Int
        public var byteCount: Int
    }

    public struct Items: Codable, Sendable {
        public var source: Source
        public var section: String
        public var count: Int
        public var matched: Int
        public var unsure: Int
        public var messages: Int
    }

    public var files: [Files] = []
    public var ignoredFiles = 0
    /// Of the archives that are read.
    public var ignoredMembers = 0
    /// Of them, how many seem to be of each kind.
    public var ignoredKinds: [IgnoredKind: Int] = [:]
    /// Faults of single records by source.
    public var recordFaults: [Source: RecordFaultCount] = [:]

    public var warningCount: Int { recordFaults.values.reduce(0) { $0 + $1.warnings } }
    public var lostCount: Int { recordFaults.values.reduce(0) { $0 + $1.lost } }
    public var items: [Items] = []

    public init() {}
}
