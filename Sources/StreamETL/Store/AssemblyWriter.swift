package import ETLModel
package import GRDB

/// The changes of a group's items.
package struct GroupChange: Sendable {
    /// The row of an item that is gone or has changed.
    package struct Stale: Sendable {
        package let id: Int64
        /// Whether nothing but its own place among those that no company has becomes out of date.
        package let showsNothingNew: Bool

        package init(id: Int64, showsNothingNew: Bool) {
            self.id = id
            self.showsNothingNew = showsNothingNew
        }
    }

    /// An item that is new or has changed.
    package struct Fresh: Sendable {
        package let record: ItemRecord
        /// `nil` if the item is decided later.
        package let decision: SignedDecision?
        /// Whether no company had it nor has it, and it has the same name and candidates as before: only its
        /// own place in the snapshot becomes out of date.
        package let showsNothingNew: Bool

        package init(record: ItemRecord, decision: SignedDecision?, showsNothingNew: Bool) {
            self.record = record
            self.decision = decision
            self.showsNothingNew = showsNothingNew
        }
    }

    package var stale: [Stale] = []
    package var fresh: [Fresh] = []
    /// Seconds since 1970 for which the items hold.
    package var validFrom: Int64 = .min
    package var validUntil: Int64 = .max
    /// Whether the group has no unit any more.
    package var isEmpty = false

    package init(
        stale: [Stale] = [], fresh: [Fresh] = [], validFrom: Int64 = .min, validUntil: Int64 = .max,
        isEmpty: Bool = false
    ) {
        self.stale = stale
        self.fresh = fresh
        self.validFrom = validFrom
        self.validUntil = validUntil
        self.isEmpty = isEmpty
    }
}

/// Records the outcome of assembling, within one transaction.
package struct AssemblyWriter {
    private let db: Database
    private var recorder: DecisionRecorder

    package init(_ db: Database) {
        self.db = db
        recorder = DecisionRecorder(db)
    }

    /// Moves a unit to the group of a name; the group that it leaves and the one it joins become dirty.
    ///
    /// - Parameter group: `nil` for a unit that has no contributions any more: it is forgotten.
    package func move(_ unit: DirtyUnit, toGroup group: String?) throws {
        let newGroup = try group.map { try mark(unit.source, $0) }
        if let oldGroup = unit.group, oldGroup != newGroup {
            try StoreStatement(db, "UPDATE unit_groups SET is_dirty = 1 WHERE id = ?").run(.integer(oldGroup))
        }
        if let newGroup {
            try StoreStatement(db, "UPDATE units SET is_dirty = 0, group_id = ? WHERE id = ?")
                .run(.integer(newGroup), .integer(unit.id))
        } else {
            try StoreStatement(db, "DELETE FROM units WHERE id = ?").run(.integer(unit.id))
        }
    }

    /// Makes the group dirty, and first of all makes it.
    private func mark(_ source: Source, _ group: String) throws -> Int64 {
        try StoreStatement(
            db,
            """
            INSERT INTO unit_groups (source, name, valid_from, valid_until, is_dirty) VALUES (?, ?, ?, ?, 1)
            ON CONFLICT DO NOTHING
            """
        ).run(.text(source.rawValue), .text(group), .integer(Int64.min), .integer(Int64.max))
        if db.changesCount > 0 { return db.lastInsertedRowID }
        let id = try StoreStatement(db, "SELECT id FROM unit_groups WHERE source = ? AND name = ?")
            .first(.text(source.rawValue), .text(group)) { $0.integer(0) }
        guard let id else { throw ByteReader.Corruption() }
        try StoreStatement(db, "UPDATE unit_groups SET is_dirty = 1 WHERE id = ?").run(.integer(id))
        return id
    }

    /// Replaces the items of a group that changed. Items whose content did not change keep their decision
    /// and do not make their company dirty.
    package mutating func apply(_ change: GroupChange, to group: DirtyGroup) throws {
        if group.source == .hubspot, !(change.stale.isEmpty && change.fresh.isEmpty) {
            try recorder.mark(UnmatchedBucket.ownersMark)
        }
        for item in change.stale { try remove(item) }
        for item in change.fresh {
            let id = try item.record.insert(into: db, group: group.id, decision: item.decision)
            guard let decision = item.decision else { continue }
            if item.showsNothingNew {
                try recorder.mark(item.record.bucket.mark)
            } else {
                try recorder.place(decision.decision, of: id, in: item.record.bucket)
            }
        }
        if change.isEmpty {
            try StoreStatement(db, "DELETE FROM unit_groups WHERE id = ?").run(.integer(group.id))
        } else {
            try StoreStatement(
                db, "UPDATE unit_groups SET is_dirty = 0, valid_from = ?, valid_until = ? WHERE id = ?"
            ).run(.integer(change.validFrom), .integer(change.validUntil), .integer(group.id))
        }
    }

    private func remove(_ item: GroupChange.Stale) throws {
        let marks = [
            "INSERT OR IGNORE INTO dirty_companies SELECT company FROM item_companies WHERE item_id = ?",
            "INSERT OR IGNORE INTO dirty_companies SELECT '' FROM items WHERE id = ? AND NOT is_matched",
            DecisionRecorder.bucketMarkSQL,
        ]
        let removals = ["DELETE FROM item_companies WHERE item_id = ?", "DELETE FROM items WHERE id = ?"]
        for sql in item.showsNothingNew ? removals : marks + removals {
            try StoreStatement(db, sql).run(.integer(item.id))
        }
    }
}
