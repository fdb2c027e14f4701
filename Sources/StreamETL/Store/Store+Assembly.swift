import GRDB

extension Store {
    private static var roundCount: Int { 4_096 }

    /// Finds the link of each unit whose contributions changed.
    public func linkUnits(
        assemblers: [Source: any Assembler], on workers: StoreWorkers
    ) async throws {
        while case let units = try dirtyUnits(), !units.isEmpty {
            try await compute(units, on: workers) { db, memory, unit in
                try UnitLinking(of: unit, in: db, memory, assemblers: assemblers)
            } recording: { db, linkings in
                for linking in linkings { try linking.record(in: db) }
            }
            if units.count == Self.roundCount { FreedMemory.release() }
        }
    }

    /// Assembles the links whose units changed, or whose validity `asOf` has left.
    ///
    /// Items whose content did not change keep their decision and do not make their company dirty.
    ///
    /// - Parameters:
    ///   - source: The one whose links are assembled; `nil`: every source.
    ///   - decider: Whose new and changed items are; `nil` leaves them undecided.
    /// - Returns: Whether CRM companies or contacts changed, so that what is known of them must be read
    ///   again.
    @discardableResult
    public func assemble(
        _ source: Source? = nil, asOf: Int64, assemblers: [Source: any Assembler], on workers: StoreWorkers,
        deciding decider: (any ItemDecider)? = nil
    ) async throws -> Bool {
        var changesCRM = false
        while case let links = try dirtyLinks(of: source), !links.isEmpty {
            try await compute(links, on: workers) { db, memory, link in
                try LinkAssembly(
                    of: link, asOf: asOf, in: db, memory, assemblers: assemblers, deciding: decider)
            } recording: { db, assemblies in
                var recorder = DecisionRecorder(db)
                for assembly in assemblies {
                    try assembly.record(in: db, by: &recorder)
                    if assembly.changesCRM { changesCRM = true }
                }
            }
            if links.count == Self.roundCount { FreedMemory.release() }
        }
        return changesCRM
    }

    private func dirtyUnits() throws -> [DirtyUnit] {
        try readLatest { db in
            var units: [DirtyUnit] = []
            try StoreStatement(
                db,
                "SELECT id, source, key, scope_drop, scope, link_id FROM units WHERE is_dirty LIMIT ?"
            ).forEach(.integer(Self.roundCount)) { units.append(DirtyUnit($0)) }
            return units
        }
    }

    private func dirtyLinks(of source: Source?) throws -> [DirtyLink] {
        try readLatest { db in
            var links: [DirtyLink] = []
            try StoreStatement(
                db,
                "SELECT id, source, link FROM links WHERE is_dirty AND (?1 IS NULL OR source = ?1) LIMIT ?2"
            ).forEach(.optional(source?.rawValue), .integer(Self.roundCount)) {
                links.append(
                    DirtyLink(id: $0.integer(0), source: Source(rawValue: $0.text(1)), name: $0.text(2)))
            }
            return links
        }
    }

    /// Marks every link that does not hold at `asOf`.
    public func expireLinks(asOf: Int64) throws {
        try database.write { db in
            // One index each: with OR, or without the first bound, every link would be looked at.
            try StoreStatement(
                db,
                "UPDATE links SET is_dirty = 1 WHERE valid_until <= ? AND valid_until < 9223372036854775807"
            ).run(.integer(asOf))
            try StoreStatement(db, "UPDATE links SET is_dirty = 1 WHERE valid_from > ?").run(.integer(asOf))
        }
    }

    /// When the first assembly stops holding, in seconds since 1970.
    public func nextExpiry() throws -> Int64? {
        try readLatest {
            try Int64.fetchOne(
                $0, sql: "SELECT min(valid_until) FROM links WHERE valid_until < 9223372036854775807")
        }
    }

    /// Whether something was stored of which no item shows yet.
    func hasUnassembledUnits() throws -> Bool {
        try database.read {
            try Bool.fetchOne(
                $0,
                sql: """
                    SELECT EXISTS (SELECT 1 FROM units WHERE is_dirty)
                        OR EXISTS (SELECT 1 FROM links WHERE is_dirty)
                    """) ?? false
        }
    }

    /// Assembles everything again, for an assembler whose identity changed.
    public func markEverything() throws {
        try database.write { db in
            try db.execute(sql: "UPDATE units SET is_dirty = 1; UPDATE links SET is_dirty = 1;")
        }
    }
}
