package import ETLModel
import Foundation
import GRDB

extension Store {
    /// The names under which the store knows inodes in another state than the one seen.
    package func names(of seen: Set<FileFingerprint>) throws -> Set<DropPath> {
        let inodes = seen.map { "\($0.inode)" }.joined(separator: ",")
        return try database.read { db in
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT drop_index, path, device, inode, byte_count, modified, changed FROM files
                    WHERE inode IN (SELECT value FROM json_each(?))
                    """, arguments: ["[\(inodes)]"])
            var names: Set<DropPath> = []
            while let row = try rows.next() {
                let known = FileFingerprint(
                    device: row[2], inode: row[3], byteCount: row[4], modified: row[5], changed: row[6])
                if seen.contains(known) { continue }
                names.insert(DropPath(drop: row[0], path: RelativePath(bytes: [UInt8](row[1] as Data))))
            }
            return names
        }
    }
}
