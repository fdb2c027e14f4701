import ETLModel
import Foundation
import GRDB

extension StateReader {
    /// Files that no source recognises, those that look like an export first;
    /// of an archive's members the first ones.
    package func ignoredFiles() throws -> [StoreStatus.Ignored] {
        let names = try dropNames()
        let files =
            try Row.fetchAll(
                db,
                sql: """
                    SELECT drop_index, path, ignored_as, byte_count FROM files WHERE content_id IS NULL
                    ORDER BY drop_index, path
                    """
            ).map { row in
                let kind = (row[2] as String?).flatMap(IgnoredKind.init(rawValue:)) ?? .other
                return StoreStatus.Ignored(
                    drop: names[row[0]] ?? "", file: RelativePath(bytes: [UInt8](row[1] as Data)).escaped,
                    kind: kind, missing: kind.missing, bytes: row[3], looksLikeExport: kind.looksLikeExport)
            }
            + unreadMembers().flatMap { archive, members in
                Self.ignored(members, of: archive, inDrop: names[archive.drop] ?? "")
            }
        return files.enumerated().sorted {
            let (one, other) = ($0.element.looksLikeExport, $1.element.looksLikeExport)
            return one != other ? one : $0.offset < $1.offset
        }.map(\.element)
    }

    private static func ignored(
        _ members: UnreadMembers, of archive: DropPath, inDrop drop: String
    ) -> [StoreStatus.Ignored] {
        let kind = IgnoredKind.archiveMember
        func entry(_ file: String) -> StoreStatus.Ignored {
            StoreStatus.Ignored(
                drop: drop, file: file, kind: kind, missing: kind.missing, bytes: 0,
                looksLikeExport: kind.looksLikeExport)
        }
        let rest = members.count - members.names.count
        return members.names.map { entry(archive.path.appending($0.bytes).escaped) }
            + (rest > 0 ? [entry("\(archive.path.escaped): \(rest) more")] : [])
    }

    /// Members of read archives that no transformer claims, by the archives' paths.
    func unreadMembers() throws -> [(archive: DropPath, members: UnreadMembers)] {
        // They are an archive's last contribution: the others need not be looked at.
        try Row.fetchAll(
            db,
            sql: """
                SELECT f.drop_index, f.path, c.payload FROM contents k
                JOIN files f ON f.content_id = k.id
                JOIN contributions c ON c.id = (SELECT max(id) FROM contributions WHERE content_id = k.id)
                WHERE k.reader LIKE 'archive/%' AND c.kind = ? ORDER BY f.drop_index, f.path
                """, arguments: [UnreadMembers.kind]
        ).map { row in
            (
                DropPath(drop: row[0], path: RelativePath(bytes: [UInt8](row[1] as Data))),
                try UnreadMembers(decoding: [UInt8](row[2] as Data))
            )
        }
    }
}
