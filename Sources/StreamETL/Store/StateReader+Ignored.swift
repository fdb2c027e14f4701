package import ETLModel
import Foundation
import GRDB

extension StateReader {
    /// Files that no transformer claims, by path.
    package func ignoredFiles() throws -> [DropPath] {
        try Row.fetchAll(
            db, sql: "SELECT drop_index, path FROM files WHERE content_id IS NULL ORDER BY drop_index, path"
        ).map { DropPath(drop: $0[0], path: RelativePath(bytes: [UInt8]($0[1] as Data))) }
    }

    /// The members that nobody claims of the archives that are read, by the archives' paths.
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
