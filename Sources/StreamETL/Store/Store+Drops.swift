package import ETLFiles
package import ETLModel
import Foundation
import GRDB

/// The drop directories of a configuration, as the store numbers them, and their changes.
package struct DropAdoption: Sendable {
    /// Sorted by name.
    package let roots: [DropRoot]
    package let changes: [DropChange]
}

extension Store {
    private static let placement = "placement"

    /// Makes the state follow the drop directories of the configuration, by their names.
    ///
    /// One transaction. No file is read again but those of a drop directory whose source is another now.
    ///
    /// - Parameters:
    ///   - retention: Whether the data of a drop directory that is no longer configured is kept.
    ///   - forgotten: Names of drop directories whose files are taken out, named or not.
    /// - Throws: ``StoreError/unknownDrop(name:known:)``.
    package func adopt(
        _ roots: [DropRoot], retention: Retention, forgetting forgotten: Set<String> = [],
        assemblers: [Source: any Assembler]
    ) throws -> DropAdoption {
        try database.write { db in
            var registry = try DropRegistry(db)
            var writer = StoreWriter(db)
            var drops = registry.drops
            Self.takeNames(of: roots, for: &drops)
            var changes: [DropChange] = []
            for name in forgotten.sorted(by: DropRegistry.precedes) {
                guard let index = drops.firstIndex(where: { $0.name == name }) else {
                    if roots.contains(where: { $0.name == name }) { continue }
                    throw StoreError.unknownDrop(name: name, known: drops.map(\.name))
                }
                let count = try writer.removeFiles(ofDrop: drops[index].number)
                changes.append(DropChange(name: name, kind: .forgotten, fileCount: count))
            }
            var kept: [StoredDrop] = []
            for var drop in drops {
                let root = roots.first { $0.name == drop.name }
                let count = try registry.fileCount(drop)
                if let root {
                    if root.path != drop.path {
                        changes.append(
                            DropChange(name: drop.name, kind: .moved(from: drop.path), fileCount: count))
                        try Self.follow(drop.number, to: root, in: db)
                    }
                    if root.source != drop.source { try Self.distrust(drop.number, in: db) }
                    drop.path = root.path
                    drop.source = root.source
                    drop.isConfigured = true
                } else if count > 0, retention == .mirror {
                    _ = try writer.removeFiles(ofDrop: drop.number)
                    changes.append(DropChange(name: drop.name, kind: .removed, fileCount: count))
                    continue
                } else if count > 0 {
                    changes.append(DropChange(name: drop.name, kind: .unconfigured, fileCount: count))
                    drop.isConfigured = false
                } else {
                    continue
                }
                drop.isNamed = true
                kept.append(drop)
            }
            let new = roots.filter { root in !kept.contains { $0.name == root.name } }
            let isRenumbered = try registry.replace(by: kept, adding: new)
            let isStale =
                try String.fetchOne(
                    db, sql: "SELECT value FROM settings WHERE name = ?", arguments: [Self.placement])
                == "stale"
            if isRenumbered || isStale {
                try writer.placeAnew(assemblers: assemblers)
                try Store.set("", for: Self.placement, in: db)
            }
            let numbers = Dictionary(
                registry.drops.map { ($0.name, $0.number) }, uniquingKeysWith: { first, _ in first })
            return DropAdoption(
                roots: roots.map { $0.at(numbers[$0.name] ?? $0.index) }.sorted { $0.index < $1.index },
                changes: changes)
        }
    }

    /// Names that were made up for a database of an older version give way to those of the configuration for the
    /// same directories.
    private static func takeNames(of roots: [DropRoot], for drops: inout [StoredDrop]) {
        var taken = Set(drops.filter(\.isNamed).map(\.name))
        let unnamed = drops.indices.filter { !drops[$0].isNamed }
        var rest: [Int] = []
        for index in unnamed {
            if let root = roots.first(where: { $0.path == drops[index].path && !taken.contains($0.name) }) {
                drops[index].name = root.name
                taken.insert(root.name)
            } else {
                rest.append(index)
            }
        }
        for index in rest {
            drops[index].name = DropRegistry.freeName(drops[index].name, taken: taken)
            taken.insert(drops[index].name)
        }
    }

    /// Gives the files of a moved drop directory its device. Otherwise they would seem to be on an unmounted file system.
    private static func follow(_ number: Int, to root: DropRoot, in db: Database) throws {
        guard let device = try? FileStatus.following(root.path).fingerprint.device else { return }
        try db.execute(
            sql: "UPDATE files SET device = ?1, changed = -1 WHERE drop_index = ?2 AND device <> ?1",
            arguments: [device, number])
    }

    private static func distrust(_ number: Int, in db: Database) throws {
        try db.execute(sql: "UPDATE files SET changed = -1 WHERE drop_index = ?", arguments: [number])
    }

    /// Every drop directory the store knows, by name.
    public func drops() throws -> [StoredDrop] { try database.read { try DropRegistry($0).drops } }

    /// Gives a drop directory another name. Where the other name is known already, as after a start with it, the two
    /// become one; files that both have with different contents stay where they are.
    ///
    /// - Returns: How many files have the other name now, and how many stayed.
    /// - Throws: ``StoreError/unknownDrop(name:known:)``.
    public func renameDrop(_ name: String, to other: String) throws -> (moved: Int, stayed: Int) {
        try database.write { db in
            var registry = try DropRegistry(db)
            guard var drop = registry.drop(named: name) else {
                throw StoreError.unknownDrop(name: name, known: registry.drops.map(\.name))
            }
            let count = try registry.fileCount(drop)
            var drops = registry.drops.filter { $0.name != name }
            var stayed = 0
            if let target = registry.drop(named: other) {
                stayed = try Self.move(drop.number, into: target.number, in: db)
                if stayed > 0 { drops.append(drop) }
            } else {
                drop.name = other
                drop.isNamed = true
                drops.append(drop)
            }
            if try registry.replace(by: drops, adding: []) || count > 0 {
                // Assemblers are not at hand: the next start places the contributions.
                try Store.set("stale", for: Self.placement, in: db)
            }
            return (count - stayed, stayed)
        }
    }

    /// - Returns: How many files stayed.
    private static func move(_ number: Int, into other: Int, in db: Database) throws -> Int {
        try db.execute(
            sql: """
                DELETE FROM files WHERE drop_index = ?1 AND EXISTS (
                    SELECT 1 FROM files o WHERE o.drop_index = ?2 AND o.path = files.path
                        AND o.content_id IS files.content_id)
                """, arguments: [number, other])
        try db.execute(
            sql: "UPDATE OR IGNORE files SET drop_index = ?2 WHERE drop_index = ?1",
            arguments: [number, other])
        return try Int.fetchOne(
            db, sql: "SELECT count(*) FROM files WHERE drop_index = ?", arguments: [number]) ?? 0
    }
}

extension StateReader {
    /// Names of drop directories by ``DropPath/drop``.
    package func dropNames() throws -> [Int: String] {
        let rows = try Row.fetchAll(db, sql: "SELECT number, name FROM drops")
        return Dictionary(uniqueKeysWithValues: rows.map { ($0[0] as Int, $0[1] as String) })
    }
}
