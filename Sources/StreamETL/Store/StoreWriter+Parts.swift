import ETLModel
import GRDB

/// Which unit each contribution of a file is part of.
extension StoreWriter {
    mutating func retractParts(of file: Int64) throws {
        try run(
            """
            UPDATE units SET is_dirty = 1
            WHERE id IN (SELECT unit_id FROM parts WHERE file_id = ? AND unit_id IS NOT NULL)
            """, .integer(file))
        var contexts: [(source: String, scope: DropPath)] = []
        try StoreStatement(
            db,
            """
            SELECT DISTINCT source, scope_drop, scope FROM parts
            WHERE file_id = ? AND unit_id IS NULL
            """
        ).forEach(.integer(file)) {
            contexts.append(($0.text(0), DropPath(drop: $0.int(1), path: $0.path(2))))
        }
        for context in contexts { try marks.markScope(source: context.source, context.scope) }
        try run("DELETE FROM parts WHERE file_id = ?", .integer(file))
    }

    mutating func placeParts(
        of content: StoredContent, file: Int64, at path: DropPath, assemblers: [Source: any Assembler]
    ) throws {
        if let fresh = content.fresh {
            for (id, contribution) in fresh {
                guard let assembler = assemblers[contribution.source ?? content.source],
                    contribution.kind != UnreadMembers.kind
                else { continue }
                let head = ContributionHead(
                    kind: contribution.kind, unit: contribution.unit, heading: contribution.heading)
                try place(head, id, of: file, at: path, member: contribution.member, by: assembler)
            }
            return
        }
        let source = try StoreStatement(db, "SELECT source FROM contents WHERE id = ?")
            .first(.integer(content.id)) { Source(rawValue: $0.text(0)) }
        guard let source else { return }
        var last = Int64.min
        while case let stored = try heads(of: content.id, after: last), let end = stored.last?.id {
            for (id, kind, head, member) in stored {
                guard let assembler = assemblers[kind.source ?? source], kind.name != UnreadMembers.kind
                else {
                    continue
                }
                try place(head, id, of: file, at: path, member: member, by: assembler)
            }
            last = end
        }
    }

    /// A file may have very many contributions: some of them at a time are in memory.
    private func heads(
        of content: Int64, after last: Int64
    ) throws -> [(id: Int64, kind: StoredKind, head: ContributionHead, member: RelativePath)] {
        var stored: [(id: Int64, kind: StoredKind, head: ContributionHead, member: RelativePath)] = []
        try StoreStatement(
            db,
            """
            SELECT id, kind, unit, heading, member FROM contributions
            WHERE content_id = ? AND id > ? ORDER BY id LIMIT 1024
            """
        ).forEach(.integer(content), .integer(last)) { row in
            let kind = StoredKind(row.text(1))
            let head = ContributionHead(kind: kind.name, unit: row.text(2), heading: row.bytes(3))
            stored.append((row.integer(0), kind, head, row.path(4)))
        }
        return stored
    }

    private mutating func place(
        _ head: ContributionHead, _ contribution: Int64, of file: Int64, at path: DropPath,
        member: RelativePath, by assembler: any Assembler
    ) throws {
        let place =
            member.isRoot ? path : DropPath(drop: path.drop, path: path.path.appending(member.bytes))
        let placement = assembler.placement(of: head, at: place)
        let source = assembler.source.rawValue
        var unit: Int64?
        if let key = placement.unit {
            unit = try marks.mark(key, source: source, in: placement.scope)
        } else {
            try marks.markScope(source: source, placement.scope)
        }
        try run(
            "INSERT INTO parts VALUES (?, ?, ?, ?, ?, ?)", .integer(file), .integer(contribution),
            .optional(unit), .text(source), .integer(placement.scope.drop),
            .blob(placement.scope.path.bytes))
    }
}
